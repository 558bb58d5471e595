// A pair of numbers, used for sizes and positions in pixels.
namespace Silk.NET.Maths;

/// <summary>Two components as fields. Operators work per component.</summary>
public struct Vector2D<T> : IEquatable<Vector2D<T>> where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    public T X;
    public T Y;

    public Vector2D(T x, T y)
    {
        X = x;
        Y = y;
    }

    public Vector2D(T value) : this(value, value)
    {
    }

    public static Vector2D<T> operator +(Vector2D<T> left, Vector2D<T> right) => new(Scalar.Add(left.X, right.X), Scalar.Add(left.Y, right.Y));

    public static Vector2D<T> operator -(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Subtract(left.X, right.X), Scalar.Subtract(left.Y, right.Y));

    public static Vector2D<T> operator *(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Multiply(left.X, right.X), Scalar.Multiply(left.Y, right.Y));

    public static Vector2D<T> operator *(Vector2D<T> left, T right) => left * new Vector2D<T>(right);

    public static Vector2D<T> operator *(T left, Vector2D<T> right) => new Vector2D<T>(left) * right;

    public static Vector2D<T> operator /(Vector2D<T> left, Vector2D<T> right) => new(Scalar.Divide(left.X, right.X), Scalar.Divide(left.Y, right.Y));

    public static Vector2D<T> operator /(Vector2D<T> left, T right) => left / new Vector2D<T>(right);

    public static bool operator ==(Vector2D<T> left, Vector2D<T> right) => left.Equals(right);

    public static bool operator !=(Vector2D<T> left, Vector2D<T> right) => !left.Equals(right);

    public static explicit operator System.Numerics.Vector2(Vector2D<T> from) => new(Scalar.ToSingle(from.X), Scalar.ToSingle(from.Y));

    public readonly bool Equals(Vector2D<T> other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override readonly bool Equals(object? obj) => obj is Vector2D<T> other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(X, Y);

    public override readonly string ToString() => $"<{X}, {Y}>";
}
