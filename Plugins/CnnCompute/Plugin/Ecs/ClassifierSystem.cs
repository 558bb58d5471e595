// Compiles and runs the classifiers of a scene.
using Engine;

namespace CnnCompute;

/// <summary>Compute phase: every classifier looks at its image; results come back some frames later, nothing waits.</summary>
public static class ClassifierSystem
{
    internal const string ImageKey = "image", OutputKey = "probabilities";
    private const int UsualSize = 224, LargestSize = 4096;
    private static readonly QueryDescription New = new QueryDescription().WithAll<Classifier>().WithNone<Classification>();
    private static readonly QueryDescription Running = new QueryDescription().WithAll<Classifier, Classification>();
    private static readonly QueryDescription Maps = new QueryDescription().WithAll<FeatureMaps>();

    /// <summary>Runs them for this frame.</summary>
    public static void Run(Frame frame)
    {
        var images = frame.App.Shared(_ => new Images());
        if (frame.World.CountEntities(in New) > 0)
            Attach(frame, images);
        foreach (ref var chunk in frame.World.Query(in Running))
        {
            foreach (var i in chunk)
            {
                ref var wanted = ref chunk.Get<Classifier>(i);
                ref var running = ref chunk.Get<Classification>(i);
                if (!images.TryGet(wanted.Image, out var image))
                {
                    running.Miss(frame.World, chunk.Entity(i), wanted.Image, images);
                    continue;
                }
                if (running.Wanted != wanted || !SameMaps(frame.World, chunk.Entity(i), running.WantedMaps))
                    running = CompileAnew(frame, chunk.Entity(i), wanted, image, images, running);
                running.Run(frame, image, Showing(frame.World, wanted.Truth), wanted.Budget);
            }
        }
    }

    private static PictureInfo Showing(World world, Entity source) =>
        source != Entity.Null && world.IsAlive(source) && world.TryGet<Feed>(source, out var feed) ? feed!.Picture : new PictureInfo(-1, -1);

    private static void Attach(Frame frame, Images images)
    {
        var entities = new Entity[frame.World.CountEntities(in New)];
        frame.World.GetEntities(in New, entities);
        var refused = frame.App.Shared(_ => new Refused());
        foreach (var entity in entities)
        {
            var wanted = frame.World.Get<Classifier>(entity);
            if (refused.TryGetValue(entity, out var known) && known.Wanted == wanted && SameMaps(frame.World, entity, known.Maps))
                continue;
            if (images.TryGet(wanted.Image, out var image))
            {
                try
                {
                    frame.World.Add(entity, Compile(frame, entity, wanted, image, images));
                }
                catch (Exception error) when (frame.Index > 0 && IsWrongInput(error))
                {
                    Log.Warning(error.Message);
                    refused[entity] = (wanted, MapsOf(frame.World, entity));
                }
            }
            else if (frame.Index == 0)
                throw new InvalidOperationException($"classifier {frame.World.NameOf(entity)} looks at the image \"{wanted.Image}\", which nothing in the scene publishes; there are: {string.Join(", ", images.Names)}");
        }
    }

    /// <summary>Classifiers added while the scene runs that could not be compiled: each is tried again when it or its maps are edited.</summary>
    private sealed class Refused : Dictionary<Entity, (Classifier Wanted, List<(string Name, FeatureMaps Map)> Maps)>;

    private static bool IsWrongInput(Exception error) => error is IOException or InvalidDataException or InvalidOperationException or ArgumentException or GpuException;

    // What is mistyped while the scene runs is said once; the old network goes on.
    private static Classification CompileAnew(Frame frame, Entity entity, Classifier wanted, GpuImage image, Images images, Classification old)
    {
        try
        {
            var running = Compile(frame, entity, wanted, image, images);
            old.Dispose();
            return running;
        }
        catch (Exception error) when (IsWrongInput(error))
        {
            Log.Warning(error.Message);
            old.Wanted = wanted;
            old.WantedMaps = MapsOf(frame.World, entity);
            return old;
        }
    }

    private static Classification Compile(Frame frame, Entity entity, Classifier wanted, GpuImage image, Images images)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(frame.App.Scene?.Path ?? "."))!;
        if (wanted.Model.Length == 0)
            throw new InvalidOperationException($"classifier {frame.World.NameOf(entity)} has no model; name one in the scene or with --model FILE");
        var (model, weights) = frame.App.Shared(app => new LoadedModels(app.Gpu)).Open(Path.Combine(folder, wanted.Model));
        if (model.Channels is not (1 or 3))
            throw new InvalidDataException($"{model.Path}: a model of grey or coloured pictures is needed, this one takes {model.Channels} channels");
        // A net of any size looks at pictures of the wanted one.
        var side = Math.Clamp(wanted.Size, 0, LargestSize) is > 0 and var size ? size : UsualSize;
        var (height, width) = (model.Height > 0 ? model.Height : side, model.Width > 0 ? model.Width : side);
        var norm = wanted.Norm.Length > 0 ? PixelNorm.Named(wanted.Norm) : model.Norm
            ?? throw new InvalidDataException($"{model.Path} does not say how pixels become its input; give --norm torch, tf128, unit or byte");

        var graph = new Graph();
        var x = graph.FromImage(ImageKey, height, width, norm, grey: model.Channels == 1, fit: ImageFit.Cover, crop: CropRectangle.Centre(wanted.Crop));
        var before = graph.Names.Keys.ToHashSet();
        var scores = model.Module.ForwardNamed(x);
        var layers = new TrunkLayers(model, x, x, scores, before, null);
        var wantedMaps = MapsOf(frame.World, entity);
        // A trunk without classes has maps to show all the same.
        var classes = scores.Shape.Rank == 2 || (scores.Shape.Rank > 2 && scores.Shape.Count == scores.Shape[1]) ? (int)scores.Shape.Count : 0;
        if (classes == 0 && wantedMaps.Count == 0)
            throw new InvalidDataException($"{model.Path}: gives {scores.Shape} and no classes; let FeatureMaps look at it, or take another model");
        Tensor[] fetch = classes == 0 ? [] : [(model.GivesProbabilities ? scores : scores.Softmax(1)).Named(OutputKey)];
        var labels = LabelsOf(model, wanted.Labels.Length > 0 ? Path.Combine(folder, wanted.Labels) : null, classes);
        Tensor[] sinks = [.. wantedMaps.Select(m => Show(LayerOutput(layers, x, m.Map.Layer), m.Map, m.Name))];
        var options = new PlanOptions { Name = frame.World.NameOf(entity), Budgeted = wanted.Budget > 0, Measure = !frame.App.IsDeterministic };
        if (wanted.Budget > 0)
            options = options with { SliceMilliseconds = Math.Min(options.SliceMilliseconds, wanted.Budget) };
        var maps = new List<(string Name, GpuImage Image)>();
        try
        {
            foreach (var (name, map) in wantedMaps)
                maps.Add((name, frame.Gpu.Image(Math.Clamp(map.Width, 1, 4096), Math.Clamp(map.Height, 1, 4096), name)));
            var plan = Plan.Compile(weights, sinks, fetch, [(ImageKey, image), .. maps], options);
            var running = new Classification(plan, model, labels, classes, image, images) { Wanted = wanted, WantedMaps = wantedMaps };
            foreach (var (name, map) in maps)
                running.Publish(name, map);
            return running;
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
            : throw new InvalidDataException($"{path ?? model.Path}: {labels.Count} class names for a network of {classes} classes; give the right file with --labels");
    }

    // A scene may be played with another net, whose layers have fewer channels.
    private static Tensor Show(Tensor layer, FeatureMaps map, string name)
    {
        var count = layer.Shape.Rank > 1 && map.First >= 0 && map.First < layer.Shape[1] ? Math.Min(map.Count, layer.Shape[1] - map.First) : map.Count;
        return new FeatureGrid(map.Map, map.Columns, map.First, count, map.Normalise).ToImage(layer, name);
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

    private static List<(string Name, FeatureMaps Map)> MapsOf(World world, Entity classifier)
    {
        var found = new List<(string, FeatureMaps)>();
        world.Query(in Maps, (Entity entity, ref FeatureMaps map) =>
        {
            if (map.Classifier == classifier)
                found.Add((world.NameOf(entity), map));
        });
        return found;
    }

    // Asked every frame: allocates nothing.
    private static bool SameMaps(World world, Entity classifier, IReadOnlyList<(string Name, FeatureMaps Map)> known)
    {
        var found = 0;
        foreach (ref var chunk in world.Query(in Maps))
        {
            foreach (var i in chunk)
            {
                ref var map = ref chunk.Get<FeatureMaps>(i);
                if (map.Classifier != classifier)
                    continue;
                if (found == known.Count || !Same(known[found].Map, map) || known[found].Name != world.NameOf(chunk.Entity(i)))
                    return false;
                found++;
            }
        }
        return found == known.Count;
    }

    // The record's own equality boxes the enum for as long as it runs unoptimised. Both belong to the same classifier.
    private static bool Same(in FeatureMaps a, in FeatureMaps b) => (a.Layer, a.Columns, a.First, a.Count, a.Map, a.Normalise, a.Width) == (b.Layer, b.Columns, b.First, b.Count, b.Map, b.Normalise, b.Width)
        && a.Height == b.Height;
}
