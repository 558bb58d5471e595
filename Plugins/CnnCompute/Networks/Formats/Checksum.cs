// A checksum that a safetensors file carries in its own metadata.
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CnnCompute;

/// <summary>
/// SHA-256 over all arrays (name, shape, bits) and all other metadata, each in the order of their names: it does not depend on how the header is
/// written or in which order arrays lie.
/// </summary>
public static class Checksum
{
    /// <summary>The key of the metadata under which it stands.</summary>
    public const string Key = "sha256";

    /// <summary>The checksum of what a file is to hold, as lower-case hexadecimal digits.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, TensorData>> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[8];
        foreach (var (key, value) in metadata.Where(m => m.Key != Key).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Text(hash, key);
            Text(hash, value);
        }
        foreach (var (name, data) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Text(hash, name);
            Text(hash, data.Shape.ToString());
            BinaryPrimitives.WriteInt64LittleEndian(word, data.Values.LongLength);
            hash.AppendData(word);
            hash.AppendData(MemoryMarshal.AsBytes<float>(data.Values));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether the file carries a checksum; throws where it is not that of its content.</summary>
    /// <exception cref="InvalidDataException">Something in the file was changed after it had been written.</exception>
    public static bool Verify(string path, Safetensors file)
    {
        if (!file.Metadata.TryGetValue(Key, out var written))
            return false;
        return written == Of(file.Tensors, file.Metadata) ? true : throw new InvalidDataException(
            $"{path}: its content does not fit its checksum: it was changed or damaged after it had been written; take another copy of it");
    }

    // With its length in front, so that no two lists of texts look alike.
    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
