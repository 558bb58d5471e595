// Names in a row, such as layers and files, that can be compared and written.
using System.Collections;
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>A list of names that is equal to any other with the same ones; written with commas between.</summary>
[CollectionBuilder(typeof(Names), nameof(Of))]
public sealed class Names : IReadOnlyList<string>, IEquatable<Names>, IParsable<Names>
{
    private readonly string[] names;

    private Names(string[] names) => this.names = names;

    /// <summary>No names.</summary>
    public static Names None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => names.Length;

    /// <inheritdoc/>
    public string this[int index] => names[index];

    /// <summary>Some names.</summary>
    public static Names Of(ReadOnlySpan<string> names) => names.IsEmpty ? None : new Names([.. names]);

    /// <summary>Names from their text.</summary>
    public static Names Parse(string s) => Of(StyleList.Names(s));

    /// <inheritdoc/>
    public static Names Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out Names result)
    {
        result = Parse(s ?? "");
        return s is not null;
    }

    /// <inheritdoc/>
    public bool Equals(Names? other) => ReferenceEquals(this, other) || (other is not null && names.AsSpan().SequenceEqual(other.names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Names);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", names);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
