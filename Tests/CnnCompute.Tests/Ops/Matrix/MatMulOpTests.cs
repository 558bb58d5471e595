// Matrix products, batched and transposed: every recipe with and without epilogue, and the gradient.
namespace CnnCompute.Tests;

public sealed class MatMulOpTests
{
    private static readonly (int Batch, int M, int N, int K)[] Sizes =
    [
        (1, 1, 1, 1), (1, 3, 13, 127), (1, 127, 3, 13), (1, 13, 127, 3), (1, 64, 48, 80), (1, 1, 40, 72), (3, 1, 13, 80), (1, 1, 127, 1024),
        (1, 40, 1, 72), (1, 32, 10, 128), (3, 13, 5, 7), (2, 16, 24, 8),
        (1, 8, 16, 2048),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from s in Sizes
        from transA in new[] { false, true }
        from transB in new[] { false, true }
        select new TestCaseData(s.Batch, s.M, s.N, s.K, transA, transB);

    [TestCaseSource(nameof(Cases))]
    public void MatMul_matches_in_every_recipe_and_gradient(int batch, int m, int n, int k, bool transA, bool transB) =>
        Case(batch, m, n, k, transA, transB).Check();

    // Software devices unroll loops differently far: the tiles of the others are right too.
    [TestCase(512, 45, 16)]
    [TestCase(1024, 61, 32)]
    [TestCase(1024, 45, 24)]
    [TestCase(1024, 13, 16)]
    public void MatMul_matches_in_every_tile(int unrolled, int features, int tile)
    {
        var tiled = new OpCase(Of(1, 71, features, 80, false, true))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { UnrolledProducts = unrolled },
        };
        tiled.CheckRecipes();
        var node = Of(1, 71, features, 80, false, true)(new Graph()).Node;
        var step = node.Op.Recipes(node, tiled.Device(Plan.Traits(GpuFixture.Gpu.Info))).Single(r => r.Name == "subgroup").Steps[0];
        Assert.That(step.Constants[0], Is.EqualTo((0, (uint)tile)));
    }

    private static readonly (Shape, Shape, bool, bool, Shape)[] Ranks =
    [
        (new(13), new(13), false, false, new()), (new(13), new(13, 5), false, false, new(5)), (new(3, 13), new(13), false, false, new(3)),
        (new(2, 3, 13), new(13), false, false, new(2, 3)), (new(13), new(2, 13, 5), false, false, new(2, 5)),
        (new(2, 3, 5), new(5, 7), false, false, new(2, 3, 7)), (new(3, 5), new(2, 5, 7), false, false, new(2, 3, 7)),
        (new(2, 3, 4, 5), new(2, 3, 5, 6), false, false, new(2, 3, 4, 6)), (new(2, 1, 4, 5), new(3, 5, 6), false, false, new(2, 3, 4, 6)),
        (new(2, 3, 4, 8), new(6, 8), false, true, new(2, 3, 4, 6)), (new(2, 5, 3), new(5, 7), true, false, new(2, 3, 7)),
        (new(2, 1, 2, 3, 5), new(3, 1, 7, 5), false, true, new(2, 3, 2, 3, 7)), (new(1, 5, 3), new(4, 7, 5), true, true, new(4, 3, 7)),
    ];

    [TestCaseSource(nameof(Ranks))]
    public void Ranks_and_batches_broadcast((Shape A, Shape B, bool TransA, bool TransB, Shape Y) c)
    {
        Assert.That(
            new Graph() is var graph ? graph.Input("a", c.A).MatMul(graph.Input("b", c.B), c.TransA, c.TransB).Shape : default, Is.EqualTo(c.Y));
        new OpCase(g => g.Input("a", c.A).MatMul(g.Input("b", c.B), c.TransA, c.TransB)) { Tolerance = ConvCases.Tolerance }.Check();
        // The composition's meaning, element by element.
        var run = new Graph();
        var y = run.Input("a", c.A).MatMul(run.Input("b", c.B), c.TransA, c.TransB);
        double[] a = OpCase.Uniform(c.A, 1), b = OpCase.Uniform(c.B, 2);
        Shape left = c.A.Rank == 1 ? new(1, c.A[0]) : c.A, right = c.B.Rank == 1 ? new(c.B[0], 1) : c.B;
        var depth = c.TransA ? left[-2] : left[-1];
        var expected = Places.Of(c.Y).Select(p =>
        {
            List<int> place = [.. p];
            if (c.A.Rank == 1)
                place.Insert(place.Count - (c.B.Rank == 1 ? 0 : 1), 0);
            if (c.B.Rank == 1)
                place.Add(0);
            int[] batch = [.. place.SkipLast(2)];
            double At(double[] values, Shape s, int row, int column) => values[Places.Broadcast(s, [.. batch, row, column])];
            return Enumerable.Range(0, depth).Sum(k => (c.TransA
                ? At(a, left, k, place[^2])
                : At(a, left, place[^2], k)) * (c.TransB ? At(b, right, place[^1], k) : At(b, right, k, place[^1])));
        }).ToArray();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["a"] = a, ["b"] = b }, y)[0], Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Gemm_scales_and_adds([Values] bool transA, [Values] bool transB) => new OpCase(g =>
        g.Input("a", transA ? new Shape(5, 3) : new Shape(3, 5))
            .Gemm(g.Input("b", transB ? new Shape(7, 5) : new Shape(5, 7)), g.Input("c", 3, 1), 0.5f, -2, transA, transB))
    {
        Tolerance = ConvCases.Tolerance,
    }.Check();

    [Test]
    public void MatMul_takes_the_largest_tiles_where_there_are_many() => Case(1, 32800, 3, 2, false, true, gradient: false).CheckRecipes();

    [Test]
    public void Sums_longer_than_the_loops_of_the_software_device_are_complete([Values] bool transA)
    {
        Case(1, 2, 3, 300_000, transA, true, gradient: false, 1e-4).CheckRecipes();
        Case(2, 2, 3, 70_000, transA, false, gradient: false, 1e-4).CheckRecipes();
    }

    [Test]
    public void MatMul_is_cut_where_operands_exceed_a_binding([Values] bool transA, [Values] bool transB) =>
        CheckCut(Of(1, 72, 80, 96, transA, transB), 8192, 4);

    [Test]
    public void Batched_MatMul_is_cut_between_matrices() => CheckCut(Of(16, 16, 16, 16, false, true), 4096, 4);

    [Test]
    public void MatMul_names_shapes_that_do_not_fit()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 3, 4), b = graph.Input("b", 5, 6), batch = graph.Input("batch", 2, 4, 5);
        Assert.That(() => a.MatMul(b), Throws.TypeOf<ShapeException>()
            .With.Message.Contains("[3,4], [5,6]").And.Message.Contains("a has 4 columns, b has 5 rows"));
        Assert.That(() => a.MatMul(batch, transA: true),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[3,4], [2,4,5]").And.Message.Contains("3 and 4"));
        Assert.That(() => graph.Input("two", 2, 3, 4).MatMul(graph.Input("three", 3, 4, 5)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("2 and 3"));
        Assert.That(() => a.MatMul(graph.Input("scalar", Shape.Scalar)), Throws.TypeOf<ShapeException>().With.Message.Contains("scalars"));
        Assert.That(() => a.Gemm(graph.Input("d", 4, 5), graph.Input("plus", 2, 5)), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,5]"));
        Assert.That(() => a.Gemm(batch), Throws.TypeOf<ShapeException>().With.Message.Contains("needs matrices"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        Case(1, 768, 512, 512, false, true).Perf(); // its gradient holds the other two layouts
        Case(1, 64, 128, 3136, false, true).Perf();
        Case(1, 1, 1000, 1280, false, true).Perf();
        Case(1, 1, 4096, 4096, false, true).Perf(10);
        Case(1, 1, 4096, 25088, false, true, gradient: false).Perf(5);
    }

    private static Func<Graph, Tensor> Of(int batch, int m, int n, int k, bool transA, bool transB)
    {
        Shape Matrix(int rows, int columns) => batch == 1 ? new(rows, columns) : new(batch, rows, columns);
        return g => g.Input("a", transA ? Matrix(k, m) : Matrix(m, k)).MatMul(g.Input("b", transB ? Matrix(n, k) : Matrix(k, n)), transA, transB);
    }

    private static OpCase Case(int batch, int m, int n, int k, bool transA, bool transB, bool gradient = true,
        double tolerance = ConvCases.Tolerance) =>
        new(Of(batch, m, n, k, transA, transB)) { Gradient = gradient, Tolerance = tolerance };

    private static void CheckCut(Func<Graph, Tensor> build, long maxBindingBytes, int leastSteps)
    {
        var small = new OpCase(build)
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { MaxBindingBytes = maxBindingBytes },
        };
        small.CheckRecipes();
        var node = build(new Graph()).Node;
        Assert.That(node.Op.Recipes(node, small.Device(Plan.Traits(GpuFixture.Gpu.Info))).Select(r => r.Steps.Count),
            Is.All.GreaterThanOrEqualTo(leastSteps));
    }

    private sealed class Formula : Reference<MatMulOp>
    {
        protected override double[] Compute(MatMulOp op, Node node, double[][] x)
        {
            var (a, b, c) = (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);
            var depth = op.TransA ? a[-2] : a[-1];
            return
            [
                .. Places.Of(c).Select(p =>
                {
                    int batch = c.Rank == 3 ? p[0] : 0, m = p[^2], n = p[^1], firstA = batch * a[-2] * a[-1], firstB = batch * b[-2] * b[-1];
                    return Enumerable.Range(0, depth).Sum(k =>
                        x[0][firstA + (op.TransA ? k * a[-1] + m : m * a[-1] + k)] * x[1][firstB + (op.TransB ? n * b[-1] + k : k * b[-1] + n)]);
                })
            ];
        }
    }
}
