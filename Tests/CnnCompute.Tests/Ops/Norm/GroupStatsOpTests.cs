// Statistics of groups of channels.
namespace CnnCompute.Tests;

public sealed class GroupStatsOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(3, 1), 1), (new(2, 16), 4), (new(2, 6, 13), 6), (new(2, 6, 16), 3), (new(1, 3, 127), 1), (new(2, 3, 5, 7), 3),
        (new(2, 16, 9, 13), 16), (new(3, 24, 3, 3), 4), (new(1, 8, 64, 64), 8), (new(1, 16, 48, 48), 1), (new(2, 1, 16, 8), 1),
        (new(2, 127, 1, 1), 1), (new(2, 4, 3, 5, 2), 2), (new(1, 2, 8, 8, 8), 2),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Statistics_match_in_every_recipe_and_gradient((Shape X, int Groups) c) =>
        new OpCase(g => g.Input("x", c.X).GroupStatistics(c.Groups)).Check();

    [TestCaseSource(nameof(Cases))]
    public void Variance_is_accurate_far_from_zero((Shape X, int Groups) c) =>
        new OpCase(g => g.Input("x", c.X).GroupStatistics(c.Groups).Slice(2, 1, 1))
        {
            Gradient = false,
            Tolerance = 2e-4,
            // Mean 1000, standard deviation 1.
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 1000 + v * Math.Sqrt(3))],
        }.Check();

    [Test]
    public void Groups_must_divide_the_channels() =>
        Assert.That(() => new Graph().Input("x", 2, 6, 4).GroupStatistics(4),
            Throws.TypeOf<ShapeException>().With.Message.Contains("4 groups do not divide 6 channels"));

    /// <summary>The values of each group of each sample of [N,C,...], one after another in NCHW order.</summary>
    internal static IEnumerable<double[]> Groups(Shape shape, int groups, double[] x) => x.Chunk(x.Length / shape[0] / groups);

    private sealed class Formula : Reference<GroupStatsOp>
    {
        protected override double[] Compute(GroupStatsOp op, Node node, double[][] x) =>
            [.. Groups(node.Inputs[0].Shape, op.Groups, x[0])
                .SelectMany(v => v.Average() is var mean ? new[] { mean, v.Sum(a => (a - mean) * (a - mean)) / v.Length } : [])];
    }
}
