// A heat map of a scene, compiled: what a net, a method and an image make.
using Engine;

namespace CnnCompute;

/// <summary>Plans for one set of settings; what they are about stays with them.</summary>
internal sealed class SaliencyProgram : IDisposable
{
    /// <summary>Names of images, values and tensors in the plans.</summary>
    public const string Source = "source", Overlay = "overlay", OpacityKey = "opacity", ClassName = "explained class",
        ProbabilityName = "explained probability";

    private const int UsualSide = 224;
    private static readonly Limits Side = new(8, 1024), Asked = new(0, 1024), Across = new(16, 4096), Crop = new(0.05, 1);
    private readonly ModelFile model;
    private readonly IReadOnlyList<string> names;
    private readonly int classes;

    private SaliencyProgram(
        ModelFile model, IReadOnlyList<string> names, IReadOnlyList<string> maps, int classes, AttributionRun run, GpuImage picture) =>
            (this.model, this.names, Labels, Maps, this.classes, Run, Picture) = (
                model, names, [.. names.Select(Classification.Short)], maps, classes, run, picture);

    /// <summary>Class names, short enough to be shown; may be empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Layers that Grad-CAM can weigh, from shallow to deep.</summary>
    public IReadOnlyList<string> Maps { get; }

    /// <summary>The plans.</summary>
    public AttributionRun Run { get; }

    /// <summary>What they write; its user owns it.</summary>
    public GpuImage Picture { get; }

    /// <summary>The model that one looks into: its own, its classifier's, or the usual one.</summary>
    public static string FileOf(in Saliency wanted, in Classifier classifier) =>
        wanted.Model.Length > 0 ? wanted.Model : classifier.Model.Length > 0 ? classifier.Model : ModelFile.Usual;

    /// <summary>The layer whose maps a trunk's features are the means of; empty of a net that has classes.</summary>
    public string FeatureLayer => model.FeatureLayer;

    /// <summary>Compiles.</summary>
    /// <param name="app">Where models and images live.</param>
    /// <param name="name">For messages and tables.</param>
    /// <param name="wanted">The settings.</param>
    /// <param name="classifier">Stands in for settings that are empty.</param>
    /// <param name="image">What is looked at.</param>
    /// <param name="reuse">Written again where it has the right size.</param>
    /// <param name="said">Takes words about settings that were not possible.</param>
    public static SaliencyProgram Compile(
        App app, string name, in Saliency wanted, in Classifier classifier, GpuImage image, GpuImage? reuse, LogOnce said)
    {
        string Or(string own, string other) => own.Length > 0 ? own : other;
        var (found, weights) = app.Models().Open(app.PathOf(FileOf(wanted, classifier)));
        var list = Or(wanted.Labels, classifier.Labels);
        var model = found.With(ModelStatement.Of(Or(wanted.Norm, classifier.Norm), classifier.Scores, classifier.Output),
            list.Length > 0 ? ClassLabels.Read(app.PathOf(list)) : null);
        var trunk = new Trunk(model);
        app.SayOnce(model.NormSentence);
        var words = new List<string>();
        var size = Asked.Take("size", wanted.Size, words);
        var side = Side.Take("size", size > 0 ? size : classifier.Size > 0 ? classifier.Size : UsualSide, words);
        var (height, width) = (model.Height > 0 ? model.Height : side, model.Width > 0 ? model.Width : side);
        var objective = wanted.Options.Explained;

        var layers = trunk.Apply(new Graph().Input(Source, 1, 3, height, width));
        var classes = objective is null && !model.HasFeatures ? layers.Classes.Count : 0;
        var labels = classes > 0 ? FittedLabels.For(model.Labels, classes, Or(list, model.Path)) : model.Labels;

        var across = Across.Take("width", wanted.Width, words);
        var crop = CropRectangle.Centre(Crop.Take("crop", wanted.Crop != 0 ? wanted.Crop : classifier.Crop, words));
        var (options, heat) = (wanted.Options.Clamped(words), wanted.Heat.Clamped(words));
        foreach (var word in words)
            said.Warning($"saliency {name}: {word}");
        var down = Math.Max(1, (int)Math.Round((double)across * height / width));
        var picture = reuse is not null && (reuse.Width, reuse.Height) == (across, down) ? reuse : app.Gpu.Image(across, down, name);
        try
        {
            var run = new AttributionRun(weights, trunk, options, graph => (Look(graph, height, width, crop), Look(graph, down, across, crop)),
                (made, shown) => Show(made, shown, heat.Colours), [(Source, image), (Overlay, picture)], app.PlansFor(name, wanted.Budget));
            var program = new SaliencyProgram(model, labels, Attribution.MapsBefore(layers, objective), classes, run, picture);
            try
            {
                program.Explain(wanted.Class);
            }
            catch
            {
                run.Dispose();
                throw;
            }
            return program;
        }
        catch
        {
            if (!ReferenceEquals(picture, reuse))
                picture.Dispose();
            throw;
        }
    }

    /// <summary>Says which class is explained from the next picture on: its number or name; empty or -1 for the most probable one.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public void Explain(string name)
    {
        if (classes > 0)
            Run.Explain(name.Trim() is { Length: > 0 } one && one != "-1" ? Objective.ClassIndex(model, one, classes, names) : -1);
    }

    /// <inheritdoc/>
    public void Dispose() => Run.Dispose();

    private static Tensor Look(Graph graph, int height, int width, CropRectangle crop) =>
        graph.FromImage(Source, height, width, PixelNorm.Unit, fit: ImageFit.Cover, crop: crop);

    private static IEnumerable<Tensor> Show(AttributionMap found, Tensor shown, ColourMap map)
    {
        yield return HeatOverlay.Build(found.Heat, shown, map, shown.Graph.Value(OpacityKey)).ToImage(Overlay);
        if (found.Class is not { } index)
            yield break;
        yield return index.Named(ClassName);
        yield return found.Probability!.Value.Named(ProbabilityName);
    }
}
