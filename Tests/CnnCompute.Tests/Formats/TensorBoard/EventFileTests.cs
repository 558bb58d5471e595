// Event files as another program reads them, and as a resumed run continues them.
using System.Diagnostics;
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class EventFileTests
{
    private string folder = "";

    private sealed record Value(string Tag, string Kind, double? Number, double[] Numbers, double[] Limits, double[] Counts);

    private sealed record Line(long Step, double Time, string Version, Value[] Values);

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("events").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    private string At => Path.Combine(folder, "new", "events.out.tfevents.test");

    // Debian's python3-protobuf with the public schema.
    private static Line[] Read(string path)
    {
        var python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }
            .FirstOrDefault(p => File.Exists(p) && Run(p, "-c", "import google.protobuf").Code == 0);
        if (python is null)
            Assert.Ignore("python3 with protobuf is not there (Debian's package python3-protobuf)");
        var (code, output, error) = Run(python!, Path.Combine(AppContext.BaseDirectory, "Formats", "tensorboard.py"), path);
        Assert.That(code, Is.Zero, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!)];
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(program, line) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [Test]
    public void Another_program_reads_what_was_written()
    {
        float[] values = [-2, 0, 0, 1e-13f, 0.5f, 3, float.NaN];
        var png = PagePicture.Png([1, 2, 3, 4, 5, 6], 2, 1, 3);
        using (var file = new EventFile(At))
        {
            file.Scalars(10, ("loss/train", 0.25), ("größe", double.NaN));
            file.Histogram(20, "weights", values);
            file.Histogram(21, "none", [float.NaN]);
            file.Picture(30, "filters", 2, 1, 3, png);
        }
        var lines = Read(At);
        Assert.That(lines.Select(l => (l.Step, l.Version)), Is.EqualTo(new[] { (0L, "brain.Event:2"), (10, ""), (20, ""), (30, "") }));
        Assert.That(lines.Select(l => DateTimeOffset.FromUnixTimeSeconds((long)l.Time)),
            Is.All.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromHours(1)));
        Assert.That(lines[1].Values.Select(v => (v.Tag, v.Kind, v.Number)), Is.EqualTo(new (string, string, double?)[]
        {
            ("loss/train", "simple_value", 0.25), ("größe", "simple_value", null),
        }));
        var histogram = lines[2].Values.Single();
        Assert.That(histogram.Numbers, Is.EqualTo(new[] { -2, 3, 6, 1.5, 13.25 }).Within(1e-9));
        Assert.That(histogram.Limits, Is.Ordered.And.Length.EqualTo(histogram.Counts.Length));
        Assert.That(histogram.Counts.Sum(), Is.EqualTo(6));
        // What lies at or above a bucket's lower end and below its upper one.
        for (var i = 1; i < histogram.Limits.Length; i++)
        {
            Assert.That(histogram.Counts[i], Is.EqualTo(values.Count(v => v >= histogram.Limits[i - 1] && v < histogram.Limits[i])),
                $"bucket up to {histogram.Limits[i]}");
        }
        Assert.That(lines[3].Values.Single().Numbers, Is.EqualTo(new double[] { 2, 1, 3, png.Length }));
    }

    [Test]
    public void A_resumed_run_makes_no_step_twice()
    {
        var begun = new TensorBoardLog(Path.GetDirectoryName(At)!, everySteps: 10);
        var path = Path.Combine(Path.GetDirectoryName(At)!, TensorBoardLog.FileName);
        static TrainingProgress Progress(long step) => new(0, 2, step, 100, new Metrics(step, 3, 4), 0.1f, 50, TimeSpan.Zero);
        static EpochResult Epoch(int epoch) => new(
            epoch, 50 * (epoch + 1), new Metrics(1, 1, 2), new EvaluationResult(new Metrics(2, 3, 4), 4, new ConfusionMatrix(2), [], []), 0.1f, 50,
            TimeSpan.Zero, true);
        begun.Begin(0);
        for (var step = 1; step <= 75; step++)
        {
            begun.StepEnded(Progress(step));
            if (step == 50)
                begun.EpochEvaluated(Epoch(0));
        }
        begun.Dispose();
        // Killed in the middle of a record.
        using (var cut = File.OpenWrite(path))
            cut.SetLength(cut.Length - 3);
        using (var resumed = new TensorBoardLog(Path.GetDirectoryName(At)!, everySteps: 10))
        {
            resumed.Begin(55);
            for (var step = 56; step <= 100; step++)
                resumed.StepEnded(Progress(step));
            resumed.EpochEvaluated(Epoch(1));
        }
        var lines = Read(path);
        long[] Steps(string tag) => [.. lines.Where(l => l.Values.Any(v => v.Tag == tag)).Select(l => l.Step)];
        Assert.That(Steps("loss/train"), Is.EqualTo(new[] { 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 }));
        Assert.That(Steps("accuracy/validation"), Is.EqualTo(new[] { 50, 100 }));
        Assert.That(lines.Count(l => l.Version.Length > 0), Is.EqualTo(1));
        Assert.That(lines.Single(l => l.Step == 70).Values.Single(v => v.Tag == "loss/train").Number, Is.EqualTo(17.5));
    }

    [Test]
    public void A_name_that_is_not_found_and_a_place_that_is_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new EventFile(Path.Combine(folder, "log.bin")).Dispose());
        File.WriteAllText(Path.Combine(folder, "new"), "");
        Assert.That(Assert.Throws<IOException>(() => new EventFile(At).Dispose())!.Message, Does.Contain(At));
    }
}
