// Styles by optimisation in a scene, seen as they grow.
using Engine;

namespace CnnCompute;

/// <summary>Runs a <see cref="NeuralStyle"/> within frames: first what it measures, then steps, each shown whole when it is done.</summary>
internal sealed class PaintedStyle : LiveStyle
{
    private readonly NeuralStyle neural;
    private readonly List<(StylePicture Picture, bool IsOwn)> styles;
    private readonly PlanSequence begin, paint;
    private readonly float[] losses = new float[4];
    private StyleProgress? progress;
    private bool begun, lost;

    public PaintedStyle(StyleSetting setting, GpuImage source) : base(setting, source)
    {
        styles = [];
        try
        {
            var wanted = setting.Wanted;
            var (model, weights) = setting.Open(wanted.Model.Length > 0 ? wanted.Model : ModelFile.Usual);
            styles = setting.Styles(wanted.Style);
            neural = new NeuralStyle(weights, new Trunk(model, wanted.Norm.Length > 0 ? PixelNorm.Parse(wanted.Norm) : null), Options(wanted), source,
                [.. styles.Select(s => s.Picture)], Shown,
                OptionsFor(setting, 8));
            begin = new PlanSequence(neural.Begin.Select(p => new PlanTurn(p)));
            paint = new PlanSequence(
                new PlanTurn(neural.Step, Before: _ => neural.NextStep(), After: (_, commands) => neural.Step.Read(commands, NeuralStyle.LossesName)),
                new PlanTurn(neural.Show));
            Title = $"{string.Join(" + ", StyleList.Parse(wanted.Style).Select(s => Path.GetFileNameWithoutExtension(s.Name)))}, "
                + $"by {(wanted.Painting.Optimizer == StyleOptimizer.Lbfgs ? "L-BFGS" : "Adam")}";
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override long Done => neural.Steps;

    /// <inheritdoc/>
    public override StyleProgress? Progress => progress;

    /// <summary>Begins anew with what the image shows now.</summary>
    public void Restart() => (begun, lost, progress) = (false, false, null);

    /// <inheritdoc/>
    public override bool Takes(in StyleTransfer wanted)
    {
        // Other weights of the same pictures are values.
        if (!Settings.NeedSamePlans(Wanted with { Style = wanted.Style }, wanted)
            || !StyleList.Parse(wanted.Style).Select(s => s.Name).SequenceEqual(StyleList.Parse(Wanted.Style).Select(s => s.Name)))
        {
            return false;
        }
        var weighs = (wanted.Painting with { Steps = Wanted.Painting.Steps }) != Wanted.Painting || wanted.Style != Wanted.Style;
        // What it refuses changes nothing.
        if (weighs)
            neural.Weigh(Options(wanted), StyleList.Parse(wanted.Style).Select(s => s.Weight));
        Wanted = wanted;
        if (!weighs)
            return true;
        // Losses before and after mean different things to a line search.
        if (wanted.Painting.Optimizer == StyleOptimizer.Lbfgs)
            Restart();
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        neural?.Dispose();
        StyleSetting.Release(styles);
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void Rebind(GpuImage image) => neural.RebindContent(image);

    /// <inheritdoc/>
    protected override void Advance(Frame frame)
    {
        if (neural.Step.TryRead(NeuralStyle.LossesName, losses, out _))
            Look();
        if (!begun && !paint.IsRunning)
        {
            if (!Next(frame, begin))
                return;
            neural.Restarted();
            begun = true;
        }
        else if (paint.IsRunning || (!lost && (Painting.Steps == 0 || neural.Steps < Painting.Steps)))
        {
            Next(frame, paint);
        }
    }

    private void Look()
    {
        progress = NeuralStyle.ProgressOf(losses);
        if (lost || progress.Value.IsFinite)
            return;
        lost = true;
        Log.Warning($"style {Shown.Name}: the loss is not finite any more; the last good picture stays (smaller weights may help)");
    }

    private bool Next(Frame frame, PlanSequence sequence) => frame.Advance(sequence, Wanted.Budget, SlicesOfSteppedFrames);

    private NeuralStyleOptions Options(in StyleTransfer wanted) =>
        Possible(wanted.Painting) with { Width = Width, Height = Height, Method = wanted.Options.Compared };
}
