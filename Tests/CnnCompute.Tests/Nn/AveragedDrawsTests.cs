// Random classifiers, averaged in evaluation.
namespace CnnCompute.Tests;

public sealed class AveragedDrawsTests
{
    private static Sequential Net() => new(
        new Conv2d(1, 3, 3), new ReLU(), new FractionalMaxPool2d(2, 4), new Flatten(), new Linear(3 * 4 * 4, 4));

    [Test]
    public void Evaluation_averages_the_probabilities_of_several_placements_of_fractional_pools()
    {
        const int draws = 6;
        var net = Net();
        net.Eval();
        var averaged = new AveragedDraws(net, draws);
        averaged.Eval();
        var graph = new Graph();
        var x = graph.Input("x", 5, 1, 9, 9);
        var inputs = new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), [Dropout.KeyName] = [1, 2] };
        var mean = Oracle.Run(inputs, averaged.Forward(x).Exp())[0];
        Assert.That(mean.Chunk(4).Select(p => p.Sum()), Is.All.EqualTo(1).Within(1e-6));

        // The same net, run as often in a graph of its own, draws the same numbers.
        var alone = new Graph();
        var same = alone.Input("x", 5, 1, 9, 9);
        var runs = Oracle.Run(inputs, [.. Enumerable.Range(0, draws).Select(_ => net.Forward(same).Softmax(1))]);
        Assert.That(mean, Is.EqualTo(Enumerable.Range(0, 20).Select(i => runs.Average(r => r[i]))).Within(1e-6));
        Assert.That(runs[1], Is.Not.EqualTo(runs[0]).Within(1e-4), "placements differ");
        Assert.That(graph.Nodes.Count(n => n.Op.Name.Contains("Conv", StringComparison.Ordinal)), Is.EqualTo(1), "what is not random is shared");
    }

    [Test]
    public void It_has_the_nets_keys_and_mode_and_trains_as_the_net_does()
    {
        var net = Net();
        var averaged = new AveragedDraws(net, 3);
        Assert.That(averaged.StateDict().Keys, Is.EqualTo(net.StateDict().Keys));
        var x = new Graph().Input("x", 2, 1, 9, 9);
        averaged.Forward(x);
        Assert.That(x.Graph.Nodes.Count(n => n.Op is SoftmaxOp or LogSoftmaxOp), Is.Zero);
        averaged.Eval();
        averaged.Forward(x);
        Assert.That((net.Training, net[0].Training), Is.EqualTo((false, false)));
        averaged.Train();
        averaged.Forward(x);
        Assert.That((net.Training, net[0].Training), Is.EqualTo((true, true)));
        Assert.That(() => new AveragedDraws(net, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
