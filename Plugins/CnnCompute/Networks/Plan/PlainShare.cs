// How much of a graph's arithmetic is left to plain recipes.
using Engine;

namespace CnnCompute;

/// <summary>
/// Multiply-accumulates of convolutions, their gradients and products of matrices, and how many of them have no recipe but the plain one, which is
/// ten to thirty times slower. Needs no device but its facts.
/// </summary>
/// <param name="Macs">All of them.</param>
/// <param name="Plain">Those of nodes whose only recipe is the plain one.</param>
/// <param name="Worst">The node with most of <paramref name="Plain"/>; null where there are none.</param>
public readonly record struct PlainShare(long Macs, long Plain, Node? Worst)
{
    /// <summary>The part of all that is plain, 0 to 1.</summary>
    public double Share => Macs == 0 ? 0 : (double)Plain / Macs;

    /// <summary>The share of all nodes of a graph on a device.</summary>
    public static PlainShare Of(Graph graph, GpuInfo device) => Of(graph, CnnCompute.Plan.Traits(device));

    /// <summary>The same for what recipes see of a device.</summary>
    internal static PlainShare Of(Graph graph, DeviceTraits device)
    {
        long macs = 0, plain = 0, most = 0;
        Node? worst = null;
        foreach (var node in graph.Nodes)
        {
            var own = node.Op.Macs(node);
            macs += own;
            if (own == 0 || node.Op.Recipes(node, device).Skip(1).Any())
                continue;
            plain += own;
            if (own > most)
                (most, worst) = (own, node);
        }
        return new PlainShare(macs, plain, worst);
    }
}
