// Names of classes, as scene files and text fields write them.
using System.Diagnostics.CodeAnalysis;

namespace CnnCompute;

/// <summary>Names with commas between: <c>mug, pen, nothing</c>. One that equals another has the same names.</summary>
public sealed class ClassList : IParsable<ClassList>, IEquatable<ClassList>
{
    private readonly string[] names;

    private ClassList(string[] names) => this.names = names;

    /// <summary>No names.</summary>
    public static ClassList Empty { get; } = new([]);

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Reads names between commas; blank ones are left out.</summary>
    /// <exception cref="FormatException">Two are the same, or one names no folder.</exception>
    public static ClassList Parse(string s, IFormatProvider? provider = null)
    {
        var names = s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.GroupBy(ExampleFolder.FolderOf, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"two classes are called \"{twice.First()}\"; each needs a name of its own");
        return new ClassList(names);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ClassList result)
    {
        result = null;
        try
        {
            result = Parse(s ?? "", provider);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(ClassList? other) => ReferenceEquals(this, other) || (other is not null && names.AsSpan().SequenceEqual(other.names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassList);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The names with commas between.</summary>
    public override string ToString() => string.Join(", ", names);
}
