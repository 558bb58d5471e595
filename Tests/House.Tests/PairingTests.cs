// An op is a C# file, a shader and a test, found by name.
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class PairingTests
{
    private static readonly Source[] CnnKernels = [.. Source.Shaders.Where(
        s => s.IsIn("Shaders/Cnn") && s.Path.EndsWith(".comp", StringComparison.Ordinal))];

    [Test]
    public void Every_op_has_a_shader_of_its_name_or_launches_that_of_other_ops()
    {
        var kernels = CnnKernels.Select(s => Ops.Key(s.Name)).ToHashSet();
        Assert.That(Ops.Types().Where(o => !kernels.Contains(Ops.Key(o.Type)) && !OtherLaunch().IsMatch(o.File.Code))
            .Select(o => $"{o.File.Path}: {o.Type}"), Is.Empty,
            "an op FooBarOp has its kernel in Shaders/Cnn/foo_bar.comp");
    }

    [Test]
    public void Every_kernel_is_launched_by_an_op_or_converts_storage()
    {
        var launched = Source.CSharp.Where(s => s.IsIn(Ops.Folder, "Plugins/CnnCompute/Networks/Plan"))
            .SelectMany(s => Launch().Matches(s.Text).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.That(CnnKernels.Where(s => !launched.Contains(s.Name)).Select(s => s.Path), Is.Empty, "no op's recipe names them");
        Assert.That(launched.Except(CnnKernels.Select(s => s.Name)), Is.Empty, "recipes name kernels that do not exist in Shaders/Cnn");
    }

    [Test]
    public void Every_op_file_has_a_test_file_in_its_family()
    {
        var tests = Source.CSharp.Where(s => s.IsIn(Ops.TestFolder)).Select(s => $"{Ops.Family(s, Ops.TestFolder)}/{s.Name}").ToHashSet();
        Assert.That(Ops.Types().Select(o => o.File).Distinct().Where(f => !tests.Contains($"{Ops.Family(f, Ops.Folder)}/{f.Name}Tests"))
            .Select(f => f.Path), Is.Empty,
            $"Ops/Family/FooOp.cs is tested in {Ops.TestFolder}/Family/FooOpTests.cs");
        var ops = Source.CSharp.Where(s => s.IsIn(Ops.Folder)).Select(s => $"{Ops.Family(s, Ops.Folder)}/{s.Name}Tests").ToHashSet();
        Assert.That(tests.Where(t => t.EndsWith("OpTests", StringComparison.Ordinal) && !ops.Contains(t)), Is.Empty,
            "tests of ops that do not exist");
    }

    [Test]
    public void Every_op_lies_in_one_family_under_a_name_of_its_own()
    {
        Assert.That(Ops.Types().Where(o => Ops.Family(o.File, Ops.Folder) is var f && (f.Length == 0 || f.Contains('/', StringComparison.Ordinal)))
            .Select(o => o.File.Path), Is.Empty,
            "an op lies in Ops/Family/FooOp.cs");
        Assert.That(Source.CSharp.Where(s => s.IsIn(Ops.Folder)).GroupBy(s => s.Name).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty,
            "an op is found by its name wherever in the families it lies");
    }

    // An op of many kinds is one C# file, one shader and one test; then each kind counts as an op does.
    [Test]
    public void Every_kind_of_an_op_is_a_case_of_its_shader_and_of_its_test()
    {
        var many = Ops.Many().ToArray();
        Assert.That(many.Select(o => o.Type), Does.Contain("UnaryMathOp").And.Contain("ComparisonOp"));
        foreach (var (type, file, kinds) in many)
        {
            Assert.That(kinds, Is.Not.Empty.And.Unique, $"{file.Path}: the kinds of {type}");
            var shader = CnnKernels.Single(s => Ops.Key(s.Name) == Ops.Key(type));
            var cases = KindCase().Matches(shader.Text).Select(m => $"case {m.Groups[1].Value}: {m.Groups[2].Value}").Distinct();
            Assert.That(cases, Is.EquivalentTo(kinds.Select((k, i) => $"case {i}: {k}")),
                $"{shader.Path}: each kind is a line \"case N: … // Name\", N its place in the enum");
            var test = Source.CSharp.Single(s => s.Name == file.Name + "Tests");
            Assert.That(kinds.Where(k => !Regex.IsMatch(test.Code, $@"^\s*new\({type[..^2]}\.{k}\b", RegexOptions.Multiline)), Is.Empty,
                $"{test.Path}: kinds without a case");
        }
    }

    [Test]
    public void Every_op_has_a_reference()
    {
        var references = Source.CSharp.Where(s => s.IsIn("Tests/CnnCompute.Tests"))
            .SelectMany(s => Reference().Matches(s.Code).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.That(Ops.Types().Select(o => o.Type).Where(t => !references.Contains(t)), Is.Empty, "every op test declares a naive Reference<TOp>");
    }

    [GeneratedRegex(@"\b\w+Op\.Launch\(")]
    private static partial Regex OtherLaunch();

    [GeneratedRegex("\"Cnn/(\\w+)\"")]
    private static partial Regex Launch();

    [GeneratedRegex(@"^\s*case (\d+):[^\n]*?(?://\s*(\w*))?\s*$", RegexOptions.Multiline)]
    private static partial Regex KindCase();

    [GeneratedRegex(@":\s*Reference<(\w+)>")]
    private static partial Regex Reference();
}
