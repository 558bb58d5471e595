// A plugin that reads what another plugin's component says: it meets the other's types, not copies of them.
using CnnCompute;
using Engine;

namespace BarsWatcher;

/// <summary>Counts what a classifier said.</summary>
public record struct BarsWatch()
{
    /// <summary>The classifier.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>Its results so far.</summary>
    public int Seen { get; set; } = 0;

    /// <summary>The class that it named last.</summary>
    public string Last { get; set; } = "";
}

public sealed class BarsWatcherPlugin : IPlugin
{
    private static readonly QueryDescription Watches = new QueryDescription().WithAll<BarsWatch>();
    private static readonly QueryDescription Nets = new QueryDescription().WithAll<Classification>();

    public void Install(App app) => app.Component<BarsWatch>("BarsWatch").Every(Phase.Draw, Run);

    private static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in Nets) == 0)
            return;
        foreach (ref var chunk in frame.World.Query(in Watches))
        {
            foreach (var i in chunk)
            {
                ref var watch = ref chunk.Get<BarsWatch>(i);
                if (frame.World.Find<Classification>(watch.Classifier) is not { Results: > 0 } net)
                    continue;
                var best = new int[1];
                net.Top(best);
                (watch.Seen, watch.Last) = ((int)net.Results, net.Labels[best[0]]);
            }
        }
    }
}
