// Every component of a running scene with every kind of bad value: said once in one sentence, and what ran goes on.
using Engine;
using Google.Protobuf;

namespace CnnCompute.Tests;

public sealed class BadEditTests
{
    private const int PastTheBeginning = 60;
    private static readonly string Folder = Directory.CreateTempSubdirectory("bad-edits").FullName;
    private static readonly string Assets = Path.Combine(GpuFixture.Repository, "Scenes", "Assets");
    private App app = null!;

    private delegate void Change<T>(ref T component);

    [OneTimeSetUp]
    public void Play()
    {
        File.WriteAllBytes(At("unknown.onnx"), OnnxProtos.Model(19, [1, 3, 8, 8], [OnnxProtos.Node("Frobnicate", "y", ["x"])]).ToByteArray());
        File.WriteAllBytes(At("opset.onnx"), OnnxProtos.Model(900, [1, 3, 8, 8], [OnnxProtos.Node("Relu", "y", ["x"])]).ToByteArray());
        File.WriteAllBytes(At("damaged.onnx"), [8, 9, 255, 255, 255, 255, 1, 2, 3]);
        File.WriteAllBytes(At("damaged.safetensors"), [255, 255, 255, 255, 255, 255, 255, 127, 1]);
        File.WriteAllText(At("damaged.png"), "no picture");
        File.WriteAllLines(At("three.txt"), ["one", "two", "three"]);
        Directory.CreateDirectory(At("folder"));
        var scene = At("scene.yaml");
        var (model, net) = (Path.Combine(Assets, "fashion.safetensors"), Path.Combine(Assets, "style-wave.safetensors"));
        File.WriteAllText(scene, $$"""
            entities:
              - name: camera
                VideoSource: { source: testpattern, width: 48, height: 36 }
              - name: moved
                Motion: { image: camera, size: 32 }
              - name: net
                Classifier: { model: "{{model}}", image: camera, budget: 1 }
              - name: maps
                FeatureMaps: { classifier: net, layer: "2", count: 4, width: 64, height: 32 }
              - name: heat
                Saliency: { model: "{{model}}", image: camera, crop: 1, width: 32, budget: 0 }
              - name: dream
                DeepDream: { model: "{{model}}", image: camera, layer: "6:2", width: 32, height: 24, octaves: 2, budget: 0.1 }
              - name: painting
                StyleTransfer: { image: camera, net: "{{net}}", width: 32, budget: 0.1 }
              - name: optimised
                StyleTransfer: { image: camera, style: moved, model: "{{model}}", width: 48, budget: 0.1 }
              - name: growing
                Visualization: { model: "{{model}}", objective: "class:7", steps: 2, budget: 0 }
              - name: bars
                BarChart: {}
                ClassBars: { classifier: net }
              - name: text
                Label: { text: "net: " }
                Readout: { target: net, show: top }
            """);
        app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(scene);
        app.Run(PastTheBeginning);
        // What is slowest has its first result, so that nothing is made for the first time by what follows.
        for (var i = 0; i < 1000 && app.World.Find<LiveStyle>(app.Scene!.Find("optimised"))?.Progress is null; i++)
            app.Step();
    }

    // The device outlives the fixture, and counts what tests leave behind one by one.
    [OneTimeTearDown]
    public void End()
    {
        app?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string At(string name) => Path.Combine(Folder, name);

    private static IEnumerable<TestCaseData> Models<T>(string entity, Func<string, Change<T>> set) where T : struct
    {
        yield return Bad(entity, "no such file", "nowhere.onnx", set("nowhere.onnx"));
        yield return Bad(entity, "unknown operator", "Frobnicate", set(At("unknown.onnx")));
        yield return Bad(entity, "unknown operator set", "opset 900", set(At("opset.onnx")));
        yield return Bad(entity, "damaged ONNX", "damaged.onnx", set(At("damaged.onnx")));
        yield return Bad(entity, "damaged safetensors", "damaged.safetensors", set(At("damaged.safetensors")));
        yield return Bad(entity, "a folder", "folder", set(At("folder")));
        yield return Bad(entity, "a picture", "damaged.png", set(At("damaged.png")));
    }

    private static IEnumerable<TestCaseData> Cases() =>
    [
        .. Models<Classifier>("net", file => (ref Classifier c) => c.Model = file),
        Bad("net", "labels that are missing", "nowhere.txt", (ref Classifier c) => c.Labels = "nowhere.txt"),
        Bad("net", "labels that are a folder", "folder", (ref Classifier c) => c.Labels = At("folder")),
        Bad("net", "too few labels", "3 class names", (ref Classifier c) => c.Labels = At("three.txt")),
        Bad("net", "an unknown norm", "nonsense", (ref Classifier c) => c.Norm = "nonsense"),
        Bad("net", "no such image", "\"mirror\"", (ref Classifier c) => c.Image = "mirror"),
        Bad("maps", "no such layer", "no layer \"99\"", (ref FeatureMaps c) => c.Layer = "99"),
        Bad("maps", "no such channel", "", (ref FeatureMaps c) => c.Grid = c.Grid with { First = 9999 }),
        .. Models<Saliency>("heat", file => (ref Saliency c) => c.Model = file),
        Bad("heat", "labels that are a folder", "folder", (ref Saliency c) => c.Labels = At("folder")),
        Bad("heat", "an unknown norm", "nonsense", (ref Saliency c) => c.Norm = "nonsense"),
        Bad("heat", "no such class", "cow", (ref Saliency c) => c.Class = "cow"),
        Bad("heat", "no such layer", "nowhere",
            (ref Saliency c) => c.Options = c.Options with { Method = AttributionMethod.GradCam, Layer = "nowhere" }),
        Bad("heat", "no objective", "", (ref Saliency c) => c.Options = c.Options with { Objective = "((" }),
        Bad("heat", "no such image", "\"mirror\"", (ref Saliency c) => c.Image = "mirror"),
        Bad("heat", "a size below all", "size -3 is not possible", (ref Saliency c) => c.Size = -3),
        Bad("heat", "a crop that is no number", "crop NaN is not possible", (ref Saliency c) => c.Crop = float.NaN),
        Bad("heat", "an opacity above all", "opacity 7 is not possible", (ref Saliency c) => c.Heat = c.Heat with { Opacity = 7 }),
        .. Models<DeepDream>("dream", file => (ref DeepDream c) => c.Model = file),
        Bad("dream", "no such layer", "nowhere", (ref DeepDream c) => c.Options = c.Options with { Objective = "nowhere" }),
        Bad("dream", "no guide", "nowhere.png", (ref DeepDream c) => c.Files = c.Files with { Guide = "nowhere.png" }),
        Bad("dream", "a mask that is no picture", "damaged.png", (ref DeepDream c) => c.Files = c.Files with { Mask = At("damaged.png") }),
        Bad("dream", "an unknown norm", "nonsense", (ref DeepDream c) => c.Norm = "nonsense"),
        .. Models<StyleTransfer>("painting", file => (ref StyleTransfer c) => c.Net = file),
        Bad("painting", "no second net", "nowhere.onnx", (ref StyleTransfer c) => c.Second = "nowhere.onnx"),
        Bad("painting", "an unknown mask", "triangle", (ref StyleTransfer c) => c.Options = c.Options with { Mask = "triangle" }),
        Bad("painting", "neither net nor picture", "neither", (ref StyleTransfer c) => c.Net = ""),
        Bad("painting", "no such image", "\"mirror\"", (ref StyleTransfer c) => c.Image = "mirror"),
        Bad("painting", "a strength above all", "strength 5 is not possible", (ref StyleTransfer c) => c.Options = c.Options with { Strength = 5 }),
        .. Models<StyleTransfer>("optimised", file => (ref StyleTransfer c) => c.Model = file),
        Bad("optimised", "no style picture", "nowhere.jpg", (ref StyleTransfer c) => c.Style = "nowhere.jpg"),
        Bad("optimised", "a weight that is none", "", (ref StyleTransfer c) => c.Style = "moved:heavy"),
        Bad("optimised", "steps below none", "steps -5 is not possible", (ref StyleTransfer c) => c.Painting = c.Painting with { Steps = -5 }),
        .. Models<Visualization>("growing", file => (ref Visualization c) => c.Model = file),
        Bad("growing", "no such class", "class 10 does not exist", (ref Visualization c) => c.Objective = "class:10"),
        Bad("growing", "half an objective", "a term is empty", (ref Visualization c) => c.Objective = "class:7+"),
        Bad("growing", "a size below all", "size -1 is not possible", (ref Visualization c) => c.Size = -1),
        Bad("growing", "steps below none", "steps -5 is not possible", (ref Visualization c) => c.Options = c.Options with { Steps = -5 }),
        Bad("camera", "no such file", "nowhere.png", (ref VideoSource c) => c.Source = "nowhere.png"),
        Bad("camera", "a folder without pictures", "holds no picture", (ref VideoSource c) => c.Source = At("folder")),
        Bad("camera", "an unknown kind", "no plugin brings", (ref VideoSource c) => c.Source = "nonsense:rest"),
        Bad("camera", "an unknown data set", "nonsense", (ref VideoSource c) => c.Source = "dataset:nonsense"),
        Bad("camera", "no width", "0×36", (ref VideoSource c) => c.Width = 0),
        Bad("camera", "a rate that is no number", "NaN", (ref VideoSource c) => c.Rate = double.NaN),
        Bad("text", "nothing of that name", "nothing to show", (ref Readout c) => c.Show = "nonsense"),
    ];

    [TestCaseSource(nameof(Cases))]
    public void It_is_said_once_and_what_ran_goes_on(string entity, Func<App, Action> edit, string expected)
    {
        Action restore = null!;
        var said = Said(() =>
        {
            restore = edit(app);
            app.Run(4);
        });
        Assert.That(said, Has.Length.EqualTo(1), $"{entity}: {string.Join('\n', said)}");
        Assert.That(said[0], Does.Contain(expected));
        Assert.That(Said(() =>
        {
            restore();
            // Until what was made anew has all it reads back with.
            app.Run(8);
        }), Is.Empty, "mended");
        Assert.That(app.Gpu.ValidationMessages, Has.Count.EqualTo(CheckGpuAttribute.Seen));
    }

    private static TestCaseData Bad<T>(string entity, string what, string expected, Change<T> change) where T : struct
    {
        Func<App, Action> edit = app =>
        {
            var target = app.Scene!.Find(entity);
            var before = app.World.Get<T>(target);
            change(ref app.World.Get<T>(target));
            return () => app.World.Set(target, before);
        };
        return new TestCaseData(entity, edit, expected).SetArgDisplayNames(typeof(T).Name, entity, what);
    }

    private static string[] Said(Action run)
    {
        var said = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            run();
        }
        finally
        {
            Log.Sink = before;
        }
        return [.. said];
    }
}
