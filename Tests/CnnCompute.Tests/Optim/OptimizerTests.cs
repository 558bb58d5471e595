// What optimisers append to a training graph.
namespace CnnCompute.Tests;

public sealed class OptimizerTests
{
    private static (Graph Graph, Tensor Loss) Training(FashionNet model)
    {
        var graph = new Graph();
        var scores = model.Forward(graph.Input("images", 8, 1, 28, 28));
        return (graph, new CrossEntropyLoss(labelSmoothing: 0.1f).Forward(scores, graph.Labels("labels", 8)));
    }

    private static Parameter[] Weights(IEnumerable<Tensor> updates) => [.. updates.Select(u => ((UpdateOp)u.Node.Op).Writes[0])];

    [Test]
    public void Step_updates_every_parameter_once_in_order()
    {
        var model = new FashionNet();
        var groups = ParameterGroup.Of(model.Parameters());
        foreach (var optimizer in new Optimizer[] { new Sgd(groups, momentum: 0.9f, nesterov: true), new Adam(groups), new Sgd(groups) })
        {
            var (graph, loss) = Training(model);
            var updates = optimizer.Step(loss);
            Assert.That(Weights(updates), Is.EqualTo(model.Parameters()));
            Assert.That(graph.Names, Does.ContainKey(Optimizer.RateName));
            Assert.That(graph.Names.ContainsKey(Optimizer.StepName), Is.EqualTo(optimizer is Adam));
            Assert.That(model.Updates(graph), Has.Count.EqualTo(2), "running statistics of two batch-norms");
        }
    }

    [Test]
    public void Frozen_parameters_are_left_alone()
    {
        var model = new FashionNet();
        model[0].RequiresGrad(false);
        var (_, loss) = Training(model);
        var updates = new Adam(ParameterGroup.Of(model.Parameters())).Step(loss);
        Assert.That(Weights(updates).Select(p => p.Name), Is.EqualTo(model.Parameters().Skip(2).Select(p => p.Name)));
    }

    [Test]
    public void State_has_names_shapes_and_zeros_and_can_be_loaded()
    {
        var model = new FashionNet();
        var adam = new Adam(ParameterGroup.Of(model.Parameters()));
        Assert.That(adam.StateDict().Keys.Take(3), Is.EqualTo(["optimizer.0.exp_avg", "optimizer.0.exp_avg_sq", "optimizer.1.exp_avg"]));
        Assert.That(adam.StateDict()["optimizer.0.exp_avg_sq"].Shape, Is.EqualTo(new Shape(32, 1, 3, 3)));
        Assert.That(new Sgd(ParameterGroup.Of(model.Parameters())).StateDict(), Is.Empty);
        var sgd = new Sgd(ParameterGroup.Of(model.Parameters()), momentum: 0.9f);
        Assert.That(sgd.StateDict()["optimizer.1.momentum"].Initial, Is.EqualTo(new float[32]));
        var saved = sgd.StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, [.. e.Value.Initial.Select(_ => 2f)]));
        saved["0.weight"] = new TensorData(Shape.Scalar, [0]);
        sgd.LoadStateDict(saved);
        Assert.That(sgd.StateDict()["optimizer.1.momentum"].Initial, Is.All.EqualTo(2f));
        Assert.That(() => adam.LoadStateDict(saved), Throws.InstanceOf<StateDictException>().With.Message.Contains("optimizer.0.momentum"));
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.That(() => new Sgd([], nesterov: true), Throws.ArgumentException);
        Assert.That(() => new Adam([], betas: (1, 0.9)), Throws.ArgumentException);
        Assert.That(() => new CrossEntropyLoss(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
