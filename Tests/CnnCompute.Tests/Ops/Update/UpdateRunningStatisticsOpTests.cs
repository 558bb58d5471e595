// Running statistics of batch normalisation.
namespace CnnCompute.Tests;

public sealed class UpdateRunningStatisticsOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    public void Running_statistics_match_in_every_recipe(int c)
    {
        Parameter mean = new("running_mean", new Shape(c), new float[c], false),
            variance = new("running_variance", new Shape(c), new float[c], false);
        new OpCase(g => g.Append(new BatchNormStatsOp(), g.Input("x", 5, c)).UpdateRunningStatistics(mean, variance, 5)) { Gradient = false }.Check();
    }

    [Test]
    public void The_batch_counts_with_its_unbiased_variance()
    {
        Parameter mean = new("mean", new Shape(1), [1], false), variance = new("variance", new Shape(1), [2], false);
        var graph = new Graph();
        var update = graph.Append(new BatchNormStatsOp(), graph.Input("x", 2, 1)).UpdateRunningStatistics(mean, variance, 2, momentum: 0.5f);
        var oracle = new Oracle(new Dictionary<string, double[]> { ["x"] = [3, 5] });
        _ = oracle[update];
        Assert.That(oracle.Written[mean][0], Is.EqualTo(2.5).Within(1e-12));
        Assert.That(oracle.Written[variance][0], Is.EqualTo(2).Within(1e-12));
    }

    [Test]
    public void One_value_a_channel_is_refused()
    {
        Parameter mean = new("mean", new Shape(1), [1], false), variance = new("variance", new Shape(1), [2], false);
        var graph = new Graph();
        Assert.That(() => graph.Input("stats", 2, 1).UpdateRunningStatistics(mean, variance, 1),
            Throws.TypeOf<ShapeException>().With.Message.Contains("more than one value"));
    }

    private sealed class Formula : Reference<UpdateRunningStatisticsOp>
    {
        protected override double[] Compute(UpdateRunningStatisticsOp op, Node node, double[][] x, Oracle run)
        {
            double[] mean = run.Update(op.Mean), variance = run.Update(op.Variance);
            for (var c = 0; c < mean.Length; c++)
            {
                mean[c] = (1 - op.Momentum) * mean[c] + op.Momentum * x[0][c];
                variance[c] = (1 - op.Momentum) * variance[c] + op.Momentum * x[0][mean.Length + c] * op.Rows / (op.Rows - 1.0);
            }
            return [0];
        }
    }
}
