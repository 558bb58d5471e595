// A library in a cache that says itself whether it is whole.
using System.Security.Cryptography;
using System.Text;

namespace Silk.NET.Shaderc;

/// <summary>The loader passes over what stands behind the last section of a library: there lie a word and the hash of all before it.</summary>
internal static class LinkedLibrary
{
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("CnnPlayground whole library: ");
    private static readonly int TrailerBytes = Magic.Length + SHA256.HashSizeInBytes;

    /// <summary>Writes the trailer and brings the whole file onto the disk, so that a crash after its rename leaves no part of it.</summary>
    internal static void Seal(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var hash = SHA256.HashData(file);
        file.Write(Magic);
        file.Write(hash);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Whether there is a file that is as it was sealed.</summary>
    internal static bool IsWhole(string path)
    {
        try
        {
            var bytes = File.Exists(path) ? File.ReadAllBytes(path).AsSpan() : [];
            return bytes.Length > TrailerBytes && bytes[^TrailerBytes..].StartsWith(Magic)
                && SHA256.HashData(bytes[..^TrailerBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
