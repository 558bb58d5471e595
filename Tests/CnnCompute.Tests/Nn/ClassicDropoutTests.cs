// Both dropouts expect as much in training as in evaluation; stochastic depth and dropped connections do too.
namespace CnnCompute.Tests;

public sealed class ClassicDropoutTests
{
    private const int Rows = 20000;

    // The mean of every column over many rows, each with random numbers of its own, and the values that occur.
    private static (double[] Means, HashSet<double> Values) Outputs(Module layer, bool training)
    {
        layer.Train(training);
        var graph = new Graph();
        var y = layer.Forward(graph.Input("x", Rows, 2));
        double[] x = [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { 1.0, -2 })];
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, [Dropout.KeyName] = [11, 3] }, y)[0];
        return ([run.Where((_, i) => i % 2 == 0).Average(), run.Where((_, i) => i % 2 == 1).Average()], [.. run.Select(v => Math.Round(v, 6))]);
    }

    [Test]
    public void Classical_and_inverted_dropout_expect_the_same_in_training_as_in_evaluation()
    {
        var (classic, inverted) = (new ClassicDropout(0.4f), new Dropout(0.4f));
        var (trained, values) = Outputs(classic, true);
        var (tested, scaled) = Outputs(classic, false);
        // Five standard errors of a mean of 20,000 draws.
        var within = 5 * Math.Sqrt(0.24 / Rows);
        Assert.That(values, Is.EquivalentTo(new[] { 0.0, 1, -2 }), "nothing is scaled in training");
        Assert.That(scaled, Is.EquivalentTo(new[] { 0.6, -1.2 }));
        Assert.That(trained[0], Is.EqualTo(tested[0]).Within(within));
        Assert.That(trained[1], Is.EqualTo(tested[1]).Within(2 * within));

        var ((invertedTrained, _), (invertedTested, _)) = (Outputs(inverted, true), Outputs(inverted, false));
        Assert.That(invertedTested, Is.EqualTo(new double[] { 1, -2 }));
        Assert.That(invertedTrained[0], Is.EqualTo(1).Within(within / 0.6));
        Assert.That(invertedTrained[1], Is.EqualTo(-2).Within(2 * within / 0.6));
    }

    [Test]
    public void Dropped_connections_and_branches_expect_the_same_in_training_as_in_evaluation()
    {
        var (depth, _) = Outputs(new StochasticDepth(0.3f), true);
        Assert.That(depth, Is.EqualTo(new double[] { 1, -2 }).Within(10 * Math.Sqrt(0.3 / 0.7 / Rows)));
        var linear = new Linear(200, 100, bias: false).WithDropConnect(0.3f);
        linear.StateDict()["weight"].Initial = Init.Constant(20000, 1);
        var run = new double[2];
        foreach (var training in new[] { true, false })
        {
            linear.Train(training);
            var graph = new Graph();
            var y = linear.Forward(graph.Input("x", 1, 200));
            run[training ? 0 : 1] = Oracle.Run(
                new Dictionary<string, double[]> { ["x"] = [.. Enumerable.Repeat(1.0, 200)], [Dropout.KeyName] = [5, 9] }, y)[0].Average();
        }
        Assert.That(run[1], Is.EqualTo(200));
        Assert.That(run[0], Is.EqualTo(200).Within(5 * 200 * Math.Sqrt(0.3 / 0.7 / 20000)).And.Not.EqualTo(200));
    }

    [Test]
    public void It_does_nothing_with_probability_zero_and_refuses_others()
    {
        var x = new Graph().Input("x", 4, 4);
        Assert.That(new ClassicDropout(0).Forward(x), Is.EqualTo(x));
        Assert.That(() => new ClassicDropout(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
