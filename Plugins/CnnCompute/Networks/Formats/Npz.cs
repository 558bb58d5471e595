// NumPy's .npz files: named arrays in a zip archive.
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>Reads and writes .npz files, stored or deflated: a zip archive of .npy files (numpy.savez).</summary>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>Reads all arrays as floats, by name, in the archive's order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or one of its arrays is; both are named.</exception>
    public static IReadOnlyDictionary<string, TensorData> Load(string path)
    {
        using var file = RegularFile.Open(path);
        if (LfsPointer.Is(file))
            throw LfsPointer.Refuse(path);
        var arrays = new OrderedDictionary<string, TensorData>();
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(e => e.FullName.EndsWith(Extension, StringComparison.Ordinal)))
            {
                using var stream = entry.Open();
                if (!arrays.TryAdd(entry.FullName[..^Extension.Length], Npy.Read(stream, Unpacked(entry), $"{path}, {entry.FullName}")))
                    throw new InvalidDataException($"two arrays are called {entry.FullName}");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException
            or IOException)
        {
            throw new InvalidDataException($"{path}: no sound .npz file, or only a part of one ({e.Message})", e);
        }
        return arrays;
    }

    /// <summary>Writes float arrays uncompressed, as numpy.savez does, atomically. Equal arguments give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, TensorData>> arrays)
    {
        var all = arrays.ToArray();
        foreach (var (name, data) in all.Where(a => a.Value.Values.LongLength != a.Value.Shape.Count))
            throw new ShapeException($"{name}: {data.Values.LongLength} values for shape {data.Shape}");
        AtomicFile.Write(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, data) in all)
            {
                var entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
                // The archive's own epoch instead of the present: equal arguments, equal bytes.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                Npy.Write(stream, data.Shape, data.Values);
            }
        });
    }

    // Deflate packs at most 1:1032; a directory that claims more would make the reader allocate what is not there.
    private static long Unpacked(ZipArchiveEntry entry) => entry.Length <= Math.Max(1, entry.CompressedLength) * 1040
        ? entry.Length
        : throw new InvalidDataException($"{entry.FullName} claims {entry.Length} bytes, packed into {entry.CompressedLength}");
}
