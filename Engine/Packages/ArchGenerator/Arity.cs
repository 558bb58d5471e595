// The lists that differ between two numbers of type parameters.
namespace ArchGenerator;

/// <summary>Text for Count type parameters T0..Tn.</summary>
public sealed record Arity(int Count)
{
    public const int Most = 8;

    /// <summary>T0, T1</summary>
    public string Types => Join(i => $"T{i}");

    /// <summary>The item for each index, separated by commas.</summary>
    public string Join(Func<int, string> item) => string.Join(", ", Enumerable.Range(0, Count).Select(item));

    /// <summary>The line for each index.</summary>
    public string Lines(int indent, Func<int, string> line) =>
        string.Join("\n", Enumerable.Range(0, Count).Select(i => new string(' ', indent) + line(i)));

    /// <summary>in T0? c0 = default, in T1? c1 = default</summary>
    public string Defaults => Join(i => $"in T{i}? t{i}Component = default");

    /// <summary>in t0Component, in t1Component</summary>
    public string Passed => Join(i => $"in t{i}Component");

    /// <summary>ref T0 t0, ref T1 t1</summary>
    public string Refs => Join(i => $"ref T{i} t{i}");

    public static IEnumerable<Arity> From(int least) => Enumerable.Range(least, Most - least + 1).Select(n => new Arity(n));
}
