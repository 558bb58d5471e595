// Names of the classes that a network tells apart, from files.
using Engine;

namespace CnnCompute;

/// <summary>Class names by output index, in the forms in which people keep them (<see cref="LabelText"/>).</summary>
public static class ClassLabels
{
    private const long LargestFile = 16 << 20;

    /// <summary>Reads class names: one a line, or JSON, YAML or CSV.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no regular file, too large, or holds no names.</exception>
    public static string[] Read(string path)
    {
        var bytes = RegularFile.ReadAllBytes(path, LargestFile);
        try
        {
            return LabelText.Parse(bytes, Path.GetExtension(path));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// What lies beside a model: MODEL.txt, or the only file in the folder labels/ that has one line for each class; else none.
    /// </summary>
    /// <param name="model">The model's file.</param>
    /// <param name="classes">How many classes it may have: a number for each of its outputs that has the form of classes.</param>
    internal static string[] Beside(string model, IReadOnlyList<int> classes)
    {
        var own = Path.ChangeExtension(model, ".txt");
        if (File.Exists(own))
            return TryRead(own, isSaid: true);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, "labels");
        if (classes.Count == 0 || !Directory.Exists(folder))
            return [];
        var lists = Directory.GetFiles(folder, "*.txt").Select(f => TryRead(f)).ToArray();
        return classes.Select(n => lists.Select(l => FittedLabels.Find(l, n)).OfType<string[]>().ToArray())
            .FirstOrDefault(fitting => fitting.Length > 0) is [var only] ? only : [];
    }

    // Other texts may lie there; nobody asked for them.
    private static string[] TryRead(string path, bool isSaid = false)
    {
        try
        {
            return Read(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            if (isSaid)
                Log.Warning($"{e.Message}; classes go by their numbers (names with --labels)");
            return [];
        }
    }
}
