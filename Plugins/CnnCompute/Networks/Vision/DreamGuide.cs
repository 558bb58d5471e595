// Features of a guide picture, and how well others match them.
using Engine;

namespace CnnCompute;

/// <summary>
/// A dream guided by a picture (google/deepdream): at each place of a layer the feature vector of the guide that has the largest dot product with the
/// one there is chosen; the objective is the mean of these products. The guide's features are computed once.
/// </summary>
internal sealed class DreamGuide : Computation
{
    private const string Picture = "guide";

    // Most products of features that are in memory at a time.
    private const int MostProducts = 1 << 23;
    private readonly Dictionary<string, Parameter> features = [];

    /// <summary>
    /// Computes the features of <paramref name="guide"/>, scaled to about <paramref name="side"/>² pixels, in the layers of
    /// <paramref name="objective"/>; waits.
    /// </summary>
    /// <exception cref="ArgumentException">The objective names no layer as a whole.</exception>
    public DreamGuide(Residence weights, Trunk trunk, GpuImage guide, Objective objective, int side) : base(weights)
    {
        var scale = Math.Sqrt((double)side * side / ((double)guide.Width * guide.Height));
        int width = Math.Max(1, (int)Math.Round(guide.Width * scale)), height = Math.Max(1, (int)Math.Round(guide.Height * scale));
        var graph = new Graph();
        var updates = new List<Tensor>();
        objective.Build(trunk.Apply(graph.FromImage(Picture, height, width, PixelNorm.Unit)), (name, layer) =>
        {
            if (layer.Shape.Rank == 4 && !features.ContainsKey(name))
            {
                var shape = new Shape(layer.Shape[2] * layer.Shape[3], layer.Shape[1]);
                features[name] = State($"guide {name}", shape);
                updates.Add(layer.PixelRows().Squeeze(0).AssignTo(features[name]));
            }
            return layer.Mean();
        });
        if (updates.Count == 0)
        {
            throw new ArgumentException($"objective \"{objective}\": a guide needs a whole layer of maps, such as mixed_4; "
                + "channels, neurons and classes have nothing to match");
        }
        using var construction = Constructing();
        using var plan = Plan.Compile(weights, updates, images: [(Picture, guide)], options: new PlanOptions { Name = "guide" });
        plan.Run();
        construction.Complete();
    }

    /// <summary>The mean, over the places of <paramref name="layer"/>, of the largest dot product with any feature vector of the guide.</summary>
    public Tensor Match(string name, Tensor layer)
    {
        if (!features.TryGetValue(name, out var parameter))
            throw new ArgumentException($"layer \"{name}\" is no map, so that a guide has nothing to match there");
        var (graph, rows) = (layer.Graph, layer.PixelRows().Squeeze(0));
        var guide = graph.Parameter(parameter);
        // Which one is the best changes in jumps, so its choice has no gradient; it is made for some places at a time, as all products may be many.
        var still = rows.Detach();
        var size = Math.Max(1, MostProducts / parameter.Shape[0]);
        Tensor[] best = [.. still.Split(size).Select(part => part.MatMul(guide, transB: true).ArgMax(1))];
        return (rows * guide.Gather(0, best.Length == 1 ? best[0] : Tensor.Concat(0, best)).Detach()).Sum([1]).Mean();
    }
}
