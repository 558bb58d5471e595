// Cross-entropy: every recipe, the gradient, ignored and impossible labels.
namespace CnnCompute.Tests;

public sealed class CrossEntropyOpTests
{
    private static readonly (int, int, float)[] Cases =
    [
        (1, 1, 0), (1, 3, 0), (3, 13, 0.1f), (13, 10, 0), (127, 3, 0.2f), (64, 10, 0.1f), (3, 127, 1),
    ];

    [TestCaseSource(nameof(Cases))]
    public void CrossEntropy_matches_in_every_recipe_and_gradient((int N, int C, float Smoothing) c) =>
        new OpCase(g => g.Input("x", c.N, c.C).CrossEntropy(g.Labels("labels", c.N), c.Smoothing))
        {
            Values = (key, s) => key == "labels" ? Labels(s, c.C) : null,
        }.Check();

    [Test]
    public void Samples_without_label_change_nothing()
    {
        Dictionary<string, double[]> all = new() { ["x"] = [1, 2, 3, 4, 5, 6], ["labels"] = [0, -1, 1] },
            some = new() { ["x"] = [1, 2, 5, 6], ["labels"] = [0, 1] };
        Assert.That(Loss(all, 3), Is.EqualTo(Loss(some, 2)).Within(1e-12));

        static double Loss(Dictionary<string, double[]> inputs, int n)
        {
            var graph = new Graph();
            return Oracle.Run(inputs, graph.Input("x", n, 2).CrossEntropy(graph.Labels("labels", n)))[0][0];
        }
    }

    [TestCase(-1, double.NaN)]
    [TestCase(3, double.NaN)]
    public void No_counted_label_gives_NaN_and_so_does_an_impossible_one(int label, double expected)
    {
        new OpCase(g => g.Input("x", 2, 3).CrossEntropy(g.Labels("labels", 2)))
        {
            Gradient = false,
            Values = (key, s) => key == "labels" ? [label, label] : null,
        }.Check();
        var graph = new Graph();
        var loss = graph.Input("x", 1, 3).CrossEntropy(graph.Labels("labels", 1));
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, 2, 3], ["labels"] = [label] }, loss)[0][0], Is.EqualTo(expected));
    }

    [Test]
    public void Labels_must_be_integers()
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 2, 3).CrossEntropy(graph.Input("labels", 2)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    // Every fifth label is missing, but not the first.
    private static double[] Labels(Shape shape, int classes) =>
        [.. Enumerable.Range(0, (int)shape.Count).Select(i => i % 5 == 4 ? -1.0 : i * 7 % classes)];

    private static double[] LogSoftmax(double[] row)
    {
        var top = Extreme.Largest(row);
        var rest = Math.Log(row.Sum(v => Math.Exp(v - top)));
        return [.. row.Select(v => v - top - rest)];
    }

    private sealed class Formula : Reference<CrossEntropyOp>
    {
        protected override double[] Compute(CrossEntropyOp op, Node node, double[][] x)
        {
            var classes = node.Inputs[0].Shape[1];
            double sum = 0, counted = 0;
            foreach (var (row, label) in x[0].Chunk(classes).Zip(x[1], (r, l) => (LogSoftmax(r), (int)l)))
            {
                if (label < 0)
                    continue;
                counted++;
                sum -= label >= classes ? double.NaN : (1 - op.LabelSmoothing) * row[label] + op.LabelSmoothing * row.Average();
            }
            return [counted == 0 ? double.NaN : sum / counted];
        }
    }

    private sealed class GradFormula : Reference<CrossEntropyGradOp>
    {
        protected override double[] Compute(CrossEntropyGradOp op, Node node, double[][] x)
        {
            var classes = node.Shape[1];
            double counted = Math.Max(1, x[1].Count(l => l >= 0));
            return
            [
                .. x[0].Chunk(classes).Zip(x[1]).SelectMany(r => LogSoftmax(r.First).Select((log, c) => r.Second < 0 ? 0
                    : x[2][0] / counted * (Math.Exp(log) - (c == (int)r.Second ? 1 - op.LabelSmoothing : 0) - op.LabelSmoothing / classes)))
            ];
        }
    }
}
