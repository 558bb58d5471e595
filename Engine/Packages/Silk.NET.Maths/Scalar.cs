// Arithmetic on an unconstrained number type; the JIT keeps only the branch of the actual T.
using System.Runtime.CompilerServices;

namespace Silk.NET.Maths;

internal static class Scalar
{
    internal static T Add<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? As<int, T>(As<T, int>(a) + As<T, int>(b))
        : typeof(T) == typeof(float) ? As<float, T>(As<T, float>(a) + As<T, float>(b))
        : typeof(T) == typeof(double) ? As<double, T>(As<T, double>(a) + As<T, double>(b))
        : typeof(T) == typeof(long) ? As<long, T>(As<T, long>(a) + As<T, long>(b))
        : typeof(T) == typeof(uint) ? As<uint, T>(As<T, uint>(a) + As<T, uint>(b))
        : throw Unsupported<T>();

    internal static T Subtract<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? As<int, T>(As<T, int>(a) - As<T, int>(b))
        : typeof(T) == typeof(float) ? As<float, T>(As<T, float>(a) - As<T, float>(b))
        : typeof(T) == typeof(double) ? As<double, T>(As<T, double>(a) - As<T, double>(b))
        : typeof(T) == typeof(long) ? As<long, T>(As<T, long>(a) - As<T, long>(b))
        : typeof(T) == typeof(uint) ? As<uint, T>(As<T, uint>(a) - As<T, uint>(b))
        : throw Unsupported<T>();

    internal static T Multiply<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? As<int, T>(As<T, int>(a) * As<T, int>(b))
        : typeof(T) == typeof(float) ? As<float, T>(As<T, float>(a) * As<T, float>(b))
        : typeof(T) == typeof(double) ? As<double, T>(As<T, double>(a) * As<T, double>(b))
        : typeof(T) == typeof(long) ? As<long, T>(As<T, long>(a) * As<T, long>(b))
        : typeof(T) == typeof(uint) ? As<uint, T>(As<T, uint>(a) * As<T, uint>(b))
        : throw Unsupported<T>();

    internal static T Divide<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? As<int, T>(As<T, int>(a) / As<T, int>(b))
        : typeof(T) == typeof(float) ? As<float, T>(As<T, float>(a) / As<T, float>(b))
        : typeof(T) == typeof(double) ? As<double, T>(As<T, double>(a) / As<T, double>(b))
        : typeof(T) == typeof(long) ? As<long, T>(As<T, long>(a) / As<T, long>(b))
        : typeof(T) == typeof(uint) ? As<uint, T>(As<T, uint>(a) / As<T, uint>(b))
        : throw Unsupported<T>();

    internal static float ToSingle<T>(T value) where T : unmanaged =>
        typeof(T) == typeof(int) ? As<T, int>(value)
        : typeof(T) == typeof(float) ? As<T, float>(value)
        : typeof(T) == typeof(double) ? (float)As<T, double>(value)
        : typeof(T) == typeof(long) ? As<T, long>(value)
        : typeof(T) == typeof(uint) ? As<T, uint>(value)
        : throw Unsupported<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo As<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged => Unsafe.BitCast<TFrom, TTo>(value);

    private static NotSupportedException Unsupported<T>() =>
        new($"Vector arithmetic on {typeof(T).Name} is not supported: use int, uint, long, float or double.");
}
