// The multi-class margin loss: hinge and squared hinge.
namespace CnnCompute.Tests;

public sealed class MultiMarginLossOpTests
{
    private static readonly (int, int, int, bool)[] Cases =
    [
        (1, 1, 1, false), (3, 13, 1, true), (13, 3, 2, false), (127, 10, 2, true), (2, 127, 1, false),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Loss_matches_in_every_recipe_and_gradient((int N, int C, int P, bool Weighted) c) => new OpCase(g =>
        g.Input("x", c.N, c.C)
            .MultiMarginLoss(g.Labels("labels", c.N), c.P, 0.7f, c.Weighted ? g.Value("weights", new Shape(c.C)) : null, LossReduction.None))
    {
        Values = (key, s) => key == "labels" ? NllLossOpTests.Labels(s, c.C) : null,
    }.Check();

    [Test]
    public void The_textbook_example_comes_out()
    {
        // Scores and losses of Stanford's CS231n notes on linear classification: 2.9, 0 and 12.9; their mean is 5.27.
        double[] x = [3.2, 5.1, -1.7, 1.3, 4.9, 2.0, 2.2, 2.5, -3.1];
        var graph = new Graph();
        Tensor scores = graph.Input("x", 3, 3), labels = graph.Labels("labels", 3);
        var inputs = new Dictionary<string, double[]> { ["x"] = x, ["labels"] = [0, 1, 2] };
        var run = Oracle.Run(inputs, scores.MultiMarginLoss(labels, divideByClasses: false, reduction: LossReduction.None),
            scores.MultiMarginLoss(labels, divideByClasses: false),
            scores.MultiMarginLoss(labels), scores.MultiMarginLoss(labels, p: 2, divideByClasses: false, reduction: LossReduction.Sum));
        Assert.That(run[0], Is.EqualTo([2.9, 0, 12.9]).Within(1e-6));
        Assert.That(run[1][0], Is.EqualTo(15.8 / 3).Within(1e-6));
        Assert.That(run[2][0], Is.EqualTo(15.8 / 9).Within(1e-6));
        Assert.That(run[3][0], Is.EqualTo(2.9 * 2.9 + 6.3 * 6.3 + 6.6 * 6.6).Within(1e-5));
        Assert.That(() => scores.MultiMarginLoss(labels, p: 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Gradients_of_labels_beyond_the_classes_are_NaN_as_the_loss_is() => new OpCase(g =>
        g.Append(new MultiMarginLossGradOp(false, 1, 0.5f, 255), g.Input("x", 4, 3), g.Labels("labels", 4), g.Input("dy", 4)))
    {
        Gradient = false,
        Values = (key, s) => key == "labels" ? [3, 1, 255, -1] : null,
    }.Check();

    private static bool Counts(double[] labels, int n, int ignored) => labels[n] >= 0 && (int)labels[n] != ignored;

    private sealed class Formula : Reference<MultiMarginLossOp>
    {
        protected override double[] Compute(MultiMarginLossOp op, Node node, double[][] x)
        {
            var classes = node.Inputs[0].Shape[1];
            return
            [
                .. x[0].Chunk(classes).Select((row, n) => !Counts(x[1], n, op.IgnoreIndex) ? 0 : (int)x[1][n] is var y && y >= classes ? double.NaN
                    : row.Where((_, c) => c != y).Sum(v => Math.Pow(Math.Max(0, (double)op.Margin - row[y] + v), op.Squared ? 2 : 1)) * op.Factor
                        * (x.Length > 2 ? x[2][y] : 1))
            ];
        }
    }

    private sealed class GradFormula : Reference<MultiMarginLossGradOp>
    {
        protected override double[] Compute(MultiMarginLossGradOp op, Node node, double[][] x)
        {
            var classes = node.Shape[1];
            var dx = new double[x[0].Length];
            for (var i = 0; i < dx.Length; i++)
            {
                int n = i / classes, y = (int)x[1][n];
                if (Counts(x[1], n, op.IgnoreIndex) && y >= classes)
                    dx[i] = double.NaN;
                if (!Counts(x[1], n, op.IgnoreIndex) || y >= classes)
                    continue;
                if (i % classes == y)
                {
                    // Nothing, unless the gradient is no number.
                    dx[i] += 0 * x[2][n] * (x.Length > 3 ? x[3][y] : 1);
                    continue;
                }
                var over = Math.Max(0, (double)op.Margin - x[0][n * classes + y] + x[0][i]);
                dx[i] = x[2][n] * op.Factor * (x.Length > 3 ? x[3][y] : 1) * (op.Squared ? 2 * over : over <= 0 ? 0 : 1);
                dx[n * classes + y] -= dx[i];
            }
            return dx;
        }
    }
}
