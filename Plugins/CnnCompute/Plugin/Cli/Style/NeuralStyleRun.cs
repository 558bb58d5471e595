// Optimisation of one picture, with a table of its losses.
using System.Diagnostics;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>Reads the pictures, runs a <see cref="NeuralStyle"/>, writes what comes of it; owns what it makes on the device.</summary>
internal sealed class NeuralStyleRun : IDisposable
{
    private const int Lines = 20;
    private readonly Gpu gpu;
    private readonly List<IDisposable> owned = [];
    private readonly NeuralStyleOptions options;
    private readonly NeuralStyle neural;
    private readonly GpuImage shown;
    private readonly Trunk trunk;
    private readonly Residence weights;
    private readonly Transparency? transparency;

    /// <summary>Compiles.</summary>
    public NeuralStyleRun(
        Gpu gpu, Trunk trunk, NeuralStyleOptions options, string content, IReadOnlyList<(string Name, float Weight)> styles, int size)
    {
        (this.gpu, this.trunk) = (gpu, trunk);
        try
        {
            weights = Own(new Residence(gpu));
            var picture = Load(content, out transparency);
            StylePicture[] pictures = [.. styles.Select(s => new StylePicture(Load(s.Name, out _), s.Weight))];
            var (height, width) = StyleNets.Scaled(picture.Width, picture.Height, Math.Clamp(size, 16, 4096));
            this.options = options with { Width = width, Height = height };
            shown = Own(gpu.Image(width, height, "style"));
            neural = Own(new NeuralStyle(weights, trunk, this.options, picture, pictures, shown));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Paints; 1 where it ended because the losses were not finite any more.</summary>
    public int Paint(string? log, string output, CancellationToken cancellation)
    {
        Console.WriteLine($"{options.Width}×{options.Height}, content {neural.ContentLayer}, style {string.Join(", ", neural.Losses.Layers)}, "
            + $"{(options.Optimizer == StyleOptimizer.Lbfgs ? "L-BFGS" : "Adam")}, on {gpu.Info.Name}");
        Console.WriteLine($"{"step",6} {"seconds",8} {"loss",10} {"content",10} {"style",10} {"roughness",10}");
        var steps = options.Steps;
        using var csv = log is null ? null : new LossLog(log);
        csv?.Write("step,seconds,loss,content,style,roughness");
        neural.RunBegin();
        var (watch, lost, step) = (Stopwatch.StartNew(), false, 0);
        IDisposable? work = null;
        for (; step < steps && !lost && !cancellation.IsCancellationRequested; step++)
        {
            var now = neural.RunStep();
            // From here on there is something to keep.
            work ??= KeptWork.Begin();
            var seconds = watch.Elapsed.TotalSeconds;
            csv?.Write(string.Create(CultureInfo.InvariantCulture,
                $"{step},{seconds:F3},{now.Total:G6},{now.Content:G6},{now.Style:G6},{now.Smoothness:G6}"));
            if (step % Math.Max(1, steps / Lines) == 0 || step == steps - 1)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{step,6} {seconds,8:F1} {now.Total,10:F4} {now.Content,10:F4} {now.Style,10:F4} {now.Smoothness,10:F4}"));
            }
            lost = !now.IsFinite;
        }
        neural.Show.Run();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        var rgba = gpu.Download(shown);
        transparency?.Give(options.Width, options.Height, rgba);
        PngFile.Write(output, options.Width, options.Height, rgba);
        work?.Dispose();
        if (lost)
        {
            Log.Warning(
                $"step {step - 1}: the loss is not finite; the last good picture is written (smaller weights or --rate may help)"
                    + (trunk.WhereNaN(weights, null, options.Height, options.Width) is { } where ? $"; of a grey picture, too, {where}" : ""));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{output}: {(cancellation.IsCancellationRequested ? "stopped after " : "")}{step} steps in {watch.Elapsed.TotalSeconds:F1} s"));
        return lost ? 1 : 0;
    }

    /// <summary>Frees everything, newest first.</summary>
    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private GpuImage Load(string file, out Transparency? transparency)
    {
        var (width, height, rgba) = PictureFile.Read(file, PictureFile.DeviceSide);
        transparency = Transparency.Of(width, height, rgba);
        var image = Own(gpu.Image(width, height, file));
        gpu.Upload(image, rgba);
        return image;
    }

    private T Own<T>(T made) where T : IDisposable
    {
        owned.Add(made);
        return made;
    }
}
