// Element types by ONNX's numbers, and what they become in a graph.
namespace CnnCompute;

/// <summary>TensorProto.DataType; not all of them are read.</summary>
internal enum OnnxType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
    Float8E4M3FN = 17,
    Float8E4M3FNUZ = 18,
    Float8E5M2 = 19,
    Float8E5M2FNUZ = 20,
    UInt4 = 21,
    Int4 = 22,
    Float4E2M1 = 23,
    Float8E8M0 = 24,
    UInt2 = 25,
    Int2 = 26,
}

/// <summary>What follows from an element type.</summary>
internal static class OnnxTypes
{
    /// <summary>Whether values of the type are kept as floats.</summary>
    public static bool IsFloat(this OnnxType type) => type is OnnxType.Float or OnnxType.Float16 or OnnxType.Double or OnnxType.BFloat16;

    /// <summary>Whether arrays of the type are read.</summary>
    public static bool IsKnown(this OnnxType type) => type is >= OnnxType.Float and <= OnnxType.UInt64 and not OnnxType.String or OnnxType.BFloat16;

    /// <summary>Type of such a tensor in a graph: all floats are F32, all integers I32.</summary>
    public static DType InGraph(this OnnxType type) => type switch
    {
        OnnxType.Bool => DType.Bool,
        _ when type.IsFloat() => DType.F32,
        _ => DType.I32,
    };

    /// <summary>Bytes an element takes in raw data.</summary>
    public static int Bytes(this OnnxType type) => type switch
    {
        OnnxType.UInt8 or OnnxType.Int8 or OnnxType.Bool => 1,
        OnnxType.UInt16 or OnnxType.Int16 or OnnxType.Float16 or OnnxType.BFloat16 => 2,
        OnnxType.Int64 or OnnxType.UInt64 or OnnxType.Double => 8,
        _ => 4,
    };

    /// <summary>The smallest and the largest value of an integer type.</summary>
    public static (long Min, long Max) Range(this OnnxType type) => type switch
    {
        OnnxType.UInt8 => (byte.MinValue, byte.MaxValue),
        OnnxType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        OnnxType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        OnnxType.Int16 => (short.MinValue, short.MaxValue),
        OnnxType.UInt32 => (uint.MinValue, uint.MaxValue),
        OnnxType.Int32 => (int.MinValue, int.MaxValue),
        OnnxType.Bool => (0, 1),
        _ => (long.MinValue, long.MaxValue),
    };
}
