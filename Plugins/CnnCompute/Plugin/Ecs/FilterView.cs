// The filters of a network in training, as a picture.
using Engine;

namespace CnnCompute;

/// <summary>Publishes the first convolution's filters: colours where it looks at colours, else blue below zero and red above.</summary>
internal sealed class FilterView : IDisposable
{
    private const int LeastTile = 24, MostSide = 1024, Colours = 3;

    private readonly Images images;
    private readonly string name;
    private readonly Parameter filters;
    private readonly Plan plan;
    private readonly GpuImage picture;
    private long version = -1;

    private FilterView(App app, string name, Parameter filters, Residence weights)
    {
        (images, this.name, this.filters) = (app.Images, name, filters);
        var graph = new Graph();
        var values = graph.Parameter(filters);
        var (outs, ins, height, width) = (filters.Shape[0], filters.Shape[1], filters.Shape[2], filters.Shape[3]);
        var columns = (int)Math.Ceiling(Math.Sqrt(2.0 * outs));
        var scale = Math.Max(1, LeastTile / Math.Max(height, width));
        int across = (columns * (width + 1) - 1) * scale, down = ((outs + columns - 1) / columns * (height + 1) - 1) * scale;
        picture = app.Gpu.Image(Math.Min(across, MostSide), Math.Min(down, MostSide), name);
        try
        {
            plan = Plan.Compile(weights, [Shown(values, ins, columns)], [], [(name, picture)], new PlanOptions { Name = name });
        }
        catch
        {
            picture.Dispose();
            throw;
        }
        images.Publish(name, picture);

        Tensor Shown(Tensor values, int ins, int columns)
        {
            if (ins == Colours)
            {
                var most = values.Abs().Max([0, 1, 2, 3], keepDim: true).Reshape(1);
                return values.ToImage(name, columns: columns, gap: 1, range: Tensor.Concat(0, -most, most));
            }
            var first = values.Slice(1, 0, 1).Reshape(1, outs, height, width);
            return new FeatureGrid(ColourMap.Diverging, columns, Normalise: FeatureNormalisation.Module).ToImage(first, name);
        }
    }

    /// <summary>A view of the network's first convolution; null where it has none.</summary>
    public static FilterView? Of(App app, string name, Module model, Residence weights) =>
        model.Modules().OfType<Conv2d>().FirstOrDefault() is { } first ? new FilterView(app, name, first.Weight, weights) : null;

    /// <summary>Draws them anew where they have changed.</summary>
    public void Run(Frame frame, Residence weights)
    {
        var now = weights.Version(filters);
        if (now == version)
            return;
        version = now;
        plan.Execute(frame.Commands);
    }

    /// <summary>Withdraws the picture.</summary>
    public void Dispose()
    {
        images.Withdraw(name, picture);
        plan.Dispose();
        picture.Dispose();
    }
}
