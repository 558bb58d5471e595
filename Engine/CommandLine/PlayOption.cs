// An option of play that stands in for fields of a scene's components.
namespace Engine;

/// <summary>Its value takes the place of what the scene says in every component that has the field.</summary>
/// <param name="Name">As it is typed, such as <c>--model</c>.</param>
/// <param name="Field">The field, as scene files write it.</param>
/// <param name="Description">What the help says.</param>
public sealed record PlayOption(string Name, string Field, string Description)
{
    /// <summary>Whether its value is a path, which on the command line starts at the current folder and in a scene at the scene's.</summary>
    public bool IsPath { get; init; }

    /// <summary>Fields that are emptied where the option is given, as what the scene writes there belongs to what the option replaces.</summary>
    public IReadOnlyList<string> Clears { get; init; } = [];
}
