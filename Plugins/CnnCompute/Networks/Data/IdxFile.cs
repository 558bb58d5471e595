// The IDX format of MNIST and its relatives, plain or gzipped.
using System.Buffers.Binary;
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>
/// An array of unsigned bytes read from an IDX file (Y. LeCun, "The MNIST database": two zero bytes, the type 0x08, the number of dimensions,
/// the dimensions as big-endian int32, then the data, last dimension fastest).
/// </summary>
public sealed class IdxFile
{
    private const int UnsignedByte = 0x08;

    private IdxFile(string path, int[] dimensions, byte[] data) => (Path, Dimensions, Data) = (path, dimensions, data);

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>Sizes, slowest first: [60000, 28, 28] for images, [60000] for labels.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements in file order.</summary>
    public byte[] Data { get; }

    /// <summary>Reads an IDX file of bytes with <paramref name="rank"/> dimensions; a name that ends in .gz is unpacked.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is no regular file, no IDX file of bytes, or ends early; says how much was expected and read.
    /// </exception>
    /// <param name="path">The file.</param>
    /// <param name="rank">Number of dimensions.</param>
    /// <param name="check">Looks at the dimensions before the data are unpacked: what is wrong with them, or null.</param>
    public static IdxFile Load(string path, int rank, Func<IReadOnlyList<int>, string?>? check = null)
    {
        using var file = RegularFile.Open(path);
        var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        Span<byte> header = stackalloc byte[4 + (4 * rank)];
        Fill(stream, header, path, "header");
        if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank)
        {
            throw new InvalidDataException(
                $"{path}: no IDX file of bytes with {rank} dimensions: it begins with {Convert.ToHexString(header[..4])}, "
                    + $"expected 0000{UnsignedByte:X2}{rank:X2}");
        }
        var dimensions = new int[rank];
        long count = 1;
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + (4 * i))..]);
            if (dimensions[i] <= 0 || (count *= dimensions[i]) > Array.MaxLength)
                throw new InvalidDataException($"{path}: dimension {i} is {dimensions[i]}; the file is damaged");
        }
        if (check?.Invoke(dimensions) is { } wrong)
            throw new InvalidDataException($"{path}: {wrong}");
        // A header may claim anything: gzip packs at best about 1:1032, so the file's own length bounds what is believed.
        var most = packed ? file.Length * 1040 : file.Length;
        if (count > most)
        {
            throw new InvalidDataException(
                $"{path}: claims {count} bytes of data [{string.Join(",", dimensions)}], but the file has only {file.Length} bytes; "
                    + "it is damaged or cut short");
        }
        var data = new byte[count];
        Fill(stream, data, path, "data");
        if (ReadByte(stream, path) >= 0)
            throw new InvalidDataException($"{path}: more data than its {count} bytes [{string.Join(",", dimensions)}]; the file is damaged");
        return new IdxFile(path, dimensions, data);
    }

    private static void Fill(Stream stream, Span<byte> target, string path, string what)
    {
        var read = 0;
        try
        {
            while (read < target.Length && stream.Read(target[read..]) is > 0 and var n)
                read += n;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{path}: damaged gzip data after {read} of {target.Length} bytes of {what} ({e.Message}); download or copy it again", e);
        }
        if (read < target.Length)
        {
            throw new InvalidDataException(
                $"{path}: ends after {read} of {target.Length} bytes of {what}; the file is cut short, download or copy it again");
        }
    }

    private static int ReadByte(Stream stream, string path)
    {
        try
        {
            return stream.ReadByte();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: the gzip data is damaged at its end ({e.Message}); download or copy it again", e);
        }
    }
}
