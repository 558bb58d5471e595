// A constant scale and shift per channel.
namespace CnnCompute.Tests;

public sealed class NormalizeOpTests
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(3, 1, 13, 5)]
    [TestCase(2, 2, 3, 5)]
    [TestCase(2, 3, 13, 127)]
    public void Normalize_matches_in_every_recipe_and_gradient(int n, int c, int h, int w) =>
        new OpCase(g => g.Input("x", n, c, h, w).Normalize(PixelNorm.Torch)).Check();

    [Test]
    public void Norms_are_those_of_the_published_models() => Assert.Multiple(() =>
    {
        Assert.That(Apply(PixelNorm.Torch, 255, 1), Is.EqualTo((1 - 0.456) / 0.224).Within(1e-6));
        Assert.That(Apply(PixelNorm.Tf128, 0, 0), Is.EqualTo(-1));
        Assert.That(Apply(PixelNorm.Unit, 51, 2), Is.EqualTo(0.2).Within(1e-7));
        Assert.That(Apply(PixelNorm.Byte, 51, 2), Is.EqualTo(51));
        Assert.That(Apply(PixelNorm.Torch.FromUnit, 1, 0), Is.EqualTo(Apply(PixelNorm.Torch, 255, 0)).Within(1e-6));
    });

    private static double Apply(PixelNorm norm, double value, int channel) => value * norm[channel].Scale + norm[channel].Shift;

    private sealed class Formula : Reference<NormalizeOp>
    {
        protected override double[] Compute(NormalizeOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Zip(x[0], (p, v) => v * op.Norm[p[1]].Scale + op.Norm[p[1]].Shift)];
    }
}
