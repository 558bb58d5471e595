// A list that is a value.
using System.Collections;
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// An immutable list that equals one of equal elements, so that records of settings which hold one have value equality and say its elements.
/// </summary>
/// <typeparam name="T">Its elements, which have value equality themselves.</typeparam>
[CollectionBuilder(typeof(EqualList), nameof(EqualList.Create))]
public sealed class EqualList<T> : IReadOnlyList<T>, IEquatable<EqualList<T>>
{
    private readonly T[] elements;

    internal EqualList(ReadOnlySpan<T> elements) => this.elements = elements.ToArray();

    /// <inheritdoc/>
    public int Count => elements.Length;

    /// <inheritdoc/>
    public T this[int index] => elements[index];

    /// <inheritdoc/>
    public bool Equals(EqualList<T>? other) => other is not null && elements.AsSpan().SequenceEqual(other.elements, null);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EqualList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var element in elements)
            hash.Add(element);
        return hash.ToHashCode();
    }

    /// <summary>Its elements in brackets.</summary>
    public override string ToString() => FormattableString.Invariant($"[{string.Join(", ", elements.Select(e => FormattableString.Invariant($"{e}")))}]");

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => elements.GetEnumerator();
}

/// <summary>Makes lists that are values.</summary>
public static class EqualList
{
    /// <summary>The list of <paramref name="elements"/>.</summary>
    public static EqualList<T> Create<T>(ReadOnlySpan<T> elements) => new(elements);

    /// <summary>The list of the elements of another; null for none.</summary>
    public static EqualList<T>? Of<T>(IReadOnlyList<T>? elements) => elements is null ? null : [.. elements];
}
