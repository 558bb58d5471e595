// The version of a graphics interface.
namespace Silk.NET.Windowing;

/// <summary>Major and minor version.</summary>
public struct APIVersion(int majorVersion, int minorVersion)
{
    public int MajorVersion { get; set; } = majorVersion;

    public int MinorVersion { get; set; } = minorVersion;
}
