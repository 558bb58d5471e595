// The verb that paints in other styles, and the one that trains nets for it.
using System.Diagnostics;
using System.Globalization;
using Engine;
using StbImageSharp;

namespace CnnCompute.Tests;

public sealed class StyleVerbTests
{
    private const int Side = 48;

    private static string Folder => TestContext.CurrentContext.WorkDirectory;

    private static string Net(string name) => Path.Combine(GpuFixture.Repository, "Scenes", "Assets", $"style-{name}.safetensors");

    private static string Picture(bool discs)
    {
        var path = Path.Combine(Folder, $"style-{(discs ? "discs" : "stripes")}.png");
        PngFile.Write(path, Side, Side, NeuralStyleTests.Pattern(Side, discs));
        return path;
    }

    private static (int Width, int Height, byte[] Rgba) Read(string path)
    {
        var image = ImageResult.FromMemory(File.ReadAllBytes(path), ColorComponents.RedGreenBlueAlpha);
        return (image.Width, image.Height, image.Data);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var (before, error) = (Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            var (code, output) = Verbs.Run(arguments);
            return (code, output, error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    [Test]
    public void Two_nets_paint_the_halves_of_a_picture()
    {
        string Paint(string name, params string[] more)
        {
            var path = Path.Combine(Folder, $"painted-{name}.png");
            Assert.That(Run(["style", Picture(false), "--size", "64", "--out", path, .. more]).Code, Is.Zero);
            return path;
        }
        var (width, height, both) = Read(Paint("both", "--net", Net("wave"), "--net", Net("starry"), "--mask", "split", "--blend", "1"));
        Assert.That((width, height), Is.EqualTo((64, 64)));
        byte[] left = Read(Paint("left", "--net", Net("wave"))).Rgba, right = Read(Paint("right", "--net", Net("starry"))).Rgba;
        for (var i = 0; i < both.Length; i++)
        {
            if (i / 4 % 64 is not (31 or 32))
                Assert.That(both[i], Is.EqualTo((i / 4 % 64 < 32 ? left : right)[i]).Within(1));
        }
        var clamped = Run("style", Picture(false), "--net", Net("wave"), "--strength", "7", "--out", Path.Combine(Folder, "clamped.png"));
        Assert.That(clamped.Error, Does.Contain("strength 7 is not possible; 1 is taken (0 to 1)"));
    }

    [Test]
    public void What_is_transparent_stays_so()
    {
        var rgba = NeuralStyleTests.Pattern(Side, discs: true);
        for (var i = 3; i < rgba.Length; i += 4)
            rgba[i] = (byte)(i / 4 % Side < Side / 2 ? 0 : 255);
        var (content, painted) = (Path.Combine(Folder, "transparent.png"), Path.Combine(Folder, "transparent-painted.png"));
        PngFile.Write(content, Side, Side, rgba);
        Assert.That(Run("style", content, "--net", Net("wave"), "--out", painted).Code, Is.Zero);
        var (width, height, result) = Read(painted);
        Assert.That((width, height), Is.EqualTo((Side, Side)));
        Assert.That(result.Where((_, i) => i % 4 == 3), Is.EqualTo(rgba.Where((_, i) => i % 4 == 3)));
    }

    [Test]
    public void A_log_that_fails_is_told_once_and_is_not_the_result()
    {
        var said = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            // A disk that is full.
            using var log = new LossLog("/dev/full");
            for (var i = 0; i < 3; i++)
                log.Write("a line");
            new LossLog("/proc/nowhere/log.csv").Dispose();
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[0], Does.StartWith("--log /dev/full: it cannot be written any more ("));
    }

    [Test]
    public void A_video_is_painted_and_what_a_broken_one_holds_is_kept()
    {
        var whole = Path.Combine(Folder, "whole.gif");
        using (var writer = new VideoWriter(whole, Side, Side, 10))
        {
            for (var i = 0; i < 6; i++)
                writer.Write(NeuralStyleTests.Pattern(Side, i % 2 == 0));
        }
        var painted = Path.Combine(Folder, "painted.gif");
        var (code, output, _) = Run("style", whole, "--net", Net("wave"), "--out", painted);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("6 frames of 48×48"));
        var broken = Path.Combine(Folder, "broken.mp4");
        string[] make =
        [
            "-y", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=48x48:rate=25:duration=1", "-c:v", "libx264", "-g", "5", "-pix_fmt",
            "yuv420p", "-movflags", "+faststart", broken,
        ];
        using (var ffmpeg = Process.Start("ffmpeg", make))
            ffmpeg.WaitForExit();
        using (var file = File.OpenWrite(broken))
            file.SetLength(file.Length * 2 / 3);
        var cut = Run("style", broken, "--net", Net("wave"), "--out", painted);
        Assert.That(cut.Code, Is.EqualTo(1));
        Assert.That(cut.Error, Does.Contain("broken.mp4").And.Contain("kept"));
        using var reader = VideoReader.Open(painted);
        var (frame, frames) = (new byte[Side * Side * 4], 0);
        while (reader.Read(frame))
            frames++;
        Assert.That(frames, Is.InRange(3, 23));
        Assert.That(() => Run("style", whole, "--style", Picture(true), "--model", "nowhere.onnx"),
            Throws.ArgumentException.With.Message.Contains("video"));
    }

    [Test]
    public void Optimisation_prints_and_logs_a_falling_loss()
    {
        string log = Path.Combine(Folder, "style.csv"), picture = Path.Combine(Folder, "optimised.png");
        var (code, output, _) = Run(
            "style", Picture(false), "--style", Picture(true), $"{Picture(false)}:0.5", "--model", Shared.File("models/squeezenet1.1.onnx"),
            "--size", "48", "--steps", "12", "--style-layers", "relu0,fire2", "--content-layer", "fire2", "--log", log, "--out", picture);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("content fire2, style relu0, fire2, L-BFGS"));
        var rows = File.ReadAllLines(log).Select(l => l.Split(',')).ToArray();
        Assert.That(rows[0], Is.EqualTo(["step", "seconds", "loss", "content", "style", "roughness"]));
        var losses = rows.Skip(1).Select(r => float.Parse(r[2], CultureInfo.InvariantCulture)).ToArray();
        Assert.That(losses, Has.Length.EqualTo(12));
        Assert.That(losses[^1], Is.LessThan(0.8 * losses[0]));
        Assert.That(Read(picture).Width, Is.EqualTo(48));
    }

    [Test]
    public void What_cannot_be_is_said_with_what_to_do()
    {
        var photo = Picture(false);
        Assert.That(() => Run("style", photo), Throws.ArgumentException.With.Message.Contains("--net FILE").And.Message.Contains("--style PICTURE"));
        Assert.That(() => Run("style", photo, "--style", photo, "--method", "adain"), Throws.ArgumentException.With.Message.Contains("--model"));
        Assert.That(() => Run("style", photo, "--net", Net("wave"), "--style", photo, "--model", "x"),
            Throws.ArgumentException.With.Message.Contains("cannot be mixed"));
        Assert.That(() => Run("style", photo, "--net", "a", "--net", "b", "--net", "c"), Throws.ArgumentException.With.Message.Contains("two nets"));
        Assert.That(() => Run("style", photo, "--net", Net("wave"), "--out", "x.jpg"), Throws.ArgumentException.With.Message.Contains(".png"));
        Assert.That(() => Run("style", photo, "--net", Net("wave"), "--mask", "circel"), Throws.ArgumentException.With.Message.Contains("circle"));
        Assert.That(() => Run("style", "nowhere.png", "--net", Net("wave")), Throws.InstanceOf<FileNotFoundException>());
        var model = Shared.File("models/squeezenet1.1.onnx");
        Assert.That(() => Run("style", photo, "--style", photo, "--model", model, "--method", "adain"),
            Throws.ArgumentException.With.Message.Contains("--decoder").And.Message.Contains("statistics"));
        Assert.That(() => Run("style", photo, "--style", photo, "--model", model, "--content-layer", "fire55"),
            Throws.ArgumentException.With.Message.Contains("fire5"));
        Assert.That(() => Run("style", photo, "--style", photo, "--model", model, "--size", "16", "--style-layers", "fire8"),
            Throws.ArgumentException.With.Message.Contains("16×16"));
    }

    [Test]
    public void A_style_net_is_trained_saved_gone_on_with_and_paints()
    {
        var net = Path.Combine(Folder, "trained.safetensors");
        string[] train =
        [
            "train", "style", "--style", Picture(true), "--content", Picture(false), "--model", Shared.File("models/squeezenet1.1.onnx"),
            "--style-size", "48", "--out", net,
        ];
        Assert.That(Run([.. train, "--size", "32", "--steps", "6"]).Output, Does.Contain("done after 6 steps"));
        var metadata = Safetensors.Load(net).Metadata;
        Assert.That((metadata["model"], metadata["style"], metadata["steps"]), Is.EqualTo(("style_net", "style-discs.png", "6")));
        var before = Safetensors.Load(net).Tensors;
        Assert.That(Run([.. train, "--size", "32", "--steps", "1", "--resume", net, "--lr", "1e-9"]).Code, Is.Zero);
        foreach (var (key, value) in Safetensors.Load(net).Tensors)
            Assert.That(value.Values, Is.EqualTo(before[key].Values).Within(1e-2), $"{key}: nothing is lost on the way");
        Assert.That(before["conv4.bias"].Values, Has.All.InRange(60, 195), "bytes around the middle");
        var picture = Path.Combine(Folder, "by-trained.png");
        Assert.That(Run("style", Picture(false), "--net", net, "--out", picture).Code, Is.Zero);
        Assert.That(() => Run([.. train, "--size", "64"]), Throws.ArgumentException.With.Message.Contains("64×64"));
        Assert.That(() => Run([.. train, "--size", "32", "--resume", Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors")]),
            Throws.InstanceOf<StateDictException>());
    }
}
