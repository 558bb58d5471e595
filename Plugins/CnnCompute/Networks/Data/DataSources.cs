// Finds out what a name or path of data means, and opens it whole.
using Engine;

namespace CnnCompute;

/// <summary>Data sets as they are, before anything is set aside or cached.</summary>
internal static class DataSources
{
    private const string FashionName = "fashion-mnist", MnistName = "mnist", CifarName = "cifar10";
    private static readonly string[] Names = [FashionName, MnistName, CifarName];

    /// <summary>Opens the parts that there are.</summary>
    public static DataSplits Open(DataSettings settings, List<string> notes, List<string> unreadable, CancellationToken cancellation)
    {
        var (name, path) = Parse(settings.Data);
        if (name == FashionName)
            return Fitted(settings, new(FashionMnist.Load(train: true, path), null, FashionMnist.Load(train: false, path)));
        if (name is not null && path is null)
            throw new IOException($"{name}: say where its files are, as {name}=PATH");
        if (name == MnistName)
            return Fitted(settings, new(Mnist.Load(train: true, path!), null, Mnist.Load(train: false, path!)));
        path ??= settings.Data;
        if (!Path.Exists(path))
            throw new FileNotFoundException(Missing(path), path);
        var kind = Kind(path);
        if (kind == ".tar" || Cifar10.IsIn(path))
        {
            var (train, test) = Cifar10.Load(path);
            return Fitted(settings, new(train, null, test));
        }
        if (Directory.Exists(path))
        {
            if (IdxDataset.IsIn(path))
                throw new IOException($"{path}: holds files of MNIST's form; say whose they are: {FashionName}={path} or {MnistName}={path}");
            var found = PictureFolders.Of(path, FolderStore.List(path));
            notes.AddRange(EmptyFolders(path, found));
            return Pictures(settings, path, new FolderStore(path), found, notes, unreadable, cancellation);
        }
        if (kind == ".zip")
        {
            var store = new ZipStore(path);
            return Pictures(settings, path, store, PictureFolders.Of(path, store.Names), notes, unreadable, cancellation);
        }
        if (kind != ".csv")
            throw new IOException($"{path}: no data set; one is a folder with a folder per class, a zip of such folders, or a .csv of file,label");
        var folder = new FolderStore(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return Pictures(settings, path, folder, PictureTable.Read(path, settings.Classes), notes, unreadable, cancellation);
    }

    private static (string? Name, string? Path) Parse(string data)
    {
        var parts = data.Split('=', 2);
        if (Names.Contains(parts[0]))
            return (parts[0], parts.Length > 1 ? parts[1] : null);
        if (parts.Length > 1 && !Path.Exists(data))
            throw new IOException($"'{parts[0]}' is no data set with a name{Spelling.Hint(parts[0], Names)}");
        return (null, data);
    }

    // By its first bytes, else by its name.
    private static string Kind(string path)
    {
        if (Directory.Exists(path))
            return "";
        Span<byte> first = stackalloc byte[4];
        using var file = RegularFile.Open(path);
        var read = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (first[..read].StartsWith("PK"u8))
            return ".zip";
        var isPacked = read >= 2 && first is [0x1F, 0x8B, ..];
        return isPacked || path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? ".tar" : Path.GetExtension(path).ToLowerInvariant();
    }

    private static string Missing(string path)
    {
        // The deepest folder that there is, and what it should hold.
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        while (Path.GetDirectoryName(full) is { } above && !Directory.Exists(above))
            full = above;
        var folder = Path.GetDirectoryName(full) ?? "/";
        var there = Directory.EnumerateFileSystemEntries(folder).Take(10_000).Select(e => Path.GetFileName(e)).ToArray();
        var isName = !path.Contains('/', StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal);
        var near = Spelling.Nearest(Path.GetFileName(full), [.. there, .. isName ? Names : []]);
        return $"{path}: there is no such file or folder" + (near is null
            ? isName ? $", and no data set of that name; known are {string.Join(", ", Names)}" : $" in {folder}"
            : $"; did you mean '{(there.Contains(near) && !isName ? Path.Combine(folder, near) : near)}'?");
    }

    private static IEnumerable<string> EmptyFolders(string root, PictureListing found)
    {
        if (!found.Parts.ContainsKey(DataPart.Whole))
            yield break;
        string[] empty =
        [
            .. Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d))
                .Where(d => !d.StartsWith('.') && found.Parts[DataPart.Whole].All(s => !s.File.StartsWith(d + '/', StringComparison.Ordinal))).Order()
        ];
        if (empty.Length > 0)
            yield return $"{root}: no class is made of folders without pictures: {string.Join(", ", empty)}";
    }

    private static DataSplits Fitted(DataSettings settings, DataSplits parts)
    {
        var (channels, side) = (settings.Channels ?? parts.Train.Channels, settings.Side ?? parts.Train.Height);
        Dataset Fit(Dataset data) => (data.Channels, data.Height, data.Width) == (channels, side, side)
            ? data : new ResizedDataset(data, (channels, side, side));
        return new DataSplits(Fit(parts.Train), null, parts.Test is { } test ? Fit(test) : null);
    }

    private static DataSplits Pictures(
        DataSettings settings, string path, PictureStore store, PictureListing found, List<string> notes, List<string> unreadable,
        CancellationToken cancellation)
    {
        notes.AddRange(found.Notes);
        var good = found.Parts.ToDictionary(p => p.Key, p => PictureHeaders.Read(store, p.Value, unreadable, cancellation));
        var train = good.GetValueOrDefault(DataPart.Whole) ?? good[DataPart.Train];
        if (train.Count == 0)
            throw new InvalidDataException($"{path}: none of its pictures can be read; the first: {unreadable[0]}");
        var side = settings.Side ?? PictureHeaders.UsualSideOf([.. train.Select(s => (s.Width, s.Height))]);
        Dataset? Of(DataPart part, string name) => good.TryGetValue(part, out var samples) && samples.Count > 0
            ? new PictureDataset($"{path} {name}", store, found.Classes, samples.Select(s => s.Sample), (settings.Channels ?? 3, side, side)) : null;
        return new DataSplits(
            Of(DataPart.Whole, "pictures") ?? Of(DataPart.Train, "train")!, Of(DataPart.Validation, "validation"), Of(DataPart.Test, "test"));
    }
}
