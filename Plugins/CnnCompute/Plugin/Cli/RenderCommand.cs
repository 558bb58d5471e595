// The verb that writes the pictures of a scene's camera into a folder for each class.
using System.CommandLine;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn render SCENE --out FOLDER</c>.</summary>
internal static class RenderCommand
{
    private const int Most = 10_000_000;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var scene = new Argument<string>("scene") { Description = "A scene file with a SceneCamera, such as Scenes/emoji-studio.yaml." };
        var output = new Option<string>("--out")
        {
            Description = "A new folder; each class gets one in it, as train and finetune take them.",
            HelpName = "FOLDER",
            Required = true,
        };
        var count = new Option<int>("--count") { Description = "Pictures in all.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        var camera = new Option<string>("--camera") { Description = "The entity of the camera, where there are several.", HelpName = "NAME" };
        var set = new Option<string[]>("--set")
        {
            Description = "FIELD=VALUE, Component.field=VALUE or entity.Component.field=VALUE in place of the scene's, such as seed=2.",
            HelpName = "FIELD=VALUE",
        };
        var device = DeviceOption.Create();
        var command = new Verb("render", "Write the labelled pictures that a scene's camera sees into a folder for each class, to learn from. For "
            + "example: ./cnn render Scenes/emoji-studio.yaml --out emoji --count 15360, then ./cnn finetune --data emoji")
        {
            scene, output, count, camera, set, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var (folder, pictures) = (result.GetValue(output)!, result.GetValue(count));
            OutputFile.CheckFolder("--out", folder);
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new ArgumentException($"--out {folder}: there is something in it already; name a new folder");
            if (pictures is < 1 or > Most)
                throw new ArgumentException($"--count {pictures}: a number of pictures from 1 to {Most:N0} is needed");
            using var gpu = DeviceOption.Open(result, device);
            var options = new AppOptions
            {
                Headless = true,
                Width = 16,
                Height = 16,
                Overrides = Fields(result.GetValue(set) ?? []),
                Cancellation = cancellation,
            };
            using var app = new App(options, gpu);
            app.Install(new EnginePlugin());
            NetworkComponents.Install(app);
            app.Load(result.GetValue(scene)!);
            var (written, classes) = Write(app, Camera(app, result.GetValue(camera)), folder, pictures, cancellation);
            Console.WriteLine($"{folder}: {written:N0} pictures of {classes} classes");
            return Task.FromResult(0);
        });
        return command;
    }

    private static Dictionary<string, string> Fields(string[] said) => said.Select(text => text.Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts.Length == 2
            ? parts[1] : throw new ArgumentException($"--set {parts[0]}: a value is missing, as in --set seed=2"));

    // Before the first frame, so that the first picture is among those that are written.
    private static Entity Camera(App app, string? name)
    {
        var cameras = app.Scene!.Entities.Where(e => app.World.Has<SceneCamera>(e.Value)).ToArray();
        var listed = string.Join(", ", cameras.Select(c => c.Key));
        if (name is not null)
        {
            return cameras.FirstOrDefault(c => c.Key == name) is { Key: not null } found
                ? found.Value
                : throw new ArgumentException(
                    $"--camera {name}: {(listed.Length == 0 ? "the scene has no SceneCamera" : $"the scene's cameras are {listed}")}");
        }
        return cameras.Length == 1
            ? cameras[0].Value
            : throw new ArgumentException(cameras.Length == 0
                ? $"{app.Scene.Path}: there is no SceneCamera in this scene whose pictures could be written"
                : $"{app.Scene.Path}: there are several cameras; name one with --camera: {listed}");
    }

    private static (int Written, int Classes) Write(App app, Entity camera, string folder, int count, CancellationToken cancellation)
    {
        var (written, used) = (0, new HashSet<string>());
        // Pictures are packed beside the frames; not more at a time than memory is no matter.
        using var places = new SemaphoreSlim(16);
        var writing = new List<Task>();
        try
        {
            for (; written < count && !cancellation.IsCancellationRequested; written++)
            {
                app.Step();
                var view = app.World.Find<SceneView>(camera)
                    ?? throw new InvalidOperationException($"{app.Scene!.Path}: the camera {app.World.NameOf(camera)} gives no picture");
                if (view.Picture.Label < 0)
                {
                    throw new InvalidOperationException(
                        $"{app.Scene!.Path}: picture {written + 1} of {app.World.NameOf(camera)} has no class; what it sees needs a ClassLabel");
                }
                var name = FolderName(view.Classes[view.Picture.Label]);
                if (used.Add(name))
                    Directory.CreateDirectory(Path.Combine(folder, name));
                var path = Path.Combine(folder, name, string.Create(CultureInfo.InvariantCulture, $"{written:D6}.png"));
                var (pixels, width, height) = (app.Gpu.Download(view.Image), view.Image.Width, view.Image.Height);
                places.Wait(cancellation);
                writing.Add(Task.Run(
                    () =>
                    {
                        try
                        {
                            PngFile.Write(path, width, height, pixels);
                        }
                        finally
                        {
                            places.Release();
                        }
                    },
                    CancellationToken.None));
                if (writing.Count >= 64)
                {
                    writing.RemoveAll(w => w.IsCompletedSuccessfully);
                    if (writing.Find(w => w.IsFaulted) is { } failed)
                        failed.GetAwaiter().GetResult();
                }
            }
        }
        finally
        {
            Task.WhenAll(writing).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
        foreach (var done in writing)
            done.GetAwaiter().GetResult();
        cancellation.ThrowIfCancellationRequested();
        return (written, used.Count);
    }

    // A class may be called what no folder can be.
    private static string FolderName(string name) =>
        string.Concat(name.Select(c => char.IsControl(c) || c is '/' or '\\' or ':' ? '_' : c)).Trim('.', ' ');
}
