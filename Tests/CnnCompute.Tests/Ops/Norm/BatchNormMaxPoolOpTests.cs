// Batch-norm, ReLU and max-pooling as one kernel forward and two backward.
namespace CnnCompute.Tests;

public sealed class BatchNormMaxPoolOpTests
{
    private const float Eps = 1e-5f;

    private static readonly (Shape, PoolWindow)[] Cases =
    [
        (new(1, 1, 2, 2), Tiles(2, 2)), (new(3, 16, 8, 6), Tiles(2, 2)), (new(2, 8, 7, 9), Tiles(2, 2)), (new(2, 3, 7, 13), Tiles(3, 2)),
        (new(2, 127, 3, 5), Tiles(1, 2)), (new(1, 24, 13, 14), Tiles(3, 4)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Pooled_batches_match_in_every_recipe((Shape X, PoolWindow Window) c) => new OpCase(g =>
    {
        var (x, gamma, beta, stats) = Inputs(g, c.X);
        return g.Append(new BatchNormMaxPoolOp(Eps, c.Window), x, gamma, beta, stats);
    })
    {
        Gradient = false,
    }.Check();

    [TestCaseSource(nameof(Cases))]
    public void Gradients_before_the_pooling_match_in_every_recipe((Shape X, PoolWindow Window) c)
    {
        foreach (var relu in new[] { false, true })
            Gradients(c.X, c.Window, relu, new Shape(c.X[0], c.X[1], c.X[2] / c.Window.Kernel.H, c.X[3] / c.Window.Kernel.W));
    }

    [TestCaseSource(nameof(Shapes))]
    public void Gradients_before_a_ReLU_match_in_every_recipe(Shape x) => Gradients(x, BatchNormMaxPoolGradInputOp.Single, true, x);

    [TestCaseSource(nameof(Cases))]
    public void Batch_norm_ReLU_and_pooling_have_the_gradients_of_finite_differences((Shape X, PoolWindow Window) c)
    {
        // Values whose maxima and signs a small change leaves alone.
        Case(y => y.Relu().MaxPool2d(c.Window)).CheckGradient();
        Case(y => y.MaxPool2d(c.Window)).CheckGradient();
        Case(y => y.Relu()).CheckGradient();
        Case(y => y.Relu().MaxPool2d(c.Window)).CheckSecondGradient();

        OpCase Case(Func<Tensor, Tensor> after) => new(g =>
            after(g.Input("x", c.X).BatchNorm(g.Input("gamma", c.X[1]), g.Input("beta", c.X[1]), out _)))
        {
            GradientTolerance = 1e-4,
            Values = (key, s) => key switch
            {
                "x" => OpCase.Distinct(s),
                "gamma" => OpCase.AwayFromZero(s),
                "beta" => [.. Enumerable.Repeat(0.0123, (int)s.Count)],
                _ => null,
            },
        };
    }

    [Test]
    public void Gradients_go_around_a_ReLU_or_a_pooling_that_nothing_else_reads()
    {
        Assert.That(Dx(y => y.Relu().MaxPool2d(2)), Is.EqualTo(new BatchNormMaxPoolGradInputOp(Eps, Tiles(2, 2), true)));
        Assert.That(Dx(y => y.MaxPool2d(2)), Is.EqualTo(new BatchNormMaxPoolGradInputOp(Eps, Tiles(2, 2), false)));
        Assert.That(Dx(y => y.Relu()), Is.EqualTo(new BatchNormMaxPoolGradInputOp(Eps, BatchNormMaxPoolGradInputOp.Single, true)));
        var plain = new BatchNormGradInputOp(Eps);
        Assert.That(Dx(y => y.MaxPool2d(3, 2)), Is.EqualTo(plain), "windows that overlap");
        Assert.That(Dx(y => y.Relu() + y), Is.EqualTo(plain), "two readers");
        Assert.That(Dx(y => (y + 1).Relu()), Is.EqualTo(plain), "something between");
        Assert.That(Dx(y => y.Gelu()), Is.EqualTo(plain));

        static Op Dx(Func<Tensor, Tensor> after)
        {
            var g = new Graph();
            var x = g.Input("x", 2, 8, 6, 6);
            return Autodiff.Gradient(after(x.BatchNorm(g.Input("gamma", 8), g.Input("beta", 8), out _)), x).Node.Op;
        }
    }

    [Test]
    public void A_bias_before_batch_norm_has_no_gradient_and_the_others_are_as_without_it()
    {
        foreach (var after in new Func<Tensor, Tensor>[] { y => y, y => y.Relu(), y => y.Relu().MaxPool2d(2) })
        {
            var graph = new Graph();
            Tensor x = graph.Input("x", 3, 8, 5, 6), bias = graph.Input("bias", 8, 1, 1);
            Tensor gamma = graph.Input("gamma", 8), beta = graph.Input("beta", 8);
            Tensor Loss(Tensor before) => after(before.BatchNorm(gamma, beta, out _)).Square().Sum();
            Tensor[] with = Autodiff.Gradients(Loss(x + bias), [x, gamma, beta, bias]), without = Autodiff.Gradients(Loss(x), [x, gamma, beta]);
            Assert.That(with[3].Node.Op.Name, Is.EqualTo("Fill"));
            var values = new Dictionary<string, double[]>
            {
                ["x"] = OpCase.Distinct(x.Shape),
                ["gamma"] = OpCase.AwayFromZero(gamma.Shape),
                ["beta"] = OpCase.Uniform(beta.Shape, 3),
                ["bias"] = OpCase.Uniform(bias.Shape, 4),
            };
            var results = Oracle.Run(values, [.. with, .. without]);
            Assert.That(results[3], Is.All.Zero);
            for (var i = 0; i < 3; i++)
                Assert.That(results[i], Is.EqualTo(results[4 + i]).Within(1e-6 * results[i].Max(Math.Abs)));
        }
    }

    [Test]
    public void Guided_backpropagation_keeps_its_rule_behind_batch_norm()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 8, 4, 4), gamma = graph.Input("gamma", 8), beta = graph.Input("beta", 8);
        var y = x.BatchNorm(gamma, beta, out _).Relu();
        var rule = GradientRule.For<ReluOp>((_, output, grad) => [graph.Append(new ReluGradOp(), output, grad.Relu())]);
        Tensor seed = graph.Input("seed", y.Shape), loss = (y * seed).Sum();
        Tensor guided = Autodiff.Gradients(loss, [beta], [rule])[0], plain = Autodiff.Gradients(loss, [beta])[0];
        var values = new Dictionary<string, double[]>
        {
            ["x"] = OpCase.Distinct(x.Shape),
            ["gamma"] = OpCase.AwayFromZero(gamma.Shape),
            ["beta"] = OpCase.Uniform(beta.Shape, 3),
            ["seed"] = OpCase.Uniform(y.Shape, 5),
        };
        var results = Oracle.Run(values, guided, plain, y);
        var expected = new double[8];
        for (var i = 0; i < results[2].Length; i++)
            expected[i / 16 % 8] += results[2][i] > 0 ? Math.Max(values["seed"][i], 0) : 0;
        Assert.That(results[0], Is.EqualTo(expected).Within(1e-6));
        Assert.That(results[1], Is.Not.EqualTo(expected).Within(1e-3));
    }

    [Test]
    public void A_plan_normalises_and_pools_in_one_kernel_where_nothing_else_reads_what_is_between()
    {
        var g = new Graph();
        var (x, gamma, beta, _) = Inputs(g, new Shape(2, 8, 6, 7));
        var normal = x.BatchNorm(gamma, beta, out var statistics).Relu();
        Tensor pooled = normal.MaxPool2d(2), before = x.BatchNorm(gamma, beta, out _).MaxPool2d(2).Relu();
        Assert.That(Kernels(pooled), Does.Contain("Cnn/batch_norm_max_pool").And.Not.Contain("Cnn/channel_affine").And.Not.Contain("Cnn/max_pool2d"));
        Assert.That(Kernels(before), Does.Contain("Cnn/batch_norm_max_pool").And.Not.Contain("Cnn/relu"));
        Assert.That(Kernels(pooled, normal), Does.Contain("Cnn/max_pool2d").And.Not.Contain("Cnn/batch_norm_max_pool"));
        Assert.That(Kernels(normal.MaxPool2d(3, 2)), Does.Contain("Cnn/max_pool2d"));

        string[] Kernels(params Tensor[] fetch)
        {
            using var weights = new Residence(GpuFixture.Gpu);
            using Plan fused = Plan.Compile(weights, [], fetch), plain = Plan.Compile(weights, [], fetch, options: new PlanOptions { Fuse = false });
            foreach (var plan in new[] { fused, plain })
            {
                plan.Upload("x", OpCase.Floats(x.Shape, 3));
                plan.Upload("gamma", OpCase.Floats(gamma.Shape, 4));
                plan.Upload("beta", OpCase.Floats(beta.Shape, 5));
                plan.Run();
            }
            foreach (var tensor in fetch)
                Assert.That(fused.Fetch(tensor), Is.EqualTo(plain.Fetch(tensor)).Within(1e-5));
            return [.. fused.Profile(1).Steps.Select(l => l.Shader)];
        }
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        foreach (var (channels, side) in new[] { (32, 28), (64, 14) })
        {
            var (x, small) = (new Shape(64, channels, side, side), new Shape(64, channels, side / 2, side / 2));
            new OpCase(g =>
            {
                var (input, gamma, beta, stats) = Inputs(g, x);
                return g.Append(new BatchNormMaxPoolOp(Eps, Tiles(2, 2)), input, gamma, beta, stats);
            }).Perf();
            new OpCase(g => Stats(g, x, Tiles(2, 2), true, small)).Perf();
            new OpCase(g => Dx(g, x, Tiles(2, 2), true, small)).Perf();
            new OpCase(g => Dx(g, x, BatchNormMaxPoolGradInputOp.Single, true, x)).Perf();
        }
    }

    private static IEnumerable<Shape> Shapes() => [new(3, 1), new(13, 3), new(3, 16, 9, 13), new(2, 127, 1, 3), new(1, 8, 48, 48)];

    private static PoolWindow Tiles(int height, int width) => new((height, width), (height, width), (0, 0), (1, 1), false);

    private static (Tensor X, Tensor Gamma, Tensor Beta, Tensor Statistics) Inputs(Graph g, Shape x) =>
        g.Input("x", x) is var input ? (input, g.Input("gamma", x[1]), g.Input("beta", x[1]), g.Append(new BatchNormStatsOp(), input)) : default;

    private static Tensor Stats(Graph g, Shape shape, PoolWindow window, bool relu, Shape pooled) => Inputs(g, shape) is var (x, gamma, beta, stats)
        ? g.Append(new BatchNormMaxPoolGradStatsOp(Eps, window, relu), g.Input("dy", pooled), x, gamma, beta, stats)
        : default;

    private static Tensor Dx(Graph g, Shape shape, PoolWindow window, bool relu, Shape pooled)
    {
        var sums = Stats(g, shape, window, relu, pooled);
        return g.Append(new BatchNormMaxPoolGradInputOp(Eps, window, relu), [.. sums.Node.Inputs, sums]);
    }

    private static void Gradients(Shape x, PoolWindow window, bool relu, Shape pooled)
    {
        new OpCase(g => Stats(g, x, window, relu, pooled)) { Gradient = false, Tolerance = 2e-5, Values = Apart }.Check();
        new OpCase(g => Dx(g, x, window, relu, pooled)) { Gradient = false, Tolerance = 2e-5, Values = Apart }.Check();
    }

    private static double[]? Apart(string key, Shape shape) => key == "x" ? OpCase.Distinct(shape) : null;

    // Where the maximum of each window lies and whether its gradient passes, by the index of dy.
    private static IEnumerable<(int At, int Channel, bool Passes)> Maxima(Node node, PoolWindow window, bool relu, float eps, double[][] x)
    {
        var (small, large) = (node.Inputs[0].Shape, node.Inputs[1].Shape);
        int channels = large[1], h = large.Rank == 4 ? large[2] : 1, w = large.Rank == 4 ? large[3] : 1, across = small.Rank == 4 ? small[3] : 1;
        for (var i = 0; i < small.Count; i++)
        {
            int plane = i / (int)(small.Count / small[0] / channels), inPlane = i % (int)(small.Count / small[0] / channels), c = plane % channels;
            var (best, at) = (double.NegativeInfinity, -1);
            for (var k = 0; k < window.Kernel.H * window.Kernel.W; k++)
            {
                int row = inPlane / across * window.Kernel.H + k / window.Kernel.W, column = inPlane % across * window.Kernel.W + k % window.Kernel.W;
                var from = (plane * h + row) * w + column;
                var y = x[2][c] * (x[1][from] - x[4][c]) / Math.Sqrt(x[4][channels + c] + eps) + x[3][c];
                if (at < 0 || y > best || double.IsNaN(y))
                    (best, at) = (y, from);
            }
            yield return (at, c, !relu || !(best <= 0));
        }
    }

    private sealed class PoolFormula : Reference<BatchNormMaxPoolOp>
    {
        protected override double[] Compute(BatchNormMaxPoolOp op, Node node, double[][] x)
        {
            var (small, large, window) = (node.Shape, node.Inputs[0].Shape, op.Window.Kernel);
            var result = new double[small.Count];
            for (var i = 0; i < result.Length; i++)
            {
                int plane = i / (small[2] * small[3]), c = plane % small[1], top = i / small[3] % small[2] * window.H, left = i % small[3] * window.W;
                var values = Enumerable.Range(0, window.H * window.W)
                    .Select(k => x[0][(plane * large[2] + top + k / window.W) * large[3] + left + k % window.W])
                    .Select(v => x[1][c] * (v - x[3][c]) / Math.Sqrt(x[3][small[1] + c] + op.Eps) + x[2][c]).ToArray();
                result[i] = values.Any(double.IsNaN) ? double.NaN : values.Max();
            }
            return result;
        }
    }

    private sealed class StatsFormula : Reference<BatchNormMaxPoolGradStatsOp>
    {
        protected override double[] Compute(BatchNormMaxPoolGradStatsOp op, Node node, double[][] x)
        {
            var (channels, i, sums) = (node.Shape[1], 0, new double[node.Shape.Count]);
            foreach (var (at, c, passes) in Maxima(node, op.Window, op.Relu, op.Eps, x))
            {
                var dy = passes ? x[0][i] : 0;
                i++;
                sums[c] += dy;
                sums[channels + c] += dy * (x[1][at] - x[4][c]) / Math.Sqrt(x[4][channels + c] + op.Eps);
            }
            return sums;
        }
    }

    private sealed class InputFormula : Reference<BatchNormMaxPoolGradInputOp>
    {
        protected override double[] Compute(BatchNormMaxPoolGradInputOp op, Node node, double[][] x)
        {
            var (dy, i, channels) = (new double[node.Shape.Count], 0, node.Shape[1]);
            foreach (var (at, _, passes) in Maxima(node, op.Window, op.Relu, op.Eps, x))
                dy[at] = passes ? x[0][i++] : 0 * i++;
            double rows = node.Shape.Count / channels;
            var inner = (int)(node.Shape.Count / node.Shape[0] / channels);
            return
            [
                .. dy.Select((g, k) =>
                {
                    var c = k / inner % channels;
                    var deviation = Math.Sqrt(x[4][channels + c] + op.Eps);
                    return x[2][c] / deviation * (g - x[5][c] / rows - (x[1][k] - x[4][c]) / deviation * x[5][channels + c] / rows);
                }),
            ];
        }
    }
}
