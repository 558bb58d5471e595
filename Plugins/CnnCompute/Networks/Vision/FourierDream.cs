// A dream in the space of spectra: all frequencies and colours rise alike.
namespace CnnCompute;

/// <summary>
/// Ascends an objective on the <see cref="FourierPicture"/> of a picture, by Adam, the net seeing it a little askew at every step: one ascent of as
/// many steps as all octaves of a <see cref="Dream"/> have together, without octaves, as low frequencies rise by themselves.
/// </summary>
public sealed class FourierDream : Computation
{
    private const string Source = "source", Report = "dream report";

    // lucid's rate, at the usual mean change of a pixel.
    private const float AdamRate = 0.05f, UsualRate = 1.5f;
    private const int Jitter = 8;
    private const float Zoom = 0.1f, Turn = 10;
    private readonly DreamOptions options;
    private readonly RobustView view = new(Jitter, Zoom, Turn);
    private readonly Tensor picture;
    private readonly Plan step, show;
    private readonly int width, height;

    /// <summary>Compiles a dream of pictures of a size; see <see cref="Dream"/>.</summary>
    public FourierDream(Residence weights, Trunk trunk, int width, int height, DreamOptions options, DreamImages images) : base(weights)
    {
        (this.width, this.height, this.options) = (width, height, options);
        var fourier = new FourierPicture(height, width, deviation: 0);
        OwnState(fourier.Spectrum);
        var (first, second) = (State("dream mean", fourier.Spectrum.Shape), State("dream square", fourier.Spectrum.Shape));
        var before = State("dream source", new Shape(1, 3, height, width));
        var objective = Objective.Parse(options.Objective);
        using var construction = Constructing();
        var guide = images.Guide is { } looked ? Own(new DreamGuide(weights, trunk, looked, objective, Dream.GuideSide)) : null;
        var (graph, shown) = (new Graph(), new Graph());
        var value = objective.Build(trunk.Apply(view.Build(fourier.Picture(graph))), guide is null ? null : guide.Match);
        var gradient = Autodiff.Gradient(value, graph.Parameter(fourier.Spectrum));
        var size = gradient.Abs().Mean();
        var good = (DreamOctave.IsBroken(value).Or(DreamOctave.IsBroken(size))).Not();
        var update = Tensor.Where(good, -gradient, graph.Fill(Shape.Scalar, 0))
            .AdamUpdate(fourier.Spectrum, first, second, graph.Value(Optimizer.RateName), graph.Value(Optimizer.StepName));
        var report = Tensor.Concat(0, value.Reshape(1), size.Reshape(1)).Named(Report);
        step = Compile([update], [report], options: new PlanOptions { Name = "dream in spectra" });
        var seen = new Graph().FromImage(Source, height, width, PixelNorm.Unit, fit: ImageFit.Cover);
        var begin = Compile([fourier.Set(seen), seen.AssignTo(before)], images: [(Source, images.Source)]);
        picture = fourier.Picture(shown);
        if (images.Mask is { } mask)
        {
            var change = shown.FromImage("mask", height, width, PixelNorm.Unit, grey: true);
            picture = shown.Parameter(before) + (picture - shown.Parameter(before)) * change;
        }
        show = Compile([], [picture], images.Mask is { } m ? [("mask", m)] : []);
        begin.Run();
        construction.Complete();
    }

    /// <summary>Bytes of the step's arena, and the fewest it could have.</summary>
    public (long Bytes, long Least) Arena => (step.ArenaBytes, step.ArenaLowerBound);

    /// <summary>Dreams; waits. Returns false where a step was not finite: it stops there and keeps the picture.</summary>
    public bool Run(Action<DreamStep>? seen = null, CancellationToken cancellation = default)
    {
        for (var i = 0; i < options.Steps * options.Octaves && !cancellation.IsCancellationRequested; i++)
        {
            step.Set(RobustView.ViewName, view.At(options.Seed, i, height, width));
            step.Set(Optimizer.RateName, AdamRate * options.Rate / UsualRate);
            step.Set(Optimizer.StepName, i + 1);
            step.Run();
            var values = step.Fetch(Report);
            var now = new DreamStep(0, i, values[0], values[1]);
            seen?.Invoke(now);
            if (!now.IsFinite)
                return false;
        }
        return true;
    }

    /// <summary>The picture [3,H,W] of 0..1; waits.</summary>
    public float[] Picture()
    {
        show.Run();
        return show.Fetch(picture);
    }
}
