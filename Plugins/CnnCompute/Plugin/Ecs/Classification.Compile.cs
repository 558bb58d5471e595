// What a classifier's plan is made of: a net, an image, its classes and the maps that look into it.
using Engine;

namespace CnnCompute;

public sealed partial class Classification
{
    private const string ImageKey = "image", OutputKey = "probabilities";
    private const int UsualSize = 224, LargestSize = 4096;

    /// <summary>Compiles a classifier and its maps; its image is published.</summary>
    internal static Classification Compile(Frame frame, Entity entity, Classifier wanted)
    {
        var (app, name, image) = (frame.App, frame.World.NameOf(entity), frame.Images.Find(wanted.Image)!);
        if (wanted.Model.Length == 0)
            throw new InvalidOperationException($"classifier {name} has no model; name one in the scene or with --model FILE");
        var (model, weights) = app.Models().Open(app.PathOf(wanted.Model));
        if (model.Channels is not (1 or 3))
            throw new InvalidDataException($"{model.Path}: a model of grey or coloured pictures is needed, this one takes {model.Channels} channels");
        // A net of any size looks at pictures of the wanted one.
        var side = Math.Clamp(wanted.Size, 0, LargestSize) is > 0 and var size ? size : UsualSize;
        var (height, width) = (model.Height > 0 ? model.Height : side, model.Width > 0 ? model.Width : side);
        var norm = wanted.Norm.Length > 0 ? PixelNorm.Named(wanted.Norm) : model.Norm
            ?? throw new InvalidDataException($"{model.Path} does not say how pixels become its input; give --norm {PixelNorm.Choices}");

        var graph = new Graph();
        var x = graph.FromImage(
            ImageKey, height, width, norm, grey: model.Channels == 1, fit: ImageFit.Cover, crop: CropRectangle.Centre(wanted.Crop));
        var layers = TrunkLayers.Of(model, x);
        var scores = layers.Output!.Value;
        var wantedMaps = ClassifierMaps.Of(frame.World, entity).All;
        // A trunk without classes has maps to show all the same.
        var classes = scores.Shape.Rank == 2 || (scores.Shape.Rank > 2 && scores.Shape.Count == scores.Shape[1]) ? (int)scores.Shape.Count : 0;
        if (classes == 0 && wantedMaps.Count == 0)
            throw new InvalidDataException($"{model.Path}: gives {scores.Shape} and no classes; let FeatureMaps look at it, or take another model");
        Tensor[] fetch = classes == 0 ? [] : [(model.GivesProbabilities ? scores : scores.Softmax(1)).Named(OutputKey)];
        var labels = LabelsOf(model, wanted.Labels.Length > 0 ? app.PathOf(wanted.Labels) : null, classes);
        Tensor[] sinks = [.. wantedMaps.Select(m => Show(LayerOutput(layers, x, m.Map.Layer), m.Map, m.Name))];
        var maps = new List<(string Name, GpuImage Image)>();
        try
        {
            foreach (var (title, map) in wantedMaps)
                maps.Add((title, frame.Gpu.Image(Math.Clamp(map.Width, 1, 4096), Math.Clamp(map.Height, 1, 4096), title)));
            var plan = Plan.Compile(weights, sinks, fetch, [(ImageKey, image), .. maps], app.PlansFor(name, wanted.Budget));
            return new Classification(frame, entity, wanted, plan, model, labels, classes, image, maps);
        }
        catch
        {
            foreach (var (_, map) in maps)
                map.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<string> LabelsOf(ModelFile model, string? path, int classes)
    {
        var labels = path is null ? model.Labels : ClassLabels.Read(path);
        return labels.Count == 0 || classes == 0 || labels.Count == classes ? labels
            : throw new InvalidDataException(
                $"{path ?? model.Path}: {labels.Count} class names for a network of {classes} classes; give the right file with --labels");
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
