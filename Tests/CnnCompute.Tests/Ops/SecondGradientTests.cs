// Gradients of gradients through whole nets: Hessian-vector products and gradient penalties; and which ops have none.
namespace CnnCompute.Tests;

public sealed class SecondGradientTests
{
    // Ops without a gradient, and why; all others have one, gradients themselves included.
    private static readonly Dictionary<Type, string> WithoutGradient = new()
    {
        [typeof(GridSampleGradGridOp)] = "the sampling position's second derivative, which PyTorch has not either",
        [typeof(ColourizeOp)] = "makes colours for people",
        [typeof(ToImageOp)] = "makes a picture for people",
        [typeof(LbfgsStepOp)] = "a step of an optimiser",
        [typeof(WarpOp)] = "acts on data; GridSample has one",
        [typeof(ColourStepsOp)] = "acts on data",
        [typeof(ColourStatsOp)] = "acts on data",
        [typeof(RandomBlurOp)] = "acts on data; GaussianBlur has one",
        [typeof(MixTargetsOp)] = "acts on labels",
        [typeof(SquaredNormsOp)] = "norms of gradients, for an optimiser",
        [typeof(GradientScaleOp)] = "a decision of an optimiser",
        [typeof(EveFeedbackOp)] = "a decision of an optimiser",
    };

    [Test]
    public void Every_op_has_a_gradient_or_says_why_not()
    {
        bool Declares(Type op, string method) => op.GetMethods().Single(m => m.Name == method).DeclaringType != typeof(Op);
        var without = typeof(Op).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !t.IsSubclassOf(typeof(SourceOp)) && !t.IsSubclassOf(typeof(UpdateOp)))
            .Where(t => !Declares(t, nameof(Op.Backward)) && !Declares(t, nameof(Op.Composite)));
        Assert.That(without, Is.EquivalentTo(WithoutGradient.Keys));
    }

    [Test]
    public void Hessian_vector_products_are_those_of_differences()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 4, 6, 6), w = graph.Input("w", 6, 4, 3, 3), v = graph.Input("v", 5, 6), labels = graph.Labels("labels", 2);
        var features = x.Conv2d(w, padding: 1).GroupNorm(2).Silu().MaxPool2d(2).LocalResponseNorm(3).Mean([2, 3]);
        var loss = features.Tanh().MatMul(v, transB: true).CrossEntropy(labels, labelSmoothing: 0.1f);
        Tensor[] variables = [w, v];
        var first = Autodiff.Gradients(loss, variables);
        var along = Tensor.SumOf([.. first.Zip(variables, (g, p) => (g * graph.Input($"along {p.Node.Op}", p.Shape)).Sum())]);
        var products = Autodiff.Gradients(along, variables);
        var values = graph.Nodes.Where(n => n.Op is InputOp).ToDictionary(n => ((InputOp)n.Op).Key,
            n => n.Type == DType.I32 ? (double[])[3, 1] : OpCase.Uniform(n.Shape, (ulong)n.Id));
        const double step = 1e-5;
        double[][] Moved(double by) => Oracle.Run(
            new Dictionary<string, double[]>(values)
            {
                ["w"] = [.. values["w"].Zip(values[$"along {w.Node.Op}"], (p, d) => p + by * d)],
                ["v"] = [.. values["v"].Zip(values[$"along {v.Node.Op}"], (p, d) => p + by * d)],
            }, first);
        var (ahead, behind, exact) = (Moved(step), Moved(-step), Oracle.Run(values, products));
        for (var k = 0; k < variables.Length; k++)
        {
            var numeric = ahead[k].Zip(behind[k], (a, b) => (a - b) / (2 * step)).ToArray();
            Assert.That(Difference.Relative(exact[k], numeric), Is.LessThan(1e-6), $"Hessian-vector product in {variables[k].Node.Op}");
        }
    }

    // Gulrajani et al., "Improved Training of Wasserstein GANs", 2017.
    [Test]
    public void A_gradient_penalty_is_differentiated_on_the_device_as_by_differences()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 8, 8), w = graph.Input("w", 8, 3, 3, 3), v = graph.Input("v", 1, 8);
        var score = x.Conv2d(w, 2, 1).BatchNorm(graph.Fill(new Shape(8), 1), graph.Fill(new Shape(8), 0), out _).LeakyRelu(0.2f)
            .AvgPool2d(2).Gelu().Mean([2, 3]).MatMul(v, transB: true);
        var slope = Autodiff.Gradients(score, [x])[0];
        var penalty = (slope.NormL2([1, 2, 3]) - 1f).Square().Mean();
        var gradient = Autodiff.Gradients(penalty, [w])[0];
        Dictionary<string, double[]> values = new()
        {
            ["x"] = OpCase.Uniform(x.Shape, 1),
            ["w"] = OpCase.Uniform(w.Shape, 2),
            ["v"] = [.. OpCase.Uniform(v.Shape, 3).Select(e => 20 * e)],
        };
        var exact = Oracle.Run(values, gradient)[0];
        foreach (var i in new[] { 0, 77, 215 })
        {
            double At(double by) => Oracle.Run(new Dictionary<string, double[]>(values)
            {
                ["w"] = [.. values["w"].Select((e, k) => k == i ? e + by : e)],
            }, penalty)[0][0];
            Assert.That((At(1e-5) - At(-1e-5)) / 2e-5, Is.EqualTo(exact[i]).Within(1e-5 * exact.Max(Math.Abs)), $"element {i}");
        }
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [gradient]);
        foreach (var (name, value) in values)
            plan.Upload(name, [.. value.Select(e => (float)e)]);
        plan.Run();
        Assert.That(Difference.Relative(Array.ConvertAll(plan.Fetch(gradient), e => (double)e), exact), Is.LessThan(1e-4));
    }

    [Test]
    public void By_nothing_there_are_no_gradients() => Assert.That(Autodiff.Gradients(new Graph().Input("x", 2).Sigmoid(), []), Is.Empty);

    [Test]
    public void Third_derivatives_follow_from_composites()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1);
        var y = x.Sigmoid();
        Tensor d1 = Autodiff.Gradients(y, [x])[0], d2 = Autodiff.Gradients(d1, [x])[0], d3 = Autodiff.Gradients(d2, [x])[0];
        var (s, values) = (1 / (1 + Math.Exp(-0.3)), Oracle.Run(new Dictionary<string, double[]> { ["x"] = [0.3] }, d1, d2, d3));
        Assert.That(values[0][0], Is.EqualTo(s * (1 - s)).Within(1e-12));
        Assert.That(values[1][0], Is.EqualTo(s * (1 - s) * (1 - 2 * s)).Within(1e-12));
        Assert.That(values[2][0], Is.EqualTo(s * (1 - s) * (1 - 6 * s + 6 * s * s)).Within(1e-12));
    }
}
