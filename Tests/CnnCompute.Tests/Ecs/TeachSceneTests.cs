// A taught camera in scenes: what it shows, what keys do, what is kept, what is wrong.
using Engine;

namespace CnnCompute.Tests;

public sealed class TeachSceneTests
{
    private const int Side = 64;
    private TemporaryPictures pictures = null!;
    private GpuImage? camera;

    [SetUp]
    public void MakePictures() => pictures = new TemporaryPictures();

    [TearDown]
    public void DeletePictures()
    {
        camera?.Dispose();
        camera = null;
        pictures.Dispose();
    }

    [Test]
    public void The_scene_looks_as_it_did()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 640, Height = 360 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "teach.yaml"));
        ref var wanted = ref app.World.Get<Teach>(app.Scene!.Find("teach"));
        (wanted.Budget, wanted.Size, wanted.Classes) = (0, Side, ClassList.Parse("calm, wind"));
        app.Run(2);
        Hold(app, Key.Number1, 26);
        app.Run(4);
        Hold(app, Key.Number2, 10);
        app.Run(6);
        var texts = app.Scene.Texts().ToDictionary();
        Assert.That((texts["row 1"], texts["count 1"], texts["row 2"]), Is.EqualTo(("1  calm", "4", "2  wind")));
        Assert.That(app.Shared(_ => new KeyHelp()).Lines.Select(line => line.Keys).ToArray(), Is.Unique, "a key does one thing");
        Golden.Check("teach.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Keys_show_undo_and_clear_and_the_answer_follows_what_is_seen()
    {
        using var app = Play();
        Show(app, 0);
        app.Run(3);
        Assert.That(Text(app, "top"), Is.EqualTo("show it something"));
        Press(app, Key.Number1);
        Show(app, 1);
        Hold(app, Key.Number2, 61);
        app.Run(6);
        var teach = Of(app);
        Assert.That((teach.Teaching.Examples.CountOf(0), teach.Teaching.Examples.CountOf(1)), Is.EqualTo((1, 8)), "eight a second while it is held");
        Assert.That((Text(app, "top"), teach.Answer), Is.EqualTo(("pen", (int?)1)));
        Show(app, 0);
        app.Run(6);
        Assert.That((Text(app, "top"), Text(app, "row 1")), Is.EqualTo(("class 1", "1  class 1")).Or.EqualTo(("mug", "1  mug")));
        foreach (var _ in Enum.GetValues<TeachHead>())
        {
            Press(app, Key.H);
            app.Run(30);
            Assert.That(Text(app, "top"), Is.EqualTo("mug"), Text(app, "head"));
        }
        Assert.That(Text(app, "accuracy"), Is.EqualTo("100 % of 1 held-out examples"));
        Assert.That(app.Images.TryGet("teach class 2", out _), Is.True);

        Press(app, Key.Backspace);
        Assert.That(teach.Teaching.Examples.CountOf(1), Is.EqualTo(7));
        Press(app, Key.A);
        app.Run(4);
        Assert.That(teach.Teaching.Examples.CountOf(1), Is.EqualTo(8), "the chosen class is the one shown last");
        Press(app, Key.Delete);
        app.Run(4);
        Assert.That((teach.Teaching.Examples.CountOf(1), app.Images.TryGet("teach class 2", out _)), Is.EqualTo((0, false)));
        Edit(app, (ref Teach t) => t.Threshold = 0.999f);
        Show(app, 3);
        app.Run(6);
        Assert.That((Text(app, "top"), teach.Answer), Is.EqualTo(("none of these", (int?)-1)));
        var help = app.Shared(_ => new KeyHelp());
        Assert.That(help.Lines, Is.Unique);
    }

    [Test]
    public void What_was_shown_is_there_tomorrow_and_the_model_is_written()
    {
        var folder = pictures["things"];
        float[] before;
        using (var app = Play(("Teach.out", folder)))
        {
            Show(app, 0);
            Press(app, Key.Number1);
            Show(app, 1);
            Hold(app, Key.Number2, 34);
            Press(app, Key.Number3);
            app.Run(4);
            Press(app, Key.Backspace);
            using (var second = Open(("Teach.out", folder)))
                Assert.That(() => second.Run(1), Throws.InstanceOf<IOException>().With.Message.Contains(folder));
            Press(app, Key.E);
            Until(app, () => Text(app, "note").StartsWith("written", StringComparison.Ordinal));
            Show(app, 0);
            app.Run(8);
            before = [.. Of(app).Teaching.Answers];
            Assert.That(before[0], Is.GreaterThan(0.5f));
        }
        Assert.That(Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories), Has.Length.EqualTo(7), "one, five, and one laid aside");
        Assert.That(ModelFile.Load($"{folder}.onnx").Labels, Is.EqualTo(new[] { "mug", "pen" }));
        pictures.Damaged("things/pen/000009.png");
        pictures.Picture("things/else/1.png", 8, 8, (_, _) => (0, 0, 0));
        using var again = Play(("Teach.out", folder));
        Show(again, 0);
        Until(again, () => !Text(again, "state").StartsWith("reading", StringComparison.Ordinal));
        again.Run(8);
        Assert.That((Of(again).Teaching.Examples.CountOf(0), Of(again).Teaching.Examples.CountOf(1)), Is.EqualTo((1, 5)));
        // The pictures are what the trunk saw, so their features are the same bits.
        var room = Of(again).Teaching.Room;
        Assert.That(Of(again).Teaching.Answers[..room], Is.EqualTo(before[..room]));
    }

    [Test]
    public void A_disk_that_takes_nothing_is_told_of_and_the_scene_goes_on()
    {
        pictures.Text("things/mug", "a file in the place of the class's folder");
        using var app = Play(("Teach.out", pictures["things"]));
        Show(app, 0);
        Press(app, Key.Number1);
        Until(app, () => Text(app, "note").Contains("in memory alone"));
        Assert.That(Text(app, "top"), Is.EqualTo("mug"));
    }

    [Test]
    public void Classes_are_renamed_and_taken_off_while_it_runs()
    {
        using var app = Play(("Teach.out", pictures["things"]));
        Show(app, 0);
        Press(app, Key.Number1);
        Show(app, 1);
        Press(app, Key.Number2);
        app.Run(4);
        Edit(app, (ref Teach t) => t.Classes = ClassList.Parse("cup"));
        app.Run(4);
        Assert.That((Text(app, "row 1"), Of(app).Teaching.Examples.CountOf(0), Of(app).Teaching.Examples.CountOf(1)), Is.EqualTo(("1  cup", 1, 0)));
        Edit(app, (ref Teach t) => t.Out = "");
        app.Run(2);
        Assert.That(ExampleFolder.List(pictures["things"]).Select(e => e.Class), Is.EqualTo(new[] { "cup", "pen" }), "what is no class stays");
    }

    [TestCase("Teach.size", "100", "Teach.model", "resnet18_features", "size 100")]
    [TestCase("Teach.classes", "mug, mug", "Teach.size", "128", "two classes are called")]
    [TestCase("Teach.model", "nowhere.onnx", "Teach.size", "128", "nowhere.onnx")]
    [TestCase("Teach.head", "prototype", "Teach.size", "128", "prototypes")]
    public void What_is_mistyped_is_said_in_one_sentence(string field, string value, string other, string second, string expected)
    {
        void Begin()
        {
            using var app = Open((field, value), (other, second));
            app.Run(1);
        }
        Assert.That(Begin, Throws.Exception.With.Message.Contains(expected).And.Message.Not.Contains("\n"));
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        using var app = Play(("Teach.budget", "0.5"), ("Teach.head", "mlp"));
        Show(app, 0);
        Press(app, Key.Number1);
        Show(app, 1);
        Hold(app, Key.Number2, 61);
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(Of(app).Answer, Is.EqualTo(1));
    }

    private delegate void Change(ref Teach teach);

    private static void Edit(App app, Change change) => change(ref app.World.Get<Teach>(app.Scene!.Find("teach")));

    private static LiveTeaching Of(App app) => app.World.Get<LiveTeaching>(app.Scene!.Find("teach"));

    private static string Text(App app, string name) => app.Scene!.Texts().ToDictionary()[name];

    private static void Hold(App app, Key key, int frames)
    {
        app.Input.Press(key);
        app.Run(frames);
        app.Input.Release(key);
        app.Run(1);
    }

    private static void Press(App app, Key key)
    {
        app.Input.Press(key);
        app.Input.Release(key);
        app.Run(2);
    }

    private static void Until(App app, Func<bool> done)
    {
        for (var frame = 0; !done(); frame++)
        {
            Assert.That(frame, Is.LessThan(2000), "it goes on for ever");
            app.Step();
        }
    }

    private void Show(App app, int card) => app.Gpu.Upload(camera!, Cards.Frame(card, 5, Side));

    private App Play(params (string Field, string Value)[] overrides)
    {
        var app = Open(overrides);
        app.Run(1);
        return app;
    }

    private App Open(params (string Field, string Value)[] overrides)
    {
        camera ??= GpuFixture.Gpu.Image(Side, Side, "camera");
        var small = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");
        pictures.Text("scene.yaml", $$"""
            name: cards
            entities:
              - name: teach
                Teach: { image: camera, model: "{{small}}", classes: "mug, pen", budget: 0 }
              - name: bars
                BarChart: {}
                ClassBars: { classifier: teach, count: 3 }
            {{string.Join('\n', new[] { "top", "probability", "state", "head", "accuracy", "examples", "note", "row 1" }.Select(show => $$"""
              - name: {{show}}
                Label: {}
                Readout: { target: teach, show: {{show}} }
            """))}}
            """);
        var app = new App(new AppOptions
        {
            Headless = true,
            Width = 64,
            Height = 36,
            Overrides = overrides.ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Images.Publish("camera", camera);
        try
        {
            app.Load(pictures["scene.yaml"]);
        }
        catch
        {
            app.Dispose();
            throw;
        }
        return app;
    }
}
