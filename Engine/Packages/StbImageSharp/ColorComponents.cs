// The channel layouts an image can be decoded to; the value is the number of channels.
namespace StbImageSharp;

/// <summary>Channels of a picture. <see cref="Default"/> keeps what the file holds.</summary>
public enum ColorComponents
{
    Default = 0,
    Grey = 1,
    GreyAlpha = 2,
    RedGreenBlue = 3,
    RedGreenBlueAlpha = 4,
}
