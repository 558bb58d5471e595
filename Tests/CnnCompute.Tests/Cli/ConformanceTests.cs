// ONNX's own tests, and the verb that runs them.
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnCompute.Tests;

public sealed partial class ConformanceTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conformance").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static string Cases()
    {
        if (!Directory.Exists(ConformanceCommand.DebianFolder))
            Assert.Fail("Debian's package libonnx-testdata is not installed; `./cnn test` installs it");
        return ConformanceCommand.DebianFolder;
    }

    // Of newer releases than Debian 12's: what is refused in words (tensors without elements, grids and windows of three dimensions, the largest of
    // truths), and one expectation that counts cells beyond the padding, which ONNX corrected in 1.18.
    [GeneratedRegex("_empty_set|_affine_grid_3d|_gridsample_volumetric_|_col2im_5d$|_reduce_(max|min)_bool_inputs$"
        + "|_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True$")]
    private static partial Regex Limits();

    [Test]
    public void Every_case_of_supported_operators_agrees()
    {
        var report = ConformanceReport.Of(Cases(), ConformanceCase.Find(Cases()), test => ConformanceDevice.Run(GpuFixture.Gpu, test));
        Assert.That(report.Failures.Where(f => !Limits().IsMatch(f.Case)).Select(f => $"{f.Case}: {f.Why}"), Is.Empty);
        Assert.That(report.Passed, Is.GreaterThanOrEqualTo(500));
        Assert.That(report.Set + report.Unsupported + report.OtherTypes, Is.EqualTo(report.Cases));
        Assert.That(report.Operators.Where(o => o.Reason is not null && o.Passed + o.Failed > 0), Is.Empty);
        Assert.That(report.Operators.Where(o => o.Reason?.StartsWith("not among", StringComparison.Ordinal) == true).Select(o => o.Operator),
            Is.Empty, "each operator left out has a reason of its own");
    }

    [Test]
    public void A_wrong_result_fails_and_is_named()
    {
        var source = Path.Combine(Cases(), "node/test_relu");
        var copy = Directory.CreateDirectory(Path.Combine(folder, "wrong/test_data_set_0")).FullName;
        File.Copy(Path.Combine(source, "model.onnx"), Path.Combine(folder, "wrong/model.onnx"));
        File.Copy(Path.Combine(source, "test_data_set_0/input_0.pb"), Path.Combine(copy, "input_0.pb"));
        File.Copy(Path.Combine(source, "test_data_set_0/input_0.pb"), Path.Combine(copy, "output_0.pb"));
        var (code, text) = Verbs.Run("conformance", folder);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("failed wrong: output 0 \"y\": element").And.Contain("0 passed, 1 failed"));
        (code, text) = Verbs.Run("conformance", folder, "--json");
        var report = JsonSerializer.Deserialize<ConformanceReport>(text, Output.Json)!;
        Assert.That((code, report.Cases, report.Set, report.Passed, report.Failed), Is.EqualTo((1, 1, 1, 0, 1)));
        Assert.That(report.Operators.Single(), Is.EqualTo(new ConformanceOperator("Relu", 0, 1, 0, report.Results.Single().Error, null)));
    }

    [Test]
    public void A_model_that_cannot_be_read_fails_with_the_reason()
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "damaged")).FullName, "model.onnx"), [0x3a, 0x7f, 1, 2]);
        var report = ConformanceReport.Of(folder, ConformanceCase.Find(folder), _ => new(null, 0));
        Assert.That((report.Cases, report.Set, report.Passed, report.Failed), Is.EqualTo((1, 1, 0, 1)));
        Assert.That(report.Failures.Single().Case, Is.EqualTo("damaged"));
        Assert.That(report.Failures.Single().Why, Does.Contain("model.onnx").And.Contain("protocol message").IgnoreCase);
    }

    [Test]
    public void Operators_left_out_are_listed_with_their_reason()
    {
        var (code, text) = Verbs.Run("conformance", Cases(), "--filter", "_lstm_", "--json");
        var report = JsonSerializer.Deserialize<ConformanceReport>(text, Output.Json)!;
        Assert.That((code, report.Set, report.Unsupported), Is.EqualTo((0, 0, 3)));
        Assert.That(report.Operators.Single(o => o.Operator == "LSTM").Reason, Does.StartWith("recurrent"));
        Assert.That(() => Verbs.Run("conformance", Cases(), "--filter", "nothing is called so"), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(() => Verbs.Run("conformance", Path.Combine(folder, "none")),
            Throws.InstanceOf<DirectoryNotFoundException>().With.Message.Contains("none"));
    }
}
