// Arrays as ONNX stores them.
using System.Runtime.InteropServices;
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>Reads TensorProto: typed fields, raw little-endian bytes, or bytes of another file in the model's folder.</summary>
internal static class OnnxTensors
{
    private const int External = 1;
    private const string BeyondMark = "beyond";

    /// <summary>A tensor file of its own, as test data are stored.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the file is named.</exception>
    public static (string Name, OnnxArray Array) Load(string path)
    {
        var tensor = OnnxFile.Tensor(path);
        try
        {
            return (tensor.Name, Read(tensor, tensor.Name, new ExternalData(path)));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: no sound ONNX tensor ({e.Message})", e);
        }
    }

    /// <summary>Whether an array was refused because a number in it, sound as it is, is beyond what the types here can hold.</summary>
    public static bool IsBeyond(Exception? error)
    {
        while (error is not null && !error.Data.Contains(BeyondMark))
            error = error.InnerException;
        return error is not null;
    }

    /// <summary>The array; <paramref name="files"/> reads data that lie in another file.</summary>
    /// <exception cref="InvalidDataException">Its length does not fit its dimensions, its type is not read, a value has no place here, or its file is
    /// not there or outside the model's folder.</exception>
    public static OnnxArray Read(TensorProto tensor, string name, ExternalData files)
    {
        var type = (OnnxType)tensor.DataType;
        if (!type.IsKnown())
            throw new InvalidDataException($"tensor \"{name}\" has the element type {type}, which is not read");
        long count = 1;
        foreach (var d in tensor.Dims)
        {
            if (d is < 0 or > Shape.MaxCount || (count *= d) > Shape.MaxCount)
                throw new InvalidDataException($"tensor \"{name}\" has the dimensions [{string.Join(",", tensor.Dims)}]");
        }
        if (tensor.Dims.Count > Shape.MaxRank)
            throw new InvalidDataException($"tensor \"{name}\" has {tensor.Dims.Count} dimensions; at most {Shape.MaxRank} are read");
        int[] dims = [.. tensor.Dims.Select(d => (int)d)];
        var raw = tensor.DataLocation == External ? files.Read(tensor, name, count * type.Bytes()) : tensor.RawData.Memory;
        if (type.IsFloat())
            return new OnnxArray(type, dims, Checked(Floats(tensor, type, raw.Span, name), tensor, name, count));
        var values = Checked(Integers(tensor, type, raw.Span, name), tensor, name, count);
        return new OnnxArray(type, dims, type == OnnxType.Bool ? Array.ConvertAll(values, v => v != 0 ? 1L : 0) : values);
    }

    private static float[] Floats(TensorProto tensor, OnnxType type, ReadOnlySpan<byte> raw, string name) => type switch
    {
        OnnxType.Float => raw.IsEmpty ? [.. tensor.FloatData] : Raw<float>(raw, name),
        OnnxType.Double => Array.ConvertAll(raw.IsEmpty ? [.. tensor.DoubleData] : Raw<double>(raw, name), v => Single(v, name)),
        OnnxType.BFloat16 => raw.IsEmpty
            ? [.. tensor.Int32Data.Select(v => BitConverter.Int32BitsToSingle(v << 16))]
            : Array.ConvertAll(Raw<ushort>(raw, name), v => BitConverter.Int32BitsToSingle(v << 16)),
        _ => raw.IsEmpty
            ? [.. tensor.Int32Data.Select(v => (float)BitConverter.UInt16BitsToHalf((ushort)v))]
            : Array.ConvertAll(Raw<Half>(raw, name), v => (float)v),
    };

    private static long[] Integers(TensorProto tensor, OnnxType type, ReadOnlySpan<byte> raw, string name) => type switch
    {
        OnnxType.Int64 => raw.IsEmpty ? [.. tensor.Int64Data] : Raw<long>(raw, name),
        OnnxType.UInt64 => Array.ConvertAll(raw.IsEmpty ? [.. tensor.Uint64Data] : Raw<ulong>(raw, name), v => Signed(v, name)),
        OnnxType.UInt32 => raw.IsEmpty
            ? [.. tensor.Uint64Data.Select(v => InRange(v, type, name))]
            : Array.ConvertAll(Raw<uint>(raw, name), v => (long)v),
        _ when raw.IsEmpty => [.. tensor.Int32Data.Select(v => InRange(v, type, name))],
        OnnxType.Int32 => Array.ConvertAll(Raw<int>(raw, name), v => (long)v),
        OnnxType.Int16 => Array.ConvertAll(Raw<short>(raw, name), v => (long)v),
        OnnxType.UInt16 => Array.ConvertAll(Raw<ushort>(raw, name), v => (long)v),
        OnnxType.Int8 => Array.ConvertAll(Raw<sbyte>(raw, name), v => (long)v),
        _ => Array.ConvertAll(raw.ToArray(), v => (long)v),
    };

    // Typed fields are wider than some of their types.
    private static long InRange(Int128 v, OnnxType type, string name) => type == OnnxType.Bool || v >= type.Range().Min && v <= type.Range().Max
        ? (long)v
        : throw new InvalidDataException($"tensor \"{name}\" of {type} holds {v}");

    private static float Single(double v, string name) => double.IsFinite(v) && !float.IsFinite((float)v)
        ? throw Beyond($"tensor \"{name}\" holds {v:G9}, more than floats of 32 bits can be; export the model in float32")
        : (float)v;

    private static long Signed(ulong v, string name) => v <= long.MaxValue
        ? (long)v
        : throw Beyond($"tensor \"{name}\" holds {v}, more than 64 bits with a sign can be");

    private static InvalidDataException Beyond(string message) => new(message) { Data = { [BeyondMark] = true } };

    private static T[] Raw<T>(ReadOnlySpan<byte> raw, string name) where T : unmanaged => raw.Length % Marshal.SizeOf<T>() == 0
        ? MemoryMarshal.Cast<byte, T>(raw).ToArray()
        : throw new InvalidDataException(
            $"tensor \"{name}\" has {raw.Length} bytes of data, no multiple of {Marshal.SizeOf<T>()}; fetch the file again");

    private static T[] Checked<T>(T[] values, TensorProto tensor, string name, long count) => values.LongLength == count
        ? values
        : throw new InvalidDataException(
            $"tensor \"{name}\" [{string.Join(",", tensor.Dims)}] needs {count} values, the file has {values.LongLength}; fetch it again");
}
