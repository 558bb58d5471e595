// Arrays as ONNX stores them.
using System.Globalization;
using System.Runtime.InteropServices;
using CnnCompute.Protobuf;
using Google.Protobuf;

namespace CnnCompute;

/// <summary>Reads TensorProto: typed fields, raw little-endian bytes, or bytes of another file in the model's folder.</summary>
internal static class OnnxTensors
{
    private const int External = 1;

    /// <summary>A tensor file of its own, as test data are stored.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the file is named.</exception>
    public static (string Name, OnnxArray Array) Load(string path)
    {
        try
        {
            var tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
            return (tensor.Name, Read(tensor, tensor.Name, Path.GetDirectoryName(Path.GetFullPath(path))!));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: no sound ONNX tensor ({e.Message})", e);
        }
    }

    /// <summary>The array; <paramref name="folder"/> is the model's, for data that lie in another file.</summary>
    /// <exception cref="InvalidDataException">Its length does not fit its dimensions, its type is not read, or its file is not there or outside the
    /// folder.</exception>
    public static OnnxArray Read(TensorProto tensor, string name, string folder)
    {
        var type = (OnnxType)tensor.DataType;
        if (!type.IsKnown())
            throw new InvalidDataException($"tensor \"{name}\" has the element type {tensor.DataType} ({type}), which is not read");
        long count = 1;
        foreach (var d in tensor.Dims)
        {
            if (d is < 0 or > Shape.MaxCount || (count *= d) > Shape.MaxCount)
                throw new InvalidDataException($"tensor \"{name}\" has the dimensions [{string.Join(",", tensor.Dims)}]");
        }
        if (tensor.Dims.Count > Shape.MaxRank)
            throw new InvalidDataException($"tensor \"{name}\" has {tensor.Dims.Count} dimensions; at most {Shape.MaxRank} are read");
        int[] dims = [.. tensor.Dims.Select(d => (int)d)];
        var raw = tensor.DataLocation == External ? ReadExternal(tensor, name, folder, count * type.Bytes()) : tensor.RawData.Memory;
        if (type.IsFloat())
            return new OnnxArray(type, dims, Checked(Floats(tensor, type, raw.Span, name), tensor, name, count));
        var values = Checked(Integers(tensor, type, raw.Span, name), tensor, name, count);
        return new OnnxArray(type, dims, type == OnnxType.Bool ? Array.ConvertAll(values, v => v != 0 ? 1L : 0) : values);
    }

    private static float[] Floats(TensorProto tensor, OnnxType type, ReadOnlySpan<byte> raw, string name) => type switch
    {
        OnnxType.Float => raw.IsEmpty ? [.. tensor.FloatData] : Raw<float>(raw, name),
        OnnxType.Double => raw.IsEmpty ? [.. tensor.DoubleData.Select(v => (float)v)] : Array.ConvertAll(Raw<double>(raw, name), v => (float)v),
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
        OnnxType.UInt64 => Array.ConvertAll(raw.IsEmpty ? [.. tensor.Uint64Data] : Raw<ulong>(raw, name), v => (long)Math.Min(v, long.MaxValue)),
        OnnxType.UInt32 => raw.IsEmpty ? [.. tensor.Uint64Data.Select(v => (long)(uint)v)] : Array.ConvertAll(Raw<uint>(raw, name), v => (long)v),
        _ when raw.IsEmpty => [.. tensor.Int32Data],
        OnnxType.Int32 => Array.ConvertAll(Raw<int>(raw, name), v => (long)v),
        OnnxType.Int16 => Array.ConvertAll(Raw<short>(raw, name), v => (long)v),
        OnnxType.UInt16 => Array.ConvertAll(Raw<ushort>(raw, name), v => (long)v),
        OnnxType.Int8 => Array.ConvertAll(Raw<sbyte>(raw, name), v => (long)v),
        _ => Array.ConvertAll(raw.ToArray(), v => (long)v),
    };

    private static T[] Raw<T>(ReadOnlySpan<byte> raw, string name) where T : unmanaged => raw.Length % Marshal.SizeOf<T>() == 0
        ? MemoryMarshal.Cast<byte, T>(raw).ToArray()
        : throw new InvalidDataException(
            $"tensor \"{name}\" has {raw.Length} bytes of data, no multiple of {Marshal.SizeOf<T>()}; fetch the file again");

    private static T[] Checked<T>(T[] values, TensorProto tensor, string name, long count) => values.LongLength == count
        ? values
        : throw new InvalidDataException(
            $"tensor \"{name}\" [{string.Join(",", tensor.Dims)}] needs {count} values, the file has {values.LongLength}; fetch it again");

    // Nothing is allocated before the file is known to be as long as the dimensions ask.
    private static ReadOnlyMemory<byte> ReadExternal(TensorProto tensor, string name, string folder, long needed)
    {
        string? Entry(string key) => tensor.ExternalData.LastOrDefault(e => e.Key == key)?.Value;
        long Number(string key, long otherwise) => Entry(key) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new InvalidDataException($"tensor \"{name}\" lies in another file, at {key} \"{text}\"");
        var location = Entry("location") ?? throw new InvalidDataException($"tensor \"{name}\" lies in another file, which is not named");
        var path = Inside(folder, location)
            ?? throw new InvalidDataException($"tensor \"{name}\" lies in \"{location}\", which is not in the model's folder; it is not read");
        if (!File.Exists(path))
            throw new InvalidDataException($"tensor \"{name}\" lies in \"{location}\", which is not there");
        using var file = File.OpenRead(path);
        var (offset, length) = (Number("offset", 0), Number("length", needed));
        if (length != needed || offset > file.Length || needed > file.Length - offset || needed > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"tensor \"{name}\" needs {needed} bytes; \"{location}\" gives {length} at {offset} and has {file.Length}");
        }
        var bytes = new byte[needed];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    // The full path, links followed, if that is in the folder.
    private static string? Inside(string folder, string location)
    {
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location))
            return null;
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(location, folder);
        if (!path.StartsWith(root, StringComparison.Ordinal))
            return null;
        for (var part = path; part.Length >= root.Length; part = Path.GetDirectoryName(part)!)
        {
            FileSystemInfo info = Directory.Exists(part) ? new DirectoryInfo(part) : new FileInfo(part);
            if (info.LinkTarget is not null
                && !(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "").StartsWith(root, StringComparison.Ordinal))
            {
                return null;
            }
        }
        return path;
    }
}
