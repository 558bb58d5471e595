// The sentences said where the package would corrupt memory or do nothing.
using System.Diagnostics.CodeAnalysis;

namespace Arch.Core;

internal static class Misuse
{
    [DoesNotReturn]
    public static void MissingInChunk(in Chunk chunk, Type type)
    {
        var has = string.Join(", ", chunk.Components.Select(c => c.GetType().GetElementType()!.Name));
        throw new InvalidOperationException($"The query met an archetype without component {type.Name} (it has: {has}): "
            + $"list every component you ask for in the QueryDescription, e.g. WithAll<{type.Name}>().");
    }

    [DoesNotReturn]
    public static void MissingOnEntity(Entity entity, Archetype archetype, Type type) =>
        throw new InvalidOperationException(
            $"{entity} has no component {type.Name} (it has: {archetype.Signature}): Add it first, or ask Has or TryGet.");

    [DoesNotReturn]
    public static void AlreadyOnEntity(Entity entity, Type type) =>
        throw new InvalidOperationException($"{entity} already has a component {type.Name}: use Set, or AddOrGet.");

    [DoesNotReturn]
    public static void Dead(Entity entity, int worldId) => throw new InvalidOperationException(
        entity.WorldId == worldId ? $"{entity} is not alive: it was destroyed, or never created; ask IsAlive before using a stored entity."
                                  : $"{entity} does not belong to world {worldId}.");

    [DoesNotReturn]
    public static void StructuralChange(string what) => throw new InvalidOperationException(
        $"{what} changes the structure of the world while a query runs over it: collect the entities or record into a CommandBuffer, "
            + "and apply after the query.");

    [DoesNotReturn]
    public static void Disposed(int worldId) => throw new ObjectDisposedException(nameof(World), $"World {worldId} is destroyed.");
}
