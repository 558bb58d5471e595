// The short way: sources, nets and what they see, paint, dream and learn, by code and without a scene file.
using Engine;

namespace CnnCompute.Tests;

public sealed class LiveNetTests
{
    private static readonly string Assets = Path.Combine(GpuFixture.Repository, "Scenes", "Assets");
    private App app = null!;

    [SetUp]
    public void Open() => app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);

    [TearDown]
    public void Close()
    {
        app.Dispose();
        Assert.That(GpuFixture.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void It_says_of_pushed_pixels_what_a_net_without_a_scene_says()
    {
        using var net = Net.Open(Small, gpu: GpuFixture.Gpu);
        var (pictures, _, _) = NetTests.Emoji(net.Model.Width, 3);
        var camera = app.Pixels(net.Model.Width, net.Model.Height);
        var seen = app.Net(Small).See(camera);
        Assert.That((seen.Label, seen.Score, seen.Answers, seen.Top.Length), Is.EqualTo(("", 0f, 0L, 0)));
        foreach (var picture in pictures)
        {
            camera.Push(picture.Rgba);
            app.Run(12);
            var whole = net.Classify(picture);
            Assert.That((seen.Label, seen.Best.Index), Is.EqualTo((whole[0].Label, whole[0].Index)));
            Assert.That(seen.Score, Is.EqualTo(whole[0].Score).Within(1e-4));
            Assert.That(seen.Top[1].Score, Is.EqualTo(whole[1].Score).Within(1e-4));
            Assert.That(seen.Scores.Length, Is.EqualTo(net.Classes));
        }
        Assert.That(seen.Picture.Image, Is.Not.Null);
        seen.Remove();
        app.Run(2);
        Assert.That((seen.Answers, seen.Picture.Image), Is.EqualTo((0L, (GpuImage?)null)));
    }

    [Test]
    public void A_steady_frame_that_reads_what_is_seen_and_its_pixels_allocates_nothing()
    {
        var seen = app.Net(Small).See(app.Source("scenery", 48, 48));
        var pixels = app.Read(seen.Picture);
        var bytes = new byte[48 * 48 * 4];
        var (answers, pictures, sum) = (0L, 0, 0f);
        SteadyFrames.AllocateNothing(_ =>
        {
            app.Step();
            sum += seen.Score + seen.Top.Length + seen.Label.Length;
            if (pixels.TryRead(bytes, out var _))
                pictures++;
            answers = seen.Answers;
        });
        Assert.That((answers > 200, pictures > 100, sum > 0), Is.EqualTo((true, true, true)), $"{answers} answers, {pictures} pictures");
    }

    [Test]
    public void Painted_and_dreamt_images_can_be_looked_at_shown_and_read()
    {
        var source = app.Source("scenery", 64, 64);
        var painted = app.Net(Path.Combine(Assets, "style-wave.safetensors")).Paint(source, width: 64);
        var dream = app.Net(ModelFile.Usual).Dream(painted, "layer2", width: 48, height: 48);
        app.Show(dream);
        app.Show(painted, new(900, 40), new(256, 256));
        var pixels = app.Read(painted);
        var seen = app.Net(Small).See(dream);
        app.Show(seen);
        app.Run(30);
        Assert.That((painted.Image!.Width, dream.Image!.Width, dream.Image.Height), Is.EqualTo((64, 48, 48)));
        Assert.That((pixels.Width, pixels.Height), Is.EqualTo((64, 64)));
        var read = new byte[64 * 64 * 4];
        Assert.That(pixels.TryRead(read, out var frame));
        Assert.That(frame, Is.InRange(26, 29));
        Assert.That(pixels.TryRead(read, out _), Is.False, "the same is not read twice");
        app.IsPaused = true;
        app.Run(6);
        Assert.That(pixels.TryRead(read, out _));
        Assert.That(read, Is.EqualTo(app.Gpu.Download(painted.Image)));
        Assert.That(seen.Answers, Is.Positive);
        var drawn = app.Gpu.Download(app.Target.Image);
        Assert.That(drawn.Distinct().Count(), Is.GreaterThan(50), "the window shows it");
        painted.Remove();
        Assert.That(() => app.Run(3), Throws.Nothing, "what looked at it waits");
    }

    [Test]
    public void Maps_and_explanations_of_what_is_seen_are_images()
    {
        var seen = app.Net(Small).See(app.Source("scenery", 48, 48));
        var maps = seen.Maps(width: 96, height: 48);
        var why = seen.Explain();
        app.Run(20);
        Assert.That((maps.Image!.Width, maps.Image.Height), Is.EqualTo((96, 48)));
        Assert.That(why.Image, Is.Not.Null);
        Assert.That(app.Gpu.Download(maps.Image).Distinct().Count(), Is.GreaterThan(20));
    }

    [Test]
    public void What_is_taught_by_name_is_known_undone_cleared_and_written()
    {
        using var folder = new TemporaryPictures();
        var camera = app.Pixels(64, 64);
        var net = app.Net(ModelFile.Usual, new NetOptions { Size = 64 });
        var mine = net.Teach(camera, budget: 0);
        Assert.That((mine.Label, mine.Examples, mine.Classes.Count), Is.EqualTo(("", 0, 0)));
        // Asked for before the first frame, and two at once.
        camera.Push(Grating(0));
        mine.Add("flat");
        app.Run(8);
        camera.Push(Grating(4));
        mine.Add("stripes");
        mine.Add("waste");
        Settle(mine);
        Assert.That((mine.Examples, string.Join(' ', mine.Classes)), Is.EqualTo((3, "flat stripes waste")));
        mine.Clear("waste");
        Settle(mine);
        Assert.That((mine.Examples, mine.Label), Is.EqualTo((2, "stripes")));
        camera.Push(Grating(0));
        app.Run(8);
        Assert.That((mine.Label, mine.Score > 0.5), Is.EqualTo(("flat", true)));
        mine.Add("flat");
        Settle(mine);
        mine.Undo();
        Settle(mine);
        Assert.That(mine.Examples, Is.EqualTo(2));
        mine.Save(folder["mine.onnx"]);
        Settle(mine);
        using var saved = Net.Open(folder["mine.onnx"], gpu: GpuFixture.Gpu);
        Assert.That((saved.Labels, saved.Classify(Grating(4), 64, 64)[0].Label), Is.EqualTo((new[] { "flat", "stripes" }, "stripes")));
        Assert.That(() => mine.Add("a, b"), Throws.ArgumentException.With.Message.Contains("comma"));
        Assert.That(() => mine.Clear("strips"), Throws.ArgumentException.With.Message.Contains("stripes"));
        Assert.That(() => mine.Save("mine.bin"), Throws.ArgumentException);
    }

    [Test]
    public void What_is_not_there_is_said_where_it_is_asked_for()
    {
        Assert.That(() => app.Net("nowhere.onnx"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("nowhere.onnx"));
        Assert.That(() => app.Source("nowhere.mp4"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("nowhere.mp4"));
        Assert.That(() => app.Pixels(0, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        var camera = app.Pixels(2, 2);
        Assert.That(() => camera.Push(new byte[3]), Throws.ArgumentException.With.Message.Contains("takes 16 bytes"));
        camera.Dispose();
        Assert.That(() => camera.Push(new byte[16]), Throws.InstanceOf<ObjectDisposedException>());
        // A trunk has no classes: the frame that would compile it says so.
        app.Net(ModelFile.Usual).See(app.Source("scenery"));
        Assert.That(() => app.Run(4), Throws.InstanceOf<InvalidDataException>());
    }

    private static string Small => Path.Combine(Assets, "emoji-small.safetensors");

    private static byte[] Grating(int period) => [.. Enumerable.Range(0, 64 * 64).SelectMany(i =>
    {
        var level = (byte)(period == 0 ? 90 : i % 64 / period % 2 == 0 ? 0 : 255);
        return new byte[] { level, level, level, 255 };
    })];

    private void Settle(Teachable taught)
    {
        for (var frame = 0; frame < 20_000; frame++)
        {
            app.Step();
            if (frame > 4 && taught.IsSettled)
                return;
        }
        Assert.Fail("it does not come to rest");
    }
}
