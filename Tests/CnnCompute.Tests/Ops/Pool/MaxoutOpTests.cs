// Maxima over groups of channels: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class MaxoutOpTests
{
    private static readonly (Shape, int, int)[] Cases =
        [
            (new(1, 1), 1, 1), (new(3, 13), 13, 1), (new(3, 26), 2, 1), (new(2, 12, 3, 5), 3, 1), (new(2, 8, 1, 1), 2, 1), (new(2, 6, 127), 2, 1),
            (new(2, 3, 4, 5), 2, 2), (new(2, 3, 5, 4), 4, -1), (new(1, 4, 1, 1, 3), 4, 1),
        ];

    [TestCaseSource(nameof(Cases))]
    public void Maxout_matches_in_every_recipe_and_gradient((Shape X, int Pieces, int Axis) c) =>
        new OpCase(g => g.Input("x", c.X).Maxout(c.Pieces, c.Axis)) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();

    [Test]
    public void The_first_of_equals_takes_the_gradient()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 4);
        new OpCase(g => g.Input("x", 1, 4).Maxout(2)) { Values = (key, _) => key == "x" ? [1, 1, 0, 0] : null }.CheckRecipes();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, 1, 0, 2] }, Autodiff.Gradients(x.Maxout(2), [x]))[0],
            Is.EqualTo(new double[] { 1, 0, 0, 1 }));
    }

    [Test]
    public void Groups_must_divide_the_channels() =>
        Assert.That(() => new Graph().Input("x", 1, 5).Maxout(2), Throws.TypeOf<ShapeException>().With.Message.Contains("groups of 2"));

    // The elements of each group, as indices, by the place of its result.
    private static int[][] Groups(Shape x, Shape y, int pieces, int axis) => [.. Places.Of(y).Select(p => Enumerable.Range(0, pieces).Select(k =>
    {
        var own = (int[])p.Clone();
        own[axis] = own[axis] * pieces + k;
        return Places.At(x, own);
    }).ToArray())];

    private sealed class Formula : Reference<MaxoutOp>
    {
        protected override double[] Compute(MaxoutOp op, Node node, double[][] x) =>
            [.. Groups(node.Inputs[0].Shape, node.Shape, op.Pieces, op.Axis).Select(g => Extreme.Largest(g.Select(i => x[0][i])))];
    }

    private sealed class GradFormula : Reference<MaxoutGradOp>
    {
        protected override double[] Compute(MaxoutGradOp op, Node node, double[][] x)
        {
            var dx = new double[x[0].Length];
            foreach (var (j, group) in Groups(node.Shape, node.Inputs[1].Shape, op.Pieces, op.Axis).Index())
                dx[Extreme.First(group, i => x[0][i])] = x[1][j];
            return dx;
        }
    }
}
