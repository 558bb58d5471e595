// The verb `play`: runs a scene in a window, or headless into pictures and a summary.
using System.CommandLine;
using Engine;

namespace Player;

/// <summary><c>cnn play [scene]</c>.</summary>
internal static class PlayCommand
{
    private const int DefaultFrames = 300;
    // Not all there are: those that people have.
    private static readonly string[] Videos = [".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".gif"];
    private const int FramesUntilKeys = 10; // by then every system has met its components

    /// <summary>The verb; every plugin is installed into the app it makes.</summary>
    internal static Command Create(IReadOnlyList<IPlugin> plugins)
    {
        var scene = new Argument<string?>("scene")
        {
            Description = "scene file; Scenes/showcase.yaml if none is named",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var headless = new Option<bool>("--headless")
        {
            Description = "no window even where there is a display: frames are drawn into memory, time advances 1/60 s a frame",
        };
        var frames = new Option<long?>("--frames") { Description = $"stop after so many frames (headless: {DefaultFrames})" };
        var output = new Option<string>("--out") { Description = "folder for pictures of the frames", DefaultValueFactory = _ => "out" };
        var size = new Option<string>("--size") { Description = "width and height of the picture in pixels", DefaultValueFactory = _ => "1280x720" };
        var fullscreen = new Option<bool>("--fullscreen") { Description = "cover the first monitor; F11 changes between that and a window" };
        var monitor = new Option<int>("--monitor") { Description = "cover this monitor, counted from 1", HelpName = "N" };
        var source = new Option<string?>("--source")
        {
            Description = "where pictures come from, in place of what the scene says: a video or picture FILE, camera (the best there is; ./cnn "
                + "cameras lists them), /dev/video0, a folder of pictures, scenery, testpattern",
        };
        var record = new Option<string?>("--record")
        {
            Description = "write the frames into an .mp4 or .gif FILE or as pictures into a FOLDER, beside the scene: in a window, frames that "
                + "cannot be written in time are left out and counted",
        };
        var sink = new Option<string?>("--sink")
        {
            Description = "give the frames to a device that other programs take for a camera, such as /dev/video10 of v4l2loopback",
        };
        var replacing = PluginWords.PlayOptions(
            plugins, ["--headless", "--frames", "--out", "--size", "--fullscreen", "--monitor", "--source", "--record", "--sink", "--set", "--help"])
            .Select(o => (Meaning: o, Option: new Option<string?>(o.Name) { Description = o.Description })).ToArray();
        var set = new Option<string[]>("--set")
        {
            Description =
                "FIELD=VALUE or Component.field=VALUE in place of the scene's, in every component that has the field, or "
                + "entity.Component.field=VALUE in one; may be given several times",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("play", "Play a scene: in a window where there is a display, otherwise headless into pictures and a summary. Keys: "
            + "Esc closes, Space pauses, P saves a picture, F3 shows times, F11 covers the screen; saving the scene file changes the running scene. "
            + "For example: ./cnn play, or ./cnn play Scenes/photos.yaml --model squeezenet1.1.onnx --source /dev/video0")
        { scene, headless, frames, output, size, fullscreen, monitor, source, record, sink };
        foreach (var (_, option) in replacing)
            command.Add(option);
        command.Add(set);
        command.SetAction((parsed, cancel) =>
        {
            var (overrides, typed) = (new Dictionary<string, string>(), new Dictionary<string, string>());
            if (parsed.GetValue(source) is { } place)
                (overrides["source"], typed["source"]) = (IsFile(place) ? Path.GetFullPath(place) : place, $"--source {place}");
            foreach (var (meaning, option) in replacing)
            {
                if (parsed.GetValue(option) is not { } value)
                    continue;
                (overrides[meaning.Field], typed[meaning.Field]) = (meaning.IsPath ? Path.GetFullPath(value) : value, $"{meaning.Name} {value}");
                // The question mark: whoever has no such field is no mistake.
                foreach (var field in meaning.Clears)
                    overrides[$"{field}?"] = "";
            }
            foreach (var text in parsed.GetValue(set)!)
            {
                if (text.IndexOf('=') is not (> 0 and var at))
                    throw new ArgumentException($"--set {text}: write FIELD=VALUE, such as --set rate=2 or --set Camera.fieldOfView=50");
                typed[text[..at]] = $"--set {text}";
                overrides[text[..at]] = File.Exists(text[(at + 1)..]) ? Path.GetFullPath(text[(at + 1)..]) : text[(at + 1)..];
            }
            if (parsed.GetValue(frames) is < 1 and var none)
                throw new ArgumentException($"--frames {none}: at least one frame must be made");
            var (width, height) = ParseSize(parsed.GetValue(size)!);
            var isHeadless = parsed.GetValue(headless) || !Window.HasDisplay;
            if (isHeadless)
                OutputFile.CheckFolder("--out", parsed.GetValue(output)!);
            var options = new AppOptions
            {
                Headless = isHeadless,
                HotReload = !isHeadless,
                Width = width,
                Height = height,
                Monitor = parsed.GetValue(monitor) is not 0 and var chosen ? chosen : parsed.GetValue(fullscreen) ? 1 : 0,
                Overrides = overrides,
                Typed = typed,
                Cancellation = cancel,
                Loading = Console.WriteLine,
            };
            var run = new Run(FindScene(parsed.GetValue(scene)), parsed.GetValue(frames), parsed.GetValue(output)!, parsed.GetValue(record),
                parsed.GetValue(sink));
            if (run.Sink is { } device && !device.StartsWith("/dev/", StringComparison.Ordinal))
                throw new ArgumentException($"--sink {device}: name a device, such as /dev/video10; --record writes files");
            return Task.FromResult(Play(plugins, options, run, cancel));
        });
        return command;
    }

    private static int Play(IReadOnlyList<IPlugin> plugins, AppOptions options, Run run, CancellationToken cancel)
    {
        var folder = run.Folder;
        using var app = Open(options);
        foreach (var plugin in (IEnumerable<IPlugin>)[new EnginePlugin(), .. plugins])
            app.Install(plugin);
        var scene = app.Load(run.Scene);
        app.Title = $"{scene.Name} – CnnPlayground";
        var last = run.Frames ?? (app.HasWindow ? long.MaxValue : DefaultFrames);
        var pictures = app.HasWindow ? [] : new HashSet<long> { last / 3, last * 2 / 3, last };
        Console.WriteLine($"{scene.Name} on {app.Gpu.Info.Name}, "
            + $"{(app.HasWindow ? "in a window; Esc closes it" : $"headless, {last} frames at {options.Width}×{options.Height}")}");
        var summary = new PlaySummary(app);
        var keys = app.Shared(_ => new KeyHelp());
        (string, string)[] own =
            [("Esc", "closes"), ("Space", "pauses"), ("P", "saves a picture"), ("F3", "times and sources"), ("F11", "whole screen")];
        foreach (var (key, what) in app.HasWindow ? own : [])
            keys.Add(key, what);
        app.Every(Phase.Update, frame => Keys(frame, scene, folder));
        using var recorded = run.Record is { } file ? new FrameRecorder(app, "--record", file) : null;
        using var given = run.Sink is { } device ? new FrameRecorder(app, "--sink", device) : null;
        try
        {
            for (long made = 1; made <= last && !app.IsStopping && !cancel.IsCancellationRequested; made++)
            {
                summary.Step();
                if (made == FramesUntilKeys && app.HasWindow)
                    Console.WriteLine($"keys: {keys.Text(", ")}");
                if (pictures.Contains(made))
                    Save(app, scene, folder, made);
            }
        }
        catch (OperationCanceledException) when (app.IsStopping || cancel.IsCancellationRequested)
        {
            // A source kept the frame waiting, or a closed window gave up what was being loaded: the summary says how far it came.
        }
        summary.Print(scene, recorded, given);
        cancel.ThrowIfCancellationRequested();
        foreach (var message in app.Gpu.ValidationMessages)
            Log.Error(message);
        return app.Gpu.ValidationMessages.Count == 0 ? 0 : 1;
    }

    private sealed record Run(string Scene, long? Frames, string Folder, string? Record, string? Sink);

    // The environment may name a display that no longer answers.
    private static App Open(AppOptions options)
    {
        try
        {
            return new App(options);
        }
        catch (NotSupportedException none) when (!options.Headless)
        {
            Log.Warning($"{none.Message.TrimEnd('.')}; going on without a window, as --headless does");
            return new App(options with { Headless = true, HotReload = false });
        }
    }

    // A source that is not there yet is looked for from here too, so that the message names the place the user means.
    private static bool IsFile(string value) => File.Exists(value) || Directory.Exists(value) || FrameSources.IsPath(value);

    private static void Keys(Frame frame, Scene scene, string folder)
    {
        var app = frame.App;
        if (frame.Input.WasPressed(Key.Escape))
            app.Stop();
        if (frame.Input.WasPressed(Key.Space))
        {
            app.IsPaused = !app.IsPaused;
            app.Title = $"{scene.Name}{(app.IsPaused ? " (paused)" : "")} – CnnPlayground";
        }
        if (frame.Input.WasPressed(Key.P))
            Save(app, scene, folder, app.Frames);
    }

    private static void Save(App app, Scene scene, string folder, long frame)
    {
        var path = Path.Combine(folder, $"{scene.Name}-{frame:D5}.png");
        try
        {
            PngFile.Write(path, app.Target.Width, app.Target.Height, app.Gpu.Download(app.Target.Image));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"--out {folder}: pictures cannot be written there ({error.Message}); name a folder that can be written", error);
        }
        Console.WriteLine($"wrote {path}");
    }

    private static (int Width, int Height) ParseSize(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], out var width) && int.TryParse(parts[1], out var height) && width is > 0 and <= 16384
            && height is > 0 and <= 16384
            ? (width, height)
            : throw new ArgumentException($"--size {text} is no size; write it as 1280x720");
    }

    // What people give to a player first is what they want to see.
    private static string? NotAScene(string named)
    {
        var extension = Path.GetExtension(named).ToLowerInvariant();
        if (extension is ".yaml" or ".yml" || !IsFile(named))
            return null;
        if (CameraSource.IsCamera(named))
            return $"{named} is a camera, not a scene: show it with ./cnn play --source {named}";
        if (Directory.Exists(named))
        {
            return Directory.EnumerateFiles(named).Any(PictureFile.IsPicture) && !Directory.EnumerateFiles(named, "*.yaml").Any()
                ? $"{named} is a folder of pictures, not a scene: show them with ./cnn play --source {named}" : null;
        }
        if (extension is ".onnx" or ".safetensors")
            return $"{named} is a network, not a scene: see it at work with ./cnn play --model {named}";
        if (PictureFile.IsPicture(named))
            return $"{named} is a picture, not a scene: show it with ./cnn play --source {named}";
        return Videos.Contains(extension) ? $"{named} is a video, not a scene: show it with ./cnn play --source {named}" : null;
    }

    // A scene that is not here may be one of the project's: the launcher can be called from anywhere.
    private static string FindScene(string? named)
    {
        var home = EnvironmentVariables.Home;
        if (named is not null && NotAScene(named) is { } otherwise)
            throw new ArgumentException(otherwise);
        if (named is null)
            return Path.Combine(home, "Scenes", "showcase.yaml");
        var ours = Path.Combine(home, named);
        return !File.Exists(named) && File.Exists(ours) ? ours : named;
    }
}
