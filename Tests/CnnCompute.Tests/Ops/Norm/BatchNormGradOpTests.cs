// The gradient of training batch-norm by itself (with normalisation and finite differences: BatchNormApplyOpTests).
namespace CnnCompute.Tests;

public sealed class BatchNormGradOpTests
{
    private static readonly Shape[] Shapes = [new(3, 1), new(13, 3), new(3, 16, 9, 13), new(2, 127, 1, 3), new(1, 8, 48, 48)];

    [TestCaseSource(nameof(Shapes))]
    public void Both_sums_match_in_every_recipe(Shape x) => new OpCase(g =>
    {
        var input = g.Input("x", x);
        return g.Append(new BatchNormGradStatsOp(1e-5f), g.Input("dy", x), input, g.Append(new BatchNormStatsOp(), input));
    })
    {
        Gradient = false,
        Tolerance = 2e-5,
    }.Check();

    [TestCaseSource(nameof(Shapes))]
    public void The_gradient_of_the_input_matches_in_every_recipe(Shape x) => new OpCase(g =>
    {
        Tensor input = g.Input("x", x), dy = g.Input("dy", x), stats = g.Append(new BatchNormStatsOp(), input);
        return g.Append(
            new BatchNormGradInputOp(1e-5f), dy, input, g.Input("gamma", x[1]), stats, g.Append(new BatchNormGradStatsOp(1e-5f), dy, input, stats));
    })
    {
        Gradient = false,
    }.Check();

    private static (int Channel, double Hat, double Deviation) At(Node node, Shape shape, double[] x, double[] stats, int i, double eps)
    {
        int channels = shape[1], inner = (int)(shape.Count / shape[0] / channels), c = i / inner % channels;
        var deviation = Math.Sqrt(stats[channels + c] + eps);
        return (c, (x[i] - stats[c]) / deviation, deviation);
    }

    private sealed class StatsFormula : Reference<BatchNormGradStatsOp>
    {
        protected override double[] Compute(BatchNormGradStatsOp op, Node node, double[][] x)
        {
            var channels = node.Shape[1];
            var sums = new double[2 * channels];
            for (var i = 0; i < x[0].Length; i++)
            {
                var (c, hat, _) = At(node, node.Inputs[0].Shape, x[1], x[2], i, op.Eps);
                sums[c] += x[0][i];
                sums[channels + c] += x[0][i] * hat;
            }
            return sums;
        }
    }

    private sealed class InputFormula : Reference<BatchNormGradInputOp>
    {
        protected override double[] Compute(BatchNormGradInputOp op, Node node, double[][] x)
        {
            var channels = node.Shape[1];
            double rows = node.Shape.Count / channels;
            return
            [
                .. x[0].Select((dy, i) => At(node, node.Shape, x[1], x[3], i, op.Eps) is var (c, hat, deviation)
                    ? x[2][c] / deviation * (dy - x[4][c] / rows - hat * x[4][channels + c] / rows) : 0)
            ];
        }
    }
}
