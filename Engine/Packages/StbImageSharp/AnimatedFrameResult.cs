// One frame of an animated GIF.
namespace StbImageSharp;

/// <summary>A frame and how long it is shown, in milliseconds.</summary>
public class AnimatedFrameResult : ImageResult
{
    public int DelayInMs { get; set; }
}
