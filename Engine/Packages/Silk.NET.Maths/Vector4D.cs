// Four numbers, used for bits per channel.
namespace Silk.NET.Maths;

/// <summary>Four components as fields. Operators work per component.</summary>
public struct Vector4D<T> : IEquatable<Vector4D<T>> where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    public T X;
    public T Y;
    public T Z;
    public T W;

    public Vector4D(T x, T y, T z, T w)
    {
        X = x;
        Y = y;
        Z = z;
        W = w;
    }

    public Vector4D(T value) : this(value, value, value, value)
    {
    }

    public static Vector4D<T> operator +(Vector4D<T> left, Vector4D<T> right) =>
        new(Scalar.Add(left.X, right.X), Scalar.Add(left.Y, right.Y), Scalar.Add(left.Z, right.Z), Scalar.Add(left.W, right.W));

    public static Vector4D<T> operator -(Vector4D<T> left, Vector4D<T> right) =>
        new(Scalar.Subtract(left.X, right.X), Scalar.Subtract(left.Y, right.Y), Scalar.Subtract(left.Z, right.Z), Scalar.Subtract(left.W, right.W));

    public static Vector4D<T> operator *(Vector4D<T> left, Vector4D<T> right) =>
        new(Scalar.Multiply(left.X, right.X), Scalar.Multiply(left.Y, right.Y), Scalar.Multiply(left.Z, right.Z), Scalar.Multiply(left.W, right.W));

    public static Vector4D<T> operator /(Vector4D<T> left, Vector4D<T> right) =>
        new(Scalar.Divide(left.X, right.X), Scalar.Divide(left.Y, right.Y), Scalar.Divide(left.Z, right.Z), Scalar.Divide(left.W, right.W));

    public static bool operator ==(Vector4D<T> left, Vector4D<T> right) => left.Equals(right);

    public static bool operator !=(Vector4D<T> left, Vector4D<T> right) => !left.Equals(right);

    public readonly bool Equals(Vector4D<T> other) => X.Equals(other.X) && Y.Equals(other.Y) && Z.Equals(other.Z) && W.Equals(other.W);

    public override readonly bool Equals(object? obj) => obj is Vector4D<T> other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(X, Y, Z, W);

    public override readonly string ToString() => $"<{X}, {Y}, {Z}, {W}>";
}
