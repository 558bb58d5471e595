// Where a world keeps one entity: archetype, slot in its chunks, and the version a handle must have.
namespace Arch.Core;

/// <summary>A place in an archetype.</summary>
public record struct Slot(int Index, int ChunkIndex);

/// <summary>A world's record of one entity id.</summary>
public struct EntityData
{
    public Archetype Archetype;
    public Slot Slot;
    public int Version;
}
