// Vulkan's 32-bit truth value: one for true, zero for false.
namespace Silk.NET.Core;

/// <summary>A boolean of four bytes, as C interfaces pass it.</summary>
public readonly struct Bool32(uint value) : IEquatable<Bool32>
{
    public Bool32(bool value) : this(value ? 1u : 0u) { }

    public uint Value { get; } = value;

    public static implicit operator bool(Bool32 value) => value.Value == 1;

    public static implicit operator uint(Bool32 value) => value.Value;

    public static implicit operator Bool32(bool value) => new(value);

    public static implicit operator Bool32(uint value) => new(value);

    public static bool operator ==(Bool32 left, Bool32 right) => left.Value == right.Value;

    public static bool operator !=(Bool32 left, Bool32 right) => left.Value != right.Value;

    public static bool operator ==(Bool32 left, bool right) => (bool)left == right;

    public static bool operator !=(Bool32 left, bool right) => (bool)left != right;

    public static bool operator ==(bool left, Bool32 right) => left == (bool)right;

    public static bool operator !=(bool left, Bool32 right) => left != (bool)right;

    public static bool operator ==(Bool32 left, uint right) => left.Value == right;

    public static bool operator !=(Bool32 left, uint right) => left.Value != right;

    public static bool operator ==(uint left, Bool32 right) => left == right.Value;

    public static bool operator !=(uint left, Bool32 right) => left != right.Value;

    public bool Equals(Bool32 other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is Bool32 other && Equals(other);

    public override int GetHashCode() => (int)Value;

    public override string ToString() => ((bool)this).ToString();
}
