// Feed-forward styles in a scene.
using Engine;

namespace CnnCompute;

/// <summary>One net or two, or a decoder, for every new picture: at once, within a budget, or spread over a number of frames.</summary>
internal sealed class NetStyle : LiveStyle
{
    // Fine enough that a few frames can share a light net.
    private const double SpreadSlice = 1;
    private readonly StyleNets nets;
    private readonly List<IDisposable> owned = [];
    private readonly List<(StylePicture Picture, bool IsOwn)> styles = [];
    private readonly AdaIN? adaIN;
    private readonly Plan? measure;
    private bool measured;
    private int spreadFrame, spreadSlices;

    public NetStyle(StyleSetting setting, GpuImage source) : base(setting, source)
    {
        try
        {
            var wanted = setting.Wanted;
            var options = OptionsFor(setting, wanted.Spread > 1 ? SpreadSlice : 8);
            var painters = new List<IStylePainter>();
            Residence weights;
            if (wanted.Options.Method == StyleTechnique.AdaIN)
            {
                (adaIN, weights) = Decoding(setting);
                painters.Add(adaIN);
                styles = setting.Styles(wanted.Style);
                var image = styles[0].Picture.Image;
                var (height, width) = StyleNets.SizeFor(image.Width, image.Height, Width, 0);
                measure = Plan.Compile(weights, [adaIN.Measure(new Graph().FromImage("style", height, width, PixelNorm.Unit))], [],
                    [("style", image)], options with { Budgeted = false });
            }
            else
            {
                var (first, own) = setting.Open(wanted.Net);
                weights = own;
                painters.Add(new StyleNetPainter(first, NormOf(wanted)));
            }
            if (wanted.Second.Length > 0)
                painters.Add(new StyleNetPainter(setting.Open(wanted.Second).Model, NormOf(wanted)));
            nets = new StyleNets(weights, painters, Height, Width, MaskOf(setting), source, Shown, options);
            Title = string.Join(" + ", painters.Select(p => p.Name));
            Set(wanted);
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
    public override long Done => nets.Plan.Runs;

    /// <inheritdoc/>
    public override bool Takes(in StyleTransfer wanted)
    {
        if (!Settings.NeedSamePlans(Wanted, wanted))
            return false;
        Set(wanted);
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        nets?.Dispose();
        measure?.Dispose();
        adaIN?.Dispose();
        StyleSetting.Release(styles);
        foreach (var image in owned)
            image.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void Rebind(GpuImage image) => nets.Rebind(image);

    /// <inheritdoc/>
    protected override void Advance(Frame frame)
    {
        if (measure is not null && !measured)
        {
            measure.Execute(frame.Commands);
            measured = true;
        }
        var plan = nets.Plan;
        if (Wanted.Spread > 1)
            Spread(frame, plan);
        else
            frame.Advance(plan, Wanted.Budget, SlicesOfSteppedFrames);
    }

    // As many slices a frame as finish the picture in the wanted number of frames; of a plan with fewer slices, none in some.
    private void Spread(Frame frame, Plan plan)
    {
        spreadFrame = spreadFrame % Wanted.Spread + 1;
        var until = (plan.SliceCount * spreadFrame + Wanted.Spread - 1) / Wanted.Spread;
        if (until > spreadSlices)
            plan.ExecuteSlices(frame.Commands, until - spreadSlices);
        spreadSlices = spreadFrame == Wanted.Spread ? 0 : until;
    }

    private static PixelNorm? NormOf(in StyleTransfer wanted) => wanted.Norm.Length > 0 ? PixelNorm.Parse(wanted.Norm) : null;

    private (AdaIN Painter, Residence Weights) Decoding(in StyleSetting setting)
    {
        var wanted = setting.Wanted;
        if (wanted.Model.Length == 0 || wanted.Options.Decoder.Length == 0)
        {
            throw new InvalidOperationException(
                $"style {setting.Name}: AdaIN needs a model and a decoder of one of its layers; name them in the scene");
        }
        var (model, own) = setting.Open(wanted.Model);
        var trunk = new Trunk(model);
        var layer = wanted.Painting.ContentLayer.Length > 0
            ? wanted.Painting.ContentLayer
            : StyleLosses.DefaultLayers(trunk.Apply(new Graph().Input("picture", 1, 3, Height, Width))).Content;
        return (new AdaIN(own, trunk, layer, setting.Open(wanted.Options.Decoder).Model, Height, Width), own);
    }

    private StyleMask MaskOf(in StyleSetting setting)
    {
        var mask = setting.Wanted.Options.Mask is { Length: > 0 } named ? named : "none";
        if (!mask.Contains('.', StringComparison.Ordinal))
            return StyleMask.OfShape(mask);
        var picture = setting.Load(mask);
        owned.Add(picture);
        return StyleMask.OfPicture(picture);
    }

    private void Set(in StyleTransfer wanted)
    {
        Wanted = wanted;
        (nets.Blend, nets.Strength, nets.Alpha) = (How.Blend, How.Strength, How.Alpha);
    }
}
