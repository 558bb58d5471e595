// Hugging Face's safetensors: named arrays behind a JSON header.
using System.Runtime.InteropServices;
using System.Text.Json;
using Engine;

namespace CnnCompute;

/// <summary>
/// The contents of a safetensors file: eight bytes of little-endian header length, a JSON header, then the arrays. Every array is validated
/// against the file's own length before anything is allocated.
/// </summary>
/// <param name="Tensors">Arrays by name, in file order, converted to float.</param>
/// <param name="Metadata">The header's strings.</param>
public sealed record Safetensors(IReadOnlyDictionary<string, TensorData> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const long MaxHeaderBytes = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private readonly record struct Entry(string Name, string Type, Shape Shape, long Begin, long End);

    /// <summary>Reads a file. F64, F32, F16, BF16, I64, I32 and U8 become float (integers beyond 2^24 are rounded).</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message names it and what is wrong.</exception>
    public static Safetensors Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file", path);
        using var file = File.OpenRead(path);
        var (entries, metadata, start) = ReadHeader(file, path);
        var tensors = new OrderedDictionary<string, TensorData>(entries.Count);
        foreach (var entry in entries)
        {
            file.Position = start + entry.Begin;
            tensors.Add(entry.Name, new TensorData(entry.Shape, ReadValues(file, entry)));
        }
        return new Safetensors(tensors, metadata);
    }

    /// <summary>Reads the header alone: the metadata, and the arrays' names and shapes.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, Shape> Shapes) Inspect(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file", path);
        using var file = File.OpenRead(path);
        var (entries, metadata, _) = ReadHeader(file, path);
        return (metadata, new OrderedDictionary<string, Shape>(entries.Select(e => KeyValuePair.Create(e.Name, e.Shape))));
    }

    /// <summary>Writes float arrays in the given order, atomically. Equal arguments give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, TensorData>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var arrays = tensors.ToArray();
        var header = WriteHeader(arrays, metadata ?? new Dictionary<string, string>());
        AtomicFile.Write(path, stream =>
        {
            stream.Write(BitConverter.GetBytes((ulong)header.Length));
            stream.Write(header);
            foreach (var (_, data) in arrays)
                stream.Write(MemoryMarshal.AsBytes<float>(data.Values));
        });
    }

    private static byte[] WriteHeader(KeyValuePair<string, TensorData>[] arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, data) in arrays)
            {
                if (data.Values.LongLength != data.Shape.Count)
                    throw new ShapeException($"{name}: {data.Values.LongLength} values for shape {data.Shape}");
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var d in data.Shape.ToArray())
                    json.WriteNumberValue(d);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += data.Shape.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces make the data begin at a multiple of eight bytes.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata, long Start) ReadHeader(FileStream file, string path)
    {
        Exception Damaged(string what, Exception? inner = null) =>
            new InvalidDataException($"{path}: no sound safetensors file, or only a part of one: {what}", inner);

        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < 8)
            throw Damaged($"it has {file.Length} bytes");
        file.ReadExactly(prefix);
        var length = BitConverter.ToUInt64(prefix);
        if (length > MaxHeaderBytes || (long)length > file.Length - 8)
            throw Damaged($"its header claims {length} bytes, the file has {file.Length}");
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        var dataBytes = file.Length - 8 - bytes.Length;
        JsonDocument header;
        try
        {
            header = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw Damaged($"its header is no valid JSON ({e.Message})", e);
        }
        using (header)
        {
            var entries = new List<Entry>();
            var metadata = new Dictionary<string, string>();
            if (header.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged("its header is no JSON object");
            foreach (var property in header.RootElement.EnumerateObject())
            {
                var name = "?";
                try
                {
                    name = property.Name;
                    if (name == MetadataKey)
                    {
                        foreach (var pair in property.Value.EnumerateObject())
                            metadata.Add(pair.Name, pair.Value.GetString() ?? "");
                    }
                    else
                    {
                        entries.Add(ReadEntry(name, property.Value));
                    }
                }
                catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException
                    or OverflowException)
                {
                    throw Damaged($"the entry \"{name}\" of its header is malformed ({e.Message})", e);
                }
            }
            long end = 0;
            foreach (var e in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
            {
                var expected = e.Shape.Count * BytesOf(e.Type);
                if (expected == 0)
                    throw Damaged($"{e.Name} has the element type {e.Type}; F64, F32, F16, BF16, I64, I32 and U8 are read");
                if (e.End > dataBytes || e.Begin < 0 || e.End - e.Begin != expected)
                    throw Damaged($"{e.Name} {e.Type}{e.Shape} needs {expected} bytes, its offsets are {e.Begin} to {e.End} of {dataBytes}");
                if (e.Begin != end)
                    throw Damaged($"{e.Name} begins at byte {e.Begin} of the data, expected {end}: arrays overlap or leave a gap");
                end = e.End;
            }
            if (end != dataBytes)
                throw Damaged($"its arrays end at byte {end} of {dataBytes}: cut short or with bytes behind them");
            return (entries, metadata, 8 + bytes.Length);
        }
    }

    private static Entry ReadEntry(string name, JsonElement value)
    {
        var dims = value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
        var offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new FormatException("data_offsets are two numbers");
        return new Entry(name, value.GetProperty("dtype").GetString() ?? "", new Shape(dims), offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    private static int BytesOf(string type) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" => 2,
        "U8" => 1,
        _ => 0,
    };

    private static float[] ReadValues(FileStream file, Entry entry)
    {
        var values = new float[entry.Shape.Count];
        if (entry.Type == "F32")
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        var raw = new byte[entry.End - entry.Begin];
        file.ReadExactly(raw);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = entry.Type switch
            {
                "F64" => (float)BitConverter.ToDouble(raw, i * 8),
                "I64" => BitConverter.ToInt64(raw, i * 8),
                "I32" => BitConverter.ToInt32(raw, i * 4),
                "F16" => (float)BitConverter.ToHalf(raw, i * 2),
                "BF16" => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(raw, i * 2) << 16),
                _ => raw[i],
            };
        }
        return values;
    }
}
