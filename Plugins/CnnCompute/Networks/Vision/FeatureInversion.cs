// A picture found again from what one layer of a net says about it.
namespace CnnCompute;

/// <summary>What came back.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Picture">[3,H,W] of 0..1.</param>
/// <param name="FeatureError">Distance of the layer's values from those of the original, by the original's length.</param>
/// <param name="PictureError">Root of the mean square difference from the original, in 0..1.</param>
/// <param name="Losses">The loss in every step.</param>
/// <param name="Broken">Why it ended early; null where it did not. The picture is the last good one.</param>
public sealed record Inverted(string Layer, float[] Picture, float FeatureError, float PictureError, IReadOnlyList<float> Losses, string? Broken);

/// <summary>
/// Looks for the picture whose values in a layer are those of a given one (Mahendran and Vedaldi, "Understanding Deep Image Representations by
/// Inverting Them", 2015): ‖Φ(x)-Φ₀‖²/‖Φ₀‖² plus total variation plus ‖x‖₆⁶. What differs from the original is what the layer has forgotten.
/// </summary>
public sealed class FeatureInversion : Computation
{
    private const string PictureName = "picture";
    private const int StepsBetweenCopies = 16;
    private readonly InversionOptions options;
    private readonly string layer;
    private readonly int height, width;
    private readonly Plan remember;
    private readonly Plan? handOver;
    private readonly Phase? coarse;
    private readonly Phase fine;

    // Steps on one kind of numbers, and a look at the picture they make.
    private sealed record Phase(Plan Step, Tensor Loss, Plan Show, Tensor Found, Tensor Error);

    /// <summary>Compiles the inversion of one layer.</summary>
    /// <param name="weights">Holds the net's weights; outlives this.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The net has no such layer for pictures of that size, or a setting is out of range.</exception>
    /// <exception cref="NotSupportedException">An operator on the way has no gradient; it is named.</exception>
    public FeatureInversion(Residence weights, Trunk trunk, string layer, int height, int width, InversionOptions? options = null) : base(weights)
    {
        this.options = options ??= new InversionOptions();
        if (options.Steps < 1 || !(options.Rate > 0) || !(options.TotalVariation >= 0) || !(options.Alpha >= 0))
        {
            throw new ArgumentException($"inversion: {options.Steps} steps and the rate {options.Rate} must be positive, "
                + $"the weights {options.TotalVariation} and {options.Alpha} not negative");
        }
        (this.layer, this.height, this.width) = (layer, height, width);
        var shape = new Shape(1, 3, height, width);
        var (pixels, frequencies) = (new PixelPicture(shape, options.Seed), new FourierPicture(height, width, seed: (ulong)options.Seed));
        OwnState(pixels.Values, frequencies.Spectrum);
        using var construction = Constructing();
        var seen = trunk.Apply(new Graph().Input(PictureName, shape))[layer];
        var target = State("target", seen.Shape);
        remember = Compile([seen.AssignTo(target)], options: new PlanOptions { Name = "inversion target" });
        fine = CompilePhase(trunk, target, pixels.Build, pixels.Values);
        if (!options.Pixels)
        {
            coarse = CompilePhase(trunk, target, frequencies.Picture, frequencies.Spectrum);
            handOver = Compile([pixels.Set(frequencies.Picture(new Graph()))], options: new PlanOptions { Name = "inversion in pixels" });
        }
        construction.Complete();
    }

    /// <summary>Inverts the layer for one picture; can be done once.</summary>
    /// <param name="picture">[3,H,W] of 0..1.</param>
    /// <param name="progress">Called after every step with its number from 0 and the loss.</param>
    /// <param name="cancellation">Ends it early; what there is so far is given.</param>
    /// <exception cref="ArgumentException">The picture is of another size.</exception>
    public Inverted Run(ReadOnlySpan<float> picture, Action<int, float>? progress = null, CancellationToken cancellation = default)
    {
        if (picture.Length != 3 * height * width)
            throw new ArgumentException($"inversion: a picture [3,{height},{width}] is needed, not {picture.Length} values");
        var original = picture.ToArray();
        remember.Upload(PictureName, picture);
        remember.Run();
        var losses = new List<float>();
        var half = coarse is null ? 0 : options.Steps / 2;
        var phase = half > 0 ? coarse! : fine;
        var good = Look(phase);
        string? broken = null;
        for (var i = 0; i < options.Steps && !cancellation.IsCancellationRequested; i++)
        {
            if (i == half && half > 0)
            {
                handOver!.Run();
                phase = fine;
            }
            var past = Math.Max(0, (2f * i / options.Steps) - 1);
            phase.Step.Set(Optimizer.RateName, options.Rate * (1 - (0.9f * past)));
            phase.Step.Set(Optimizer.StepName, (i < half ? i : i - half) + 1);
            phase.Step.Run();
            var value = phase.Step.Fetch(phase.Loss)[0];
            if (!float.IsFinite(value))
            {
                broken = $"the loss became {value} in step {i + 1}; a smaller rate than {options.Rate} may help";
                break;
            }
            losses.Add(value);
            progress?.Invoke(i, value);
            if ((i + 1) % StepsBetweenCopies == 0 && Look(phase) is var now && float.IsFinite(now.Error))
                good = now;
        }
        var last = Look(phase);
        if (float.IsFinite(last.Error) && last.Picture.All(float.IsFinite))
            good = last;
        else
            broken ??= $"the picture became NaN in step {losses.Count}; a smaller rate than {options.Rate} may help";
        var square = original.Zip(good.Picture, (a, b) => (double)(a - b) * (a - b)).Average();
        return new Inverted(layer, good.Picture, good.Error, (float)Math.Sqrt(square), losses, broken);
    }

    private Phase CompilePhase(Trunk trunk, Parameter target, Func<Graph, Tensor> build, Parameter numbers)
    {
        var x = build(new Graph());
        var loss = Distance(trunk, x, target);
        if (options.TotalVariation > 0)
            loss += x.TotalVariation(reduction: LossReduction.Mean) * options.TotalVariation;
        if (options.Alpha > 0)
            loss += x.Scale(2, -1).Square().Pow(3).Mean() * options.Alpha;
        var adam = new Adam(ParameterGroup.Of([numbers]));
        OwnState(adam.StateDict().Values);
        var step = Compile(adam.Step(loss), [loss], options: new PlanOptions { Name = $"inversion of {layer}" });
        var found = build(new Graph());
        var error = Distance(trunk, found, target).Sqrt();
        return new Phase(step, loss, Compile([], [found, error], options: new PlanOptions { Name = "inverted" }), found, error);
    }

    private Tensor Distance(Trunk trunk, Tensor x, Parameter target)
    {
        var wanted = x.Graph.Parameter(target);
        // A layer that says nothing at all is as far away as its values are large.
        return (trunk.Apply(x)[layer] - wanted).SumSquare() / wanted.SumSquare().Clamp(min: 1e-12f);
    }

    private static (float[] Picture, float Error) Look(Phase phase)
    {
        phase.Show.Run();
        return (phase.Show.Fetch(phase.Found), phase.Show.Fetch(phase.Error)[0]);
    }
}
