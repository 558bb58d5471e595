// Pictures made from noise that a class, a channel or a neuron of a net answers to most.
using Engine;

namespace CnnCompute;

/// <summary>What an ascent made.</summary>
/// <param name="Picture">[3,H,W] of 0..1.</param>
/// <param name="Objective">The objective of the picture as it is.</param>
/// <param name="Rise">The objective in every step, of the picture as it was seen then.</param>
/// <param name="Broken">Why it ended early; null where it did not. The picture is the last good one.</param>
public sealed record Visualized(float[] Picture, float Objective, IReadOnlyList<float> Rise, string? Broken);

/// <summary>
/// Maximises an <see cref="Objective"/> over pictures (Erhan et al., 2009; Olah et al., "Feature Visualization", 2017), from noise, by Adam: over
/// frequencies in decorrelated colours that are seen a little askew, or over pixels held together by regularisers (Mahendran and Vedaldi, 2015;
/// Yosinski et al., 2015).
/// </summary>
public sealed class FeatureVisualizer : Computation
{
    /// <summary>Names of what plans of scenes have: the image they write and the objective they fetch.</summary>
    public const string ImageName = "visualised", ValueName = "visualised objective";

    private const int StepsBetweenCopies = 16, BlurWindow = 5;
    private const float Deviation = 0.01f;
    private const string SigmaName = "sigma", KeyName = "key";
    private readonly VisualizerOptions options;
    private readonly PlanOptions how;
    private readonly RobustView view;
    private readonly Adam adam;
    private readonly Parameter numbers;
    private readonly Func<Graph, Tensor> build;
    private readonly Plan? blur, show;
    private readonly Tensor picture, objective;

    /// <summary>Compiles the ascent.</summary>
    /// <param name="weights">Holds the net's weights; outlives this.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="wanted">What is maximised.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the net has no such layer, channel or class.</exception>
    /// <exception cref="NotSupportedException">An operator on the way has no gradient; it is named.</exception>
    public FeatureVisualizer(Residence weights, Trunk trunk, Objective wanted, VisualizerOptions options)
        : this(weights, trunk, wanted, options, new PlanOptions(), null)
    {
    }

    /// <summary>For scenes: every step writes the picture, as it was before, to an image; nothing is blurred.</summary>
    public FeatureVisualizer(
        Residence weights, Trunk trunk, Objective wanted, VisualizerOptions options, PlanOptions how, GpuImage? image) : base(weights)
    {
        options.Validate();
        (this.options, this.how) = (options, how);
        view = new RobustView(options.Jitter, options.Zoom, options.Turn);
        var pixels = new PixelPicture(new Shape(1, 3, options.Height, options.Width), options.Seed, Deviation);
        var frequencies = new FourierPicture(options.Height, options.Width, seed: (ulong)options.Seed, deviation: Deviation);
        (build, numbers) = options.Pixels ? ((Func<Graph, Tensor>)pixels.Build, pixels.Values) : (frequencies.Picture, frequencies.Spectrum);
        adam = new Adam(ParameterGroup.Of([numbers]));
        OwnState([numbers, .. adam.StateDict().Values]);
        using var construction = Constructing();
        Steady = CompileStep(trunk, wanted, redirect: false, image);
        First = options.RedirectSteps > 0 ? CompileStep(trunk, wanted, redirect: true, image) : Steady;
        Again = CompileAgain();
        if (image is null)
        {
            blur = options is { Pixels: true, BlurEvery: > 0 } ? CompileBlur() : null;
            picture = build(new Graph());
            objective = wanted.Build(trunk.Apply(picture));
            show = Compile([], [picture, objective], options: how with { Name = "visualised" });
        }
        construction.Complete();
    }

    /// <summary>The plan of the first steps, and that of all others.</summary>
    public Plan First { get; }

    /// <inheritdoc cref="First"/>
    public Plan Steady { get; }

    /// <summary>Goes back to noise; <see cref="Restart"/> says which.</summary>
    public Plan Again { get; }

    /// <summary>How many steps <see cref="First"/> takes.</summary>
    public int FirstSteps => options.RedirectSteps;

    /// <summary>The plan of a step, with its values set.</summary>
    public Plan Prepared(int step)
    {
        var plan = step < options.RedirectSteps ? First : Steady;
        plan.Set(Optimizer.RateName, options.Rate);
        plan.Set(Optimizer.StepName, step + 1);
        if (!view.IsStill)
        {
            Span<float> map = stackalloc float[6];
            view.At(options.Seed, step, options.Height, options.Width, map);
            plan.Set(RobustView.ViewName, map);
        }
        return plan;
    }

    /// <summary>Chooses the noise that <see cref="Again"/> goes back to.</summary>
    public void Restart(int seed)
    {
        Span<int> key = [options.Seed, seed];
        Again.SetInt(KeyName, key);
    }

    /// <summary>Makes the picture; can be done once.</summary>
    /// <param name="progress">Called after every step with its number from 0 and the objective.</param>
    /// <param name="cancellation">Ends it early; what there is so far is given.</param>
    public Visualized Run(Action<int, float>? progress = null, CancellationToken cancellation = default)
    {
        if (show is null)
            throw new InvalidOperationException("this ascent was compiled for a scene");
        var rise = new List<float>();
        var good = Look().Picture;
        string? broken = null;
        for (var i = 0; i < options.Steps && !cancellation.IsCancellationRequested; i++)
        {
            var plan = Prepared(i);
            plan.Run();
            var value = plan.Fetch(ValueName)[0];
            if (!float.IsFinite(value))
            {
                broken = $"the objective became {value} in step {i + 1}; a smaller rate than {options.Rate} may help";
                break;
            }
            rise.Add(value);
            progress?.Invoke(i, value);
            if (blur is not null && (i + 1) % options.BlurEvery == 0)
                blur.Run();
            if ((i + 1) % StepsBetweenCopies == 0 && Look() is var now && float.IsFinite(now.Objective))
                good = now.Picture;
        }
        var (last, final) = Look();
        if (!float.IsFinite(final) || last.Any(v => !float.IsFinite(v)))
        {
            broken ??= $"the objective became {final} after step {rise.Count}; a smaller rate than {options.Rate} may help";
            return new Visualized(good, rise.Count > 0 ? rise[^1] : float.NaN, rise, broken);
        }
        return new Visualized(last, final, rise, broken);
    }

    private Plan CompileStep(Trunk trunk, Objective wanted, bool redirect, GpuImage? image)
    {
        var graph = new Graph();
        var whole = build(graph);
        var value = wanted.Build(trunk.Apply(view.Build(whole))).Named(ValueName);
        var loss = -value;
        if (options.TotalVariation > 0)
            loss += whole.TotalVariation(reduction: LossReduction.Mean) * options.TotalVariation;
        if (options.Decay > 0)
            loss += whole.Scale(1, -0.5f).Square().Mean() * options.Decay;
        var updates = adam.Step(loss, rules: redirect ? [RedirectedRelu.Rule] : null);
        return Compile(image is null ? updates : [.. updates, whole.ToImage(ImageName)], [value], image is null ? [] : [(ImageName, image)],
            how with { Name = redirect ? $"{how.Name} first" : how.Name });
    }

    private Plan CompileBlur()
    {
        var graph = new Graph();
        var plan = Compile([graph.Parameter(numbers).GaussianBlur(graph.Value(SigmaName), BlurWindow).AssignTo(numbers)],
            options: how with { Name = "blur" });
        plan.Set(SigmaName, options.BlurSigma);
        return plan;
    }

    private Plan CompileAgain()
    {
        var graph = new Graph();
        var noise = graph.RandomNormal(numbers.Shape, graph.Value(KeyName, new Shape(2), DType.I32)).Scale(Deviation);
        return Compile([noise.AssignTo(numbers), .. adam.StateDict().Values.Select(p => graph.Fill(p.Shape, 0).AssignTo(p))],
            options: new PlanOptions { Name = "visualise again" });
    }

    private (float[] Picture, float Objective) Look()
    {
        show!.Run();
        return (show.Fetch(picture), show.Fetch(objective)[0]);
    }
}
