// Arrays as ONNX stores them.
using System.Runtime.InteropServices;
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>Reads TensorProto: typed fields or raw little-endian bytes.</summary>
internal static class OnnxTensors
{
    private enum ElementType
    {
        Float = 1,
        UInt8 = 2,
        Int8 = 3,
        Int32 = 6,
        Int64 = 7,
        Bool = 9,
        Float16 = 10,
        Double = 11,
    }

    /// <summary>The array as a parameter (floats) or as integers.</summary>
    /// <exception cref="InvalidDataException">Its length does not fit its dimensions, or its type is not read.</exception>
    public static OnnxValue Read(TensorProto tensor, string name, bool requiresGrad)
    {
        if (tensor.DataLocation != 0)
            throw new InvalidDataException($"tensor \"{name}\" lies in another file, which is not supported; save the model with its weights inside");
        var type = (ElementType)tensor.DataType;
        long count = 1;
        foreach (var d in tensor.Dims)
        {
            if (d is < 0 or > Shape.MaxCount || (count *= d) > Shape.MaxCount)
                throw new InvalidDataException($"tensor \"{name}\" has the dimensions [{string.Join(",", tensor.Dims)}]");
        }
        if (type is ElementType.Int64 or ElementType.Int32 or ElementType.UInt8 or ElementType.Int8 or ElementType.Bool)
            return Checked(ReadIntegers(tensor, type), tensor, name, count);
        var values = Checked(type switch
        {
            ElementType.Float => tensor.RawData.IsEmpty ? [.. tensor.FloatData] : Raw<float>(tensor, name),
            ElementType.Double => tensor.RawData.IsEmpty ? [.. tensor.DoubleData.Select(v => (float)v)] : [.. Raw<double>(tensor, name).Select(v => (float)v)],
            ElementType.Float16 => tensor.RawData.IsEmpty
                ? [.. tensor.Int32Data.Select(v => (float)BitConverter.UInt16BitsToHalf((ushort)v))]
                : [.. Raw<Half>(tensor, name).Select(v => (float)v)],
            _ => throw new InvalidDataException($"tensor \"{name}\" has the element type {tensor.DataType}, which is not read"),
        }, tensor, name, count);
        if (count == 0)
            throw new InvalidDataException($"tensor \"{name}\" [{string.Join(",", tensor.Dims)}] is empty");
        return new Parameter(name, new Shape([.. tensor.Dims.Select(d => (int)d)]), values, requiresGrad);
    }

    private static long[] ReadIntegers(TensorProto tensor, ElementType type) => type switch
    {
        ElementType.Int64 => tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : Raw<long>(tensor, tensor.Name),
        ElementType.Int32 => tensor.RawData.IsEmpty ? [.. tensor.Int32Data] : [.. Raw<int>(tensor, tensor.Name)],
        ElementType.Int8 => tensor.RawData.IsEmpty ? [.. tensor.Int32Data] : [.. Raw<sbyte>(tensor, tensor.Name)],
        _ => tensor.RawData.IsEmpty ? [.. tensor.Int32Data] : [.. tensor.RawData],
    };

    private static T[] Raw<T>(TensorProto tensor, string name) where T : unmanaged =>
        tensor.RawData.Length % Marshal.SizeOf<T>() == 0
            ? MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray()
            : throw new InvalidDataException($"tensor \"{name}\" has {tensor.RawData.Length} bytes of data, no multiple of {Marshal.SizeOf<T>()}");

    private static T[] Checked<T>(T[] values, TensorProto tensor, string name, long count) => values.LongLength == count
        ? values
        : throw new InvalidDataException($"tensor \"{name}\" [{string.Join(",", tensor.Dims)}] needs {count} values, the file has {values.LongLength}");
}
