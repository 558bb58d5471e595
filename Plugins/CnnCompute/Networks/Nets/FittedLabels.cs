// Class names for a network of so many classes.
namespace CnnCompute;

/// <summary>Names that fit a network.</summary>
public static class FittedLabels
{
    /// <summary>
    /// The names where there is one for each class; blank ones count unless the others alone are as many. None where there are none at all.
    /// </summary>
    /// <param name="names">As they were read.</param>
    /// <param name="classes">Classes of the network.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="InvalidDataException">There are more or fewer.</exception>
    public static IReadOnlyList<string> For(IReadOnlyList<string> names, int classes, string source) =>
        names.Count == 0 || names.Count == classes ? names
        : Find(names, classes) ?? throw new InvalidDataException($"{source}: {names.Count} class names for a network of {classes} classes"
            + $"{(names.Count == classes + 1 ? "; the first may be a background class, or a heading" : "")}; "
            + "give the right file with --labels (by code: NetOptions.Labels)");

    /// <summary>The names where there is one for each class; null where there are more or fewer.</summary>
    internal static string[]? Find(IReadOnlyList<string> names, int classes)
    {
        if (names.Count == classes)
            return [.. names];
        string[] spoken = [.. names.Where(n => n.Length > 0)];
        return spoken.Length == classes ? spoken : null;
    }

    /// <summary>A class's name, or its number where it has none.</summary>
    public static string NameOf(IReadOnlyList<string> names, int index) =>
        (uint)index < (uint)names.Count && names[index].Length > 0 ? names[index] : $"class {index}";
}
