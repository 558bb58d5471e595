// One run of `cnn dream`: pictures in, the dream, its log, pictures out.
using System.Diagnostics;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>
/// Reads what is dreamt upon, dreams, says how the objective rises, and writes; on a break or an error what there is so far is kept.
/// </summary>
internal sealed class DreamJob : IDisposable
{
    // Longer sides take minutes a step and gigabytes on a device without a graphics card's speed.
    private const int MostSide = 1600;
    private const int Interrupted = 130;
    private readonly Trunk trunk;
    private readonly Wanted wanted;
    private readonly VideoReader? video;
    private readonly byte[] frame;
    private readonly int width, height, frames;
    private readonly string path;
    private readonly Gpu gpu;
    private readonly Residence weights;
    private readonly GpuImage source;
    private readonly GpuImage? guide, mask;
    private readonly Transparency? transparency;
    private readonly Dream? dream;
    private readonly FourierDream? spectra;
    private readonly Stopwatch watch = new();
    private float last;
    private bool isFlat = true, isBroken;
    private string failure = "";
    private IDisposable? work;
    private int steps, timed;
    private TimeSpan before, stepping;

    /// <summary>What the verb was asked for.</summary>
    internal sealed record Wanted(
        string Input, DreamOptions Options, DreamFiles Files, int? Size, int? Frames, double Fps, bool Fourier, string? Out)
    {
        /// <summary>How plans are compiled; null for the defaults.</summary>
        public PlanOptions? Plans { get; init; }
    }

    /// <summary>Reads all files and compiles.</summary>
    public DreamJob(Trunk trunk, Wanted wanted, Func<Gpu> open, CancellationToken cancellation = default)
    {
        this.trunk = trunk;
        var isVideo = IsVideo(wanted.Input);
        frames = wanted.Frames ?? (isVideo ? int.MaxValue : 1);
        var several = frames > 1;
        if (frames < 1)
            throw new ArgumentException($"--frames {frames}: at least one is made");
        if (wanted.Fourier && several)
            throw new ArgumentException("--fourier makes one picture: leave --frames out, and name a picture");
        path = wanted.Out ?? $"{Path.GetFileNameWithoutExtension(wanted.Input)}-dream{(several ? ".mp4" : ".png")}";
        DreamOutput.Check(path, several);
        try
        {
            (int Width, int Height) own;
            if (isVideo)
            {
                video = VideoReader.Open(wanted.Input, cancellation);
                own = (video.Width, video.Height);
                frame = new byte[own.Width * own.Height * 4];
            }
            else
            {
                (own.Width, own.Height, frame) = PictureFile.Read(wanted.Input, PictureFile.DeviceSide);
                transparency = Transparency.Of(own.Width, own.Height, frame);
            }
            var guidePicture = wanted.Files.Guide is { Length: > 0 } g ? Photograph.Load(g) : null;
            var maskPicture = wanted.Files.Mask is { Length: > 0 } m ? Photograph.Load(m) : null;
            var side = Math.Max(own.Width, own.Height);
            (height, width) = StyleNets.Scaled(own.Width, own.Height, wanted.Size ?? Math.Min(MostSide, side));
            var said = new List<string>();
            if (wanted.Size is null && side > MostSide)
                said.Add($"{wanted.Input}: {own.Width}×{own.Height} is dreamt at {width}×{height}; --size {side} for its own size");
            var options = wanted.Options;
            if (options.Objective.Length == 0)
                options = options with { Objective = Dream.DefaultLayer(trunk, width, height) };
            this.wanted = wanted with { Options = options.Clamped(said) };
            said.ForEach(Log.Warning);
            gpu = open();
            weights = new Residence(gpu);
            source = gpu.Image(own.Width, own.Height, "source");
            guide = Upload(guidePicture);
            mask = Upload(maskPicture);
            var images = new DreamImages(source, null, guide, mask);
            // A spectrum begins from the picture while it is made.
            if (!isVideo)
                gpu.Upload(source, frame);
            if (wanted.Fourier)
                spectra = new FourierDream(weights, trunk, width, height, this.wanted.Options, images);
            else
                dream = new Dream(weights, trunk, width, height, this.wanted.Options, images, wanted.Plans);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether that is no picture.</summary>
    public static bool IsVideo(string input) => VideoReader.IsVideo(input);

    /// <summary>Dreams; returns the exit code.</summary>
    public int Run(CancellationToken cancellation)
    {
        var o = wanted.Options;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wanted.Input}: {width}×{height}, more of {o.Objective} of "
            + $"{trunk.Model.Name}, "
            + $"{(spectra is null ? $"{Count(o.Octaves, "octave")} of {Count(o.Steps, "step")}" : $"{o.Octaves * o.Steps} steps on its spectrum")}"));
        var several = frames > 1;
        var output = new DreamOutput(path, width, height, several, video?.Rate ?? wanted.Fps, video?.Sound, transparency);
        var good = true;
        try
        {
            using (output)
            {
                for (var n = 0; n < frames && good && !cancellation.IsCancellationRequested; n++)
                {
                    if (video is not null && !Next())
                        break;
                    good = Frame(n, several, cancellation);
                    // The part of a picture that was dreamt is worth keeping; a frame half dreamt among whole ones is not.
                    if (!several || n == 0 || (good && !cancellation.IsCancellationRequested))
                        output.Write(Dreamt());
                }
            }
        }
        catch (IOException) when (several)
        {
            Log.Warning($"{output.Describe()} until this error:");
            throw;
        }
        var (bytes, least) = dream?.Arena ?? spectra!.Arena;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output.Describe()}; {watch.Elapsed.TotalSeconds:F1} "
            + $"s{(timed == 0 ? "" : $", {stepping.TotalMilliseconds / timed:F0} ms a step")}, arena {bytes / 1048576.0:F1} MB "
            + $"({(double)bytes / least:F2} of the least possible)"));
        if (isFlat && steps > 0 && good)
            Log.Warning($"{o.Objective} has a gradient of 0 everywhere: nothing could rise; try another layer");
        if (failure.Length > 0)
        {
            Log.Warning($"{failure}; a smaller --size may do");
        }
        else if (!good)
        {
            Log.Warning($"a step of {o.Objective} gave no finite number: the dream ended there, its last good picture was kept; "
                + "a smaller --rate or another layer may do"
                + (trunk.WhereNaN(weights, null, height, width, cancellation) is { } where ? $"; of a grey picture, too, {where}" : ""));
        }
        work?.Dispose();
        return isBroken ? 1 : cancellation.IsCancellationRequested ? Interrupted : good ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        work?.Dispose();
        video?.Dispose();
        dream?.Dispose();
        spectra?.Dispose();
        source?.Dispose();
        guide?.Dispose();
        mask?.Dispose();
        weights?.Dispose();
        gpu?.Dispose();
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private GpuImage? Upload(Photograph? picture) =>
        picture is null ? null : gpu.Image(picture.Width, picture.Height, picture.Rgba, "picture");

    // Where not even enlarging works on the device, the last octave's picture is enlarged here.
    private byte[] Dreamt()
    {
        try
        {
            return ContactSheet.Rgba(dream?.Picture() ?? spectra!.Picture(), width, height);
        }
        catch (Exception error) when (error is GpuException or InvalidOperationException && failure.Length > 0)
        {
            var (picture, columns, rows) = dream!.Reached();
            return Resampling.Bilinear(ContactSheet.Rgba(picture, columns, rows), columns, rows, 4, width, height);
        }
    }

    // What a broken video delivered before is kept.
    private bool Next()
    {
        try
        {
            if (!video!.Read(frame))
                return false;
        }
        catch (IOException broken)
        {
            Log.Warning($"{broken.Message}; what was dreamt up to there is kept");
            isBroken = true;
            return false;
        }
        catch (OperationCanceledException)
        {
            // The frames there are are kept; the token says the rest.
            return false;
        }
        gpu.Upload(source, frame);
        return true;
    }

    private bool Frame(int n, bool several, CancellationToken cancellation)
    {
        watch.Start();
        var (first, start) = (float.NaN, watch.Elapsed);
        dream?.Follow(fresh: n == 0);
        void Log(DreamStep step)
        {
            // From here on there is something to keep.
            work ??= KeptWork.Begin();
            // The first of an octave compiles its plans.
            if (step.Step > 0)
                (timed, stepping) = (timed + 1, stepping + (watch.Elapsed - before));
            before = watch.Elapsed;
            steps++;
            isFlat &= step.Gradient == 0;
            if (!several)
                LogStep(step, ref first);
            else if (step.Step == 0)
                first = step.Objective;
            last = step.Objective;
        }
        var good = true;
        try
        {
            good = dream?.Run(Log, cancellation) ?? spectra!.Run(Log, cancellation);
        }
        catch (Exception error) when (error is GpuException or InvalidOperationException && dream is { Last.Octave: >= 0 })
        {
            // Octaves are compiled when they begin: the smaller ones' work is kept where a larger one does not fit the device.
            failure = $"octave {dream.Last.Octave + 2} of {dream.Octaves.Count} failed ({error.Message}); the dream up to "
                + $"{dream.Octaves[dream.Last.Octave].Width}×{dream.Octaves[dream.Last.Octave].Height} is kept";
        }
        watch.Stop();
        if (several)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame {n + 1}{(frames == int.MaxValue ? "" : $" of {frames}")}: "
                + $"{Number(first)} → {Number(last)} in the last octave, {(watch.Elapsed - start).TotalSeconds:F1} s"));
        }
        else
        {
            Console.WriteLine();
        }
        return good && failure.Length == 0;
    }

    // Four digits, but never an exponent where there are more before the point.
    private static string Number(float value) => value.ToString(Math.Abs(value) is >= 1000 and < 1e9f ? "F0" : "G4", CultureInfo.InvariantCulture);

    // All steps of an octave in a line, each marked where it rose.
    private void LogStep(DreamStep step, ref float first)
    {
        if (step.Step == 0)
        {
            first = step.Objective;
            var place = dream is null
                ? ""
                : $"octave {step.Octave + 1} of {dream.Octaves.Count}, {dream.Octaves[step.Octave].Width}×{dream.Octaves[step.Octave].Height}: ";
            Console.Write($"{(step.Octave > 0 ? "\n" : "")}{place}");
        }
        var mark = step.Step == 0 ? "" : step.Objective > last ? "↑" : "↓";
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{mark}{Number(step.Objective)} "));
        if (dream is not null && step.Step == wanted.Options.Steps - 1)
            Console.Write(string.Create(CultureInfo.InvariantCulture, $" ({(step.Objective - first) / Math.Abs(first) * 100:+0;-0} %)"));
    }
}
