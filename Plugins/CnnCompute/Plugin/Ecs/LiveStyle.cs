// What styles that run in a scene share: the image they read, the one they publish.
using Engine;

namespace CnnCompute;

/// <summary>The running side of a <see cref="StyleTransfer"/>.</summary>
internal abstract class LiveStyle : ILive<StyleTransfer>
{
    // A stepped scene counts slices instead of milliseconds, so that it does the same on every machine.
    protected const int SlicesOfSteppedFrames = 4;
    private readonly Images images;
    private readonly string name;

    protected LiveStyle(StyleSetting setting, GpuImage source)
    {
        (images, name, Wanted, Source) = (setting.Images, setting.Name, setting.Wanted, source);
        var (height, width) = StyleNets.SizeFor(source.Width, source.Height, Math.Min(Wanted.Width, 2048), Math.Min(Wanted.Height, 2048));
        (Height, Width) = (height, width);
        Shown = setting.Frame.Gpu.Image(width, height, name);
    }

    /// <summary>The component it runs for.</summary>
    public StyleTransfer Wanted { get; protected set; }

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

    /// <inheritdoc/>
    public abstract bool Takes(in StyleTransfer wanted);

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        // The source may be gone for good, or be another image now.
        if (!images.TryGet(Wanted.Image, out var image))
            return;
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

    /// <summary>To be called when nothing can fail any more.</summary>
    public void Publish() => images.Publish(name, Shown);

    /// <summary>Records this frame's part.</summary>
    protected abstract void Advance(Frame frame);

    /// <summary>Looks at another image.</summary>
    protected abstract void Rebind(GpuImage image);

    /// <summary>How plans of it are compiled.</summary>
    protected static PlanOptions OptionsFor(in StyleSetting setting, double slice)
    {
        var wanted = setting.Wanted;
        var budgeted = wanted.Budget > 0 || wanted.Spread > 1;
        return new PlanOptions { Name = setting.Name, Budgeted = budgeted, Measure = !setting.Frame.App.IsDeterministic, SliceMilliseconds = wanted.Budget > 0 ? Math.Min(slice, wanted.Budget) : slice };
    }
}

/// <summary>What a running style is made from.</summary>
internal readonly record struct StyleSetting(Frame Frame, string Name, StyleTransfer Wanted, Images Images)
{
    /// <summary>A file of the scene.</summary>
    public string PathOf(string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Frame.App.Scene?.Path ?? "."))!, file);

    /// <summary>A model and where its weights live.</summary>
    public (ModelFile Model, Residence Weights) Open(string file) => Frame.App.Shared(app => new LoadedModels(app.Gpu)).Open(PathOf(file));

    /// <summary>A picture file on the device, for its caller to dispose.</summary>
    public GpuImage Load(string file)
    {
        var (width, height, rgba) = PictureFile.Read(PathOf(file));
        var image = Frame.Gpu.Image(width, height, file);
        Frame.Gpu.Upload(image, rgba);
        return image;
    }

    /// <summary>Files or images by name, separated by commas, with weights after a colon; files are the caller's to dispose.</summary>
    public List<(StylePicture Picture, bool IsOwn)> Styles(string text)
    {
        var found = new List<(StylePicture, bool)>();
        try
        {
            foreach (var (name, weight) in StyleList.Parse(text))
                found.Add(Images.TryGet(name, out var image) ? (new StylePicture(image, weight), false) : (new StylePicture(Load(name), weight), true));
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
