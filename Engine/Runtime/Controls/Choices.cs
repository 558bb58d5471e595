// What an entity offers to be chosen while it runs, such as classes that become more.
namespace Engine;

/// <summary>
/// Lines for a <see cref="ChoiceList"/>. Runtime component, written by systems: <c>world.AddOrGet(entity, new Choices()).Add("cat")</c>. The text at
/// the end of a line may change in every frame without allocating: <c>choices.Note(0).Set("12")</c>.
/// </summary>
public sealed class Choices
{
    private readonly List<(string Name, TextBuffer Note)> lines = [];

    /// <summary>Number of lines.</summary>
    public int Count => lines.Count;

    /// <summary>What is chosen by a line.</summary>
    public string this[int line] => lines[line].Name;

    /// <summary>What stands at the end of a line, such as a count.</summary>
    public TextBuffer Note(int line) => lines[line].Note;

    /// <summary>Adds a line below.</summary>
    public void Add(string name) => lines.Add((name, new TextBuffer()));

    /// <summary>Calls a line something else; what stands at its end stays.</summary>
    public void Rename(int line, string name) => lines[line] = (name, lines[line].Note);

    /// <summary>Takes a line away.</summary>
    public void RemoveAt(int line) => lines.RemoveAt(line);

    /// <summary>Takes all lines away.</summary>
    public void Clear() => lines.Clear();
}
