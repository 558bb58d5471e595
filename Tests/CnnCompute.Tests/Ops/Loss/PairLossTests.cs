// Losses of values against targets: PyTorch's definitions in double, every recipe, gradients.
namespace CnnCompute.Tests;

public sealed class PairLossTests
{
    private static readonly (string Name, Func<Tensor, Tensor, LossReduction, Tensor> Loss, Func<double, double, double> Formula,
        bool Probabilities)[] Losses =
        [
            ("MSE", (x, t, r) => x.MseLoss(t, r), (x, t) => (x - t) * (x - t), false),
            ("L1", (x, t, r) => x.L1Loss(t, r), (x, t) => Math.Abs(x - t), false),
            ("smooth L1", (x, t, r) => x.SmoothL1Loss(t, 0.4f, r),
                (x, t) => Math.Abs(x - t) is var d && d < 0.4f ? d * d / 2 / 0.4f : d - 0.4f / 2, false),
            ("smooth L1 of beta 0", (x, t, r) => x.SmoothL1Loss(t, 0, r), (x, t) => Math.Abs(x - t), false),
            ("Huber", (x, t, r) => x.HuberLoss(t, 0.7f, r),
                (x, t) => Math.Abs(x - t) is var d && d < 0.7f ? d * d / 2 : 0.7f * (d - 0.7f / 2), false),
            ("BCE", (x, t, r) => new BCELoss(null, r).Forward(x, t), (x, t) => -(t * Math.Log(x) + (1 - t) * Math.Log(1 - x)), true),
            ("BCE with logits", (x, t, r) => new BCEWithLogitsLoss(null, null, r).Forward(x, t),
                (x, t) => t * Math.Log(1 + Math.Exp(-x)) + (1 - t) * Math.Log(1 + Math.Exp(x)), true),
            ("KL", (x, t, r) => x.KlDiv(t, reduction: r), (x, t) => t * (Math.Log(t) - x), true),
            ("KL of logarithms", (x, t, r) => x.KlDiv(t, true, r), (x, t) => Math.Exp(t) * (t - x), false),
        ];

    [TestCaseSource(nameof(Cases))]
    public void Loss_is_PyTorchs(
        (string Name, Func<Tensor, Tensor, LossReduction, Tensor> Loss, Func<double, double, double> Formula, bool Probabilities) loss, int[] dims)
    {
        var shape = new Shape(dims);
        // Probabilities away from 0 and 1.
        double[] Values(string key, Shape s) =>
            [.. OpCase.Uniform(s, (ulong)key.Length).Select(v => loss.Probabilities ? (float)(0.5 + 0.45 * v) : v)];
        Tensor Build(Graph g, LossReduction r) => loss.Loss(g.Input("x", shape), g.Input("target", shape), r);
        new OpCase(g => Build(g, LossReduction.None))
        {
            Values = (key, s) => key == "cotangent" ? null : Values(key, s),
            GradientTolerance = 1e-5,
        }.Check();

        var graph = new Graph();
        double[] x = Values("x", shape), target = Values("target", shape);
        LossReduction[] all = [LossReduction.None, LossReduction.Mean, LossReduction.Sum, LossReduction.BatchMean];
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, ["target"] = target }, [.. all.Select(r => Build(graph, r))]);
        var elements = x.Zip(target, loss.Formula).ToArray();
        Assert.That(run[0], Is.EqualTo(elements).Within(1e-6));
        Assert.That(run[1..].Select(r => r.Single()),
            Is.EqualTo([elements.Average(), elements.Sum(), elements.Sum() / dims[0]]).Within(1e-5));
        Assert.That(() => loss.Loss(graph.Input("x", shape), graph.Input("other", 1), LossReduction.Mean),
            Throws.TypeOf<ShapeException>().With.Message.Contains("same shape"));
    }

    private static IEnumerable<TestCaseData> Cases() =>
        from loss in Losses
        from dims in new int[][] { [13], [3, 127], [2, 3, 4, 5] }
        select new TestCaseData(loss, dims) { TestName = $"{loss.Name} [{string.Join(',', dims)}]" };

    [Test]
    public void Weights_and_positive_weights_of_binary_cross_entropy_are_per_class()
    {
        Tensor Build(Graph g) => g.Input("x", 5, 3)
            .BinaryCrossEntropyWithLogits(g.Input("target", 5, 3), g.Value("w", new Shape(3)), g.Value("pos", new Shape(3)), LossReduction.None);
        new OpCase(Build) { GradientTolerance = 1e-5 }.Check();
        double[] x = OpCase.Uniform(new Shape(5, 3), 1), t = [1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0.5], w = [1, 2, 0.5], pos = [3, 0.25, 1];
        var expected = x.Select((v, i) => w[i % 3] * (pos[i % 3] * t[i] * Math.Log(1 + Math.Exp(-v)) + (1 - t[i]) * Math.Log(1 + Math.Exp(v))));
        Assert.That(Run(Build(new Graph()), ("x", x), ("target", t), ("w", w), ("pos", pos)), Is.EqualTo(expected).Within(1e-9));
        var graph = new Graph();
        Tensor a = graph.Input("x", 5, 3), b = graph.Input("target", 5, 3);
        var loss = new BCEWithLogitsLoss([1, 2, 0.5f], [3, 0.25f, 1], LossReduction.None).Forward(a, b);
        Assert.That(Run(loss, ("x", x), ("target", t)), Is.EqualTo(expected).Within(1e-9));
        Assert.That(Run(new MultiLabelSoftMarginLoss([1, 2, 0.5f], LossReduction.None).Forward(a, b), ("x", x), ("target", t)),
            Is.EqualTo(x.Select((v, i) => w[i % 3] * (t[i] * Math.Log(1 + Math.Exp(-v)) + (1 - t[i]) * Math.Log(1 + Math.Exp(v)))).Chunk(3)
                .Select(r => r.Average())).Within(1e-6));
    }

    [Test]
    public void Large_logits_and_impossible_probabilities_stay_finite()
    {
        double[] logits = [-1000, -90, -20, 0, 20, 90, 1000];
        var shape = new Shape(7);
        foreach (var t in new double[] { 0, 1 })
        {
            new OpCase(g => g.Input("x", shape).BinaryCrossEntropyWithLogits(g.Input("target", shape), reduction: LossReduction.None))
            {
                Gradient = false,
                Values = (key, s) => key == "x" ? logits : [.. Enumerable.Repeat(t, 7)],
            }.Check();
            var graph = new Graph();
            var loss = graph.Input("x", shape).BinaryCrossEntropyWithLogits(graph.Input("target", shape), reduction: LossReduction.None);
            var expected = logits.Select(x => Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(t == 1 ? -x : x, 0));
            Assert.That(Run(loss, ("x", logits), ("target", [.. Enumerable.Repeat(t, 7)])), Is.EqualTo(expected).Within(1e-8));
        }
        var other = new Graph();
        Tensor p = other.Input("p", 4), target = other.Input("t", 4), bce = p.BinaryCrossEntropy(target, reduction: LossReduction.None),
            kl = p.KlDiv(target, reduction: LossReduction.None);
        (string, double[])[] inputs = [("p", [0, 1, 0, 1]), ("t", [0, 1, 1, 0])];
        Assert.That(Run(bce, inputs), Is.EqualTo(new double[] { 0, 0, 100, 100 }).Within(1e-9), "logarithms are at least -100, as PyTorch's");
        Assert.That(Run(Autodiff.Gradients(bce, [p])[0], inputs), Is.All.Matches<double>(double.IsFinite));
        Assert.That(Run(kl, inputs), Is.EqualTo(new double[] { 0, -1, 0, 0 }).Within(1e-9), "0 log 0 is 0");
    }

    [Test]
    public void Gradient_descent_on_half_the_squared_length_shrinks_weights_by_one_minus_the_rate()
    {
        var weight = new Parameter("w", new Shape(3, 5), OpCase.Floats(new Shape(3, 5), 1));
        var graph = new Graph();
        var w = graph.Parameter(weight);
        var step = Autodiff.Gradients(Tensor.ElasticPenalty([w], 0, 0.5f), [w])[0].SgdUpdate(weight, null, graph.Value("rate"));
        var oracle = new Oracle(new Dictionary<string, double[]> { ["rate"] = [0.25] });
        _ = oracle[step];
        Assert.That(oracle.Written[weight], Is.EqualTo(weight.Initial.Select(v => v * 0.75)).Within(1e-7));
    }

    [Test]
    public void The_elastic_penalty_adds_magnitudes_and_squares_of_all_weights()
    {
        Tensor Build(Graph g) => Tensor.ElasticPenalty([g.Input("a", 3, 13), g.Input("b", 2, 8, 3, 3)], 0.5f, 2);
        new OpCase(Build) { Values = (key, s) => key == "cotangent" ? null : OpCase.AwayFromZero(s) }.Check();
        var graph = new Graph();
        var one = graph.Input("x", 3);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, -2, 3] }, Tensor.ElasticPenalty([one], 0.5f, 0),
            Tensor.ElasticPenalty([one, one], 0.5f, 2));
        Assert.That(run.Select(r => r[0]), Is.EqualTo(new double[] { 3, 2 * (3 + 28) }));
        Assert.That(() => Tensor.ElasticPenalty([], 1, 1), Throws.ArgumentException);
    }

    private static double[] Run(Tensor loss, params (string Key, double[] Values)[] inputs) =>
        Oracle.Run(inputs.ToDictionary(i => i.Key, i => i.Values), loss)[0];
}
