// Columns added up into pictures: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class FoldOpTests
{
    [TestCaseSource(typeof(UnfoldOpTests), nameof(UnfoldOpTests.Cases))]
    public void Fold_matches_in_every_recipe_and_gradient((Shape X, int KernelHeight, int KernelWidth, ConvGeometry G) c)
    {
        var columns = new Graph().Input("x", c.X).Unfold(c.KernelHeight, c.KernelWidth, c.G).Shape;
        new OpCase(g => g.Input("columns", columns).Fold(c.X[2], c.X[3], c.KernelHeight, c.KernelWidth, c.G)).Check();
    }

    [Test]
    public void Windows_side_by_side_fold_back_into_the_picture()
    {
        var graph = new Graph();
        var x = graph.Input("x", 2, 3, 6, 4);
        var values = OpCase.Uniform(x.Shape, 1);
        Assert.That(
            Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, x.Unfold(2, stride: 2).Fold(6, 4, 2, stride: 2))[0], Is.EqualTo(values));
    }

    private sealed class Formula : Reference<FoldOp>
    {
        protected override double[] Compute(FoldOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            UnfoldOpTests.ForEach(op.Geometry, node.Shape, node.Inputs[0].Shape, op.KernelHeight, op.KernelWidth, (yi, xi) => y[yi] += x[0][xi]);
            return y;
        }
    }
}
