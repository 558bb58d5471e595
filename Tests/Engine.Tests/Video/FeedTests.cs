// Sources in a scene: those that are broken from the start, and those that are mistyped while it runs.
namespace Engine.Tests;

public sealed class FeedTests
{
    private string folder = null!, path = null!;
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        folder = Directory.CreateTempSubdirectory("capture").FullName;
        path = Path.Combine(folder, "scene.yaml");
        app = new App(new AppOptions { Headless = true, Width = 8, Height = 8 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
    }

    [TearDown]
    public void DisposeApp()
    {
        app.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_source_that_never_gives_a_picture_ends_the_scene()
    {
        File.WriteAllText(Path.Combine(folder, "words.mp4"), "these are words");
        Load("VideoSource: { source: words.mp4 }");
        Assert.That(() => app.Run(1), Throws.InstanceOf<IOException>().With.Message.Contains("words.mp4 holds no video"));
    }

    [TestCase("nowhere.mp4")]
    [TestCase("words.mp4")]
    public void What_is_mistyped_while_the_scene_runs_is_said_once_and_the_scene_goes_on(string mistyped)
    {
        File.WriteAllText(Path.Combine(folder, "words.mp4"), "these are words");
        var before = Console.Error;
        using var errors = new StringWriter();
        Load("VideoSource: { width: 16, height: 8 }");
        app.Run(2);
        var entity = app.Scene!.Find("one");
        Console.SetError(errors);
        try
        {
            app.World.Get<VideoSource>(entity).Source = mistyped;
            app.Run(3);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(errors.ToString().Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors.ToString(), Does.Contain(mistyped));
        app.World.Get<VideoSource>(entity).Source = "testpattern";
        app.World.Get<VideoSource>(entity).Width = 32;
        app.Run(1);
        Assert.That((app.World.Get<Feed>(entity).Image.Width, app.World.Get<Feed>(entity).Picture.Index), Is.EqualTo((32, 2)));
    }

    [Test]
    public void A_picture_is_mirrored_and_cropped_as_the_component_says_without_being_opened_again()
    {
        byte[] red = [255, 0, 0, 255], green = [0, 255, 0, 255];
        PngFile.Write(Path.Combine(folder, "halves.png"), 16, 8, [.. Enumerable.Range(0, 16 * 8).SelectMany(i => i % 16 < 8 ? red : green)]);
        Load("VideoSource: { source: halves.png, width: 16, height: 8, mirror: true }");
        app.Run(1);
        var entity = app.Scene!.Find("one");
        var feed = app.World.Get<Feed>(entity);
        Assert.That(First(feed), Is.EqualTo(green), "mirrored");
        app.World.Get<VideoSource>(entity).Mirror = false;
        app.World.Get<VideoSource>(entity).Crop = 0.5f;
        app.Run(61);
        Assert.That(app.World.Get<Feed>(entity), Is.SameAs(feed));
        Assert.That(First(feed), Is.EqualTo(red), "not mirrored any more");
        app.World.Get<VideoSource>(entity).Crop = 7;
        app.Run(61);
        Assert.That(First(feed), Is.EqualTo(red), "refused, and as it was");
        byte[] First(Feed shown) => app.Gpu.Download(shown.Image)[..4];
    }

    [Test]
    public void A_source_that_is_added_while_the_scene_runs_may_be_mistyped_too()
    {
        var before = Console.Error;
        using var errors = new StringWriter();
        Load("VideoSource:");
        app.Run(2);
        var entity = app.Scene!.Find("two");
        Console.SetError(errors);
        try
        {
            app.World.Add(entity, new VideoSource { Source = "nowhere.mp4" });
            app.Run(3);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(errors.ToString().Trim().Split('\n'), Has.Length.EqualTo(1), errors.ToString());
        app.World.Get<VideoSource>(entity).Source = "testpattern";
        app.Run(1);
        Assert.That(app.World.Get<Feed>(entity).Picture.Index, Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void A_device_runs_live_where_all_else_is_stepped()
    {
        if (!File.Exists("/dev/zero"))
            Assert.Ignore("/dev/zero is not there");
        Load("VideoSource: { source: /dev/zero }", "VideoSource:");
        app.Run(1);
        Assert.That(app.World.Get<Feed>(app.Scene!.Find("one")).Source.IsLive, Is.True);
        Assert.That(app.World.Get<Feed>(app.Scene.Find("two")).Source.IsLive, Is.False);
        Assert.That(() => app.Run(100_000), Throws.InstanceOf<IOException>().With.Message.Contains("/dev/zero gave no picture"), "it is no camera");
    }

    [Test]
    public void Entities_that_name_the_same_source_share_one_stream()
    {
        Load("VideoSource: { source: scenery, width: 32, height: 24 }", "VideoSource: { source: scenery, width: 32, height: 24 }");
        app.Run(3);
        var (one, two) = (app.World.Get<Feed>(app.Scene!.Find("one")), app.World.Get<Feed>(app.Scene.Find("two")));
        Assert.That(two.Source, Is.SameAs(one.Source));
        Assert.That(two.Picture, Is.EqualTo(one.Picture).And.Not.EqualTo(new PictureInfo(-1, -1)));
        var images = app.Images;
        Assert.That(images.Find("two"), Is.SameAs(images.Find("one")));

        app.World.Get<VideoSource>(app.Scene.Find("two")).Width = 48;
        app.Run(1);
        Assert.That((images.Find("one")!.Width, images.Find("two")!.Width), Is.EqualTo((32, 48)), "who wants something else has a stream of its own");
        app.World.Get<VideoSource>(app.Scene.Find("one")).Width = 48;
        app.Run(1);
        Assert.That(images.Find("one"), Is.SameAs(images.Find("two")));
        app.World.DestroyDisposing(app.Scene.Find("two"));
        app.Run(1);
        Assert.That((images.Find("two"), images.Find("one")!.Width), Is.EqualTo((default(GpuImage), 48)), "who stays keeps it");
    }

    [Test]
    public void A_camera_is_opened_once_whatever_size_is_wanted()
    {
        if (!File.Exists("/dev/zero"))
            Assert.Ignore("/dev/zero is not there");
        Load("Transform:");
        app.Run(1);
        var (one, two) = (app.Scene!.Find("one"), app.Scene.Find("two"));
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        GpuImage shared;
        try
        {
            app.World.Add(one, new VideoSource { Source = "/dev/zero", Width = 32 });
            app.World.Add(two, new VideoSource { Source = "/dev/zero", Width = 64, Rate = 5 });
            app.Run(1);
            Assert.That(app.World.Get<Feed>(two).Source, Is.SameAs(app.World.Get<Feed>(one).Source));
            shared = app.World.Get<Feed>(two).Image;
            app.World.Get<VideoSource>(one).Source = "testpattern";
            app.Run(1);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(app.World.Get<Feed>(two).Image, Is.SameAs(shared), "the other one still has it");
        Assert.That(app.World.Get<Feed>(one).Source, Is.InstanceOf<TestPattern>());
    }

    [Test]
    public void A_camera_that_is_unplugged_is_said_on_the_picture_until_it_is_back()
    {
        var (camera, said, before) = (new FakeCamera(), new List<string>(), Log.Sink);
        Log.Sink = (_, text) =>
        {
            lock (said)
                said.Add(text);
        };
        try
        {
            Load("VideoSource: { source: camera, width: 20, height: 10 }", "VideoSource: { source: /dev/video0, width: 40, height: 10 }");
            app.Shared(_ => new FrameSources()).Devices = camera;
            var notices = app.Shared(_ => new Notices());
            app.Run(1);
            var (one, two) = (app.World.Get<Feed>(app.Scene!.Find("one")), app.World.Get<Feed>(app.Scene.Find("two")));
            Assert.That(two.Source, Is.SameAs(one.Source), "the best camera and this one are the same");
            camera.GiveSoon(Grey(126));
            Assert.That(() => Shown(one), Is.EqualTo(128).After(10_000, 5), "(126 - 16) / 219 · 255");
            Assert.That(one.Latency, Is.InRange(0, 5000));
            camera.IsPlugged = false;
            Assert.That(() => Shown(one) == 128 && notices.Texts.Count() == 2, Is.True.After(10_000, 5));
            Assert.That(notices.Texts.Distinct().Single(), Is.EqualTo(said.Single()).And.Contains("is gone (No such device)"));
            camera.IsPlugged = true;
            camera.GiveSoon(Grey(16));
            Assert.That(() => Shown(one) == 0 && !notices.Texts.Any(), Is.True.After(10_000, 5));
            Assert.That(said, Has.Count.EqualTo(2));
        }
        finally
        {
            app.World.DestroyDisposing(app.Scene!.Find("one"));
            app.World.DestroyDisposing(app.Scene.Find("two"));
            Log.Sink = before;
        }
        Assert.That((camera.OpenFiles, camera.OpenMaps), Is.EqualTo((0, 0)));

        int Shown(Feed feed)
        {
            app.Step();
            return app.Gpu.Download(feed.Image)[4];
        }
    }

    [Test]
    public void Frames_with_a_raw_picture_each_allocate_nothing()
    {
        var camera = new FakeCamera();
        Load("VideoSource: { source: camera, width: 64, height: 48 }");
        app.Shared(_ => new FrameSources()).Devices = camera;
        app.Run(1);
        var feed = app.World.Get<Feed>(app.Scene!.Find("one"));
        var picture = Grey(100);
        using var never = new ManualResetEvent(false);
        SteadyFrames.AllocateNothing(_ =>
        {
            camera.Give(picture);
            // So that most frames have a picture of their own.
            for (var spins = 0; spins < 50 && camera.Waiting > 0; spins++)
                never.WaitOne(1);
            app.Step();
        });
        Assert.That(feed.Picture.Index, Is.GreaterThan(300));
        app.World.DestroyDisposing(app.Scene.Find("one"));
    }

    private static byte[] Grey(byte luma) => [.. Enumerable.Range(0, 640 * 480 * 2).Select(i => i % 2 == 0 ? luma : (byte)128)];

    [Test]
    public void A_motion_whose_size_is_edited_has_a_picture_of_that_size()
    {
        Load("VideoSource:", "Motion: { image: one, size: 32 }");
        app.Run(1);
        app.World.Get<Motion>(app.Scene!.Find("two")).Size = 48;
        app.Run(1);
        Assert.That(app.Images.Find("two")!.Width, Is.EqualTo(48));
    }

    private void Load(string one, string two = "Transform:")
    {
        File.WriteAllText(path, $"entities:\n  - name: one\n    {one}\n  - name: two\n    {two}");
        app.Load(path);
    }

    [Test]
    public void Without_its_camera_a_scene_says_so_and_shows_a_landscape()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        var camera = app.World.Create(new EntityName("camera"), new VideoSource { Source = "/dev/video99", Width = 32, Height = 24 });
        app.Run(2);
        var notices = app.Shared(_ => new Notices());
        Assert.That(notices.Texts.Single(), Does.StartWith("there is no camera at /dev/video99").And.Contain("camera shows a drawn landscape"));
        Assert.That(app.Gpu.Download(app.Images.Find("camera")!).Distinct().Count(), Is.GreaterThan(20));
        app.World.Set(camera, new VideoSource { Source = "testpattern", Width = 32, Height = 24 });
        app.Run(2);
        Assert.That(notices.Texts, Is.Empty);
    }
}
