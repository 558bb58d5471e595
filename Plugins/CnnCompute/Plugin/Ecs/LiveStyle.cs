// What styles that run in a scene share: the image they read, the one they publish.
using Engine;

namespace CnnCompute;

/// <summary>The running side of a <see cref="StyleTransfer"/>.</summary>
internal abstract class LiveStyle : ILive<StyleTransfer>
{
    // A stepped scene counts slices instead of milliseconds, so that it does the same on every machine.
    protected const int SlicesOfSteppedFrames = 4;
    private static readonly Limits Across = new(0, 2048);
    private readonly Images images;
    private readonly LogOnce said = new();
    private readonly string name;
    private StyleTransfer wanted;

    protected LiveStyle(StyleSetting setting, GpuImage source)
    {
        (images, name, Wanted, Source) = (setting.Images, setting.Name, setting.Wanted, source);
        var words = new List<string>();
        var (height, width) = StyleNets.SizeFor(
            source.Width, source.Height, Across.Take("width", Wanted.Width, words), Across.Take("height", Wanted.Height, words));
        foreach (var word in words)
            said.Warning($"style {name}: {word}");
        (Height, Width) = (height, width);
        Shown = setting.Frame.Gpu.Image(width, height, name);
    }

    /// <summary>What readouts show of it.</summary>
    public static Readings<LiveStyle> Readings { get; } = new()
    {
        { "title", static (style, _, text) => text.Append($"{style.Title}") },
        { "blend", static (style, _, text) => style.AppendBlend(text) },
        { "progress", static (style, frame, text) => style.AppendProgress(frame, text) },
    };

    /// <summary>The component it runs for.</summary>
    public StyleTransfer Wanted
    {
        get => wanted;
        protected set => (wanted, How, Painting) = (value, Possible(value.Options), Possible(value.Painting));
    }

    /// <summary>How it is mixed, within what is possible.</summary>
    protected StyleOptions How { get; private set; } = StyleOptions.Usual;

    /// <summary>How optimisation paints, within what is possible.</summary>
    protected NeuralStyleOptions Painting { get; private set; } = NeuralStyleOptions.Live;

    /// <summary>What paints, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>Pictures, or steps, that were finished.</summary>
    public abstract long Done { get; }

    /// <summary>Losses of the last step that was read back; null for nets.</summary>
    public virtual StyleProgress? Progress => null;

    /// <summary>Rows that are painted.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>What it publishes.</summary>
    protected GpuImage Shown { get; }

    /// <summary>What it looks at.</summary>
    protected GpuImage Source { get; private set; }

    /// <summary>Compiles a style; its image is published.</summary>
    public static LiveStyle Compile(Frame frame, Entity entity, StyleTransfer wanted)
    {
        var setting = new StyleSetting(frame, frame.World.NameOf(entity), wanted);
        var source = setting.Images.Find(wanted.Image)!;
        var byNets = wanted.Options.Method == StyleTechnique.AdaIN || (wanted.Options.Method == StyleTechnique.Auto && wanted.Net.Length > 0);
        if (!byNets && wanted.Style.Length == 0)
        {
            throw new InvalidOperationException(
                $"style {setting.Name} has neither a net nor a style picture; name one in the scene, or with --net FILE");
        }
        LiveStyle made = byNets ? new NetStyle(setting, source) : new PaintedStyle(setting, source);
        // Nothing can fail any more.
        made.images.Publish(made.name, made.Shown);
        var help = frame.App.Shared(_ => new KeyHelp());
        if (wanted.Choices.Count > 0)
            help.Add("N", "next style");
        if (byNets)
        {
            help.Add("Z X", wanted.Second.Length > 0 ? "blend of styles" : "strength of the style");
            help.Add("M", "mask");
            help.Add("T", "spread over frames");
        }
        else
        {
            help.Add("B", "begin the style anew");
        }
        return made;
    }

    /// <inheritdoc/>
    public abstract bool Takes(in StyleTransfer wanted);

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        // The source may be gone for good, or be another image now.
        if (!images.TryGet(Wanted.Image, out var image))
        {
            said.Warning("image",
                $"style {name} looks at the image \"{Wanted.Image}\", which nothing in the scene publishes; there are: {images.List()}");
            return;
        }
        said.Forget("image");
        if (!ReferenceEquals(image, Source))
            Rebind(Source = image);
        Advance(frame);
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        images.Withdraw(name, Shown);
        Shown.Dispose();
    }

    /// <summary>Records this frame's part.</summary>
    protected abstract void Advance(Frame frame);

    /// <summary>Looks at another image.</summary>
    protected abstract void Rebind(GpuImage image);

    /// <summary>How plans of it are compiled.</summary>
    protected static PlanOptions OptionsFor(in StyleSetting setting, double slice)
    {
        var wanted = setting.Wanted;
        var options = setting.Frame.App.PlansFor(setting.Name, wanted.Budget);
        return options with { Budgeted = options.Budgeted || wanted.Spread > 1, SliceMilliseconds = Math.Min(slice, options.SliceMilliseconds) };
    }

    /// <summary>Settings within what is possible; sentences say once what was not.</summary>
    protected T Possible<T>(T settings) where T : Settings
    {
        var words = new List<string>();
        var possible = settings.Clamped(words);
        foreach (var word in words)
            said.Warning($"style {name}: {word}");
        return possible;
    }

    private void AppendBlend(TextBuffer text)
    {
        if (Wanted.Second.Length > 0)
            text.Append($"{(1 - How.Blend) * 100:F0} % + {How.Blend * 100:F0} %, mask {How.Mask}");
        else
            text.Append($"{(How.Method == StyleTechnique.AdaIN ? How.Alpha : How.Strength) * 100:F0} %, mask {How.Mask}");
    }

    private void AppendProgress(Frame frame, TextBuffer text)
    {
        if (Progress is { } progress)
            text.Append($"step {Done}, loss {progress.Total:F4}");
        else
            text.Append($"{Width}×{Height}, {(frame.Time > 0 ? Done / frame.Time : 0):F1} pictures/s");
    }
}

/// <summary>What a running style is made from.</summary>
internal readonly record struct StyleSetting(Frame Frame, string Name, StyleTransfer Wanted)
{
    /// <summary>The images of the scene.</summary>
    public Images Images => Frame.Images;

    /// <summary>A model and where its weights live.</summary>
    public (ModelFile Model, Residence Weights) Open(string file) => Frame.App.Models().Open(Frame.App.PathOf(file));

    /// <summary>A picture file on the device, for its caller to dispose.</summary>
    public GpuImage Load(string file)
    {
        var (width, height, rgba) = PictureFile.Read(Frame.App.PathOf(file), PictureFile.DeviceSide);
        return Frame.Gpu.Image(width, height, rgba, file);
    }

    /// <summary>Files or images by name, separated by commas, with weights after a colon; files are the caller's to dispose.</summary>
    public List<(StylePicture Picture, bool IsOwn)> Styles(string text)
    {
        var found = new List<(StylePicture, bool)>();
        try
        {
            foreach (var (name, weight) in StyleList.Parse(text))
            {
                found.Add(
                    Images.TryGet(name, out var image) ? (new StylePicture(image, weight), false) : (new StylePicture(Load(name), weight), true));
            }
            return found;
        }
        catch
        {
            Release(found);
            throw;
        }
    }

    /// <summary>Disposes those that were loaded.</summary>
    public static void Release(IEnumerable<(StylePicture Picture, bool IsOwn)> styles)
    {
        foreach (var (picture, isOwn) in styles)
        {
            if (isOwn)
                picture.Image.Dispose();
        }
    }
}
