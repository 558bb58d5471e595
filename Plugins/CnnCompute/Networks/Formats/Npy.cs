// NumPy's .npy files: one array each.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute;

/// <summary>
/// Reads and writes .npy files (NumPy Enhancement Proposal 1, versions 1 to 3), little-endian; Fortran order is turned into C order.
/// </summary>
public static partial class Npy
{
    private const int MaxHeaderBytes = 1 << 16;

    /// <summary>Reads an array of floats of 2, 4 or 8 bytes, of integers of 1 to 8 bytes or of bools, as floats.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another element type; it is named.</exception>
    public static TensorData Load(string path)
    {
        using var file = Open(path);
        return Read(file, file.Length, path);
    }

    /// <summary>Reads an array of integers of 1 to 8 bytes or of bools.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another element type, or holds a number beyond 64 bits with a sign; it is
    /// named.</exception>
    public static (Shape Shape, long[] Values) LoadIntegers(string path)
    {
        using var file = Open(path);
        var array = ReadArray(file, file.Length, path);
        if (array.Type[1] == 'f')
            throw new InvalidDataException($"{path}: holds {array.Type}, integers are expected");
        if (array.Type == "<u8" && Enumerable.Range(0, (int)array.Shape.Count).Select(i => BitConverter.ToUInt64(array.Data, i * 8))
            .FirstOrDefault(v => v > long.MaxValue) is > 0 and var large)
        {
            throw new InvalidDataException($"{path}: holds {large}, more than 64 bits with a sign can be");
        }
        return (array.Shape, array.InOrder(Integer));
    }

    /// <summary>Writes float32 values, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, Shape shape, ReadOnlySpan<float> values) =>
        Save(path, "<f4", shape, values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Writes int64 values, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, Shape shape, ReadOnlySpan<long> values) =>
        Save(path, "<i8", shape, values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Reads an array that takes the next <paramref name="length"/> bytes of a stream; <paramref name="name"/> is for messages.</summary>
    internal static TensorData Read(Stream stream, long length, string name)
    {
        var array = ReadArray(stream, length, name);
        return new TensorData(array.Shape, array.InOrder(Float));
    }

    /// <summary>Writes float32 values to a stream.</summary>
    internal static void Write(Stream stream, Shape shape, ReadOnlySpan<float> values)
    {
        stream.Write(Header("<f4", shape));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    // What a file holds, its elements in the file's own order.
    private sealed record Contents(string Type, bool Fortran, Shape Shape, byte[] Data)
    {
        public T[] InOrder<T>(Func<string, byte[], int, T> element)
        {
            var values = new T[Shape.Count];
            for (var i = 0; i < values.Length; i++)
                values[Fortran ? RowMajor(i) : i] = element(Type, Data, i);
            return values;
        }

        // Where the i-th element, counted with the first axis fastest, lies when the last one is.
        private int RowMajor(int i)
        {
            var place = 0;
            var stride = (int)Shape.Count;
            for (var axis = 0; axis < Shape.Rank; axis++)
            {
                stride /= Shape[axis];
                place += i % Shape[axis] * stride;
                i /= Shape[axis];
            }
            return place;
        }
    }

    private static float Float(string type, byte[] bytes, int i) => type switch
    {
        "<f4" => BitConverter.ToSingle(bytes, i * 4),
        "<f8" => (float)BitConverter.ToDouble(bytes, i * 8),
        "<f2" => (float)BitConverter.ToHalf(bytes, i * 2),
        "<u8" => BitConverter.ToUInt64(bytes, i * 8),
        _ => Integer(type, bytes, i),
    };

    private static long Integer(string type, byte[] bytes, int i) => type switch
    {
        "<i8" or "<u8" => BitConverter.ToInt64(bytes, i * 8),
        "<i4" => BitConverter.ToInt32(bytes, i * 4),
        "<u4" => BitConverter.ToUInt32(bytes, i * 4),
        "<i2" => BitConverter.ToInt16(bytes, i * 2),
        "<u2" => BitConverter.ToUInt16(bytes, i * 2),
        "|i1" => (sbyte)bytes[i],
        _ => bytes[i],
    };

    private static int BytesOf(string type) => type switch
    {
        "<f8" or "<i8" or "<u8" => 8,
        "<f4" or "<i4" or "<u4" => 4,
        "<f2" or "<i2" or "<u2" => 2,
        "|i1" or "|u1" or "|b1" => 1,
        _ => 0,
    };

    private static FileStream Open(string path)
    {
        var file = RegularFile.Open(path);
        if (!LfsPointer.Is(file))
            return file;
        file.Dispose();
        throw LfsPointer.Refuse(path);
    }

    private static void Save(string path, string type, Shape shape, int count, ReadOnlySpan<byte> data)
    {
        if (count != shape.Count)
            throw new ShapeException($"{path}: {count} values for shape {shape}");
        var header = Header(type, shape);
        AtomicFile.Write(path, data, (stream, bytes) =>
        {
            stream.Write(header);
            stream.Write(bytes);
        });
    }

    private static byte[] Header(string type, Shape shape)
    {
        var dims = shape.ToArray();
        var tuple = dims.Length == 1 ? $"({dims[0]},)" : $"({string.Join(", ", dims)})";
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        // Magic, version and length take ten bytes; the data begins at a multiple of 64.
        header = header.PadRight((header.Length + 10) / 64 * 64 + 64 - 11) + "\n";
        return
        [
            0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8),
            .. Encoding.ASCII.GetBytes(header),
        ];
    }

    private static Contents ReadArray(Stream stream, long length, string name)
    {
        Exception Damaged(string what) => new InvalidDataException($"{name}: no sound .npy file: {what}");

        Span<byte> start = stackalloc byte[12];
        if (length < 12)
            throw Damaged($"it has {length} bytes");
        stream.ReadExactly(start[..10]);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw Damaged("it does not begin with NumPy's magic bytes");
        var wide = start[6] >= 2;
        if (wide)
            stream.ReadExactly(start[10..]);
        long headerBytes = wide ? BitConverter.ToUInt32(start[8..]) : BitConverter.ToUInt16(start[8..]);
        var rest = length - (wide ? 12 : 10) - headerBytes;
        if (start[6] is 0 or > 3 || headerBytes > MaxHeaderBytes || rest < 0)
            throw Damaged($"version {start[6]}, a header of {headerBytes} bytes in {length}");
        var raw = new byte[headerBytes];
        stream.ReadExactly(raw);
        var header = Encoding.UTF8.GetString(raw);
        var (descr, order, dims) = (Descr().Match(header), Order().Match(header), Dims().Match(header));
        if (!descr.Success || !order.Success || !dims.Success)
            throw Damaged($"its header is {header.Trim()}");
        var type = descr.Groups[1].Value;
        var size = BytesOf(type);
        if (size == 0)
            throw Damaged($"element type {type}; little-endian floats and integers and bools are read");
        Shape shape;
        try
        {
            shape = new Shape([.. dims.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(d => int.Parse(d, CultureInfo.InvariantCulture))]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw Damaged($"its shape is ({dims.Groups[1].Value}); arrays of up to {Shape.MaxRank} sizes of at least 1 are read");
        }
        if (rest != shape.Count * size)
            throw Damaged($"{type} {shape} needs {shape.Count * size} bytes of data, it has {rest}");
        if (rest > Array.MaxLength)
            throw new InvalidDataException($"{name}: {type} {shape} takes {rest:N0} bytes; at most {Array.MaxLength:N0} are read");
        var data = new byte[rest];
        stream.ReadExactly(data);
        return new Contents(type, order.Groups[1].Value == "True", shape, data);
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex Dims();
}
