// Trains a feed-forward style net.
using Engine;

namespace CnnCompute;

/// <summary>
/// Trains <see cref="StyleNet"/> by the losses of a trunk (Johnson, Alahi and Fei-Fei, "Perceptual losses for real-time style transfer and
/// super-resolution", 2016) on random crops of pictures. A step is two plans: one looks at the crops as they are, one at what the net makes of them,
/// so that no gradient is computed for the former.
/// </summary>
public sealed class StyleTrainer : Computation
{
    private const string CropsKey = "crops", LossesKey = "losses", StyleKey = "style", ContentWeightName = "content weight",
        StyleWeightName = "style weight", SmoothnessName = "smoothness";

    // What the last layer gives lies around 0 with a deviation of about 1 at first; pictures lie around the middle of 0..1. Saved weights include it.
    private const float Contrast = 0.25f, Middle = 0.5f;
    private readonly StyleTrainingOptions options;
    private readonly List<Photograph> pictures;
    private readonly StyleNet net;
    private readonly Plan look, step;
    private readonly float[] crops;
    private readonly LrSchedule schedule;

    /// <summary>Compiles the plans and measures the style.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="trunk">The net that judges.</param>
    /// <param name="options">Settings.</param>
    /// <param name="contents">Pictures to learn from.</param>
    /// <param name="style">The style.</param>
    /// <param name="start">A net as <see cref="Save"/> wrote it, to go on with; null for a new one.</param>
    /// <exception cref="ArgumentException">A setting is out of range, a layer does not exist, or no picture is as large as a crop.</exception>
    /// <exception cref="StateDictException"><paramref name="start"/> is another net.</exception>
    public StyleTrainer(
        Gpu gpu, Trunk trunk, StyleTrainingOptions options, IEnumerable<Photograph> contents, Photograph style,
        IReadOnlyDictionary<string, TensorData>? start = null)
        : base(new Residence(gpu))
    {
        this.options = options;
        if (options.Size < 16 || options.Size % 4 != 0 || options.Batch < 1 || options.Steps < 1 || !(options.LearningRate > 0))
        {
            throw new ArgumentException($"crops of {options.Size}, {options.Batch} a step, {options.Steps} steps at {options.LearningRate}: "
                + "crops have a side of 16 or more, a multiple of 4; the others are positive");
        }
        pictures = [.. contents.Where(p => Math.Min(p.Width, p.Height) >= options.Size)];
        if (pictures.Count == 0)
            throw new ArgumentException($"no picture to learn from is {options.Size}×{options.Size} or larger; give smaller crops with --size");
        net = (StyleNet)Zoo.Create("style_net", seed: (ulong)options.Seed);
        if (start is not null)
            net.LoadStateDict(start.ToDictionary(e => e.Key, e => Rescaled(e.Key, e.Value, 1 / (Contrast * 255), -Middle / Contrast)));
        schedule = new CosineLr(options.LearningRate, options.Steps, Math.Min(50, options.Steps / 10), options.LearningRate / 30);
        var shape = new Shape(options.Batch, 3, options.Size, options.Size);
        crops = new float[shape.Count];
        var losses = new StyleLosses(trunk, options.StyleLayers, StyleMethod.Gram, 1, options.Size, options.Size);
        var contentLayer = options.ContentLayer.Length > 0 ? options.ContentLayer
            : StyleLosses.DefaultLayers(trunk.Apply(new Graph().Input("x", shape))).Content;
        using var construction = Constructing();
        MeasureStyle(losses, style);
        var graph = new Graph();
        var x = graph.Input(CropsKey, shape);
        var map = StyleLosses.MapOf(trunk.Apply(x), contentLayer);
        var (batch, content) = (State("crops", shape), State("content", map.Shape));
        look = Compile([x.AssignTo(batch), map.AssignTo(content)], options: new PlanOptions { Name = "style crops" });

        graph = new Graph();
        var painted = net.Forward(graph.Parameter(batch).Scale(255)).Scale(Contrast, Middle);
        var layers = trunk.Apply(painted);
        var kept = StyleLosses.Relative(StyleLosses.MapOf(layers, contentLayer), graph.Parameter(content)) * graph.Value(ContentWeightName);
        var styled = losses.Loss(layers) * graph.Value(StyleWeightName);
        var rough = painted.TotalVariation(squared: true, LossReduction.Mean) * graph.Value(SmoothnessName);
        var total = kept + styled + rough + (painted - painted.Clamp(0, 1)).Square().Mean();
        var all = Tensor.Concat(0, total.Reshape(1), kept.Reshape(1), styled.Reshape(1), rough.Reshape(1)).Named(LossesKey);
        step = Compile(new Adam(ParameterGroup.Of(net.Parameters())).Step(total), [all], options: new PlanOptions { Name = "style training" });
        step.Set(ContentWeightName, options.ContentWeight);
        step.Set(StyleWeightName, options.StyleWeight);
        step.Set(SmoothnessName, options.Smoothness);
        construction.Complete();
    }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Learns from one batch of crops; waits. Gives the losses before the step.</summary>
    public StyleProgress Step()
    {
        for (var n = 0; n < options.Batch; n++)
            Crop((Steps * options.Batch) + n, crops.AsSpan(n * crops.Length / options.Batch));
        look.Upload(CropsKey, crops);
        look.Run();
        step.Set(Optimizer.RateName, schedule.At(Steps));
        step.Set(Optimizer.StepName, ++Steps);
        step.Run();
        return NeuralStyle.ProgressOf(step.Fetch(LossesKey));
    }

    /// <summary>Writes the net as safetensors that scenes and verbs open; it takes and gives bytes.</summary>
    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        var state = net.StateDict()
            .ToDictionary(e => e.Key, e => Rescaled(e.Key, new TensorData(e.Value.Shape, Weights.Get(e.Value)), Contrast * 255, Middle * 255));
        var metadata = ModelMetadata.Of(net, (3, 256, 256), PixelNorm.Byte, []);
        foreach (var (key, value) in notes ?? new Dictionary<string, string>())
            metadata[key] = value;
        metadata[Checksum.Key] = Checksum.Of(state, metadata);
        Safetensors.Save(path, state, metadata);
    }

    /// <summary>Frees everything.</summary>
    public override void Dispose()
    {
        base.Dispose();
        Weights.Dispose();
    }

    // The last layer in another unit.
    private static TensorData Rescaled(string key, TensorData value, float factor, float shift) => key switch
    {
        "conv4.weight" => value with { Values = [.. value.Values.Select(v => v * factor)] },
        "conv4.bias" => value with { Values = [.. value.Values.Select(v => v * factor + shift)] },
        _ => value,
    };

    private void MeasureStyle(StyleLosses losses, Photograph style)
    {
        var scale = (double)options.StyleSize / Math.Max(style.Width, style.Height);
        int height = Math.Max(1, (int)Math.Round(style.Height * scale)), width = Math.Max(1, (int)Math.Round(style.Width * scale));
        var graph = new Graph();
        using var measure = Plan.Compile(Weights, losses.Measure(0, graph.Input(StyleKey, 1, 3, height, width)),
            options: new PlanOptions { Name = "style" });
        measure.Upload(StyleKey,
            new Photograph(width, height, Resampling.Bilinear(style.Rgba, style.Width, style.Height, 4, width, height)).Planes(3, PixelNorm.Unit));
        measure.Run();
    }

    // A square of random place and size, every second one mirrored; the same for the same number.
    private void Crop(long number, Span<float> planes)
    {
        var random = new Philox((ulong)options.Seed, (ulong)number);
        var picture = pictures[(int)(random.Word(0) % (ulong)pictures.Count)];
        var side = options.Size + (int)(random.Uniform(1) * (Math.Min(picture.Width, picture.Height) - options.Size));
        int left = (int)(random.Uniform(2) * (picture.Width - side)), top = (int)(random.Uniform(3) * (picture.Height - side));
        var cut = new byte[side * side * 4];
        for (var y = 0; y < side; y++)
            picture.Rgba.AsSpan((((top + y) * picture.Width) + left) * 4, side * 4).CopyTo(cut.AsSpan(y * side * 4));
        var size = options.Size;
        var pixels = Resampling.Bilinear(cut, side, side, 4, size, size);
        var mirrored = random.Uniform(4) < 0.5f;
        for (var i = 0; i < size * size; i++)
        {
            var at = mirrored ? (i / size * size) + size - 1 - (i % size) : i;
            for (var c = 0; c < 3; c++)
                planes[(c * size * size) + i] = pixels[(at * 4) + c] / 255f;
        }
    }
}
