// Compiled shaders in one stream: what packages carry, so that no compiler is needed where they are used.
using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Engine;

/// <summary>
/// SPIR-V by shader, macro and form. The forms of one shader, which are alike, are compressed together; a shader is unpacked when it is asked for.
/// </summary>
internal sealed class ShaderArchive
{
    /// <summary>The assembly that holds it where packages are used, and its resource.</summary>
    public const string Assembly = "Engine.Shaders", Resource = "shaders.bin";

    private const int Version = 1;
    private static readonly Lazy<ShaderArchive?> found = new(Find);
    private readonly Dictionary<string, (int Offset, int Length, int Unpacked)> blocks = [];
    private readonly byte[] bytes;

    private ShaderArchive(byte[] bytes)
    {
        this.bytes = bytes;
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadInt32() != Version)
            throw new InvalidDataException($"{Assembly}: its shaders are of another version than this program");
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
            blocks[reader.ReadString()] = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    /// <summary>The one of this program's packages; null in a build from the repository, which compiles its Shaders folder.</summary>
    public static ShaderArchive? OfProgram => found.Value;

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public static ShaderArchive Load(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new ShaderArchive(copy.ToArray());
    }

    /// <summary>Writes one: forms of a shader by <see cref="FormOf"/>.</summary>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Dictionary<string, byte[]>> shaders)
    {
        var packed = shaders.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (Name: s.Key, Block: Pack(s.Value))).ToArray();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write(packed.Length);
        // A length byte or two before each name, which the encoding says.
        var offset = 8 + packed.Sum(p => NameBytes(p.Name) + 12);
        foreach (var (name, (block, unpacked)) in packed)
        {
            writer.Write(name);
            writer.Write(offset);
            writer.Write(block.Length);
            writer.Write(unpacked);
            offset += block.Length;
        }
        foreach (var (_, (block, _)) in packed)
            writer.Write(block);
    }

    /// <summary>What a form is kept under.</summary>
    public static string FormOf(string? define, bool large) => $"{define}{(large ? "+large" : "")}";

    /// <summary>The SPIR-V of <c>Cnn/relu.comp</c>; null where there is no such shader, or none of that form.</summary>
    public byte[]? Find(string name, string? define, bool large)
    {
        if (!blocks.TryGetValue(name, out var block))
            return null;
        var unpacked = new byte[block.Unpacked];
        if (!BrotliDecoder.TryDecompress(bytes.AsSpan(block.Offset, block.Length), unpacked, out var length) || length != unpacked.Length)
            throw new InvalidDataException($"{Assembly}: the shader {name} is damaged");
        using var reader = new BinaryReader(new MemoryStream(unpacked), Encoding.UTF8);
        var form = FormOf(define, large);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (isIt, size) = (reader.ReadString() == form, reader.ReadInt32());
            if (isIt)
                return reader.ReadBytes(size);
            reader.BaseStream.Position += size;
        }
        return null;
    }

    private static ShaderArchive? Find()
    {
        // Where it does not lie beside, it is not looked for: a search that fails costs every start of a build from the repository. A program that
        // is one file has no folder.
        var own = typeof(ShaderArchive).Assembly.Location;
        if (own.Length > 0 && !File.Exists(Path.Combine(Path.GetDirectoryName(own)!, $"{Assembly}.dll")))
            return null;
        try
        {
            using var stream = System.Reflection.Assembly.Load(new AssemblyName(Assembly)).GetManifestResourceStream(Resource);
            return stream is null ? null : Load(stream);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static (byte[] Block, int Unpacked) Pack(Dictionary<string, byte[]> forms)
    {
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(forms.Count);
            foreach (var (form, words) in forms.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                writer.Write(form);
                writer.Write(words.Length);
                writer.Write(words);
            }
        }
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength((int)plain.Length)];
        BrotliEncoder.TryCompress(plain.ToArray(), packed, out var length, quality: 11, window: 22);
        return (packed[..length], (int)plain.Length);
    }

    private static int NameBytes(string name)
    {
        var count = Encoding.UTF8.GetByteCount(name);
        return count + (count < 128 ? 1 : 2);
    }
}
