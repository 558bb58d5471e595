// Where a data set's picture files lie: a folder, or a zip.
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>Files by name. Reading is safe for several threads.</summary>
internal abstract class PictureStore
{
    /// <summary>What a file's bytes can be at most: a camera's largest pictures have fewer.</summary>
    public const int MostBytes = 1 << 28;

    /// <summary>The folder or file, for messages.</summary>
    public abstract string Path { get; }

    /// <summary>A file's name for messages.</summary>
    public abstract string Describe(string name);

    /// <summary>All of a file's bytes, or its first <paramref name="most"/>.</summary>
    /// <exception cref="IOException">It is not there, or cannot be read; named.</exception>
    /// <exception cref="InvalidDataException">It is no file of sensible length; named.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read; named.</exception>
    public abstract byte[] Read(string name, int most = MostBytes);

    /// <summary>The beginning of a stream that says how long it is.</summary>
    protected static byte[] Read(Stream stream, long length, int most, string name)
    {
        if (length > MostBytes)
            throw new InvalidDataException($"{name}: it has {length:N0} bytes; at most {MostBytes:N0} are read");
        var bytes = new byte[Math.Min(length, most)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : throw new InvalidDataException($"{name}: it ends after {read:N0} of {length:N0} bytes");
    }
}

/// <summary>Files below a folder; names are relative to it, or whole paths.</summary>
internal sealed class FolderStore(string root) : PictureStore
{
    // Deeper folders, or links that lead back, are nobody's data set.
    private const int Depth = 8;

    /// <inheritdoc/>
    public override string Path => root;

    /// <summary>Whether there is a file of that name.</summary>
    public bool Has(string name) => File.Exists(Describe(name));

    /// <summary>The names of all files below a folder, parts separated by '/', in ordinal order.</summary>
    public static string[] List(string root) =>
    [
        .. Directory.EnumerateFiles(root, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Depth,
            AttributesToSkip = FileAttributes.System,
        }).Select(f => System.IO.Path.GetRelativePath(root, f).Replace('\\', '/')).Order(StringComparer.Ordinal)
    ];

    /// <inheritdoc/>
    public override string Describe(string name) => System.IO.Path.Combine(root, name);

    /// <inheritdoc/>
    public override byte[] Read(string name, int most = MostBytes)
    {
        var path = Describe(name);
        using var file = RegularFile.Open(path);
        return Read(file, file.Length, most, path);
    }
}

/// <summary>Files in a zip, which stays open.</summary>
internal sealed class ZipStore : PictureStore
{
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Opens a zip.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no zip, or damaged.</exception>
    public ZipStore(string path)
    {
        Path = path;
        var file = RegularFile.Open(path);
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
                entries.TryAdd(entry.FullName.Replace('\\', '/'), entry);
        }
        catch (InvalidDataException damaged)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: no zip that can be read ({damaged.Message}); download or copy it again", damaged);
        }
    }

    /// <inheritdoc/>
    public override string Path { get; }

    /// <summary>Names of all files, parts separated by '/', in ordinal order.</summary>
    public IEnumerable<string> Names => entries.Keys.Where(n => !n.EndsWith('/')).Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Describe(string name) => $"{Path}/{name}";

    /// <inheritdoc/>
    public override byte[] Read(string name, int most = MostBytes)
    {
        // The archive has one stream for all of its entries; what is expensive, decoding, is not done here.
        lock (gate)
        {
            var entry = entries[name];
            try
            {
                using var stream = entry.Open();
                return Read(stream, entry.Length, most, Describe(name));
            }
            catch (InvalidDataException damaged) when (!damaged.Message.StartsWith(Path, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{Describe(name)}: {damaged.Message}", damaged);
            }
        }
    }
}
