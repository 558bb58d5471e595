// ONNX's own tests, and the verb that runs them.
using System.Text.Json;
using System.Text.RegularExpressions;
using CnnCompute.Protobuf;
using Google.Protobuf;

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

    // Of newer releases than Debian 12's: what is refused in words (grids and windows of three dimensions), and one expectation that counts cells
    // beyond the padding, which ONNX corrected in 1.18.
    [GeneratedRegex("_affine_grid_3d|_gridsample_volumetric_|_col2im_5d$|_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True$")]
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
        Assert.That((code, report.Set, report.Unsupported), Is.EqualTo((0, 0, 4)));
        Assert.That(report.Operators.Single(o => o.Operator == "LSTM").Reason, Does.StartWith("recurrent"));
        Assert.That(() => Verbs.Run("conformance", Cases(), "--filter", "nothing is called so"), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(() => Verbs.Run("conformance", Path.Combine(folder, "none")),
            Throws.InstanceOf<DirectoryNotFoundException>().With.Message.Contains("none"));
    }

    private string Case(string name, int type, float[] x, float[] expected)
    {
        static byte[] Bytes(int type, float[] values) => type switch
        {
            10 => [.. values.SelectMany(v => BitConverter.GetBytes((Half)v))],
            11 => [.. values.SelectMany(v => BitConverter.GetBytes((double)v))],
            _ => [.. values.SelectMany(BitConverter.GetBytes)],
        };
        void Write(string file, float[] values) => File.WriteAllBytes(file, new TensorProto
        {
            Name = "x",
            DataType = type,
            Dims = { values.Length },
            RawData = ByteString.CopyFrom(Bytes(type, values)),
        }.ToByteArray());
        var data = Directory.CreateDirectory(Path.Combine(folder, name, "test_data_set_0")).FullName;
        var model = OnnxProtos.Model(22, [1], [OnnxProtos.Node("Mul", "y", ["x", "x"])]).With("x", type, x.Length);
        model.Graph.Output[0].Type.TensorType.ElemType = type;
        File.WriteAllBytes(Path.Combine(folder, name, "model.onnx"), model.ToByteArray());
        Write(Path.Combine(data, "input_0.pb"), x);
        Write(Path.Combine(data, "output_0.pb"), expected);
        return name;
    }

    [Test]
    public void Errors_are_printed_and_tolerances_taken()
    {
        // A tenth of the second value, and yet beside the first one nothing in a type of seven digits.
        Case("near", 1, [3, 0.01f], [9, 1.1e-4f]);
        Case("off", 1, [3, 1], [9, 1.01f]);
        Case("half", 10, [3, 0.1f], [9, 0.01f]);
        Case("double", 11, [3, 0.1f], [9, 0.01f]);
        var (code, text) = Verbs.Run("conformance", folder, "--verbose");
        Assert.That((code, text), Is.EqualTo((1, text)));
        Assert.That(text, Does.Contain("failed off: output 0 \"y\": element 1").And.Contain("max|a-b|/max|b| 1.1E-003"));
        Assert.That(text, Does.Contain("4 cases are run (2 of converted types): 3 passed, 1 failed").And.Contain("1.1E-3"));
        var lines = text.Split('\n').Where(l => !l.StartsWith("failed", StringComparison.Ordinal));
        Assert.That(lines.Max(l => l.TrimEnd().Length), Is.LessThanOrEqualTo(80));
        Assert.That(Verbs.Run("conformance", folder, "--rtol", "0.02").Code, Is.Zero);
        Assert.That(Verbs.Run("conformance", folder, "--atol", "0.02").Code, Is.Zero);
        (_, text) = Verbs.Run("conformance", folder, "--json");
        var results = JsonSerializer.Deserialize<ConformanceReport>(text, Output.Json)!.Results.ToDictionary(r => r.Case);
        Assert.That(results["off"].Error, Is.EqualTo(0.01 / 9).Within(1e-5));
        Assert.That(results["near"], Has.Property("Passed").True.And.Property("Error").EqualTo(1.1e-6).Within(2e-7));
        Assert.That(results["half"].Passed && results["double"].Passed);
    }
}
