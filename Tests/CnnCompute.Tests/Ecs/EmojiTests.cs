// Emoji as a source, and the nets that know them.
using Engine;

namespace CnnCompute.Tests;

public sealed class EmojiTests
{
    [Test]
    public void The_list_has_different_emoji_with_different_names()
    {
        var all = EmojiList.First(EmojiList.Count);
        Assert.That(all, Has.Count.EqualTo(256));
        Assert.That(all.Select(e => e.Text).Distinct().Count(), Is.EqualTo(256));
        Assert.That(all.Select(e => e.Name).Distinct().Count(), Is.EqualTo(256));
        Assert.That(all[0], Is.EqualTo(("😀", "grinning face")));
        Assert.That(() => EmojiList.First(257), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void All_come_before_one_comes_again_and_look_different()
    {
        using var source = EmojiSource.Open("16", new VideoSource { Width = 32, Rate = 60 });
        var (labels, pictures) = (new List<int>(), new List<string>());
        var pixels = new byte[32 * 32 * 4];
        for (var n = 0; n < 32; n++)
        {
            Assert.That(source.TryTakeAt(n, pixels, out var info));
            labels.Add(info.Label);
            pictures.Add(Convert.ToHexString(pixels));
        }
        Assert.That(labels.Take(16), Is.EquivalentTo(Enumerable.Range(0, 16)));
        Assert.That(labels.Skip(16), Is.EquivalentTo(Enumerable.Range(0, 16)).And.Not.EqualTo(labels.Take(16)));
        // Without a card, one looks as it did before.
        Assert.That(pictures.Distinct().Count(), Is.GreaterThan(24));
        Assert.That(source.Classes, Has.Count.EqualTo(16));
    }

    [Test]
    public void Plain_ones_stand_on_white_and_have_colours()
    {
        using var source = EmojiSource.Open("2:plain", new VideoSource { Width = 64, Rate = 60 });
        var pixels = new byte[64 * 64 * 4];
        Assert.That(source.TryTakeAt(0, pixels, out var info));
        Assert.That(pixels.Take(4), Is.EqualTo(new byte[] { 255, 255, 255, 255 }));
        // Both are yellow faces.
        var middle = ((16 * 64) + 32) * 4;
        Assert.That(info.Label, Is.InRange(0, 1));
        Assert.That((pixels[middle] > 200, pixels[middle + 1] > 120, pixels[middle + 2] < 120), Is.EqualTo((true, true, true)), "yellow");
    }

    [TestCase("1")]
    [TestCase("257")]
    [TestCase("many")]
    [TestCase("16:odd")]
    [TestCase("16:1:2")]
    public void A_number_that_is_not_there_is_refused(string name) =>
        Assert.That(() => EmojiSource.Open(name, new VideoSource()), Throws.InstanceOf<IOException>().With.Message.Contains("from 2 to 256"));

    [Test]
    public void A_training_in_a_scene_learns_what_a_camera_of_the_scene_sees()
    {
        using var scene = new TemporaryPictures();
        scene.Text("studio.yaml", Studio);
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(scene["studio.yaml"]);
        var training = () => app.World.Get<LiveTraining>(app.Scene!.Find("learner"));
        app.Run(30);
        Assert.That(training().Trainer.Step, Is.Zero, "before there are pictures enough");
        app.Run(150);
        var pupil = app.World.Get<Classification>(app.Scene!.Find("pupil"));
        var (judged, right) = (pupil.Judged, pupil.Right);
        app.Run(60);
        // Each picture is a new one: what it says of them is said of what it has never seen.
        Assert.That((pupil.Right - right) / (double)(pupil.Judged - judged), Is.GreaterThan(0.9));
        Assert.That(training().Trainer.Step, Is.GreaterThan(20));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [TestCase("scene:nobody", "no SceneCamera or VideoSource called \"nobody\"")]
    [TestCase("scene:plain", "plain tells no class of what it sees")]
    [TestCase("scene:odd", "cannot be packed")]
    public void A_camera_that_nothing_can_be_learnt_from_is_refused(string data, string message)
    {
        using var scene = new TemporaryPictures();
        scene.Text("studio.yaml", Studio.Replace("scene:studio", data, StringComparison.Ordinal));
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(scene["studio.yaml"]);
        Assert.That(app.Step, Throws.InvalidOperationException.With.Message.Contains(message));
    }

    [Test]
    public void The_scene_looks_as_it_did_and_names_what_it_shows()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 640, Height = 360 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "emoji.yaml"));
        foreach (var name in (string[])["net", "pupil"])
            app.World.Get<Classifier>(app.Scene!.Find(name)).Budget = 0;
        app.Run(128);
        Golden.Check("emoji.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        app.Run(120);
        var net = app.World.Get<Classification>(app.Scene!.Find("net"));
        Assert.That((net.Judged >= 2, net.Right), Is.EqualTo((true, net.Judged)));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [TestCase("emoji", 256, 96)]
    [TestCase("emoji-small", 64, 48)]
    public void The_nets_name_renderings_that_they_have_never_seen(string model, int known, int side)
    {
        using var app = new App(new AppOptions
        {
            Headless = true,
            Width = 16,
            Height = 16,
            Overrides = new Dictionary<string, string>
            {
                ["seed"] = "77",
                ["SceneCamera.width"] = $"{side}",
                ["SceneCamera.height"] = $"{side}",
                ["emoji.VideoSource.source"] = $"emoji:{known}:77",
            },
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "emoji-studio.yaml"));
        var studio = app.Scene!.Find("studio");
        var entity = app.World.Create(new EntityName("net"), new Classifier
        {
            Model = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", $"{model}.safetensors"),
            Image = "studio",
            Truth = studio,
        });
        app.Run(104);
        var net = app.World.Get<Classification>(entity);
        Assert.That(net.Judged, Is.GreaterThan(95));
        Assert.That(net.Right / (double)net.Judged, Is.GreaterThan(0.95));
    }

    // Red and green cubes that turn: two classes without any asset.
    private const string Studio = """
        name: studio
        entities:
          - name: deck
            VideoSource: { source: "emoji:4", width: 28, height: 28 }
          - name: red
            Transform: {}
            MeshRenderer: { mesh: cube, colour: "#d03020", layer: studio }
            ClassLabel: { name: ruby }
            Randomize: { position: [0.3, 0.3, 0], rotation: [180, 180, 180], scale: [0.7, 1.2] }
          - name: green
            Transform: {}
            MeshRenderer: { mesh: cube, colour: "#20c040", layer: studio }
            ClassLabel: { name: emerald }
            Randomize: { position: [0.3, 0.3, 0], rotation: [180, 180, 180], scale: [0.7, 1.2] }
          - name: studio
            Transform: { position: [0, 0, 3] }
            SceneCamera: { layer: studio, width: 28, height: 28 }
            Randomize: { light: [0.6, 1], noise: 0.05 }
          - name: odd
            Transform: { position: [0, 0, 3] }
            SceneCamera: { layer: studio, width: 15, height: 15 }
          - name: plain
            VideoSource: { source: clutter, width: 16, height: 16 }
          - name: learner
            Training: { recipe: studio, data: "scene:studio", batch: 16, budget: 16 }
          - name: pupil
            Classifier: { model: learner, image: studio, truth: studio }
        """;
}
