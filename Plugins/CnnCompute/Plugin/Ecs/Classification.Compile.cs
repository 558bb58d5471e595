// What a classifier's plan is made of: a net, an image, its classes and the maps that look into it.
using Engine;

namespace CnnCompute;

public sealed partial class Classification
{
    private const string ImageKey = "image", OutputKey = "probabilities";
    private const int LargestSize = 4096;

    /// <summary>Compiles a classifier and its maps; its image is published.</summary>
    internal static Classification Compile(Frame frame, Entity entity, Classifier wanted)
    {
        var (app, name, image) = (frame.App, frame.World.NameOf(entity), frame.Images.Find(wanted.Image)!);
        if (wanted.Model.Length == 0)
            throw new InvalidOperationException($"classifier {name} has no model; name one in the scene or with --model FILE");
        var (found, weights) = app.Models().Open(app.PathOf(wanted.Model));
        var model = found.With(ModelStatement.Of(wanted.Norm, wanted.Scores, wanted.Output),
            wanted.Labels.Length > 0 ? ClassLabels.Read(app.PathOf(wanted.Labels)) : null);
        model.NeedPictures();
        var (norm, wantedMaps) = (model.NeededNorm, ClassifierMaps.Of(frame.World, entity).All);
        // A net of any size looks at pictures of the wanted one.
        var isFixed = model.Height > 0 && model.Width > 0;
        var (height, width) = model.SizeFor(isFixed ? 0 : Math.Clamp(wanted.Size, 0, LargestSize));

        var graph = new Graph();
        var x = graph.FromImage(
            ImageKey, height, width, norm, grey: model.Channels == 1, fit: ImageFit.Cover, crop: CropRectangle.Centre(wanted.Crop));
        if (model.Channels == 4)
            x = Tensor.Concat(1, x, graph.Fill(new Shape(1, 1, height, width), byte.MaxValue * norm.OfOpacity));
        var layers = TrunkLayers.Of(model, x);
        // A trunk without classes has maps to show all the same.
        var scores = wantedMaps.Count > 0 ? layers.Outputs!.FindClasses() : layers.Classes;
        var classes = scores?.Count ?? 0;
        Tensor[] fetch = scores is null ? [] : [scores.Shown.Named(OutputKey)];
        var labels = classes == 0 ? [] : FittedLabels.For(model.Labels, classes, wanted.Labels.Length > 0 ? wanted.Labels : model.Path);
        app.SayOnce(model.NormSentence);
        if (scores is { IsIndependent: true })
            app.SayOnce($"{model.Name}: {scores.Meaning}");
        Tensor[] sinks = [.. wantedMaps.Select(m => Show(LayerOutput(layers, x, m.Map.Layer), m.Map, m.Name))];
        var maps = new List<(string Name, GpuImage Image)>();
        try
        {
            foreach (var (title, map) in wantedMaps)
                maps.Add((title, frame.Gpu.Image(Math.Clamp(map.Width, 1, 4096), Math.Clamp(map.Height, 1, 4096), title)));
            var plan = Plan.Compile(weights, sinks, fetch, [(ImageKey, image), .. maps], app.PlansFor(name, wanted.Budget));
            return new Classification(frame, entity, wanted, plan, model, labels, classes, image, maps)
            {
                IsIndependent = scores is { IsIndependent: true },
            };
        }
        catch
        {
            foreach (var (_, map) in maps)
                map.Dispose();
            throw;
        }
    }

    // A scene may be played with another net, whose layers have fewer channels.
    private static Tensor Show(Tensor layer, FeatureMaps map, string name)
    {
        var grid = map.Grid;
        var count = layer.Shape.Rank > 1 && grid.First >= 0 && grid.First < layer.Shape[1]
            ? Math.Min(grid.Count, layer.Shape[1] - grid.First)
            : grid.Count;
        return (grid with { Count = count }).ToImage(layer, name);
    }

    // Layers before the wanted one append nodes that are in the graph already, so walking them again costs nothing.
    private static Tensor LayerOutput(TrunkLayers layers, Tensor x, string layer)
    {
        if (layer.Length == 0 && layers.Maps is [var first, ..])
            return layers[first];
        if (layers.Has(layer) || layers.Model.Module is not Sequential sequence || !int.TryParse(layer, out var last))
            return layers[layer];
        if (last < 0 || last >= sequence.Count)
            throw new InvalidOperationException($"{layers.Model.Path} has no layer \"{layer}\"; there are 0 to {sequence.Count - 1}");
        for (var i = 0; i <= last; i++)
            x = sequence[i].Forward(x);
        return x;
    }
}
