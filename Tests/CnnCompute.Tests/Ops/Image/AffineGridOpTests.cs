// Grids of affine maps and their gradient.
namespace CnnCompute.Tests;

public sealed class AffineGridOpTests
{
    [TestCase(1, 1, 1)]
    [TestCase(2, 3, 13)]
    [TestCase(3, 127, 2)]
    public void AffineGrid_matches_in_every_recipe_and_gradient(int n, int h, int w)
    {
        foreach (var align in new[] { false, true })
            new OpCase(g => g.Input("theta", n, 2, 3).AffineGrid(h, w, align)).Check();
    }

    [Test]
    public void Another_shape_is_refused() =>
        Assert.That(() => new Graph().Input("theta", 1, 3, 4).AffineGrid(2, 2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("AffineGrid").And.Message.Contains("[N,2,3]"));

    private static double Base(int i, int size, bool align) => align ? size == 1 ? 0 : 2.0 * i / (size - 1) - 1 : (2 * i + 1.0) / size - 1;

    private sealed class Formula : Reference<AffineGridOp>
    {
        protected override double[] Compute(AffineGridOp op, Node node, double[][] x) => [.. Places.Of(node.Shape).Select(p =>
        {
            var row = (p[0] * 2 + p[3]) * 3;
            return x[0][row] * Base(p[2], op.Width, op.AlignCorners) + x[0][row + 1] * Base(p[1], op.Height, op.AlignCorners) + x[0][row + 2];
        })];
    }

    private sealed class GradFormula : Reference<AffineGridGradOp>
    {
        protected override double[] Compute(AffineGridGradOp op, Node node, double[][] x)
        {
            var (dtheta, s) = (new double[node.Shape.Count], node.Inputs[0].Shape);
            foreach (var p in Places.Of(s))
            {
                var (row, g) = ((p[0] * 2 + p[3]) * 3, x[0][Places.At(s, p)]);
                dtheta[row] += g * Base(p[2], s[2], op.AlignCorners);
                dtheta[row + 1] += g * Base(p[1], s[1], op.AlignCorners);
                dtheta[row + 2] += g;
            }
            return dtheta;
        }
    }
}
