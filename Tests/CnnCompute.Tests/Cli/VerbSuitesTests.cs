// Some damaged files of every kind through the verbs, and some Vulkan calls that fail in them; `cnn bench fuzz` tries many more.
namespace CnnCompute.Tests;

[NonParallelizable]
public sealed class VerbSuitesTests
{
    private string folder = "";
    private SoundFiles files = null!;

    [OneTimeSetUp]
    public void MakeFiles()
    {
        folder = Directory.CreateTempSubdirectory("suites").FullName;
        files = new SoundFiles(Path.Combine(folder, "sound"));
    }

    [OneTimeTearDown]
    public void DeleteFiles() => Directory.Delete(folder, recursive: true);

    private string Work => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    [TestCase("classify onnx")]
    [TestCase("inspect onnx")]
    [TestCase("export onnx")]
    [TestCase("dream onnx")]
    [TestCase("explain onnx")]
    [TestCase("classify safetensors")]
    [TestCase("classify labels")]
    [TestCase("classify pictures")]
    [TestCase("dream pictures")]
    [TestCase("dream videos")]
    [TestCase("train idx")]
    [TestCase("train checkpoint")]
    [TestCase("eval checkpoint")]
    [TestCase("conformance case")]
    public void Damaged_files_are_taken_or_refused_in_one_sentence(string name)
    {
        var runner = new InProcessRunner();
        if (VerbSuites.All(files, runner, n => n == name).FirstOrDefault() is not { } suite)
        {
            Assert.Ignore($"{name}: the sound files cannot be made here (ffmpeg, libonnx-testdata)");
            return;
        }
        var result = suite.Run(runner, 8, seed: 3, Work, Path.Combine(folder, "kept"), default);
        Assert.That(result.Failures, Is.Empty);
        Assert.That((result.Tried, result.Survived), Is.EqualTo((8, 8)));
    }

    [TestCase("faults classify")]
    [TestCase("faults train")]
    [TestCase("faults dream")]
    public void Vulkan_calls_that_fail_end_a_verb_in_one_sentence(string name)
    {
        var (_, arguments, _) = FaultSuite.Verbs(files).First(v => v.Name == name);
        var result = FaultSuite.Run(name, arguments, new InProcessRunner(), 16, Work, default);
        Assert.That(result.Failures, Is.Empty);
        Assert.That(result.Accepted, Is.LessThan(8), "most faults are fatal");
    }

    [Test]
    public void What_no_person_could_be_content_with_is_found()
    {
        var limits = new VerbLimits(10, 1 << 20);
        var well = new VerbOutcome(1, "", "cnn: a.onnx: it is damaged\n", 1, 0);
        Assert.That(well.Wrong(limits), Is.Null);
        Assert.That((well with { Code = 0, Error = "" }).Wrong(limits), Is.Null);
        foreach (var bad in (VerbOutcome[])[well with { Code = null }, well with { Code = 134 }, well with { PeakBytes = 2 << 20 },
            well with { Error = "cnn: a\ncnn: b\n" }, well with { Error = "" }, well with { Error = "cnn: x\n   at Foo.Bar()" },
            well with { Error = "cnn: a fault of the program itself: index" }])
        {
            Assert.That(bad.Wrong(limits), Is.Not.Null, bad.ToString());
        }
    }

    [Test]
    public void Faults_are_planned_for_every_function_at_its_beginning_middle_and_end()
    {
        string[] plans = [.. FaultSuite.Plans(new Dictionary<string, int> { ["vkQueueSubmit2"] = 17, ["vkCreateSampler"] = 1 })];
        Assert.That(plans, Is.SupersetOf((string[])["vkCreateSampler:1=ERROR_TOO_MANY_OBJECTS", "vkQueueSubmit2:1=ERROR_DEVICE_LOST",
            "vkQueueSubmit2:9=ERROR_DEVICE_LOST", "vkQueueSubmit2:15=ERROR_DEVICE_LOST", "vkQueueSubmit2:2+=ERROR_DEVICE_LOST"]));
        Assert.That(plans, Is.Unique);
    }
}
