// Weights of an ONNX model that lie in other files.
using System.Globalization;
using CnnCompute.Protobuf;
using Engine;

namespace CnnCompute;

/// <summary>
/// Reads the data of tensors from files beside their model. A model comes from anywhere and names those files, so only what really lies in its own
/// folder is read: in the folder of the file that was named, or, where that is a link (into the store of a hub), in the folder of what it links to.
/// </summary>
internal sealed class ExternalData
{
    private readonly string folder;
    private readonly string[] roots;

    /// <summary>For the model in a file, or for no model where <paramref name="model"/> is a name in the folder of the data.</summary>
    public ExternalData(string model)
    {
        folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        roots = [.. new[] { Real(folder), Path.GetDirectoryName(Real(Path.GetFullPath(model)) ?? "") }
            .Where(r => !string.IsNullOrEmpty(r)).Select(r => r!).Distinct()];
    }

    /// <summary>The bytes of a tensor; nothing is allocated before its file is known to be as long as the dimensions ask.</summary>
    /// <exception cref="InvalidDataException">It is not there, lies outside, is no regular file or too short; names tensor and file.</exception>
    public byte[] Read(TensorProto tensor, string name, long needed)
    {
        string? Entry(string key) => tensor.ExternalData.LastOrDefault(e => e.Key == key)?.Value;
        long Number(string key, long otherwise) => Entry(key) is not { Length: > 0 } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new InvalidDataException($"tensor \"{name}\" lies in another file, at {key} \"{text}\"");
        var location = Entry("location") ?? throw new InvalidDataException($"tensor \"{name}\" lies in another file, which is not named");
        var (offset, length) = (Number("offset", 0), Number("length", needed));
        using var file = Open(name, location);
        if (LfsPointer.Is(file))
            throw LfsPointer.Refuse($"tensor \"{name}\" lies in \"{location}\"");
        if (length != needed || offset > file.Length || needed > file.Length - offset || needed > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"tensor \"{name}\" needs {needed} bytes; \"{location}\" gives {length} at {offset} and has {file.Length}");
        }
        var bytes = new byte[needed];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private FileStream Open(string name, string location)
    {
        Exception Outside() => new InvalidDataException(
            $"tensor \"{name}\" lies in \"{location}\", which is not in the model's folder; it is not read");
        if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(location)
            || location.Split('/', '\\').Contains(".."))
        {
            throw Outside();
        }
        // Beside the name that was given first: a hub's snapshot has links to both files of its store.
        string[] places = [.. roots.Prepend(folder).Select(r => Path.GetFullPath(location, r)).Distinct()];
        var path = Array.Find(places, p => File.Exists(p) || Directory.Exists(p))
            ?? throw new InvalidDataException($"tensor \"{name}\" lies in \"{location}\", which is not there");
        var real = Real(path);
        if (real is null || !roots.Any(r => IsInside(real, r)))
            throw Outside();
        try
        {
            // What was looked at is opened, by its real name: nothing in it is a link.
            var file = RegularFile.Open(real);
            if (RegularFile.Links(file) is var names && (names <= 1 || names == NamesInside(file)))
                return file;
            file.Dispose();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"tensor \"{name}\" lies in \"{location}\", which cannot be read ({e.Message})", e);
        }
        throw new InvalidDataException(
            $"tensor \"{name}\" lies in \"{location}\", which has another name outside the model's folder (a hard link): "
            + "it is not read, copy the file");
    }

    // A duplicate that was linked in the model's own folder is no way out of it.
    private int NamesInside(FileStream file)
    {
        const int MostFiles = 10_000;
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return roots.SelectMany(r => Directory.EnumerateFiles(r, "*", all)).Take(MostFiles).Distinct().Count(f => RegularFile.IsName(file, f));
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The path without links, all the way up; null where it leads nowhere or round in a circle.
    private static string? Real(string path)
    {
        const int MostLinks = 40;
        var (done, open, links) = (Path.GetPathRoot(path)!, new Stack<string>(Parts(path)), 0);
        while (open.TryPop(out var part))
        {
            if (part == "..")
            {
                done = Path.GetDirectoryName(done) ?? done;
                continue;
            }
            var next = Path.Combine(done, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                done = Path.GetPathRoot(target)!;
            foreach (var p in Parts(target))
                open.Push(p);
        }
        return done;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse();
}
