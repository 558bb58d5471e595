// Numbers of all kinds that fields hold, as one.
namespace Engine;

/// <summary>Between a field's own type and double.</summary>
internal static class Numbers
{
    /// <summary>Any number as a double; not a number for what is none. Boxes nothing: the compiler sees one branch of each.</summary>
    public static double Of<T>(T value) =>
        typeof(T) == typeof(float) ? (float)(object)value!
        : typeof(T) == typeof(double) ? (double)(object)value!
        : typeof(T) == typeof(int) ? (int)(object)value!
        : typeof(T) == typeof(uint) ? (uint)(object)value!
        : typeof(T) == typeof(long) ? (long)(object)value!
        : typeof(T) == typeof(short) ? (short)(object)value!
        : typeof(T) == typeof(byte) ? (byte)(object)value!
        : double.NaN;

    /// <summary>The nearest value of a type.</summary>
    public static object Near(double value, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => (object)(float)value,
        TypeCode.Double => value,
        TypeCode.Int32 => (int)Whole(value, int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint)Whole(value, uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => (long)Whole(value, -9e18, 9e18),
        TypeCode.Int16 => (short)Whole(value, short.MinValue, short.MaxValue),
        _ => (byte)Whole(value, byte.MinValue, byte.MaxValue),
    };

    /// <summary>Whether a type holds whole numbers only.</summary>
    public static bool AreWhole(Type type) => type != typeof(float) && type != typeof(double);

    private static double Whole(double value, double least, double most) => Math.Clamp(Math.Round(value), least, most);
}
