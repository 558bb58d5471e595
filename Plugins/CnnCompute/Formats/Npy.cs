// NumPy's .npy files: one array each.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute;

/// <summary>Reads and writes .npy files (NumPy Enhancement Proposal 1, versions 1 to 3), little-endian and in C order.</summary>
public static partial class Npy
{
    private const int MaxHeaderBytes = 1 << 16;

    /// <summary>Reads an array of float32, float64, int32, int64 or uint8 as floats.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, in Fortran order or of another element type.</exception>
    public static TensorData Load(string path)
    {
        var (type, shape, bytes) = Read(path);
        var values = new float[shape.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "<f4" => BitConverter.ToSingle(bytes, i * 4),
                "<f8" => (float)BitConverter.ToDouble(bytes, i * 8),
                _ => Integer(type, bytes, i),
            };
        }
        return new TensorData(shape, values);
    }

    /// <summary>Reads an array of int64, int32 or uint8.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static (Shape Shape, long[] Values) LoadIntegers(string path)
    {
        var (type, shape, bytes) = Read(path);
        if (type is "<f4" or "<f8")
            throw new InvalidDataException($"{path}: holds {type}, integers are expected");
        var values = new long[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Integer(type, bytes, i);
        return (shape, values);
    }

    /// <summary>Writes float32 values, atomically.</summary>
    public static void Save(string path, Shape shape, ReadOnlySpan<float> values) => Write(path, "<f4", shape, values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Writes int64 values, atomically.</summary>
    public static void Save(string path, Shape shape, ReadOnlySpan<long> values) => Write(path, "<i8", shape, values.Length, MemoryMarshal.AsBytes(values));

    private static long Integer(string type, byte[] bytes, int i) => type switch
    {
        "<i8" => BitConverter.ToInt64(bytes, i * 8),
        "<i4" => BitConverter.ToInt32(bytes, i * 4),
        _ => bytes[i],
    };

    private static void Write(string path, string type, Shape shape, int count, ReadOnlySpan<byte> data)
    {
        if (count != shape.Count)
            throw new ShapeException($"{path}: {count} values for shape {shape}");
        var dims = shape.ToArray();
        var tuple = dims.Length == 1 ? $"({dims[0]},)" : $"({string.Join(", ", dims)})";
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        // Magic, version and length take ten bytes; the data begins at a multiple of 64.
        header = header.PadRight((header.Length + 10) / 64 * 64 + 64 - 11) + "\n";
        var bytes = data.ToArray();
        AtomicFile.Write(path, stream =>
        {
            stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            stream.Write(Encoding.ASCII.GetBytes(header));
            stream.Write(bytes);
        });
    }

    private static (string Type, Shape Shape, byte[] Data) Read(string path)
    {
        Exception Damaged(string what) => new InvalidDataException($"{path}: no sound .npy file: {what}");

        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file", path);
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[12];
        if (file.Length < 12)
            throw Damaged($"it has {file.Length} bytes");
        file.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw Damaged("it does not begin with NumPy's magic bytes");
        var wide = start[6] >= 2;
        long length = wide ? BitConverter.ToUInt32(start[8..]) : BitConverter.ToUInt16(start[8..]);
        file.Position = wide ? 12 : 10;
        if (start[6] is 0 or > 3 || length > MaxHeaderBytes || length > file.Length - file.Position)
            throw Damaged($"version {start[6]}, a header of {length} bytes in {file.Length}");
        var raw = new byte[length];
        file.ReadExactly(raw);
        var header = Encoding.UTF8.GetString(raw);
        var (descr, order, dims) = (Descr().Match(header), Order().Match(header), Dims().Match(header));
        if (!descr.Success || !order.Success || !dims.Success)
            throw Damaged($"its header is {header.Trim()}");
        if (order.Groups[1].Value == "True")
            throw Damaged("it is in Fortran order; save it with numpy.ascontiguousarray");
        var type = descr.Groups[1].Value;
        var size = type switch { "<f4" or "<i4" => 4, "<f8" or "<i8" => 8, "|u1" => 1, _ => throw Damaged($"element type {type}; <f4, <f8, <i4, <i8 and |u1 are read") };
        Shape shape;
        try
        {
            shape = new Shape([.. dims.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(d => int.Parse(d, CultureInfo.InvariantCulture))]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw Damaged($"its shape is ({dims.Groups[1].Value})");
        }
        var rest = file.Length - file.Position;
        if (rest != shape.Count * size)
            throw Damaged($"{type} {shape} needs {shape.Count * size} bytes of data, it has {rest}");
        var data = new byte[rest];
        file.ReadExactly(data);
        return (type, shape, data);
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex Dims();
}
