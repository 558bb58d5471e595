// An axis-aligned rectangle: origin and size.
namespace Silk.NET.Maths;

/// <summary>A rectangle as two fields, in whatever unit its user says.</summary>
public struct Rectangle<T> : IEquatable<Rectangle<T>> where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    public Vector2D<T> Origin;
    public Vector2D<T> Size;

    public Rectangle(Vector2D<T> origin, Vector2D<T> size)
    {
        Origin = origin;
        Size = size;
    }

    public Rectangle(T originX, T originY, T sizeX, T sizeY) : this(new(originX, originY), new(sizeX, sizeY))
    {
    }

    public static bool operator ==(Rectangle<T> left, Rectangle<T> right) => left.Equals(right);

    public static bool operator !=(Rectangle<T> left, Rectangle<T> right) => !left.Equals(right);

    public readonly bool Equals(Rectangle<T> other) => Origin == other.Origin && Size == other.Size;

    public override readonly bool Equals(object? obj) => obj is Rectangle<T> other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Origin, Size);
}
