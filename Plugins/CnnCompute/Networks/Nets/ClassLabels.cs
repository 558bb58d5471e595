// Names of the classes that a network tells apart, as text files.
namespace CnnCompute;

/// <summary>Class names by output index, one a line.</summary>
public static class ClassLabels
{
    /// <summary>Reads class names, one a line.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string[] Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0)]
        : throw new FileNotFoundException($"{path}: no such file", path);

    /// <summary>
    /// What lies beside a model: MODEL.txt, or the only file in the folder labels/ that has one line for each of <paramref name="classes"/>; else
    /// none.
    /// </summary>
    internal static string[] Beside(string model, int classes)
    {
        var own = Path.ChangeExtension(model, ".txt");
        if (File.Exists(own))
            return Read(own);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, "labels");
        string[][] fitting = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.txt").Select(Read).Where(l => l.Length == classes)] : [];
        return fitting is [var only] ? only : [];
    }
}
