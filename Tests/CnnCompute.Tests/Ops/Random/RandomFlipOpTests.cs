// Random mirroring: by seed, epoch and sample alone.
namespace CnnCompute.Tests;

public sealed class RandomFlipOpTests
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(13, 1, 3, 5)]
    [TestCase(3, 3, 13, 127)]
    [TestCase(2, 8, 3, 4)]
    public void RandomFlip_matches_in_every_recipe_and_gradient(int n, int c, int h, int w) =>
        new OpCase(g => g.Input("x", n, c, h, w).RandomFlip(g.Input("samples", new Shape(n), DType.I32), g.Value("key", new Shape(2), DType.I32)))
        {
            Values = Values,
        }.Check();

    [Test]
    public void A_sample_is_treated_alike_wherever_it_stands_in_a_batch()
    {
        var together = Run([5, 6, 7, 8, 9, 10]);
        var alone = new[] { 10.0, 7, 5, 9, 8, 6 }.SelectMany(s => Run([s])).ToArray();
        Assert.That(alone.Chunk(3).Select(r => string.Join(' ', r)),
            Is.EqualTo(new[] { 5, 2, 0, 4, 3, 1 }.Select(i => string.Join(' ', together.Chunk(3).ElementAt(i)))));
        Assert.That(together.Chunk(3).Select(r => r[0]).Distinct().Count(), Is.EqualTo(2), "some are flipped, some are not");
    }

    /// <summary>Sample indices that jump, and a key.</summary>
    internal static double[]? Values(string key, Shape s) => key switch
    {
        "samples" => [.. Enumerable.Range(0, (int)s.Count).Select(i => i * 59999.0 % 60000)],
        "key" => [11, 3],
        _ => null,
    };

    private static double[] Run(double[] samples)
    {
        var graph = new Graph();
        var y = graph.Input("x", samples.Length, 1, 1, 3)
            .RandomFlip(graph.Input("samples", new Shape(samples.Length), DType.I32), graph.Value("key", new Shape(2), DType.I32));
        return Oracle.Run(new Dictionary<string, double[]>
        {
            ["x"] = [.. samples.SelectMany(_ => new double[] { 1, 2, 3 })],
            ["samples"] = samples,
            ["key"] = [1, 2],
        }, y)[0];
    }

    private sealed class Formula : Reference<RandomFlipOp>
    {
        protected override double[] Compute(RandomFlipOp op, Node node, double[][] x)
        {
            var random = RandomKey.Stream((int)x[2][0], x[2].Length > 1 ? (int)x[2][1] : 0, op.Id);
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var flip = random.Uniform(4 * (ulong)x[1][p[0]]) < op.P;
                    return x[0][Places.At(node.Shape, [p[0], p[1], p[2], flip ? node.Shape[3] - 1 - p[3] : p[3]])];
                })
            ];
        }
    }
}
