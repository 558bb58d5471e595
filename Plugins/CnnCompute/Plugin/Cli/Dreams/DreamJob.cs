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
    private const int Interrupted = 130;
    private static readonly string[] PictureEndings = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga"];
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
    private readonly Dream? dream;
    private readonly FourierDream? spectra;
    private readonly Stopwatch watch = new();
    private float last;
    private bool isFlat = true;
    private int steps, timed;
    private TimeSpan before, stepping;

    /// <summary>What the verb was asked for.</summary>
    internal sealed record Wanted(
        string Input, DreamOptions Options, DreamFiles Files, int? Size, int? Frames, double Fps, bool Fourier, string? Out);

    /// <summary>Reads all files and compiles.</summary>
    public DreamJob(Trunk trunk, Wanted wanted, Func<Gpu> open)
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
                video = VideoReader.Open(wanted.Input);
                own = (video.Width, video.Height);
                frame = new byte[own.Width * own.Height * 4];
            }
            else
            {
                (own.Width, own.Height, frame) = PictureFile.Read(wanted.Input);
            }
            var guidePicture = wanted.Files.Guide is { Length: > 0 } g ? Photograph.Load(g) : null;
            var maskPicture = wanted.Files.Mask is { Length: > 0 } m ? Photograph.Load(m) : null;
            var scale = wanted.Size is { } side ? (double)side / Math.Max(own.Width, own.Height) : 1;
            (width, height) = (Math.Max(1, (int)Math.Round(own.Width * scale)), Math.Max(1, (int)Math.Round(own.Height * scale)));
            var said = new List<string>();
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
                dream = new Dream(weights, trunk, width, height, this.wanted.Options, images);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether that is no picture.</summary>
    public static bool IsVideo(string input) => !PictureEndings.Contains(Path.GetExtension(input).ToLowerInvariant()) && !Directory.Exists(input);

    /// <summary>Dreams; returns the exit code.</summary>
    public int Run(CancellationToken cancellation)
    {
        var o = wanted.Options;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wanted.Input}: {width}×{height}, more of {o.Objective} of "
            + $"{trunk.Model.Name}, "
            + $"{(spectra is null ? $"{Count(o.Octaves, "octave")} of {Count(o.Steps, "step")}" : $"{o.Octaves * o.Steps} steps on its spectrum")}"));
        var several = frames > 1;
        var output = new DreamOutput(path, width, height, several, video?.Rate ?? wanted.Fps);
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
                        output.Write(ContactSheet.Rgba(dream?.Picture() ?? spectra!.Picture(), width, height));
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
        if (!good)
        {
            Log.Warning($"a step of {o.Objective} gave no finite number: the dream ended there, its last good picture was kept; "
                + "a smaller --rate or another layer may do");
        }
        return cancellation.IsCancellationRequested ? Interrupted : good ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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

    private GpuImage? Upload(Photograph? picture)
    {
        return picture is null ? null : gpu.Image(picture.Width, picture.Height, picture.Rgba, "picture");
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
            Log.Warning(broken.Message);
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
        var good = dream?.Run(Log, cancellation) ?? spectra!.Run(Log, cancellation);
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
        return good;
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
