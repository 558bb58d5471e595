// A scene in which every component is edited over and over, as people do while it runs: whether what was replaced is given back.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>What a component's edits left behind.</summary>
/// <param name="Component">Its name in scene files.</param>
/// <param name="Edits">How often it was edited.</param>
/// <param name="DeviceBefore">Device memory in use before, in bytes, after some edits to warm up.</param>
/// <param name="DeviceAfter">And after.</param>
/// <param name="ProcessBefore">The process's own memory before, in bytes.</param>
/// <param name="ProcessAfter">And after.</param>
/// <param name="Objects">Objects on the device after, less those before.</param>
/// <param name="Milliseconds">Time of an edit, with the frame in which it is taken.</param>
internal sealed record EditsResult(
    string Component, int Edits, long DeviceBefore, long DeviceAfter, long ProcessBefore, long ProcessAfter, int Objects, double Milliseconds);

/// <summary>Edits between two values of a field for which others are compiled, so that kernels are made once and only what leaks grows.</summary>
internal static class EditsBench
{
    /// <summary>Bytes of device memory that may come and go, as places of other alignment are found; less than one for each edit.</summary>
    public const int Tolerance = 4096;

    private const int WarmUp = 8;

    // The training stands still: what one makes for itself after some steps is no edit's doing.
    private const string Scene = """
        name: edits
        entities:
          - name: camera
            VideoSource: { source: testpattern, width: 48, height: 36 }
          - name: moved
            Motion: { image: camera, size: 32 }
          - name: net
            Classifier: { model: MODEL, image: moved, budget: 0.1 }
          - name: maps
            FeatureMaps: { classifier: net, layer: "2", count: 4, width: 64, height: 32 }
          - name: heat
            Saliency: { classifier: net, width: 32, budget: 0.1 }
          - name: dream
            DeepDream: { model: MODEL, image: camera, layer: "6:2", width: 32, height: 24, octaves: 2, budget: 0.1 }
          - name: painting
            StyleTransfer: { image: camera, net: NET, width: 32, budget: 0.1 }
          - name: optimised
            StyleTransfer: { image: camera, style: moved, model: MODEL, width: 48, budget: 0.1 }
          - name: growing
            Visualization: { model: MODEL, objective: "class:7", budget: 0.1 }
          - name: bars
            BarChart: {}
            ClassBars: { classifier: net }
          - name: text
            Label: { text: "net: " }
            Readout: { target: net, show: top }
          - name: keys
            Label: {}
            KeyLegend: {}
          - name: picture
            Sprite: { image: heat, size: [64, 36] }
            Fullscreen: {}
          - name: card
            Panel: { size: [64, 36] }
          - name: eye
            Transform: { position: [0, 0, 4] }
            Camera: {}
          - name: screen
            Transform: {}
            MeshRenderer: { image: camera }
          - name: ball
            Transform: {}
            MeshRenderer: { mesh: sphere, layer: studio }
            ClassLabel: { name: ball }
            Randomize: { rotation: [90, 90, 90] }
          - name: box
            Transform: {}
            MeshRenderer: { mesh: cube, layer: studio }
            ClassLabel: { name: box }
          - name: studio
            Transform: { position: [0, 0, 3] }
            SceneCamera: { layer: studio, width: 32, height: 32 }
          - name: teach
            Teach: { model: MODEL, image: studio, budget: 0.1 }
          - name: learner
            Training: { recipe: studio, data: "scene:studio", budget: 0.1, running: false }
          - name: curves
            LineChart: {}
            TrainingCurves: { training: learner }
          - name: go
            Button: { text: go, target: learner, field: Training.steps }
          - name: rate
            Slider: { text: rate, target: learner, field: Training.rate, from: 0.1, to: 10 }
          - name: runs
            Toggle: { text: runs, target: learner, field: Training.running }
          - name: head
            ChoiceList: { text: head, target: teach, field: Teach.head }
          - name: classes
            TextField: { text: classes, target: teach, field: Teach.classes }
        """;

    /// <summary>The components, each with an edit that depends on whether its number is even.</summary>
    public static IReadOnlyList<(string Component, Action<App, bool> Edit)> Cases { get; } =
    [
        Case("VideoSource", "camera", (ref VideoSource c, bool even) => c.Width = even ? 48 : 40),
        Case("Motion", "moved", (ref Motion c, bool even) => c.Size = even ? 32 : 28),
        Case("Classifier", "net", (ref Classifier c, bool even) => c.Crop = even ? 1 : 0.5f),
        Case("FeatureMaps", "maps", (ref FeatureMaps c, bool even) => c.Layer = even ? "2" : "3"),
        Case("Saliency", "heat", (ref Saliency c, bool even) => c.Width = even ? 32 : 40),
        Case("DeepDream", "dream", (ref DeepDream c, bool even) => c.Width = even ? 32 : 40),
        Case("StyleTransfer (nets)", "painting", (ref StyleTransfer c, bool even) => c.Width = even ? 32 : 40),
        Case("StyleTransfer (painted)", "optimised", (ref StyleTransfer c, bool even) => c.Width = even ? 48 : 40),
        Case("Visualization", "growing", (ref Visualization c, bool even) => c.Objective = even ? "class:7" : "class:3"),
        Case("ClassBars", "bars", (ref ClassBars c, bool even) => c.Count = even ? 5 : 3),
        Case("BarChart", "bars", (ref BarChart c, bool even) => c.TextSize = even ? 16 : 12),
        Case("Readout", "text", (ref Readout c, bool even) => c.Show = even ? "top" : "network"),
        Case("Label", "text", (ref Label c, bool even) => c.Text = even ? "net: " : "it says "),
        Case("KeyLegend", "keys", (ref KeyLegend c, bool even) => c.PerLine = even ? 0 : 2),
        Case("Sprite", "picture", (ref Sprite c, bool even) => c.Image = even ? "heat" : "dream"),
        Case("Fullscreen", "picture", (ref Fullscreen c, bool even) => c.On = !even),
        Case("Panel", "card", (ref Panel c, bool even) => c.Radius = even ? 4 : 8),
        Case("Transform", "screen", (ref Engine.Transform c, bool even) => c.Scale = new(even ? 1 : 2)),
        Case("Camera", "eye", (ref Camera c, bool even) => c.FieldOfView = even ? 40 : 60),
        Case("SceneCamera", "studio", (ref SceneCamera c, bool even) => c.FieldOfView = even ? 40 : 30),
        Case("ClassLabel", "ball", (ref ClassLabel c, bool even) => c.Name = even ? "ball" : "sphere"),
        Case("Randomize", "ball", (ref Randomize c, bool even) => c.Colour = even ? 0 : 0.1f),
        Case("Teach", "teach", (ref Teach c, bool even) => c.Size = even ? 128 : 160),
        Case("Training", "learner", (ref Training c, bool even) => c.Augment = even),
        Case("LineChart", "curves", (ref LineChart c, bool even) => c.TextSize = even ? 14 : 12),
        Case("TrainingCurves", "curves", (ref TrainingCurves c, bool even) => c.Show = even ? "loss" : "accuracy"),
        Case("Button", "go", (ref Button c, bool even) => c.Text = even ? "go" : "one step"),
        Case("Slider", "rate", (ref Slider c, bool even) => c.To = even ? 10 : 5),
        Case("Toggle", "runs", (ref Toggle c, bool even) => c.Text = even ? "runs" : "trains"),
        Case("ChoiceList", "head", (ref ChoiceList c, bool even) => c.Text = even ? "head" : "by"),
        Case("TextField", "classes", (ref TextField c, bool even) => c.Text = even ? "classes" : "names"),
        Case("MeshRenderer", "screen", (ref MeshRenderer c, bool even) => c.Mesh = even ? MeshShape.Quad : MeshShape.Cube),
    ];

    private delegate void Change<T>(ref T component, bool even);

    /// <summary>Plays the scene and edits one component after the other.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="assets">The folder of the project's own nets.</param>
    /// <param name="edits">Edits of each component.</param>
    /// <param name="cancellation">Ends it between two edits.</param>
    /// <param name="filter">Part of the components' names; null for all.</param>
    /// <exception cref="FileNotFoundException">The project's scenes are not where the program was started from, nor under CNN_HOME.</exception>
    public static IEnumerable<EditsResult> Run(Gpu gpu, string assets, int edits, CancellationToken cancellation, string? filter = null)
    {
        var folder = Directory.CreateTempSubdirectory("cnnplayground-edits-");
        try
        {
            var file = Path.Combine(folder.FullName, "edits.yaml");
            File.WriteAllText(file, Scene.Replace("MODEL", Quoted(assets, "fashion.safetensors"), StringComparison.Ordinal)
                .Replace("NET", Quoted(assets, "style-wave.safetensors"), StringComparison.Ordinal));
            using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, gpu);
            app.Install(new EnginePlugin());
            NetworkComponents.Install(app);
            app.Load(file);
            app.Run(60);
            foreach (var (component, edit) in Cases.Where(c => filter is null || c.Component.Contains(filter, StringComparison.OrdinalIgnoreCase)))
                yield return Measure(app, component, edit, edits, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static EditsResult Measure(App app, string component, Action<App, bool> edit, int edits, CancellationToken cancellation)
    {
        Edit(WarmUp);
        var (device, process, objects) = (Device(app), Process(), app.Gpu.LiveObjects);
        var start = Stopwatch.GetTimestamp();
        Edit(edits);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / edits;
        return new EditsResult(component, edits, device, Device(app), process, Process(), app.Gpu.LiveObjects - objects, milliseconds);

        void Edit(int count)
        {
            // Ends as it began: an even number of edits.
            for (var i = 0; i < count / 2 * 2; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                edit(app, i % 2 == 1);
                app.Step();
            }
            // What chases an edited image follows in the frames after it.
            app.Run(4);
        }
    }

    private static long Device(App app)
    {
        app.Gpu.WaitIdle();
        return app.Gpu.UsedBytes;
    }

    private static long Process()
    {
        // Managed memory that nobody holds any more is no part of the answer.
        _ = GC.GetTotalMemory(forceFullCollection: true);
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static (string, Action<App, bool>) Case<T>(string component, string entity, Change<T> change) where T : struct =>
        (component, (app, even) => change(ref app.World.Get<T>(app.Scene!.Find(entity)), even));

    private static string Quoted(string folder, string file) => $"\"{Path.GetFullPath(Path.Combine(folder, file))}\"";
}
