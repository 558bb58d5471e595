// Gauss error function: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ErfOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Erf_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Erf(), shape, -3, 3);
    }

    [Test]
    public void Erf_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Erf(), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<ErfOp>
    {
        protected override double[] Compute(ErfOp op, Node node, double[][] x) => [.. x[0].Select(v => Elementwise.Erf(v))];
    }
}
