// Softmax along any axis.
namespace CnnCompute.Tests;

public sealed class SoftmaxOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1), 0), (new(127), 0), (new(13, 3), 1), (new(3, 13), 0), (new(2, 13, 3, 5), 1), (new(2, 16, 3, 5), 1), (new(2, 3, 13, 5), 2),
        (new(2, 3, 5, 13), -1), (new(2, 3, 4, 5, 6), 2), (new(2, 1, 3, 1), 1), (new(2, 3, 2, 3, 2, 3, 2, 3), 4),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Softmax_matches_in_every_recipe_and_gradient((Shape X, int Axis) c) => new OpCase(g => g.Input("x", c.X).Softmax(c.Axis)).Check();

    [Test]
    public void Large_inputs_do_not_overflow() =>
        new OpCase(g => g.Input("x", 3, 13).Softmax())
        {
            Gradient = false,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 500 * v)],
        }.Check();

    [Test]
    public void Lines_too_long_for_one_thread_are_reduced_by_many()
    {
        new OpCase(g => g.Input("x", 2, 50_000).Softmax()) { Gradient = false, Tolerance = 1e-4 }.Check();
        new OpCase(g => g.Input("x", 30_000, 2).LogSoftmax(0)) { Gradient = false, Tolerance = 1e-4 }.Check();
        new OpCase(g => g.Input("x", 1, 30_000).Softmax()).CheckGradient();
    }

    [Test]
    public void Softmin_is_softmax_of_the_negative() => new OpCase(g => g.Input("x", 2, 3, 2, 3, 2, 5).Softmin(3)).Check();

    [Test]
    public void An_axis_out_of_range_is_refused() =>
        Assert.That(() => new Graph().Input("x", 2, 3).Softmax(2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3]").And.Message.Contains("axis 2 is out of range"));

    /// <summary>The indices of every line along an axis.</summary>
    internal static IEnumerable<int[]> Lines(Shape shape, int axis)
    {
        foreach (var p in Places.Of(shape.With(axis, 1)))
        {
            var place = (int[])p.Clone();
            yield return [.. Enumerable.Range(0, shape[axis]).Select(k =>
            {
                place[axis] = k;
                return Places.At(shape, place);
            })];
        }
    }

    private sealed class Formula : Reference<SoftmaxOp>
    {
        protected override double[] Compute(SoftmaxOp op, Node node, double[][] x)
        {
            var y = new double[x[0].Length];
            foreach (var line in Lines(node.Shape, op.Axis))
            {
                var top = Extreme.Largest(line.Select(i => x[0][i]));
                var sum = line.Sum(i => Math.Exp(x[0][i] - top));
                foreach (var i in line)
                    y[i] = Math.Exp(x[0][i] - top) / sum;
            }
            return y;
        }
    }

    private sealed class GradFormula : Reference<SoftmaxGradOp>
    {
        protected override double[] Compute(SoftmaxGradOp op, Node node, double[][] x)
        {
            var dx = new double[x[0].Length];
            foreach (var line in Lines(node.Shape, op.Axis))
            {
                var sum = line.Sum(i => x[0][i] * x[1][i]);
                foreach (var i in line)
                    dx[i] = x[0][i] * (x[1][i] - sum);
            }
            return dx;
        }
    }
}
