// The feature maps that belong to a classifier.
using Engine;

namespace CnnCompute;

/// <summary>Maps with the names they are published under: part of what a classifier is compiled for.</summary>
internal sealed class ClassifierMaps(Entity classifier, IReadOnlyList<(string Name, FeatureMaps Map)> all) : IBeside
{
    private static readonly QueryDescription Maps = new QueryDescription().WithAll<FeatureMaps>();

    /// <summary>The maps.</summary>
    public IReadOnlyList<(string Name, FeatureMaps Map)> All => all;

    /// <summary>Those of a classifier, as they are now.</summary>
    public static ClassifierMaps Of(World world, Entity classifier)
    {
        var found = new List<(string, FeatureMaps)>();
        world.Query(in Maps, (Entity entity, ref FeatureMaps map) =>
        {
            if (map.Classifier == classifier)
                found.Add((world.NameOf(entity), map));
        });
        return new ClassifierMaps(classifier, found);
    }

    /// <inheritdoc/>
    public bool IsAsItWas(World world, Entity entity)
    {
        var found = 0;
        foreach (ref var chunk in world.Query(in Maps))
        {
            foreach (var i in chunk)
            {
                ref var map = ref chunk.Get<FeatureMaps>(i);
                if (map.Classifier != classifier)
                    continue;
                if (found == all.Count || all[found].Map != map || all[found].Name != world.NameOf(chunk.Entity(i)))
                    return false;
                found++;
            }
        }
        return found == all.Count;
    }
}
