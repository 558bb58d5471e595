// Keeps an entity as its scene file has it.
namespace Engine;

/// <summary>
/// On an entity that is a part of the scene's own set: options such as <c>--source</c> and <c>--model</c>, and <c>--set field=…</c>, leave it alone.
/// <c>--set Component.field=…</c> does not.
/// </summary>
public record struct Own();
