// The logarithm of softmax along any axis.
namespace CnnCompute.Tests;

public sealed class LogSoftmaxOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1), 0), (new(127), 0), (new(13, 3), 1), (new(3, 13), 0), (new(2, 13, 3, 5), 1), (new(2, 16, 3, 5), 1), (new(2, 3, 13, 5), 2),
        (new(2, 3, 5, 13), -1), (new(2, 3, 4, 5, 6), 2), (new(2, 1, 3, 1), 1),
    ];

    [TestCaseSource(nameof(Cases))]
    public void LogSoftmax_matches_in_every_recipe_and_gradient((Shape X, int Axis) c) =>
        new OpCase(g => g.Input("x", c.X).LogSoftmax(c.Axis)).Check();

    [Test]
    public void Large_inputs_do_not_overflow() =>
        new OpCase(g => g.Input("x", 3, 13).LogSoftmax())
        {
            Gradient = false,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 500 * v)],
        }.Check();

    private sealed class Formula : Reference<LogSoftmaxOp>
    {
        protected override double[] Compute(LogSoftmaxOp op, Node node, double[][] x)
        {
            var y = new double[x[0].Length];
            foreach (var line in SoftmaxOpTests.Lines(node.Shape, op.Axis))
            {
                var top = Extreme.Largest(line.Select(i => x[0][i]));
                var rest = Math.Log(line.Sum(i => Math.Exp(x[0][i] - top)));
                foreach (var i in line)
                    y[i] = x[0][i] - top - rest;
            }
            return y;
        }
    }

    private sealed class GradFormula : Reference<LogSoftmaxGradOp>
    {
        protected override double[] Compute(LogSoftmaxGradOp op, Node node, double[][] x)
        {
            var dx = new double[x[0].Length];
            foreach (var line in SoftmaxOpTests.Lines(node.Shape, op.Axis))
            {
                var sum = line.Sum(i => x[1][i]);
                foreach (var i in line)
                    dx[i] = x[1][i] - Math.Exp(x[0][i]) * sum;
            }
            return dx;
        }
    }
}
