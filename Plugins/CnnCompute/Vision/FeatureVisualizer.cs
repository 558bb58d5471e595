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
/// Maximises an <see cref="Objective"/> over pictures (Erhan et al., 2009; Olah et al., "Feature Visualization", 2017), from noise, by Adam: over frequencies in
/// decorrelated colours that are seen a little askew, or over pixels held together by regularisers (Mahendran and Vedaldi, 2015; Yosinski et al., 2015).
/// </summary>
public sealed class FeatureVisualizer : IDisposable
{
    private const int StepsBetweenCopies = 16, BlurWindow = 5;
    private const string SigmaName = "sigma";
    private readonly VisualizerOptions options;
    private readonly RobustView view;
    private readonly Adam adam;
    private readonly Func<Graph, Tensor> build;
    private readonly List<Plan> plans = [];
    private readonly Plan step, first, show;
    private readonly Plan? blur;
    private Tensor picture, objective;

    /// <summary>Compiles the ascent.</summary>
    /// <param name="weights">Holds the net's weights; outlives this.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="wanted">What is maximised.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the net has no such layer, channel or class.</exception>
    /// <exception cref="NotSupportedException">An operator on the way has no gradient; it is named.</exception>
    public FeatureVisualizer(Residence weights, Trunk trunk, Objective wanted, VisualizerOptions options)
    {
        options.Check();
        this.options = options;
        view = new RobustView(options.Jitter, options.Zoom, options.Turn);
        var pixels = new PixelPicture(new Shape(1, 3, options.Height, options.Width), options.Seed);
        var frequencies = new FourierPicture(options.Height, options.Width, seed: (ulong)options.Seed);
        build = options.Fourier ? frequencies.Picture : pixels.Build;
        adam = new Adam([options.Fourier ? frequencies.Spectrum : pixels.Values]);
        try
        {
            step = CompileStep(weights, trunk, wanted, redirect: false);
            first = options.RedirectSteps > 0 ? CompileStep(weights, trunk, wanted, redirect: true) : step;
            blur = options is { Fourier: false, BlurEvery: > 0 } ? CompileBlur(weights, pixels.Values) : null;
            var graph = new Graph();
            picture = build(graph);
            objective = wanted.Build(trunk.Apply(picture));
            show = Keep(Plan.Compile(weights, [], [picture, objective], options: new PlanOptions { Name = "visualised" }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Makes the picture; can be done once.</summary>
    /// <param name="progress">Called after every step with its number from 0 and the objective.</param>
    /// <param name="cancellation">Ends it early; what there is so far is given.</param>
    public Visualized Run(Action<int, float>? progress = null, CancellationToken cancellation = default)
    {
        var rise = new List<float>();
        var good = Look().Picture;
        string? broken = null;
        for (var i = 0; i < options.Steps && !cancellation.IsCancellationRequested; i++)
        {
            var plan = i < options.RedirectSteps ? first : step;
            plan.Set(Optimizer.RateName, options.Rate);
            plan.Set(Adam.StepName, i + 1);
            if (!view.IsStill)
                plan.Set(RobustView.ViewName, view.At(options.Seed, i, options.Height, options.Width));
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

    /// <summary>Frees the plans.</summary>
    public void Dispose()
    {
        foreach (var plan in plans)
            plan.Dispose();
        plans.Clear();
    }

    private const string ValueName = "visualised objective";

    private Plan Keep(Plan plan)
    {
        plans.Add(plan);
        return plan;
    }

    private Plan CompileStep(Residence weights, Trunk trunk, Objective wanted, bool redirect)
    {
        var graph = new Graph();
        var whole = build(graph);
        var value = wanted.Build(trunk.Apply(view.Build(whole))).Named(ValueName);
        var loss = -value;
        if (options.TotalVariation > 0)
            loss += whole.TotalVariation(reduction: LossReduction.Mean) * options.TotalVariation;
        if (options.Decay > 0)
            loss += whole.Scale(1, -0.5f).Square().Mean() * options.Decay;
        var updates = adam.Step(loss, redirect ? [RedirectedRelu.Rule] : null);
        return Keep(Plan.Compile(weights, updates, [value], options: new PlanOptions { Name = redirect ? "visualise first" : "visualise" }));
    }

    private Plan CompileBlur(Residence weights, Parameter pixels)
    {
        var graph = new Graph();
        var plan = Keep(Plan.Compile(weights, [graph.Parameter(pixels).GaussianBlur(graph.Value(SigmaName), BlurWindow).AssignTo(pixels)],
            options: new PlanOptions { Name = "blur" }));
        plan.Set(SigmaName, options.BlurSigma);
        return plan;
    }

    private (float[] Picture, float Objective) Look()
    {
        show.Run();
        return (show.Fetch(picture), show.Fetch(objective)[0]);
    }
}
