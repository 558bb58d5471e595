// The name by which a scene file and other components refer to an entity.
namespace Engine;

/// <summary>Carried by every entity that a scene names.</summary>
public record struct EntityName(string Name);
