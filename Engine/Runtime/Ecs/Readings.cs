// What can be read of a running side, by name.
namespace Engine;

/// <summary>Texts about a T, each appended to a buffer without allocating; a <see cref="Readout"/> shows one.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class Readings<T> : IEnumerable<string>
{
    private readonly OrderedDictionary<string, Action<T, Frame, TextBuffer>> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, as scene files write them; the first is for readouts that name none.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>Lets a text be shown under a name.</summary>
    public void Add(string name, Action<T, Frame, TextBuffer> append) => byName.Add(name, append);

    /// <summary>What appends the text of a name, or of the first one where it is empty; null where there is no such name.</summary>
    public Action<T, Frame, TextBuffer>? Find(string name) =>
        name.Length == 0 && byName.Count > 0 ? byName.GetAt(0).Value : byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => byName.Keys.GetEnumerator();

    /// <inheritdoc/>
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
