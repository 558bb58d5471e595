// Small files of bytes with a checksum, written atomically: compiled shaders and pipeline caches.
using System.Security.Cryptography;

namespace Engine;

/// <summary>Every file is a magic, the SHA-256 of the rest, and the rest; a file that does not check is as good as absent.</summary>
internal static class ShaderCache
{
    private static ReadOnlySpan<byte> Magic => "CNNCACHE1\n\0\0\0\0\0\0"u8;

    private static int HeaderBytes => Magic.Length + SHA256.HashSizeInBytes;

    /// <summary>The content, or null when the file is absent, unreadable, foreign or corrupt.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var all = File.ReadAllBytes(path);
            if (all.Length < HeaderBytes || !all.AsSpan().StartsWith(Magic))
                return null;
            ReadOnlySpan<byte> content = all.AsSpan(HeaderBytes);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(content, hash);
            return hash.SequenceEqual(all.AsSpan(Magic.Length, hash.Length)) ? content.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes by renaming a finished file into place; a folder that cannot be written costs only the caching.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, content, static (file, content) =>
            {
                file.Write(Magic);
                file.Write(SHA256.HashData(content));
                file.Write(content);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next process compiles again; nothing else is lost.
        }
    }
}
