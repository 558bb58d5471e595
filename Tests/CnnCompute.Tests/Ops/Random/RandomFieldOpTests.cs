// Random displacements: by seed, epoch, sample and pixel alone.
namespace CnnCompute.Tests;

public sealed class RandomFieldOpTests
{
    [TestCase(1, 1, 1)]
    [TestCase(13, 3, 5)]
    [TestCase(3, 13, 127)]
    public void RandomField_matches_in_every_recipe(int n, int h, int w) =>
        new OpCase(g => g.Input("samples", new Shape(n), DType.I32).RandomField(g.Value("key", new Shape(2), DType.I32), h, w))
        {
            Gradient = false,
            Values = RandomFlipOpTests.Values,
        }.Check();

    private sealed class Formula : Reference<RandomFieldOp>
    {
        protected override double[] Compute(RandomFieldOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var (a, b, c) = ColourFormulas.Hash((uint)(int)x[0][p[1] / 2], (uint)x[1][1], (uint)x[1][0] + ((uint)op.Id * 0x9E3779B9u));
                var (first, second, _) = ColourFormulas.Hash(a ^ (uint)((p[2] * op.Width) + p[3]), b, c);
                return (((p[1] % 2 == 0 ? first : second) >> 8) / 8388608.0) - 1;
            })
        ];
    }
}
