// The verb that dreams: what it logs and writes, and what it says of bad input.
using Engine;

namespace CnnCompute.Tests;

public sealed class DreamCommandTests
{
    private static readonly string Fashion = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");
    private string folder = "", picture = "";

    [SetUp]
    public void MakePicture()
    {
        folder = Directory.CreateTempSubdirectory("dream").FullName;
        picture = Path.Combine(folder, "in.png");
        using var image = DreamTests.Picture(64, 48);
        PngFile.Write(picture, 64, 48, GpuFixture.Gpu.Download(image));
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string Out(string name) => Path.Combine(folder, name);

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var (before, error) = (Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            var (code, output) = Verbs.Run(["dream", .. arguments]);
            return (code, output, error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    [Test]
    public void A_picture_is_dreamt_and_the_rise_is_logged()
    {
        var (code, output, error) = Run(
            picture, "--model", Fashion, "--layer", "6", "--octaves", "2", "--steps", "3", "--jitter", "4", "--out", Out("out.png"));
        Assert.That(code, Is.Zero, error);
        var lines = output.Split('\n');
        Assert.That(lines[0], Does.Contain("64×48, more of 6 of FashionNet, 2 octaves of 3 steps"));
        Assert.That(lines[1], Does.Match(@"^octave 1 of 2, 32×24: \S+ [↑↓]\S+ [↑↓]\S+  \(\+\d+ %\)$"));
        Assert.That(lines[2], Does.Match(@"^octave 2 of 2, 64×48: \S+ [↑↓]\S+ [↑↓]\S+  \(\+\d+ %\)$"));
        Assert.That(lines[3], Does.StartWith($"wrote {Out("out.png")}; ").And.Contain("ms a step").And.Contain("of the least possible"));
        var (dreamt, before) = (Photograph.Load(Out("out.png")), Photograph.Load(picture));
        Assert.That(dreamt, Has.Property("Width").EqualTo(64).And.Property("Height").EqualTo(48));
        Assert.That(dreamt.Rgba.Zip(before.Rgba, (a, b) => Math.Abs(a - b)).Average(), Is.InRange(1.0, 12.0));
    }

    // What a device without the memory for it says is said when the octave begins.
    [Test]
    public void What_smaller_octaves_dreamt_is_kept_where_a_larger_one_fails()
    {
        var plans = new PlanOptions
        {
            Choose = (node, recipes) => node.Op is Conv2dGradInputOp && node.Shape[3] == 64
                ? throw new InvalidOperationException("it does not fit")
                : recipes[^1],
        };
        var options = new DreamOptions { Objective = "6", Octaves = 2, Steps = 3, Jitter = 4 };
        var wanted = new DreamJob.Wanted(picture, options, DreamFiles.None, null, null, 25, false, Out("kept.png")) { Plans = plans };
        var (before, error) = (Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            using var job = new DreamJob(new Trunk(ModelFile.Load(Fashion)), wanted,
                () => Gpu.Open(new GpuOptions { Validation = false, ShaderFolder = GpuFixture.ShaderFolders }));
            Assert.That(job.Run(default), Is.EqualTo(1));
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(error.ToString(), Does.Contain("octave 2 of 2 failed (it does not fit); the dream up to 32×24 is kept"));
        var (dreamt, source) = (Photograph.Load(Out("kept.png")), Photograph.Load(picture));
        Assert.That(dreamt, Has.Property("Width").EqualTo(64).And.Property("Height").EqualTo(48));
        Assert.That(dreamt.Rgba.Zip(source.Rgba, (a, b) => Math.Abs(a - b)).Average(), Is.InRange(0.5, 12.0));
    }

    [Test]
    public void Photographs_larger_than_a_dream_takes_well_are_reduced_with_a_word()
    {
        var photo = Out("phone.png");
        PngFile.Write(photo, 2000, 20, new byte[2000 * 20 * 4]);
        var (code, output, error) = Run(photo, "--model", Fashion, "--layer", "0", "--octaves", "1", "--steps", "0", "--out", Out("phone-dream.png"));
        Assert.That(code, Is.Zero, error);
        Assert.That(error, Does.Contain("2000×20 is dreamt at 1600×16; --size 2000 for its own size"));
        Assert.That(Photograph.Load(Out("phone-dream.png")), Has.Property("Width").EqualTo(1600).And.Property("Height").EqualTo(16));
    }

    [Test]
    public void The_layer_the_size_and_the_name_have_defaults()
    {
        var here = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        try
        {
            var (code, output, _) = Run(picture, "--model", Fashion, "--size", "32", "--octaves", "1", "--steps", "1");
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain("32×24, more of 6 of FashionNet, 1 octave of 1 step"));
            Assert.That(Photograph.Load("in-dream.png").Width, Is.EqualTo(32));
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
    }

    [Test]
    public void Frames_zoom_into_numbered_pictures_and_videos()
    {
        string[] common =
        [
            picture, "--model", Fashion, "--layer", "2", "--size", "32", "--octaves", "1", "--steps", "1", "--frames", "3", "--zoom", "1.1",
            "--rotate", "5",
        ];
        Assert.That(Run([.. common, "--out", Out("f-%03d.png")]).Output,
            Does.Contain("frame 3 of 3: ").And.Contain($"wrote 3 pictures, {Out("f-000.png")} to {Out("f-002.png")}"));
        Assert.That(Photograph.Load(Out("f-001.png")).Rgba, Is.Not.EqualTo(Photograph.Load(Out("f-000.png")).Rgba));
        var (code, output, error) = Run([.. common, "--out", Out("zoom.mp4"), "--fps", "10"]);
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain($"wrote {Out("zoom.mp4")}, 3 frames"));
        var (again, second, _) = Run(
            Out("zoom.mp4"), "--model", Fashion, "--layer", "2", "--octaves", "1", "--steps", "1", "--out", Out("again.gif"));
        Assert.That(again, Is.Zero);
        Assert.That(second, Does.Contain("frame 3: ").And.Contain("3 frames"));
        Assert.That(Run(
            Out("zoom.mp4"), "--model", Fashion, "--layer", "2", "--octaves", "1", "--steps", "1", "--frames", "2", "--out", Out("two.gif")).Output,
            Does.Contain("frame 2 of 2: ").And.Contain("2 frames"));
    }

    [Test]
    public void A_video_that_breaks_off_keeps_what_was_dreamt()
    {
        Run(picture, "--model", Fashion, "--layer", "2", "--size", "32", "--octaves", "1", "--steps", "0", "--frames", "30", "--zoom", "1.1",
            "--out", Out("whole.mp4"));
        var whole = File.ReadAllBytes(Out("whole.mp4"));
        File.WriteAllBytes(Out("cut.mp4"), whole[..(whole.Length * 2 / 3)]);
        var (code, output, error) = Run(
            Out("cut.mp4"), "--model", Fashion, "--layer", "2", "--octaves", "1", "--steps", "1", "--out", Out("out.mp4"));
        Assert.That(code, Is.EqualTo(1), "as style ends");
        Assert.That(error, Does.Contain("cut.mp4").And.Contain("breaks off").And.Contain("is kept"));
        Assert.That(output, Does.Match(@"wrote .*out\.mp4, \d+ frames"));
        using var reader = VideoReader.Open(Out("out.mp4"));
        Assert.That(reader.Width, Is.EqualTo(32));
    }

    [Test]
    public void What_is_transparent_stays_so_and_a_percent_sign_is_a_letter()
    {
        // The upper half is transparent, above a colour that nobody sees.
        var rgba = PictureFile.Read(picture).Rgba;
        for (var i = 0; i < rgba.Length / 2; i += 4)
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (255, 0, 0, 0);
        PngFile.Write(Out("half.png"), 64, 48, rgba);
        var (code, output, error) = Run(
            Out("half.png"), "--model", Fashion, "--layer", "2", "--octaves", "1", "--steps", "1", "--out", Out("100%dream.png"));
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain($"wrote {Out("100%dream.png")};"));
        var (width, height, dreamt) = PictureDecoder.Decode(File.ReadAllBytes(Out("100%dream.png")));
        Assert.That((width, height), Is.EqualTo((64, 48)));
        Assert.That(dreamt.Where((_, i) => i % 4 == 3).Take(64 * 24), Is.All.Zero);
        Assert.That(dreamt.Where((_, i) => i % 4 == 3).Skip(64 * 24), Is.All.EqualTo(255));
        Run(picture, "--model", Fashion, "--layer", "2", "--octaves", "1", "--steps", "0", "--frames", "2", "--out", Out("100%dream-%03d.png"));
        Assert.That(Directory.GetFiles(folder, "*-00?.png").Select(Path.GetFileName).Order(), Is.EqualTo(["100%dream-000.png", "100%dream-001.png"]));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_said_before_the_work()
    {
        Directory.CreateDirectory(Out("d.png"));
        (string, string)[] places = [(Out("d.png"), "there is a folder"), (picture + "/a.png", "is no folder"), ("/proc/a.png", "nothing can")];
        foreach (var (place, words) in places)
        {
            // Not a step is made: the model is good, and the picture is never read.
            Assert.That(() => Run(Out("nowhere.png"), "--model", Fashion, "--out", place),
                Throws.InstanceOf<IOException>().With.Message.StartsWith($"--out {place}: ").And.Message.Contains(words));
        }
    }

    [Test]
    public void Spectra_are_ascended_too()
    {
        var (code, output, _) = Run(
            picture, "--model", Fashion, "--layer", "6", "--octaves", "2", "--steps", "8", "--rate", "6", "--fourier", "--out", Out("out.png"));
        Assert.That(code, Is.Zero);
        var values = output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => float.Parse(v.Trim('↑', '↓'), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That(values, Has.Length.EqualTo(16));
        // The net sees it a little askew, each time differently.
        Assert.That(values[^4..].Average(), Is.GreaterThan(values[..4].Average() * 1.2f));
        Assert.That(Photograph.Load(Out("out.png")).Width, Is.EqualTo(64));
    }

    [Test]
    public void A_step_without_a_finite_number_ends_the_dream_and_keeps_the_picture()
    {
        var (tensors, metadata) = Safetensors.Load(Fashion);
        var huge = tensors.ToDictionary(t => t.Key,
            t => t.Key is "4.weight" ? t.Value with { Values = [.. t.Value.Values.Select(_ => 1e30f)] } : t.Value);
        Safetensors.Save(Out("huge.safetensors"), huge, metadata);
        var (code, _, error) = Run(picture, "--model", Out("huge.safetensors"), "--layer", "6", "--out", Out("out.png"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("gave no finite number").And.Contain("last good picture was kept"));
        Assert.That(Photograph.Load(Out("out.png")).Rgba, Is.EqualTo(Photograph.Load(picture).Rgba), "the first step was not good");
    }

    [Test]
    public void Bad_input_is_told_in_one_sentence()
    {
        void Refused(string message, params string[] more) =>
            Assert.That(() => Run([picture, "--model", Fashion, .. more]), Throws.Exception.With.Message.Contains(message));
        Refused("no layer \"66\"", "--layer", "66");
        Refused("at most", "--layer", "7", "--octaves", "12", "--octave-scale", "2");
        Refused("at least one", "--frames", "0");
        Refused("several frames need", "--frames", "2", "--out", Out("out.png"));
        Refused("--fourier makes one picture", "--fourier", "--frames", "2");
        Refused(".png", "--out", Out("out.jpg"));
        Refused("nowhere.png", "--guide", Out("nowhere.png"));
        Refused("a guide needs a whole layer", "--layer", "6:1", "--guide", picture);
        Refused("at least one pixel", "--size", "0");
        Assert.That(() => Run(Out("nowhere.mp4"), "--model", Fashion), Throws.Exception.With.Message.Contains("nowhere.mp4"));
        var (code, _, error) = Run(
            picture, "--model", Fashion, "--layer", "6", "--octaves", "0", "--steps", "1", "--rate", "999", "--out", Out("out.png"));
        Assert.That(code, Is.Zero);
        Assert.That(error, Does.Contain("octaves 0 is not possible; 1 is taken").And.Contain("rate 999 is not possible; 255 is taken"));
    }

    [Test]
    public void A_gradient_of_zero_is_told()
    {
        var (tensors, metadata) = Safetensors.Load(Fashion);
        Safetensors.Save(
            Out("zero.safetensors"), tensors.ToDictionary(t => t.Key, t => t.Value with { Values = new float[t.Value.Values.Length] }), metadata);
        Assert.That(Run(picture, "--model", Out("zero.safetensors"), "--layer", "6", "--steps", "1", "--octaves", "1", "--out", Out("out.png")).Error,
            Does.Contain("has a gradient of 0 everywhere"));
    }

    [Test]
    public void Interrupted_it_writes_what_it_has()
    {
        using var process = Verbs.Start(new Dictionary<string, string>(), "dream", picture, "--model", Fashion, "--layer", "6", "--octaves", "1",
            "--steps", "10000", "--rate", "0.01", "--out", Out("out.png"));
        Assert.That(process.StandardOutput.ReadLine(), Does.Contain("more of 6"));
        for (var marks = 0; marks < 3;)
            marks += (char)process.StandardOutput.Read() is '↑' or '↓' ? 1 : 0;
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(rest, Does.Contain($"wrote {Out("out.png")}"));
        Assert.That(Photograph.Load(Out("out.png")).Width, Is.EqualTo(64));
    }
}
