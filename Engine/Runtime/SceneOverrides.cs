// What is given beside a scene file, such as on the command line, in place of what the file says.
namespace Engine;

/// <summary>Values of fields, and how each of them was typed.</summary>
/// <param name="values">
/// Each counts as written in every component that has the field: by <c>field</c> or <c>Component.field</c>, in one entity's by
/// <c>entity.Component.field</c>, with a question mark behind where it is no mistake that nothing has it. A field alone leaves entities with an
/// <see cref="Own"/> as they are.
/// </param>
/// <param name="typed">The options that the user typed, such as <c>--model net.onnx</c>, by the same keys; others are <c>--set KEY=VALUE</c>.</param>
internal sealed class SceneOverrides(IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string> typed)
{
    /// <summary>The values by field.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>What the user wrote, for messages.</summary>
    public string Typed(string place, string value) => typed.TryGetValue(place, out var option) ? option : $"--set {place}={value}";
}
