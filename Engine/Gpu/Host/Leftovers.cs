// What runs that were killed left beside their results.
using System.Collections.Concurrent;
using System.Globalization;

namespace Engine;

/// <summary>
/// Files that are being written are called <c>.NAME.PROCESS.THREAD.ENDING</c> until they are whole. One whose process has ended, and which nobody
/// holds open for writing, was left behind.
/// </summary>
public static class Leftovers
{
    private static readonly ConcurrentDictionary<(string Folder, string Ending), string[]> Seen = new();

    /// <summary>The name under which this thread writes what will be called <paramref name="name"/>.</summary>
    public static string NameFor(string folder, string name, string ending) =>
        Path.Combine(folder, $".{name}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}{ending}");

    /// <summary>Files of that name and ending which ended runs left.</summary>
    public static IEnumerable<string> Of(string folder, string name, string ending) => Left(Hidden(folder, ending), name, ending);

    /// <summary>Removes those of a file that was to be written whole. A folder is looked through once, for what lay there at the start.</summary>
    public static void Remove(string folder, string name, string ending)
    {
        var found = Seen.GetOrAdd((folder, ending), static key => [.. Hidden(key.Folder, key.Ending)]);
        foreach (var file in Left(found, name, ending))
            Delete(file);
    }

    /// <summary>Deletes a file if that is possible; what led here says more than why it is not.</summary>
    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays.
        }
    }

    private static IEnumerable<string> Hidden(string folder, string ending)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, ".*").Where(f => f.EndsWith(ending, StringComparison.Ordinal))];
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            // Whoever writes there says what is wrong.
            return [];
        }
    }

    private static IEnumerable<string> Left(IEnumerable<string> files, string name, string ending) => files.Where(file =>
        Path.GetFileName(file) is var hidden && hidden.StartsWith($".{name}.", StringComparison.Ordinal)
        && hidden.Length > name.Length + 2 + ending.Length && IsLeft(file, hidden.AsSpan((name.Length + 2)..^ending.Length)));

    private static bool IsLeft(string file, ReadOnlySpan<char> numbers)
    {
        var dot = numbers.IndexOf('.');
        if (dot < 0 || !int.TryParse(numbers[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !int.TryParse(numbers[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _) || Directory.Exists($"/proc/{process}"))
        {
            return false;
        }
        try
        {
            // Of a process in another container the number says nothing; what it holds open is locked.
            using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
