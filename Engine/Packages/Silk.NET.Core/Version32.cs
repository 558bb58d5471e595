// A version packed into 32 bits as Vulkan packs it: major above bit 22, minor above bit 12, patch below.
namespace Silk.NET.Core;

/// <summary>Major, minor and patch in one number (VK_MAKE_API_VERSION with variant 0).</summary>
public readonly struct Version32 : IEquatable<Version32>
{
    private Version32(uint value) => Value = value;

    public Version32(uint major, uint minor, uint patch) => Value = (major << 22) | (minor << 12) | patch;

    public uint Value { get; }

    public uint Major => (Value >> 22) & 0x7F;

    public uint Minor => (Value >> 12) & 0x3FF;

    public uint Patch => Value & 0xFFF;

    public static explicit operator Version32(uint value) => new(value);

    public static implicit operator uint(Version32 version) => version.Value;

    public static implicit operator Version(Version32 version) => new((int)version.Major, (int)version.Minor, (int)version.Patch);

    public static implicit operator Version32(Version version) =>
        new((uint)version.Major, (uint)version.Minor, (uint)Math.Max(version.Build, 0));

    public bool Equals(Version32 other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is Version32 other && Equals(other);

    public override int GetHashCode() => (int)Value;

    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
