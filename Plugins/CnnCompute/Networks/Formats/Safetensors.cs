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

    private readonly record struct Entry(string Name, string Type, long[] Dims, long Begin, long End)
    {
        // What becomes an array: of a type that is read, and not empty.
        public bool IsRead => BytesOf(Type) > 0 && !Dims.Contains(0);
    }

    /// <summary>Arrays that are not among <see cref="Tensors"/>, with the reason: of other element types, or without elements.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; private init; } = new Dictionary<string, string>();

    // Counters and indices: nobody's weights.
    private IReadOnlySet<string> Integers { get; init; } = new HashSet<string>();

    private string Path { get; init; } = "";

    /// <summary>
    /// Reads a file. F64, F32, F16, BF16, I64, I32 and U8 become float (integers beyond 2^24 are rounded); arrays of other types and those without
    /// elements are told of in <see cref="Skipped"/>.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message names it and what is wrong.</exception>
    public static Safetensors Load(string path)
    {
        using var file = RegularFile.Open(path);
        var (entries, metadata, start) = ReadHeader(file, path);
        var tensors = new OrderedDictionary<string, TensorData>(entries.Count);
        foreach (var entry in entries.Where(e => e.IsRead))
        {
            file.Position = start + entry.Begin;
            var shape = new Shape([.. entry.Dims.Select(d => (int)d)]);
            tensors.Add(entry.Name, new TensorData(shape, ReadValues(file, entry, (int)shape.Count)));
        }
        return new Safetensors(tensors, metadata)
        {
            Path = path,
            Integers = entries.Where(e => e.Type is "I64" or "I32" or "U8").Select(e => e.Name).ToHashSet(),
            Skipped = entries.Where(e => !e.IsRead)
                .ToDictionary(e => e.Name, e => BytesOf(e.Type) == 0 ? $"of the element type {e.Type}, which is not read" : "without elements"),
        };
    }

    /// <summary>
    /// What the file has for a model with the given keys: what is common in front of all of them (<c>module.</c>, <c>model.</c>) is left out, and so
    /// are integers that nobody asks for.
    /// </summary>
    /// <exception cref="InvalidDataException">A key that is asked for is among <see cref="Skipped"/>; named.</exception>
    public IReadOnlyDictionary<string, TensorData> For(IReadOnlyCollection<string> keys)
    {
        var prefix = PrefixOf(keys);
        string Own(string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        if (prefix.Length > 0)
            Log.Information($"{Path}: its keys begin with \"{prefix}\", which is left out");
        var asked = keys.ToHashSet();
        if (Skipped.FirstOrDefault(s => asked.Contains(Own(s.Key))) is { Key: { } skipped, Value: var why })
            throw new InvalidDataException($"{Path}: \"{skipped}\" is {why}");
        var result = new OrderedDictionary<string, TensorData>(Tensors.Count);
        foreach (var (name, data) in Tensors)
        {
            if (!Integers.Contains(name) || asked.Contains(Own(name)))
                result[asked.Contains(name) ? name : Own(name)] = data;
        }
        return result;
    }

    // Programs that wrap a model put their field's name in front of its keys: the one with which at least half of them are there.
    private string PrefixOf(IReadOnlyCollection<string> keys)
    {
        bool Has(string key) => Tensors.ContainsKey(key) || Skipped.ContainsKey(key);
        if (keys.Count == 0 || keys.Any(Has))
            return "";
        foreach (var key in keys.Take(8))
        {
            foreach (var name in Tensors.Keys.Where(n => n.EndsWith("." + key, StringComparison.Ordinal)))
            {
                var prefix = name[..^key.Length];
                if (keys.Count(k => Has(prefix + k)) * 2 >= keys.Count)
                    return prefix;
            }
        }
        return "";
    }

    /// <summary>Reads the header alone: the metadata, and the arrays' names and shapes.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, Shape> Shapes) Inspect(string path)
    {
        using var file = RegularFile.Open(path);
        var (entries, metadata, _) = ReadHeader(file, path);
        return (metadata, new OrderedDictionary<string, Shape>(
            entries.Where(e => e.IsRead).Select(e => KeyValuePair.Create(e.Name, new Shape([.. e.Dims.Select(d => (int)d)])))));
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

        if (LfsPointer.Is(file))
            throw LfsPointer.Refuse(path);
        Span<byte> prefix = stackalloc byte[8];
        if (file.Length < 8)
            throw Damaged($"it has {file.Length} bytes");
        file.ReadExactly(prefix);
        if (prefix.StartsWith("PK\x3\x4"u8))
            throw Damaged("it is a zip archive, as PyTorch's .pt and .pth files are; save the weights as safetensors");
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
        // Names that are no sound UTF-16 are an InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
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
                    if (name == MetadataKey && property.Value.ValueKind != JsonValueKind.Null)
                    {
                        foreach (var pair in property.Value.EnumerateObject())
                            metadata.Add(pair.Name, pair.Value.GetString() ?? "");
                    }
                    else if (name != MetadataKey)
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
                // Sizes multiplied in 128 bits, and no further than any file is long.
                var (count, size) = (e.Dims.Contains(0) ? 0 : e.Dims.Aggregate((Int128)1, (n, d) => n > long.MaxValue ? n : n * d), BytesOf(e.Type));
                var dims = $"[{string.Join(",", e.Dims)}]";
                if (e.End > dataBytes || e.Begin < 0 || e.End < e.Begin)
                    throw Damaged($"{e.Name} {e.Type}{dims} needs {count * size} bytes, its offsets are {e.Begin} to {e.End} of {dataBytes}");
                if (size > 0 && e.End - e.Begin != count * size)
                    throw Damaged($"{e.Name} {e.Type}{dims} needs {count * size} bytes, its offsets are {e.Begin} to {e.End} of {dataBytes}");
                if (e.IsRead && (e.Dims.Length > Shape.MaxRank || count > Shape.MaxCount))
                    throw Damaged($"{e.Name} {e.Type}{dims}: at most {Shape.MaxRank} dimensions and {Shape.MaxCount} elements are read");
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
        var dims = value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        if (Array.Find(dims, d => d < 0) is var negative and < 0)
            throw new FormatException($"its shape has a size of {negative}");
        var offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new FormatException("data_offsets are two numbers");
        return new Entry(name, value.GetProperty("dtype").GetString() ?? "", dims, offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    private static int BytesOf(string type) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" => 2,
        "U8" => 1,
        _ => 0,
    };

    private static float[] ReadValues(FileStream file, Entry entry, int count)
    {
        var values = new float[count];
        if (entry.Type == "F32")
        {
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        // Piece by piece: in bytes an array of doubles may be longer than an array can be.
        const int Piece = 1 << 20;
        var size = BytesOf(entry.Type);
        var raw = new byte[(int)Math.Min((long)count * size, Piece)];
        for (var done = 0; done < count;)
        {
            var n = Math.Min(count - done, raw.Length / size);
            file.ReadExactly(raw, 0, n * size);
            for (var i = 0; i < n; i++)
            {
                values[done + i] = entry.Type switch
                {
                    "F64" => (float)BitConverter.ToDouble(raw, i * 8),
                    "I64" => BitConverter.ToInt64(raw, i * 8),
                    "I32" => BitConverter.ToInt32(raw, i * 4),
                    "F16" => (float)BitConverter.ToHalf(raw, i * 2),
                    "BF16" => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(raw, i * 2) << 16),
                    _ => raw[i],
                };
            }
            done += n;
        }
        return values;
    }
}
