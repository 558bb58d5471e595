// `cnn play` as its users see it: headless pictures, a real window, and one line for what goes wrong.
using Packages.Tests;

namespace Player.Tests;

public sealed class PlayTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("play").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Headless_play_writes_pictures_and_a_summary()
    {
        var run = Run.Of("play", Scene("entities:\n  - name: bars\n    VideoSource:\n  - name: shown\n    Sprite: { image: bars }"), "--headless",
            "--frames", "9", "--size", "160x90", "--out", folder);
        Assert.That(run.Status, Is.Zero, run.Errors);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Output, Does.Contain("9 frames at 160×90").And.Contain("frames           9"));
        Assert.That(Directory.GetFiles(folder, "*.png"), Has.Length.EqualTo(3));
    }

    [TestCase("entities:\n  - name: a\n    Sprit: {}", "3", "Sprite")]
    [TestCase("entities:\n  - name: a\n    Sprite: { imag: x }", "3", "image")]
    [TestCase("entities:\n  - name: a\n    Sprite: { size: [1] }", "3", "2 numbers")]
    [TestCase("entities: [", "2", "YAML")]
    public void A_wrong_scene_is_one_line_with_file_and_line(string text, string line, string expected)
    {
        var path = Scene(text);
        var run = Run.Of("play", path, "--headless", "--frames", "1", "--out", folder);
        Fails(run, expected);
        Assert.That(run.Errors, Does.Contain($"{path}:{line}"));
    }

    [TestCase("--frames 0", "play", "--headless", "--frames", "0")]
    [TestCase("--frames -3", "play", "--headless", "--frames", "-3")]
    public void No_frames_are_refused(string expected, params string[] arguments) => Fails(Run.Of(arguments), expected);

    [Test]
    public void A_file_named_on_the_command_line_is_sought_from_here()
    {
        Fails(Run.Of("play", "Scenes/photos.yaml", "--headless", "--frames", "1", "--source", "testpattern", "--model", "nofile.onnx"),
            Path.Combine(Run.Repository, "nofile.onnx"));
        Fails(Run.Of("play", "Scenes/photos.yaml", "--headless", "--frames", "1", "--source", "nowhere.mp4", "--model", "nofile.onnx"),
            Path.Combine(Run.Repository, "nowhere.mp4"));
    }

    [Test]
    public void A_display_that_does_not_answer_is_said_and_the_scene_plays_headless()
    {
        using var process = Run.Start(
            ["play", Scene("entities:\n  - name: bars\n    VideoSource:"), "--frames", "3", "--size", "16x9", "--out", folder], ":971");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Assert.That(process.WaitForExit(TimeSpan.FromMinutes(1)), Is.True);
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
        Assert.That(errors.Result.Trim().Split('\n'), Has.Length.EqualTo(1), errors.Result);
        Assert.That(errors.Result, Does.Contain("--headless"));
        Assert.That(output.Result, Does.Contain("headless, 3 frames"));
    }

    [TestCase("nowhere.yaml", "play", "nowhere.yaml", "--headless")]
    [TestCase("nowhere.mp4", "play", "Scenes/photos.yaml", "--headless", "--model", "x.onnx", "--source", "nowhere.mp4")]
    [TestCase("--model", "play", "Scenes/photos.yaml", "--headless")]
    [TestCase("1280x720", "play", "Scenes/fashion.yaml", "--headless", "--size", "nonsense")]
    public void What_is_wrong_is_one_line_and_a_status(string expected, params string[] arguments) =>
        Fails(Run.Of([.. arguments, "--frames", "1"]), expected);

    [Test]
    public void A_field_set_on_the_command_line_replaces_the_scenes()
    {
        var scene = Scene("entities:\n  - name: bars\n    VideoSource: { width: 4 }\n  - name: words\n    Label: { text: hello, position: [1, 2] }");
        Assert.That(Run.Of("play", scene, "--headless", "--frames", "1", "--size", "16x9", "--out", folder, "--set", "width=64", "--set",
            "Label.position=[3, 4]").Status, Is.Zero);
        Fails(Run.Of("play", scene, "--headless", "--frames", "1", "--set", "width=wide"), "whole number");
        Fails(Run.Of("play", scene, "--headless", "--frames", "1", "--set", "widht=64"), "'widht'");
        Fails(Run.Of("play", scene, "--headless", "--frames", "1", "--set", "width"), "FIELD=VALUE");
    }

    [TestCase("did you mean play?", "paly")]
    [TestCase("did you mean devices?", "device")]
    [TestCase("did you mean --headless?", "play", "--headles")]
    [TestCase("did you mean --model?", "play", "Scenes/photos.yaml", "--modle", "net.onnx")]
    [TestCase("did you mean --frames?", "play", "--frame=3")]
    [TestCase("did you mean classify?", "help", "clasify")]
    [TestCase("did you mean 'fieldOfView'?", "play", "Scenes/dream.yaml", "--headless", "--set", "Camera.fieldOfVeiw=3")]
    public void What_was_probably_meant_is_said(string expected, params string[] arguments) => Fails(Run.Of(arguments), expected);

    [TestCase("play", "--headless")]
    [TestCase("classify", "--model")]
    public void Help_of_a_verb_can_be_asked_for_both_ways(string verb, string expected)
    {
        var run = Run.Of("help", verb);
        Assert.That((run.Status, run.Errors), Is.EqualTo((0, "")));
        Assert.That(run.Output, Is.EqualTo(Run.Of(verb, "--help").Output).And.Contains(expected));
    }

    [TestCase("photo.png", "is a picture, not a scene: show it with ./cnn play --source")]
    [TestCase("film.mp4", "is a video, not a scene: show it with ./cnn play --source")]
    [TestCase("net.onnx", "is a network, not a scene: see it at work with ./cnn play --model")]
    [TestCase("photos", "is a folder of pictures, not a scene: show them with ./cnn play --source")]
    public void What_is_no_scene_is_told_apart(string name, string expected)
    {
        var path = Path.Combine(folder, name);
        if (Path.HasExtension(name))
        {
            File.WriteAllText(path, "");
        }
        else
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "one.jpg"), "");
        }
        Fails(Run.Of("play", path), expected);
    }

    [Test]
    public void Help_shows_the_verbs_and_examples()
    {
        var all = Run.Of("--help");
        Assert.That(all.Output, Does.Contain("play").And.Contain("devices"));
        var play = Run.Of("play", "--help");
        Assert.That(play.Output, Does.Contain("cnn play Scenes/photos.yaml").And.Contain("--headless"));
    }

    [Test]
    public void A_window_opens_follows_its_size_reacts_to_keys_and_closes()
    {
        TestDisplay.RequireFresh();
        using var process = Run.Start(["play",
            Scene("name: windowed\nentities:\n  - name: bars\n    VideoSource:\n  - name: shown\n    Sprite: { image: bars, size: [1280, 720] }"),
            "--out", folder, "--size", "320x180"], TestDisplay.Name);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var id = TestDisplay.Type("search", "--sync", "--name", "windowed – CnnPlayground").Trim().Split('\n')[0];
            TestDisplay.Type("windowfocus", id);
            TestDisplay.Type("windowsize", id, "480", "270");
            Assert.That(() => Title(id), Does.Not.Contain("paused"));
            TestDisplay.Type("key", "--window", id, "space");
            Assert.That(() => Title(id), Does.Contain("(paused)").After(20_000, 100));
            TestDisplay.Type("key", "--window", id, "p");
            Assert.That(() => Directory.GetFiles(folder, "windowed-*.png"), Has.Length.EqualTo(1).After(20_000, 100));
            TestDisplay.Type("key", "--window", id, "Escape");
            Assert.That(process.WaitForExit(TimeSpan.FromSeconds(30)), Is.True);
        }
        finally
        {
            process.Kill();
        }
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
        Assert.That(errors.Result, Is.Empty);
        Assert.That(output.Result, Does.Contain("in a window"));
        using var picture = File.OpenRead(Directory.GetFiles(folder, "windowed-*.png")[0]);
        Span<byte> header = stackalloc byte[24];
        picture.ReadExactly(header);
        Assert.That((System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[16..]),
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[20..])), Is.EqualTo((480, 270)));
    }

    [Test]
    public void The_showcase_opens_without_a_name_and_keys_change_layer_style_and_method()
    {
        TestDisplay.RequireFresh();
        using var process = Run.Start(["play", "--out", folder, "--size", "640x360"], TestDisplay.Name);
        using var ready = new ManualResetEventSlim();
        var output = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (output)
                output.AppendLine(line.Data);
            if (line.Data?.StartsWith("keys: ", StringComparison.Ordinal) == true)
                ready.Set();
        };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            Assert.That(ready.Wait(TimeSpan.FromMinutes(3)), Is.True, () => $"ten frames were made, but {output}");
            var id = TestDisplay.Type("search", "--sync", "--name", "showcase – CnnPlayground").Trim().Split('\n')[0];
            TestDisplay.Type("windowfocus", id);
            var made = 0;
            foreach (var key in (string[])["p", "Right", "n", "e", "p", "p"])
            {
                TestDisplay.Type("key", "--window", id, key);
                if (key == "p")
                    Assert.That(() => Directory.GetFiles(folder, "showcase-*.png"), Has.Length.EqualTo(++made).After(60_000, 100));
            }
            TestDisplay.Type("key", "--window", id, "Escape");
            Assert.That(process.WaitForExit(TimeSpan.FromMinutes(1)), Is.True);
            process.WaitForExit();
        }
        finally
        {
            process.Kill();
        }
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
        Assert.That(errors.Result, Does.Match("^(\\w+: pixels become its input as [^\n]*\n){3}$"));
        var said = output.ToString();
        TestContext.Out.WriteLine(said);
        Assert.That(said, Does.Contain("Esc closes").And.Contain("N next style").And.Contain("← → layer"));
        Assert.That(said, Does.Match("layer +a dream of layer (layer4|layer3 …)"), "it dreams of the next layer, or compiles it");
        Assert.That(said, Does.Match("styles +painted by style-starry"), "the second of the choices is the first net now");
        Assert.That(said, Does.Match("method +guided Grad-CAM"), "the method after Grad-CAM");
    }

    private static string Title(string id) => TestDisplay.Type("getwindowname", id);

    private static void Fails(Run run, string expected)
    {
        Assert.That(run.Status, Is.Not.Zero);
        Assert.That(run.Errors.Trim().Split('\n'), Has.Length.EqualTo(1), run.Errors);
        Assert.That(run.Errors, Does.Contain(expected).And.Not.Contain("   at "));
    }

    private string Scene(string text)
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
