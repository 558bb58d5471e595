// Sign: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SignOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sign_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Sign(), shape, -3, 3, [0]);
    }

    [Test]
    public void Sign_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Sign(), -1e4, 1e4, 2e-6, 1e-30);
    }

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sign_of_integers_is_exact(Shape shape) => Elementwise.CheckInts(x => x.Sign(), shape);

    private sealed class Formula : Reference<SignOp>
    {
        protected override double[] Compute(SignOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Sign(v))];
    }
}
