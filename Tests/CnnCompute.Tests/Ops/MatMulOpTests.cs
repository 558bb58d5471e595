// Every recipe of the matrix product against loops in double.
namespace CnnCompute.Tests;

public sealed class MatMulOpTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        (int Batch, int M, int N, int K)[] sizes =
            [(1, 1, 1, 1), (1, 3, 13, 127), (1, 127, 3, 13), (1, 13, 127, 3), (1, 64, 48, 80), (1, 1, 40, 72), (1, 40, 1, 72), (1, 32, 10, 128), (3, 13, 5, 7), (2, 16, 24, 8), (1, 8, 16, 2048)];
        foreach (var (batch, m, n, k) in sizes)
        {
            for (var trans = 0; trans < 4; trans++)
                yield return new TestCaseData(batch, m, n, k, (trans & 1) != 0, (trans & 2) != 0);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void MatMul_matches_loops_in_every_recipe(int batch, int m, int n, int k, bool transA, bool transB)
    {
        var (c, a, b, expected) = Product(batch, m, n, k, transA, transB);
        RecipeRun.Check(c.Node, RecipeRun.Device(), expected, ConvCases.Tolerance, a, b);
    }

    [Test]
    public void MatMul_takes_the_largest_tiles_where_there_are_many()
    {
        var (c, a, b, expected) = Product(1, 32800, 3, 2, false, true);
        RecipeRun.Check(c.Node, RecipeRun.Device(), expected, ConvCases.Tolerance, a, b);
    }

    [Test]
    public void MatMul_adds_sums_longer_than_the_software_device_loops([Values] bool transA)
    {
        var (c, a, b, expected) = Product(1, 2, 3, 300_000, transA, true);
        RecipeRun.Check(c.Node, RecipeRun.Device(), expected, 1e-4, a, b);
        var (batched, aa, bb, each) = Product(2, 2, 3, 70_000, transA, false);
        RecipeRun.Check(batched.Node, RecipeRun.Device(), each, 1e-4, aa, bb);
    }

    [TestCaseSource(nameof(Cases))]
    public void MatMul_applies_the_whole_epilogue(int batch, int m, int n, int k, bool transA, bool transB)
    {
        var (c, a, b, product) = Product(batch, m, n, k, transA, transB);
        var (fused, values) = Conv2dOpTests.Fuse(c);
        var expected = ConvReference.Epilogue(product, c.Shape, values[0], values[1], values[2], -0.5f, 2);
        RecipeRun.Check(fused, RecipeRun.Device(), expected, ConvCases.ClampedTolerance, [a, b, .. values]);
    }

    [Test]
    public void MatMul_is_cut_where_operands_exceed_a_binding([Values] bool transA, [Values] bool transB)
    {
        var (c, a, b, expected) = Product(1, 72, 80, 96, transA, transB);
        var device = RecipeRun.Device(maxBindingBytes: 8192);
        Assert.That(c.Node.Op.Recipes(c.Node, device).Select(r => r.Steps.Count), Is.All.GreaterThan(3));
        RecipeRun.Check(c.Node, device, expected, ConvCases.Tolerance, a, b);
    }

    [Test]
    public void Batched_MatMul_is_cut_between_matrices()
    {
        var (c, a, b, expected) = Product(16, 16, 16, 16, false, true);
        var device = RecipeRun.Device(maxBindingBytes: 4096);
        Assert.That(c.Node.Op.Recipes(c.Node, device).Select(r => r.Steps.Count), Is.All.EqualTo(4));
        RecipeRun.Check(c.Node, device, expected, ConvCases.Tolerance, a, b);
    }

    [Test]
    public void MatMul_names_shapes_that_do_not_fit()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 3, 4), b = graph.Input("b", 5, 6), batch = graph.Input("batch", 2, 4, 5);
        Assert.That(() => a.MatMul(b), Throws.TypeOf<ShapeException>().With.Message.Contains("[3,4], [5,6]").And.Message.Contains("a has 4 columns, b has 5 rows"));
        Assert.That(() => a.MatMul(batch), Throws.TypeOf<ShapeException>().With.Message.Contains("rank 3"));
    }

    [Test]
    public void Gradients_have_the_operands_shapes([Values] bool transA, [Values] bool transB)
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", transA ? [5, 3] : [3, 5]), b = graph.Input("b", transB ? [7, 5] : [5, 7]);
        var grads = Autodiff.Gradients(a.MatMul(b, transA, transB), [a, b]);
        Assert.That(grads.Select(g => g.Shape), Is.EqualTo(new[] { a.Shape, b.Shape }));
    }

    private static (Tensor C, float[] A, float[] B, double[] Expected) Product(int batch, int m, int n, int k, bool transA, bool transB)
    {
        var graph = new Graph();
        Shape Of(int rows, int columns) => batch == 1 ? new(rows, columns) : new(batch, rows, columns);
        Shape sa = transA ? Of(k, m) : Of(m, k), sb = transB ? Of(n, k) : Of(k, n);
        float[] a = RecipeRun.Values(sa, 1), b = RecipeRun.Values(sb, 2);
        var expected = new double[batch * m * n];
        for (var z = 0; z < batch; z++)
            for (var i = 0; i < m; i++)
                for (var j = 0; j < n; j++)
                    for (var u = 0; u < k; u++)
                        expected[(z * m + i) * n + j] += (double)a[z * m * k + (transA ? u * m + i : i * k + u)] * b[z * k * n + (transB ? j * k + u : u * n + j)];
        return (graph.Input("a", sa).MatMul(graph.Input("b", sb), transA, transB), a, b, expected);
    }
}
