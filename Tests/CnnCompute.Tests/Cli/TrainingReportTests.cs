// The page that a training leaves: where it lies, which samples it shows, which line it says.
namespace CnnCompute.Tests;

public sealed class TrainingReportTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("report").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    // Everything is taken for the first class.
    private static EvaluationResult Judged(Dataset data)
    {
        var confusion = new ConfusionMatrix(data.Classes.Count);
        for (var i = 0; i < data.Count; i++)
            confusion.Add(data.Label(i), 0);
        return new EvaluationResult(new Metrics(1, 1, data.Count), data.Count, confusion, new int[data.Count], new float[data.Count]);
    }

    private string Write(string output, bool hasTest)
    {
        var (validation, test) = (new Squares(9, first: 100), new Squares(11, first: 200));
        var data = new DataSplits(new Squares(8), validation, hasTest ? test : null);
        var files = TrainingFiles.At(Path.Combine(folder, output));
        new TrainingLog(files.Log).Dispose();
        var judged = Judged(validation);
        var net = new ReportedNet(data, 1, 2, new Dictionary<string, TensorData>(), []) { Validation = judged };
        var recipe = new TrainingRecipe { Name = "mine", Notes = new Dictionary<string, string> { ["command"] = "./cnn train theirs" } };
        var result = new TrainingResult(0, 1, judged.Metrics, hasTest ? Judged(test) : null, StoppedEarly: false);
        return TrainingReport.Write(files, net, recipe, result, "a device", "./cnn train mine --epochs 1");
    }

    [Test]
    public void Without_test_samples_it_shows_those_that_were_chosen_by_and_says_so([Values] bool hasTest)
    {
        var page = File.ReadAllText(Write("", hasTest));
        var (shown, count, other) = hasTest ? ("test", 11, "validation") : ("validation", 9, "test");
        foreach (var heading in new[] { "What was taken for what", "Class by class", "Worst mistakes" })
            Assert.That(page, Does.Contain($"<h2>{heading} ({shown})</h2>").And.Not.Contain($"({other})</h2>"));
        Assert.That(page, Does.Contain($"Of the {count} {shown} samples"));
    }

    [Test]
    public void It_says_the_line_that_was_typed_and_not_that_of_the_recipe_s_author()
    {
        var page = File.ReadAllText(Write("", hasTest: true));
        Assert.That(page, Does.Contain("<pre>./cnn train mine --epochs 1</pre>").And.Not.Contain("<pre>./cnn train theirs"));
    }

    [TestCase("", "report.html")]
    [TestCase("catalog.safetensors", "catalog.html")]
    [TestCase("a.onnx", "a.html")]
    public void It_lies_beside_the_log_under_a_name_that_is_its_own(string output, string name) =>
        Assert.That(Write(output, hasTest: true), Is.EqualTo(Path.Combine(folder, name)));
}
