// A handle to one entity: its slot in a world, and how often that slot was reused before it.
namespace Arch.Core;

/// <summary>
/// A handle; compare with <c>World.IsAlive</c> before trusting one that was stored. <c>default(Entity)</c> is not <see cref="Null"/>.
/// </summary>
public readonly struct Entity : IEquatable<Entity>, IComparable<Entity>
{
    public static readonly Entity Null = new();

    public readonly int Id;
    public readonly int WorldId;
    public readonly int Version;

    /// <summary>The null entity: Id -1, WorldId 0, Version -1.</summary>
    public Entity()
    {
        Id = -1;
        WorldId = 0;
        Version = -1;
    }

    internal Entity(int id, int worldId, int version)
    {
        Id = id;
        WorldId = worldId;
        Version = version;
    }

    public bool Equals(Entity other) => Id == other.Id && WorldId == other.WorldId && Version == other.Version;

    public override bool Equals(object? obj) => obj is Entity other && Equals(other);

    public int CompareTo(Entity other) =>
        Id != other.Id ? Id.CompareTo(other.Id) : WorldId != other.WorldId ? WorldId.CompareTo(other.WorldId) : Version.CompareTo(other.Version);

    public override int GetHashCode() => HashCode.Combine(Id, WorldId, Version);

    public static bool operator ==(Entity left, Entity right) => left.Equals(right);

    public static bool operator !=(Entity left, Entity right) => !left.Equals(right);

    public override string ToString() => $"Entity = {{ Id = {Id}, WorldId = {WorldId}, Version = {Version} }}";
}
