// Examples as picture files, in a folder for each class.
using System.Globalization;
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute;

/// <summary>
/// A folder of folders with pictures, as <c>cnn finetune --data</c> takes it; locked while it is used. Files are written, moved and read on other
/// threads, in the order in which it was asked for. What is taken away goes into a hidden folder, so that nothing is lost. What fails is kept for
/// others to tell.
/// </summary>
public sealed partial class ExampleFolder : IDisposable
{
    private const string LockName = "examples", Removed = ".removed", Ending = ".png";
    private const string UsualName = "class ";

    private readonly TrainingLock place;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private Task work = Task.CompletedTask;
    private string? failed;
    private int lost;

    private ExampleFolder(string path, TrainingLock place) => (Path, this.place) = (path, place);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Why the last file could not be written or moved, and how many were lost so; null where all is well.</summary>
    public string? Failed
    {
        get
        {
            lock (gate)
                return failed is null ? null : lost == 0 ? failed : $"{failed}; {lost} examples are in memory alone";
        }
    }

    /// <summary>Takes a folder, which is made if need be.</summary>
    /// <exception cref="IOException">It cannot be written, or is in use already.</exception>
    public static ExampleFolder Take(string path)
    {
        var place = TrainingLock.Take(System.IO.Path.Combine(path, LockName));
        return new ExampleFolder(path, place);
    }

    /// <summary>The pictures of a folder, by class and name, in natural order; hidden ones are passed over.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<StoredExample> List(string path) =>
    [
        .. Directory.EnumerateDirectories(path).Select(d => System.IO.Path.GetFileName(d)!).Where(d => d[0] != '.')
            .OrderBy(Natural, StringComparer.Ordinal)
            .SelectMany(d => Directory.EnumerateFiles(System.IO.Path.Combine(path, d)).Select(f => System.IO.Path.GetFileName(f)!)
                .Where(f => f[0] != '.' && PictureFile.IsNamedAsPicture(f))
                .OrderBy(Natural, StringComparer.Ordinal).Select(f => new StoredExample(d, f))),
    ];

    /// <summary>The name of class <paramref name="index"/>, from 0, that nobody has named.</summary>
    public static string NameOf(int index) => $"{UsualName}{index + 1}";

    /// <summary>
    /// Names of classes by index: the given ones, behind them those that stand in the folder under names that nobody gave; where none are given, all
    /// that stand there. Folders that are none of these are left alone.
    /// </summary>
    /// <param name="given">Given names.</param>
    /// <param name="folders">The folders there are.</param>
    public static List<string> Names(IReadOnlyList<string> given, IEnumerable<string> folders)
    {
        var names = new List<string>(given);
        var others = new Queue<string>();
        foreach (var folder in folders.Where(f => !given.Contains(f)))
        {
            if (IndexOf(folder) is not (>= 0 and < 1000 and var index) || index < given.Count)
            {
                others.Enqueue(folder);
                continue;
            }
            while (names.Count <= index)
                names.Add("");
            names[index] = folder;
        }
        for (var i = 0; i < names.Count || (given.Count == 0 && others.Count > 0); i++)
        {
            if (i == names.Count)
                names.Add("");
            if (names[i].Length == 0)
                names[i] = given.Count == 0 && others.TryDequeue(out var other) ? other : NameOf(i);
        }
        return names;
    }

    /// <summary>A picture of the folder as a square of <paramref name="side"/> pixels.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Photograph Read(string folder, StoredExample example, int side) =>
        Photograph.Load(System.IO.Path.Combine(folder, example.Class, example.File)).Fit(side);

    /// <summary>Writes a picture on another thread; gives its place.</summary>
    /// <param name="name">The class.</param>
    /// <param name="side">Side of the picture.</param>
    /// <param name="rgba">Its bytes, which are the folder's from now on.</param>
    public StoredExample Write(string name, int side, byte[] rgba)
    {
        var folder = FolderOf(name);
        var stored = new StoredExample(folder, $"{Next(folder):D6}{Ending}");
        Queue(() => PngFile.Write(PathOf(stored), side, side, Opaque(rgba)), isPicture: true);
        return stored;
    }

    /// <summary>Moves a picture out of sight.</summary>
    public void Remove(StoredExample stored) => Queue(() =>
    {
        var from = PathOf(stored);
        if (!File.Exists(from))
            return;
        var to = System.IO.Path.Combine(Path, Removed, stored.Class);
        Directory.CreateDirectory(to);
        File.Move(from, System.IO.Path.Combine(to, stored.File), overwrite: true);
    });

    /// <summary>Gives a class's folder another name where that is free.</summary>
    public void Rename(string name, string other)
    {
        var (from, to) = (FolderOf(name), FolderOf(other));
        if (from == to)
            return;
        lock (gate)
        {
            if (numbers.Remove(from, out var next))
                numbers[to] = Math.Max(next, numbers.GetValueOrDefault(to));
        }
        Queue(() =>
        {
            var (here, there) = (System.IO.Path.Combine(Path, from), System.IO.Path.Combine(Path, to));
            if (!Directory.Exists(here))
                return;
            if (Directory.Exists(there))
                throw new IOException($"{there}: is there already, so the pictures of {name} stay in {here}");
            Directory.Move(here, there);
        });
    }

    /// <summary>A class's name as a folder's.</summary>
    public static string FolderOf(string name)
    {
        var text = string.Concat(name.Select(c => char.IsControl(c) || c is '/' or '\\' or ':' ? '_' : c)).Trim().TrimStart('.');
        return text.Length == 0 ? "_" : text;
    }

    /// <summary>Waits until all is written, and gives the folder free.</summary>
    public void Dispose()
    {
        work.Wait();
        place.Dispose();
    }

    // 10 comes after 9.
    private static string Natural(string name) => Digits().Replace(name, static m => m.Value.PadLeft(12, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    private static int IndexOf(string folder) => folder.StartsWith(UsualName, StringComparison.Ordinal)
        && int.TryParse(folder.AsSpan(UsualName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;

    private string PathOf(StoredExample stored) => System.IO.Path.Combine(Path, stored.Class, stored.File);

    // Numbers are never used twice, also not those of pictures that were moved away.
    private int Next(string folder)
    {
        lock (gate)
        {
            if (!numbers.TryGetValue(folder, out var next))
            {
                foreach (var place in (string[])[System.IO.Path.Combine(Path, folder), System.IO.Path.Combine(Path, Removed, folder)])
                {
                    if (!Directory.Exists(place))
                        continue;
                    foreach (var file in Directory.EnumerateFiles(place, $"*{Ending}"))
                    {
                        var stem = System.IO.Path.GetFileNameWithoutExtension(file);
                        if (int.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                            next = Math.Max(next, n);
                    }
                }
            }
            return numbers[folder] = next + 1;
        }
    }

    private void Queue(Action action, bool isPicture = false) => work = work.ContinueWith(_ =>
    {
        try
        {
            action();
            lock (gate)
                failed = lost > 0 ? failed : null;
        }
        catch (Exception error) when (InputError.Is(error))
        {
            lock (gate)
                (failed, lost) = (InputError.Sentence(error).TrimEnd('.'), lost + (isPicture ? 1 : 0));
        }
    }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static byte[] Opaque(byte[] rgba)
    {
        for (var i = 3; i < rgba.Length; i += 4)
            rgba[i] = byte.MaxValue;
        return rgba;
    }
}
