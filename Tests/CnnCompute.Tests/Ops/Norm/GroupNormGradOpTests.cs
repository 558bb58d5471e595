// The gradient of group normalisation by itself (with normalisation and finite differences: GroupNormOpTests).
namespace CnnCompute.Tests;

public sealed class GroupNormGradOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(3, 8), 2), (new(2, 6, 16), 3), (new(2, 3, 5, 7), 3), (new(1, 8, 65, 64), 8), (new(2, 24, 3, 3), 4), (new(1, 13, 127, 1), 13),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Both_sums_match_in_every_recipe((Shape X, int Groups) c) => new OpCase(g =>
    {
        var x = g.Input("x", c.X);
        return g.Append(new GroupNormGradStatsOp(1e-5f), g.Input("dy", c.X), x, x.GroupStatistics(c.Groups));
    })
    {
        Gradient = false,
        Tolerance = 2e-5,
    }.Check();

    [TestCaseSource(nameof(Cases))]
    public void The_gradient_of_the_input_matches_in_every_recipe((Shape X, int Groups) c) => new OpCase(g =>
    {
        Tensor x = g.Input("x", c.X), dy = g.Input("dy", c.X), stats = x.GroupStatistics(c.Groups);
        return g.Append(
            new GroupNormGradInputOp(1e-5f), dy, x, stats, g.Append(new GroupNormGradStatsOp(1e-5f), dy, x, stats), g.Input("gamma", c.X[1]));
    })
    {
        Gradient = false,
        Tolerance = 2e-5,
    }.Check();

    private sealed class StatsFormula : Reference<GroupNormGradStatsOp>
    {
        protected override double[] Compute(GroupNormGradStatsOp op, Node node, double[][] x)
        {
            var (shape, groups) = (node.Inputs[0].Shape, node.Inputs[2].Shape[1]);
            int inner = (int)(shape.Count / shape[0] / shape[1]), size = (int)(shape.Count / shape[0] / groups);
            var sums = new double[node.Shape.Count];
            for (var i = 0; i < x[0].Length; i++)
            {
                sums[i / inner * 2] += x[0][i];
                sums[i / inner * 2 + 1] += x[0][i] * (x[1][i] - x[2][i / size * 2]) / Math.Sqrt(x[2][i / size * 2 + 1] + op.Eps);
            }
            return sums;
        }
    }

    private sealed class InputFormula : Reference<GroupNormGradInputOp>
    {
        protected override double[] Compute(GroupNormGradInputOp op, Node node, double[][] x)
        {
            var (shape, groups) = (node.Shape, node.Inputs[2].Shape[1]);
            int inner = (int)(shape.Count / shape[0] / shape[1]), size = (int)(shape.Count / shape[0] / groups);
            double Gamma(int channel) => x.Length > 4 ? x[4][channel % shape[1]] : 1;
            return
            [
                .. x[0].Select((dy, i) =>
                {
                    int group = i / size, first = group * size / inner, count = size / inner;
                    var m1 = Enumerable.Range(first, count).Sum(c => Gamma(c) * x[3][2 * c]) / size;
                    var m2 = Enumerable.Range(first, count).Sum(c => Gamma(c) * x[3][2 * c + 1]) / size;
                    var deviation = Math.Sqrt(x[2][group * 2 + 1] + op.Eps);
                    return (Gamma(i / inner) * dy - m1 - (x[1][i] - x[2][group * 2]) / deviation * m2) / deviation;
                })
            ];
        }
    }
}
