// The running side of a dream in a scene.
using System.Runtime.ExceptionServices;
using Engine;

namespace CnnCompute;

/// <summary>
/// Attached to an entity with a <see cref="DeepDream"/>; disposed with it. What needs other plans is compiled beside the running dream, then takes
/// its place.
/// </summary>
internal sealed class Dreaming : ILive<DeepDream>
{
    private const int LeastSide = 16, MostSide = 2048;
    private const float LeastSlice = 0.5f;
    private const double SecondsOfRate = 1;
    private readonly App app;
    private readonly Images images;
    private readonly LoadedModels models;
    private readonly LogOnce said = new();
    private readonly string name;
    private Parts now;
    private Task<Parts>? next;
    private DeepDream wanted, compiling;
    private GpuImage source;
    private bool fresh = true, restart, isBehind;
    private double since = -1;
    private long stepsBefore;

    private Dreaming(App app, string name, in DeepDream wanted, GpuImage source)
    {
        (this.app, this.name, this.wanted, this.source) = (app, name, wanted, source);
        (images, models) = (app.Images, app.Models());
        now = Make(wanted, before: null);
        now.Dream.Rebind(source);
        images.Publish(name, now.Shown);
    }

    /// <summary>The dream that runs.</summary>
    public Dream Dream => now.Dream;

    /// <summary>What it dreams, as it was written or chosen.</summary>
    public string Layer => now.Dream.Objective.Text;

    /// <summary>Whether other plans are being compiled.</summary>
    public bool IsCompiling => next is not null;

    /// <summary>Steps a second, of late.</summary>
    public double StepsPerSecond { get; private set; }

    /// <summary>What readouts show of it.</summary>
    public static Readings<Dreaming> Readings { get; } = new()
    {
        { "layer", static (dreaming, _, text) => text.Append($"{dreaming.Layer}{(dreaming.IsCompiling ? " …" : "")}") },
        { "progress", static (dreaming, _, text) => dreaming.AppendProgress(text) },
        { "settings", static (dreaming, _, text) => dreaming.AppendSettings(text) },
    };

    /// <summary>Compiles a dream; its image is published.</summary>
    public static Dreaming Compile(Frame frame, Entity entity, DeepDream wanted) =>
        new(frame.App, frame.World.NameOf(entity), wanted, frame.Images.Find(wanted.Image)!);

    /// <inheritdoc/>
    public bool Takes(in DeepDream edited)
    {
        var goesOn = Settings.NeedSamePlans(wanted, edited);
        if (edited.Start != wanted.Start)
            fresh = true;
        // A scene that repeats its frames waits for the compiler; any other goes on meanwhile.
        if (!goesOn && (app.IsDeterministic || !images.TryGet(edited.Image, out _)))
            return false;
        wanted = edited;
        if (goesOn)
            TakeValues(now);
        Compare();
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (next is { IsCompleted: true })
            Swap(frame);
        if (next is null && isBehind)
            CompileBeside();
        if (frame.App.IsPaused || !See(frame))
            return;
        // Never a whole dream in one frame; a stepped frame has as many slices as the budget would.
        frame.Advance(now.Sequence, Math.Max(wanted.Budget, float.Epsilon), Math.Max(1, (int)(wanted.Budget / now.SliceMilliseconds)));
        now.Dream.Poll();
        Count(frame.Time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (next is { } running)
        {
            try
            {
                running.Result.Dispose();
            }
            catch (AggregateException)
            {
                // It was refused, and what asked for it is gone.
            }
        }
        images.Withdraw(name, now.Shown);
        now.Dispose();
    }

    /// <summary>A compiled dream, and what it was compiled for.</summary>
    private sealed record Parts(Dream Dream, PlanSequence Sequence, GpuImage Shown, DeepDream Wanted, float SliceMilliseconds) : IDisposable
    {
        public PlanSequence Sequence { get; set; } = Sequence;

        /// <summary>Takes the picture of the dream before over; once.</summary>
        public Plan? Inherit { get; init; }

        /// <summary>What it looks at until it is shown the image that it dreams upon.</summary>
        public required GpuImage Stand { get; init; }

        public void Dispose()
        {
            Inherit?.Dispose();
            Dream.Dispose();
            Stand.Dispose();
            Shown.Dispose();
        }
    }

    // What was asked for, within what is possible; sentences say what was not.
    private DreamOptions Possible(in DeepDream d, string objective)
    {
        var words = new List<string>();
        var options = (d.Options with { Objective = objective }).Clamped(words);
        foreach (var word in words)
            said.Warning($"dream {name}: {word}");
        return options;
    }

    // What replaces a running dream is not measured: that would run whole steps between two frames, and times of the same kernels are known from it.
    // Nor does it see the image that is dreamt upon, which may be gone before it is done: it gets one of its own to stand in for it.
    private Parts Make(DeepDream d, Dream? before)
    {
        var (model, weights) = models.Open(app.PathOf(d.Model.Length > 0 ? d.Model : ModelFile.Usual));
        var trunk = new Trunk(model, d.Norm.Length > 0 ? PixelNorm.Parse(d.Norm) : null);
        app.SayOnce(trunk.Model.NormSentence);
        int width = Math.Clamp(d.Width, LeastSide, MostSide), height = Math.Clamp(d.Height, LeastSide, MostSide);
        var options = Possible(d, d.Options.Objective.Length > 0 ? d.Options.Objective : Dream.DefaultLayer(trunk, width, height));
        using var guide = d.Files.Guide.Length > 0 ? Upload(app.PathOf(d.Files.Guide)) : null;
        using var mask = d.Files.Mask.Length > 0 ? Upload(app.PathOf(d.Files.Mask)) : null;
        var plans = app.PlansFor(name, Math.Max(d.Budget, LeastSlice));
        plans = plans with { Measure = plans.Measure && before is null };
        GpuImage shown = app.Gpu.Image(width, height, name), stand = app.Gpu.Image(1, 1, name);
        Dream? dream = null;
        try
        {
            dream = new Dream(weights, trunk, width, height, options, new DreamImages(stand, shown, guide, mask), plans);
            return new Parts(dream, dream.Sequence(IsFresh), shown, d, (float)plans.SliceMilliseconds)
            {
                Inherit = before is null ? null : dream.Inherit(before),
                Stand = stand,
            };
        }
        catch
        {
            dream?.Dispose();
            stand.Dispose();
            shown.Dispose();
            throw;
        }
    }

    private GpuImage Upload(string path)
    {
        var (width, height, rgba) = PictureFile.Read(path, PictureFile.DeviceSide);
        return app.Gpu.Image(width, height, rgba, path);
    }

    private bool IsFresh()
    {
        var was = fresh;
        fresh = false;
        return was;
    }

    // Values count from the next step on; another number of steps needs another sequence, once this round is over.
    private void TakeValues(Parts parts)
    {
        var options = Possible(wanted, parts.Dream.Options.Objective);
        var steps = parts.Dream.Options.Steps;
        parts.Dream.Takes(options);
        if (options.Steps != steps)
            restart = true;
    }

    // Whether it shall be compiled: what was refused is not tried again.
    private void Compare() => isBehind = !Settings.NeedSamePlans(wanted, now.Wanted) && !Settings.NeedSamePlans(wanted, compiling);

    private void CompileBeside()
    {
        var (asked, before) = (compiling = wanted, now.Dream);
        isBehind = false;
        next = Task.Run(() =>
        {
            lock (app.Compiling)
                return Make(asked, before);
        });
    }

    // What is mistyped is said once; the old dream goes on.
    private void Swap(Frame frame)
    {
        var done = next!;
        next = null;
        if (done.Exception?.GetBaseException() is { } error)
        {
            if (!InputError.Is(error))
                ExceptionDispatchInfo.Throw(error);
            Log.Warning(InputError.Sentence(error));
            return;
        }
        var old = now;
        now = done.Result;
        Compare();
        if (now.Inherit is { } inherit)
        {
            frame.Commands.Execute(inherit);
            inherit.Dispose();
        }
        else
        {
            fresh = true;
        }
        images.Publish(name, now.Shown);
        now.Dream.Rebind(source);
        TakeValues(now);
        old.Dispose();
    }

    // Its image may be another one than in the frame before, or none.
    private bool See(Frame frame)
    {
        if (!images.TryGet(wanted.Image, out var image))
        {
            said.Warning("image",
                $"dream {name} looks at the image \"{wanted.Image}\", which nothing in the scene publishes; there are: {images.List()}");
            return false;
        }
        said.Forget("image");
        if (!ReferenceEquals(image, source))
            now.Dream.Rebind(source = image);
        if (restart && !now.Sequence.IsRunning)
        {
            now.Sequence = now.Dream.Sequence(IsFresh);
            restart = false;
        }
        return true;
    }

    private void Count(double time)
    {
        if (since >= 0 && time - since < SecondsOfRate && now.Dream.Steps >= stepsBefore)
            return;
        StepsPerSecond = since < 0 || now.Dream.Steps < stepsBefore ? 0 : (now.Dream.Steps - stepsBefore) / (time - since);
        (since, stepsBefore) = (time, now.Dream.Steps);
    }

    private void AppendProgress(TextBuffer text)
    {
        if (Dream.Last.IsFinite)
            text.Append($"objective {Dream.Last.Objective:G4}, {StepsPerSecond:F1} steps/s");
        else
            text.Append($"no number: the picture stays as it is");
    }

    private void AppendSettings(TextBuffer text)
    {
        var o = Dream.Options;
        text.Append($"rate {o.Rate:F2}, {o.Octaves} octaves, blend {o.Blend:F2}");
        if (o.Zoom != 1)
            text.Append($", zoom {o.Zoom:F2}");
    }
}
