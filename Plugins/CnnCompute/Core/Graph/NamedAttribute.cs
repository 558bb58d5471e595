// Gives an object the name under which recipes, verbs and scenes ask for it.
namespace CnnCompute;

/// <summary>
/// What is below it (a class, made by its only public constructor) is called <paramref name="name"/> in recipes; the constructor's parameters are
/// its fields, in YAML as in C# (<c>labelSmoothing: 0.1</c>), those with defaults may be left out.
/// </summary>
/// <param name="name">Lower case, words joined by hyphens; the field's usual name.</param>
/// <param name="description">A sentence for people.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NamedAttribute(string name, string description) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>A sentence for people.</summary>
    public string Description { get; } = description;
}
