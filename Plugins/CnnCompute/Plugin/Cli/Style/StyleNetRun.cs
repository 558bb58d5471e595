// Nets that paint a picture file or every frame of a video.
using System.Diagnostics;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>Reads the content, paints it, writes it; owns what it makes on the device.</summary>
internal sealed class StyleNetRun : IDisposable
{
    private const int MostSide = 1024;
    private readonly Gpu gpu;
    private readonly string content;
    private readonly VideoReader? video;
    private readonly List<IDisposable> owned = [];
    private readonly Residence weights;
    private readonly GpuImage source, shown;
    private readonly Transparency? transparency;
    private readonly byte[] frame;
    private readonly int height, width;
    private StyleNets? nets;

    /// <summary>Opens the content.</summary>
    public StyleNetRun(Gpu gpu, string content, bool isVideo, int? size, CancellationToken cancellation)
    {
        (this.gpu, this.content) = (gpu, content);
        weights = Own(new Residence(gpu));
        try
        {
            video = isVideo ? Own(VideoReader.Open(content, cancellation)) : null;
            (var columns, var rows, frame) = video is null
                ? PictureFile.Read(content, PictureFile.DeviceSide)
                : (video.Width, video.Height, new byte[video.Width * video.Height * 4]);
            var own = Math.Max(columns, rows);
            (height, width) = StyleNets.Scaled(columns, rows, Math.Clamp(size ?? Math.Min(MostSide, own), 16, 4096));
            if (size is null && own > MostSide)
                Log.Information($"{content}: {columns}×{rows} is painted at {width}×{height}; --size N for another size");
            source = Own(gpu.Image(columns, rows, "content"));
            shown = Own(gpu.Image(width, height, "style"));
            if (video is not null)
                return;
            transparency = Transparency.Of(columns, rows, frame);
            gpu.Upload(source, frame);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A painter that sets statistics, its style measured.</summary>
    public AdaIN Decoding(Trunk trunk, string layer, string decoder, IReadOnlyList<(string Name, float Weight)> styles)
    {
        if (decoder.Length == 0)
        {
            throw new ArgumentException($"--method adain needs a decoder of a layer of {trunk.Model.Path}: --decoder FILE; "
                + "--method statistics matches the same numbers by optimisation, without one");
        }
        if (styles.Count > 1)
        {
            throw new ArgumentException(
                $"--style {string.Join(" ", styles.Select(s => s.Name))}: adain takes one style picture; mix several with --method statistics");
        }
        var padded = (Height: StyleNets.Padded(height), Width: StyleNets.Padded(width));
        if (layer.Length == 0)
            layer = StyleLosses.DefaultLayers(trunk.Apply(new Graph().Input("picture", 1, 3, padded.Height, padded.Width))).Content;
        var painter = Own(new AdaIN(weights, trunk, layer, ModelFile.Load(decoder), padded.Height, padded.Width));
        var (columns, rows, rgba) = PictureFile.Read(styles[0].Name, PictureFile.DeviceSide);
        using var image = gpu.Image(columns, rows, "style");
        gpu.Upload(image, rgba);
        var (h, w) = StyleNets.SizeFor(columns, rows, columns >= rows ? Math.Max(width, height) : 0, columns >= rows ? 0 : Math.Max(width, height));
        using var measure = Plan.Compile(weights, [painter.Measure(new Graph().FromImage("style", h, w, PixelNorm.Unit))], [], [("style", image)]);
        measure.Run();
        return painter;
    }

    /// <summary>Compiles the nets for the content's size.</summary>
    public void Compile(IReadOnlyList<IStylePainter> painters, StyleOptions how)
    {
        var where = StyleMask.Shapes.Contains(how.Mask) || !File.Exists(how.Mask) ? StyleMask.OfShape(how.Mask) : MaskOf(how.Mask);
        nets = Own(new StyleNets(weights, painters, height, width, where, source, shown));
        (nets.Blend, nets.Strength, nets.Alpha) = (how.Blend, how.Strength, how.Alpha);
    }

    /// <summary>Paints all there is.</summary>
    public int Paint(string output, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        if (video is null)
        {
            nets!.Plan.Run();
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            var rgba = gpu.Download(shown);
            transparency?.Give(width, height, rgba);
            PngFile.Write(output, width, height, rgba);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{output}: {width}×{height}, painted in {watch.Elapsed.TotalMilliseconds:F0} ms"));
            return 0;
        }
        using var writer = new VideoWriter(output, width, height, video.Rate, video.Sound);
        var broken = "";
        try
        {
            while (!cancellation.IsCancellationRequested && video.Read(frame))
            {
                gpu.Upload(source, frame);
                nets!.Plan.Run();
                writer.Write(gpu.Download(shown));
                if (!Console.IsOutputRedirected)
                    Console.Write($"\r{writer.Frames} frames ");
            }
        }
        catch (IOException error) when (writer.Frames > 0)
        {
            broken = error.Message;
        }
        catch (OperationCanceledException)
        {
            // What was painted is kept; the line below says so.
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(Console.IsOutputRedirected ? "" : "\r")}{output}: "
                + $"{writer.Frames} frames of {width}×{height}{(cancellation.IsCancellationRequested ? ", stopped" : "")}, "
                + $"{writer.Frames / watch.Elapsed.TotalSeconds:F1} a second"));
        if (broken.Length > 0)
            Log.Warning($"{broken}; what was painted up to there is kept");
        return broken.Length > 0 ? 1 : 0;
    }

    /// <summary>Frees everything, newest first.</summary>
    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private StyleMask MaskOf(string file)
    {
        var (columns, rows, rgba) = PictureFile.Read(file, PictureFile.DeviceSide);
        var image = Own(gpu.Image(columns, rows, "mask"));
        gpu.Upload(image, rgba);
        return StyleMask.OfPicture(image);
    }

    private T Own<T>(T made) where T : IDisposable
    {
        owned.Add(made);
        return made;
    }
}
