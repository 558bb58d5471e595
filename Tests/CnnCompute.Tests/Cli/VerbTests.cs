// The verbs as their users meet them.
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class VerbTests
{
    private static readonly Dictionary<string, string> Plain = [];
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("verbs").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string SmallFashion(int train = 256, int test = 100)
    {
        CnnCompute.Tests.SmallFashion.Write(folder, train, test);
        return folder;
    }

    [Test]
    public void Every_verb_has_help_with_an_example(
        [Values("train", "eval", "lr-find", "classify", "inspect", "export", "conformance", "bench")] string verb)
    {
        var (code, output) = Verbs.Run(verb, "--help");
        Assert.That(code, Is.Zero);
        Assert.That(output.ReplaceLineEndings(" "), Does.Contain("For example: ./cnn " + verb));
    }

    // The launcher installs ONNX's cases only for a run that wants them.
    [TestCase("", true)]
    [TestCase("--filter conv", true)]
    [TestCase("--filter /tmp", true)]
    [TestCase("--filter=/tmp --json", true)]
    [TestCase("--help", false)]
    [TestCase("--filter conv -h", false)]
    [TestCase("--json /tmp", false)]
    public void Conformance_needs_the_packaged_cases_unless_help_or_another_folder_is_asked_for(string arguments, bool expected)
    {
        var script = $"eval \"$(sed -n '/^needs_cases()/,/^}}/p' '{Path.Combine(GpuFixture.Repository, "cnn")}')\"; "
            + $"declare -F needs_cases >/dev/null || exit 9; needs_cases {arguments}";
        using var bash = System.Diagnostics.Process.Start("bash", ["-c", script]);
        bash.WaitForExit();
        Assert.That(bash.ExitCode, Is.EqualTo(expected ? 0 : 1));
    }

    [Test]
    public void Eval_prints_what_train_printed_and_training_resumes()
    {
        var (data, output) = (SmallFashion(), Path.Combine(folder, "out"));
        var (_, trained) = Verbs.Run("train", "fashion", "--data", data, "--out", output, "--epochs", "2", "--lr", "0.02", "--seed", "4",
            "--tensorboard");
        var line = trained.Split('\n').Last(l => l.StartsWith("done: ", StringComparison.Ordinal));
        var (_, evaluated) = Verbs.Run("eval", Path.Combine(output, "best.safetensors"), "--data", data);
        var measured = evaluated.Split('\n')[0].Trim();
        Assert.That(line, Does.StartWith($"done: {measured}, by epoch 2"));
        Assert.That(evaluated, Does.Contain("of 100)").And.Contain("Ankle boot").And.Contain("top-5 accuracy"));
        var picture = Path.Combine(folder, "confusion.png");
        var (_, json) = Verbs.Run("eval", Path.Combine(output, "best.safetensors"), "--json", "--confusion", picture);
        var all = JsonDocument.Parse(json).RootElement;
        Assert.That(all.GetProperty("count").GetInt32(), Is.EqualTo(100), "the checkpoint knows its data");
        Assert.That(all.GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("samples").GetInt64()), Is.EqualTo(100));
        Assert.That(Engine.PictureFile.Read(picture).Width, Is.GreaterThan(300));
        string Report() => File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.That(Report(), Does.Contain("Ankle boot").And.Contain("<h1>fashion</h1>"));
        Assert.That(Report(), Does.Contain($"<pre>./cnn train fashion --data {data} --out {output} "));
        Assert.That(Directory.GetFiles(output, "events.out.tfevents.*"), Has.Length.EqualTo(1));

        foreach (var copy in new[] { "copy.safetensors", "copy.onnx" })
        {
            Verbs.Run("export", Path.Combine(output, "best.safetensors"), Path.Combine(folder, copy));
            Assert.That(Verbs.Run("eval", Path.Combine(folder, copy), "--data", data).Output, Is.EqualTo(evaluated), copy);
        }
        var twice = Verbs.Run("eval", Path.Combine(output, "best.safetensors"), Path.Combine(folder, "copy.onnx"), "--data", data, "--tta", "flip");
        Assert.That(twice.Output, Does.Contain("of 100)"));

        var last = Path.Combine(output, "last.safetensors");
        Assert.That(Verbs.Run("train", "--resume", last).Output, Does.Contain("nothing is left to train").And.Contain(measured));
        Assert.That(Report(), Does.Contain("<h1>fashion</h1>").And.Contain($"<pre>./cnn train --resume {last}</pre>"));
        Assert.That(() => Verbs.Run("train", "mnist", "--resume", last), Throws.ArgumentException.With.Message.StartsWith("mnist: "));
        Assert.That(() => Verbs.Run("train", "--resume", last, "--seed", "5"), Throws.ArgumentException.With.Message.Contains("--seed"));
        Assert.That(() => Verbs.Run("train", "--resume", Path.Combine(output, "best.safetensors")),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("last.safetensors"));
    }

    // Three kinds of flat pictures, as a new user would try it.
    [Test]
    public void A_folder_of_pictures_trains_and_classifies_with_two_commands()
    {
        var pictures = Path.Combine(folder, "pictures");
        foreach (var (label, colour) in new[] { ("blue", 0), ("green", 1), ("red", 2) })
        {
            Directory.CreateDirectory(Path.Combine(pictures, label));
            for (var n = 0; n < 10; n++)
            {
                var random = new Philox((ulong)n, (ulong)colour);
                var (width, height) = (20 + n, 24 - n);
                var rgba = new byte[width * height * 4];
                for (var i = 0; i < rgba.Length; i++)
                    rgba[i] = (byte)(i % 4 == 3 ? 255 : (i % 4 == 2 - colour ? 150 : 20) + (random.Word((ulong)i) % 80));
                Engine.PngFile.Write(Path.Combine(pictures, label, $"{n}.png"), width, height, rgba);
            }
        }
        File.WriteAllText(Path.Combine(pictures, "red", "broken.png"), "no picture");
        var output = Path.Combine(folder, "mine");
        var (_, trained) = Verbs.Run("train", "--data", pictures, "--out", output, "--epochs", "6", "--size", "16");
        Assert.That(trained, Does.Contain("broken.png").And.Contain("done: "));
        var best = Path.Combine(output, "best.safetensors");
        var (_, named) = Verbs.Run("classify", Path.Combine(pictures, "green", "3.png"), "--model", best, "--json");
        Assert.That(JsonDocument.Parse(named).RootElement[0].GetProperty("top")[0].GetProperty("label").GetString(), Is.EqualTo("green"));
        Verbs.Run("export", Path.Combine(output, "best.safetensors"), Path.Combine(folder, "mine.onnx"));
        var (_, again) = Verbs.Run("classify", Path.Combine(pictures, "green", "3.png"), "--model", Path.Combine(folder, "mine.onnx"), "--json");
        Assert.That(JsonDocument.Parse(again).RootElement[0].GetProperty("top")[0].GetProperty("label").GetString(), Is.EqualTo("green"));
        // On what was not learnt from, wherever the folder lies by now; on all of another one.
        Directory.Move(pictures, pictures += "-moved");
        Assert.That(Verbs.Run("eval", best, "--data", pictures + "/").Output, Does.Contain(" of 3)").And.Not.Contain("top-5"));
        File.Delete(Path.Combine(pictures, "red", "1.png"));
        Assert.That(Verbs.Run("eval", best, "--data", pictures).Output, Does.Contain(" of 29)"));
        Assert.That(() => Verbs.Run("train", "--resume", Path.Combine(output, "last.safetensors"), "--data", pictures),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("other pictures"));
        Assert.That(Verbs.Run("train", "--data", pictures, "--size", "16", "--dev-run").Output, Does.Contain("tried: "));
    }

    [Test]
    public void Rates_are_swept_and_one_is_suggested()
    {
        var curve = Path.Combine(folder, "curve.csv");
        var (_, output) = Verbs.Run("lr-find", "fashion", "--data", SmallFashion(), "--steps", "24", "--from", "1e-4", "--out", curve);
        Assert.That(output, Does.Contain("--lr"));
        Assert.That(File.ReadAllLines(curve), Has.Length.InRange(12, 25));
        Verbs.Run("lr-find", "fashion", "--data", folder, "--steps", "12", "--to", "0.1", "--out", Path.ChangeExtension(curve, ".png"));
        Assert.That(Engine.PictureFile.Read(Path.ChangeExtension(curve, ".png")).Width, Is.GreaterThan(800));
    }

    [Test]
    public void Inspect_counts_SqueezeNet()
    {
        var (_, output) = Verbs.Run("inspect", Shared.File("models/squeezenet1.1.onnx"), "--json");
        var summary = JsonDocument.Parse(output).RootElement.GetProperty("summary");
        Assert.That(summary.GetProperty("parameters").GetInt64(), Is.EqualTo(1_235_496));
        Assert.That(summary.GetProperty("macs").GetInt64(), Is.EqualTo(349_152_000).Within(0.2).Percent);
        Assert.That(summary.GetProperty("layers").EnumerateArray().Count(l => l.GetProperty("op").GetString() == "Conv2d"), Is.EqualTo(26));
        var (_, table) = Verbs.Run("inspect", Shared.File("models/squeezenet1.1.onnx"));
        Assert.That(table, Does.Contain("parameters 1,235,496 (4.94 MB, 2.47 MB in f16)"));
        Assert.That(table, Does.Contain("Concat 8"));
    }

    [Test]
    public void Inspect_counts_what_is_learnt_and_not_running_statistics()
    {
        var (_, table) = Verbs.Run("inspect", Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors"));
        Assert.That(table, Does.Contain("parameters 421,834"));
    }

    [Test]
    public void Wrong_input_is_told()
    {
        Assert.That(() => Verbs.Run("eval", "absent.safetensors"),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("absent.safetensors"));
        Assert.That(() => Verbs.Run("train", "fashion", "--epochs", "0"), Throws.ArgumentException.With.Message.Contains("epochs is 0"));
        Assert.That(() => Verbs.Run("train", "fashoin"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("'fashion'"));
        Assert.That(() => Verbs.Run("train"), Throws.ArgumentException.With.Message.Contains("--data FOLDER"));
        Assert.That(() => Verbs.Run("train", "fashion", "--set", "optimiser=sgd"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("'optimizer'"));
        Assert.That(() => Verbs.Run("train", "fashion", "--set", "optimizer.momentun=0.5"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("'momentum'"));
        Assert.That(() => Verbs.Run("train", "fashion", "--data", folder),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("--data"));
        Assert.That(() => Verbs.Run("bench", "--filter", "nothing like it"), Throws.ArgumentException.With.Message.Contains("GEMM"));
        Assert.That(() => Verbs.Run("bench", "models", "--filter", "nothing like it"), Throws.ArgumentException.With.Message.Contains("resnet18"));
        Assert.That(() => Verbs.Run("bench", "models", "--models", folder + "x"),
            Throws.InstanceOf<DirectoryNotFoundException>().With.Message.Contains(folder + "x"));
    }

    [Test]
    public void A_model_of_other_pictures_is_not_evaluated()
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        var model = Shared.File("models/squeezenet1.1.onnx");
        Assert.That(() => Verbs.Run("eval", model), Throws.InstanceOf<ShapeException>().With.Message.Contains("a score per class"));
    }

    [Test]
    public void The_program_reports_an_error_in_one_line_and_a_trace_only_when_asked()
    {
        var (code, output, error) = Verbs.RunProgram(Plain, "inspect", "absent.onnx");
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error, Is.EqualTo("cnn: absent.onnx: no such file\n"));
        var debug = new Dictionary<string, string> { ["CNN_DEBUG"] = "1" };
        Assert.That(Verbs.RunProgram(debug, "inspect", "absent.onnx").Error, Does.Contain("   at CnnCompute."));
        Assert.That(Verbs.RunProgram(Plain, "train", "fashion", "--epochs", "two"),
            Is.EqualTo((1, "", "cnn: --epochs: epochs is a whole number; \"two\" is none\n")));
        Assert.That(Verbs.RunProgram(Plain, "dance").Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Verbs.RunProgram(Plain, "--help").Output, Does.Contain("train").And.Contain("classify").And.Contain("devices"));
    }

    [Test]
    public void The_program_lists_devices_and_says_when_there_is_no_driver()
    {
        Assert.That(Verbs.RunProgram(Plain, "devices").Output, Does.Contain(GpuFixture.Gpu.Info.Name));
        var noDriver = new Dictionary<string, string> { ["VK_DRIVER_FILES"] = "/nowhere", ["VK_ICD_FILENAMES"] = "/nowhere" };
        var (code, _, error) = Verbs.RunProgram(noDriver, "devices");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain("mesa-vulkan-drivers"));
    }

    // HUP is what a closed terminal sends.
    [TestCase("INT")]
    [TestCase("HUP")]
    public void An_interrupt_saves_and_ends_cleanly(string signal)
    {
        var (data, output) = (SmallFashion(train: 2560), Path.Combine(folder, "out"));
        using var process = Verbs.Start(Plain, "train", "fashion", "--data", data, "--out", output, "--epochs", "500");
        // Not before the first epoch is done.
        string? line;
        do
            line = process.StandardOutput.ReadLine();
        while (line is not null && !line.StartsWith("epoch 1/500:", StringComparison.Ordinal));
        // Twice, as `timeout` does.
        using (var kill = System.Diagnostics.Process.Start("bash", ["-c", $"kill -{signal} {process.Id}; kill -{signal} {process.Id}"]))
            kill.WaitForExit();
        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(signal == "HUP" ? 129 : 130), process.StandardError.ReadToEnd());
        Assert.That(rest,
            Does.Contain($"all saved; continue with: ./cnn train --resume {Path.Combine(output, "last.safetensors")} --data {data}"));
        var saved = Checkpoint.Load(Path.Combine(output, "last.safetensors"));
        Assert.That(saved.Step, Is.GreaterThanOrEqualTo(40));
        Assert.That(rest, Does.Contain($"stopped after step {saved.Step:N0} "));
    }

    [Test]
    public void Under_nohup_a_closed_terminal_ends_nothing()
    {
        var (data, output) = (SmallFashion(train: 256), Path.Combine(folder, "out"));
        var program = Path.Combine(GpuFixture.Repository, "artifacts", "bin", "Player", "release", "Player.dll");
        var start = new System.Diagnostics.ProcessStartInfo("nohup",
            ["dotnet", program, "train", "fashion", "--data", data, "--out", output, "--epochs", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.That(process.StandardOutput.ReadLine(), Does.Contain("pictures to learn from"));
        using (var kill = System.Diagnostics.Process.Start("kill", ["-HUP", $"{process.Id}"]))
            kill.WaitForExit();
        var rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error.Result);
        Assert.That(rest, Does.Contain("done: "));
    }

    // Killed at any moment, the first time perhaps before anything was saved, what lies there is whole, and what goes on from it ends as if nothing
    // had happened: weights, the best epochs' too, and the log. The state is saved after every step, so that it is mostly one of an epoch's midst.
    [Test]
    public void A_training_that_is_killed_goes_on_from_its_last_state()
    {
        var data = SmallFashion(train: 1280);
        string[] Arguments(string output) =>
        [
            "train", "fashion", "--data", data, "--out", Path.Combine(folder, output), "--epochs", "4", "--batch", "32",
            "--validation", "0.2", "--save-every", "0", "--schedule", "plateau: {rate: 0.02, patience: 0}",
            "--set", "ema=0.9", "accumulate=3", "clipNorm=1", "keep=2", "augmentation=[random-horizontal-flip, mixup]",
        ];
        Verbs.Run(Arguments("whole"));
        var (killed, whole, random) = (Path.Combine(folder, "killed"), Path.Combine(folder, "whole"), new Philox(11));
        var last = Path.Combine(killed, "last.safetensors");
        string[] resumed = ["train", "--resume", last, "--save-every", "0"];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var process = Verbs.Start(Plain, File.Exists(last) ? resumed : Arguments("killed"));
            var (awaited, longest) = attempt == 0 ? ("fashion", 2000) : ("epoch ", 600);
            string? line;
            do
                line = process.StandardOutput.ReadLine();
            while (line is not null && !line.StartsWith(awaited, StringComparison.OrdinalIgnoreCase));
            process.WaitForExit((int)(random.Word((ulong)attempt) % longest));
            process.Kill();
            process.WaitForExit();
            foreach (var file in Directory.GetFiles(killed, "*.safetensors"))
                Assert.That(Checkpoint.Load(file).CanResume, Is.EqualTo(file == last), file);
        }
        Verbs.Run(File.Exists(last) ? resumed : Arguments("killed"));
        static string[] Names(string at) => [.. Directory.GetFiles(at).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.That(Names(killed), Is.EqualTo(Names(whole)));
        foreach (var name in Names(whole).Where(n => n.EndsWith(".safetensors", StringComparison.Ordinal)))
            Assert.That(File.ReadAllBytes(Path.Combine(killed, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(whole, name))), name);
        static IEnumerable<string> Rows(string at) => File.ReadLines(Path.Combine(at, "log.csv")).Select(row => row[..row.LastIndexOf(',')]);
        Assert.That(Rows(killed), Is.EqualTo(Rows(whole)));
        Assert.That(Checkpoint.Load(last).Evaluated, Is.EqualTo(4));
    }
}
