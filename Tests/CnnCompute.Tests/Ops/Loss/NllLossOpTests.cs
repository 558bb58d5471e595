// Negative log-likelihood: classes, pixels, weights, ignored labels.
namespace CnnCompute.Tests;

public sealed class NllLossOpTests
{
    private static readonly (Shape, bool)[] Cases =
    [
        (new(1, 1), false), (new(13, 3), true), (new(127, 10), false), (new(2, 3, 5), true), (new(2, 5, 3, 4), true), (new(1, 16, 2, 7), false),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Loss_matches_in_every_recipe_and_gradient((Shape X, bool Weighted) c) => new OpCase(g =>
    {
        Tensor x = g.Input("x", c.X), labels = g.Input("labels", LabelShape(c.X), DType.I32);
        return c.Weighted ? g.Append(new NllLossOp(2), x, labels, g.Value("weights", new Shape(c.X[1]))) : g.Append(new NllLossOp(2), x, labels);
    })
    {
        Values = (key, s) => key == "labels" ? Labels(s, c.X[1]) : null,
    }.Check();

    [Test]
    public void Labels_beyond_the_classes_give_NaN() => new OpCase(g => g.Append(new NllLossOp(-1), g.Input("x", 2, 3), g.Labels("labels", 2)))
    {
        Gradient = false,
        Values = (key, s) => key == "labels" ? [3, 1] : null,
    }.Check();

    [Test]
    public void So_do_their_gradients_but_not_those_of_ignored_ones() =>
        new OpCase(g => g.Append(new NllLossGradOp(new Shape(4, 3), 255), g.Labels("labels", 4), g.Input("dy", 4)))
        {
            Gradient = false,
            Values = (key, s) => key == "labels" ? [3, 1, 255, -1] : null,
        }.Check();

    [Test]
    public void Misfits_are_refused()
    {
        var g = new Graph();
        Tensor x = g.Input("x", 2, 3, 4, 5), labels = g.Input("labels", new Shape(2, 4, 5), DType.I32);
        Assert.That(() => g.Append(new NllLossOp(-1), x, g.Labels("few", 2)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("labels must be [2,4,5]"));
        Assert.That(() => g.Append(new NllLossOp(-1), x, labels, g.Input("w", 4)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("class weights must be [3]"));
        Assert.That(() => g.Append(new NllLossOp(-1), x, g.Input("floats", 2, 4, 5)), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    /// <summary>The labels' shape of scores [N,C,d...].</summary>
    internal static Shape LabelShape(Shape scores) => new([scores[0], .. scores.ToArray()[2..]]);

    /// <summary>Labels of which every fifth is missing, but not the first.</summary>
    internal static double[] Labels(Shape shape, int classes) =>
        [.. Enumerable.Range(0, (int)shape.Count).Select(i => i % 5 == 4 ? -1.0 : i * 7 % classes)];

    // The index in the scores of each label's class; -1 for what does not count.
    private static int At(Shape scores, double[] labels, int i, int ignored)
    {
        int classes = scores[1], inner = (int)(scores.Count / scores[0] / classes), label = (int)labels[i];
        return label < 0 || label == ignored ? -1 : (i / inner * classes + label) * inner + i % inner;
    }

    private sealed class Formula : Reference<NllLossOp>
    {
        protected override double[] Compute(NllLossOp op, Node node, double[][] x)
        {
            var scores = node.Inputs[0].Shape;
            return
            [
                .. x[1].Select((label, i) => At(scores, x[1], i, op.IgnoreIndex) is var at && at < 0 ? 0
                    : label >= scores[1] ? double.NaN : -x[0][at] * (x.Length > 2 ? x[2][(int)label] : 1))
            ];
        }
    }

    private sealed class GradFormula : Reference<NllLossGradOp>
    {
        protected override double[] Compute(NllLossGradOp op, Node node, double[][] x)
        {
            var dx = new double[op.Scores.Count];
            for (var i = 0; i < x[0].Length; i++)
            {
                var (classes, inner) = (op.Scores[1], (int)(op.Scores.Count / op.Scores[0] / op.Scores[1]));
                if (At(op.Scores, x[0], i, op.IgnoreIndex) is not (>= 0 and var at))
                    continue;
                if (x[0][i] >= classes)
                {
                    for (var c = 0; c < classes; c++)
                        dx[((i / inner * classes) + c) * inner + i % inner] = double.NaN;
                }
                else
                {
                    dx[at] = -x[1][i] * (x.Length > 2 ? x[2][(int)x[0][i]] : 1);
                }
            }
            return dx;
        }
    }
}
