// Losses of class scores against PyTorch's definitions in double, on every recipe, with gradients.
namespace CnnCompute.Tests;

public sealed class ClassLossTests
{
    private static readonly (Shape X, bool Weighted, float Smoothing, int Ignored, LossReduction Reduction)[] Cases =
    [
        (new(5, 3), true, 0, -100, LossReduction.Mean), (new(13, 4), false, 0.2f, 2, LossReduction.Mean),
        (new(7, 5), true, 0.1f, 1, LossReduction.Sum), (new(2, 3, 5), true, 0.1f, 0, LossReduction.None),
        (new(2, 5, 3, 4), true, 0, 3, LossReduction.Mean), (new(1, 8, 3, 3), false, 0.3f, -100, LossReduction.None),
        (new(2, 3, 2, 2, 3), true, 0.1f, 1, LossReduction.Mean), (new(2, 3, 2, 2, 3), false, 0, -100, LossReduction.None),
        (new(3, 127), true, 0, -100, LossReduction.BatchMean),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Cross_entropy_with_labels_is_PyTorchs((Shape X, bool Weighted, float Smoothing, int Ignored, LossReduction Reduction) c)
    {
        double[]? Values(string key, Shape s) =>
            key == "labels" ? NllLossOpTests.Labels(s, c.X[1]) : key == "weights" ? [.. OpCase.Uniform(s, 9).Select(v => v + 1.2)] : null;
        Tensor Build(Graph g) => g.Input("x", c.X).CrossEntropy(
            g.Input("labels", NllLossOpTests.LabelShape(c.X), DType.I32), c.Smoothing, c.Weighted ? g.Value("weights", new Shape(c.X[1])) : null,
            c.Ignored, c.Reduction);
        new OpCase(Build) { Values = Values, GradientTolerance = 1e-5 }.Check();

        var (classes, labels) = (c.X[1], NllLossOpTests.Labels(NllLossOpTests.LabelShape(c.X), c.X[1]));
        var w = c.Weighted ? Values("weights", new Shape(classes))!.Select(v => (double)(float)v).ToArray() : [.. Enumerable.Repeat(1.0, classes)];
        var inner = (int)(c.X.Count / c.X[0] / classes);
        var x = OpCase.Uniform(c.X, 1);
        double counted = 0;
        var expected = labels.Select((label, i) =>
        {
            if (label < 0 || (int)label == c.Ignored)
                return 0;
            var scores = Enumerable.Range(0, classes).Select(k => x[(i / inner * classes + k) * inner + i % inner]).ToArray();
            var rest = Math.Log(scores.Sum(Math.Exp));
            counted += w[(int)label];
            return scores.Select((s, k) => -(s - rest) * w[k] * ((k == (int)label ? 1 - c.Smoothing : 0) + c.Smoothing / classes)).Sum();
        }).ToArray();
        var sum = expected.Sum();
        var reduced = c.Reduction switch
        {
            LossReduction.Mean => [sum / counted],
            LossReduction.Sum => [sum],
            LossReduction.BatchMean => [sum / c.X[0]],
            _ => expected,
        };
        Assert.That(Run(Build(new Graph()), ("x", x), ("labels", labels), ("weights", w)), Is.EqualTo(reduced).Within(1e-6));
    }

    [TestCase(LossReduction.Mean, 0)]
    [TestCase(LossReduction.Sum, 0.2f)]
    [TestCase(LossReduction.None, 0.1f)]
    public void Cross_entropy_with_probabilities_is_PyTorchs(LossReduction reduction, float smoothing)
    {
        var shape = new Shape(2, 4, 3, 2);
        Tensor Build(Graph g) =>
            g.Input("x", shape).CrossEntropy(g.Input("target", shape), smoothing, g.Value("weights", new Shape(4)), reduction: reduction);
        new OpCase(Build) { GradientTolerance = 1e-5 }.Check();
        double[] x = OpCase.Uniform(shape, 1), t = OpCase.Uniform(shape, 2), w = [1, 2, 3, 0.5];
        var elements = new double[12];
        for (var i = 0; i < x.Length; i++)
        {
            int n = i / 24, c = i / 6 % 4, p = i % 6;
            var rest = Math.Log(Enumerable.Range(0, 4).Sum(k => Math.Exp(x[n * 24 + k * 6 + p])));
            elements[n * 6 + p] -= (t[i] * (1 - smoothing) + smoothing / 4) * w[c] * (x[i] - rest);
        }
        var expected = reduction switch { LossReduction.Mean => [elements.Average()], LossReduction.Sum => [elements.Sum()], _ => elements };
        Assert.That(Run(Build(new Graph()), ("x", x), ("target", t), ("weights", w)), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void The_gradient_of_softmax_and_cross_entropy_is_p_minus_y()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 6, 5), labels = graph.Labels("labels", 6), fused = x.CrossEntropy(labels),
            summed = x.CrossEntropy(labels, reduction: LossReduction.Sum);
        var inputs = new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), ["labels"] = [0, 4, 2, 2, 1, 3] };
        var run = Oracle.Run(inputs, x.Softmax(1), Autodiff.Gradients(fused, [x])[0], Autodiff.Gradients(summed, [x])[0]);
        var expected = run[0].Select((p, i) => p - (i % 5 == (int)inputs["labels"][i / 5] ? 1 : 0)).ToArray();
        Assert.That(run[1].Select(v => v * 6), Is.EqualTo(expected).Within(1e-12));
        Assert.That(run[2], Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Sure_probabilities_are_labels()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 3, 4), labels = graph.Labels("labels", 3), sure = graph.Input("sure", 3, 4);
        var inputs = new Dictionary<string, double[]>
        {
            ["x"] = OpCase.Uniform(x.Shape, 1),
            ["labels"] = [1, 3, 0],
            ["sure"] = [0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
        };
        var run = Oracle.Run(
            inputs, x.CrossEntropy(labels, 0.1f), x.CrossEntropy(sure, 0.1f), x.LogSoftmax(1).NllLoss(labels), x.CrossEntropy(labels));
        Assert.That(run[1][0], Is.EqualTo(run[0][0]).Within(1e-7));
        Assert.That(run[2][0], Is.EqualTo(run[3][0]).Within(1e-12));
    }

    [Test]
    public void Loss_classes_carry_their_weights()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 4, 3), labels = graph.Labels("labels", 4), weight = graph.Input("weight", 3);
        (string, double[])[] inputs = [("x", OpCase.Uniform(x.Shape, 1)), ("labels", [0, 1, 2, 1]), ("weight", [1, 2, 0.5])];
        float[] w = [1, 2, 0.5f];
        Assert.Multiple(() =>
        {
            Assert.That(Run(new CrossEntropyLoss(0.1f, w, 1).Forward(x, labels), inputs),
                Is.EqualTo(Run(x.CrossEntropy(labels, 0.1f, weight, 1), inputs)));
            Assert.That(Run(new NLLLoss(w, 2, LossReduction.Sum).Forward(x, labels), inputs),
                Is.EqualTo(Run(x.NllLoss(labels, weight, 2, LossReduction.Sum), inputs)));
            Assert.That(Run(new MultiMarginLoss(2, 0.5f, w).Forward(x, labels), inputs),
                Is.EqualTo(Run(x.MultiMarginLoss(labels, 2, 0.5f, weight), inputs)));
        });
    }

    [Test]
    public void Misfits_are_refused()
    {
        var g = new Graph();
        var x = g.Input("x", 2, 3, 2, 2, 2);
        Assert.That(() => x.NllLoss(g.Input("few", new Shape(2, 2), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("labels must be"));
        Assert.That(() => g.Input("v", 3).CrossEntropy(g.Labels("one", 1)), Throws.TypeOf<ShapeException>());
        Assert.That(() => g.Input("z", 2, 3).CrossEntropy(g.Labels("three", 3), reduction: LossReduction.Sum), Throws.TypeOf<ShapeException>());
    }

    private static double[] Run(Tensor loss, params (string Key, double[] Values)[] inputs) =>
        Oracle.Run(inputs.ToDictionary(i => i.Key, i => i.Values), loss)[0];
}
