// Names, modes and state dicts of modules.
namespace CnnCompute.Tests;

public sealed class ModuleTests
{
    private sealed class Block : Module
    {
        private readonly Conv2d firstConv = new(2, 3, 1, bias: false);
        private readonly Module[] rest = [new ReLU(), new BatchNorm2d(3)];

        public Parameter Scale { get; } = new("scale", new Shape(3), [1, 2, 3]);

        public override Tensor Forward(Tensor x) => rest.Aggregate(firstConv.Forward(x), (y, m) => m.Forward(y));
    }

    [Test]
    public void StateDict_names_and_orders_as_PyTorch_does()
    {
        Assert.That(new Block().StateDict().Keys, Is.EqualTo([
            "scale", "first_conv.weight", "rest.1.weight", "rest.1.bias", "rest.1.running_mean", "rest.1.running_var",
        ]));
        var model = new Sequential(new Block(), new Sequential(new Linear(4, 2)));
        Assert.That(model.StateDict().Keys.TakeLast(2), Is.EqualTo(["1.0.weight", "1.0.bias"]));
        Assert.That(model.StateDict().Select(e => e.Value.Name), Is.EqualTo(model.StateDict().Keys), "parameters carry their keys");
        Assert.That(model.Parameters().Select(p => p.Name), Is.EqualTo(model.StateDict().Keys.Where(k => !k.Contains("running"))));
        Assert.That(model.Buffers().Select(p => p.Name), Is.EqualTo(["0.rest.1.running_mean", "0.rest.1.running_var"]));
    }

    [Test]
    public void Train_Eval_and_RequiresGrad_reach_everything_below()
    {
        var model = new Sequential(new Block());
        Assert.That(model.Modules().Select(m => m.Training), Is.All.True);
        model.Eval();
        Assert.That(model.Modules().Select(m => m.Training), Is.All.False);
        model.RequiresGrad(false);
        Assert.That(model.Parameters().Select(p => p.RequiresGrad), Is.All.False);
        model.RequiresGrad(true);
        Assert.That(model.Parameters().Select(p => p.RequiresGrad), Is.All.True);
        Assert.That(model.Buffers().Select(p => p.RequiresGrad), Is.All.False);
    }

    [Test]
    public void LoadStateDict_replaces_values_and_passes_over_num_batches_tracked()
    {
        var model = new Block();
        var state = model.StateDict()
            .ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, [.. Enumerable.Range(0, (int)e.Value.Shape.Count).Select(i => i + 0.5f)]));
        state["rest.1.num_batches_tracked"] = new TensorData(Shape.Scalar, [100]);
        model.LoadStateDict(state);
        Assert.That(model.Scale.Initial, Is.EqualTo([0.5f, 1.5f, 2.5f]));
    }

    [Test]
    public void LoadStateDict_lists_everything_that_does_not_fit_and_changes_nothing()
    {
        var model = new Block();
        var state = model.StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, new float[e.Value.Shape.Count]));
        state.Remove("rest.1.bias");
        state.Remove("rest.1.running_mean");
        state["classifier.weight"] = new TensorData(new Shape(1), [0]);
        state["first_conv.weight"] = new TensorData(new Shape(3, 2), new float[6]);
        var e = Assert.Throws<StateDictException>(() => model.LoadStateDict(state))!;
        Assert.That(e.Missing, Is.EqualTo(["rest.1.bias", "rest.1.running_mean"]));
        Assert.That(e.Unexpected, Is.EqualTo(["classifier.weight"]));
        Assert.That(e.Misshapen, Is.EqualTo(["first_conv.weight: [3,2] instead of [3,2,1,1]"]));
        foreach (var word in new[] { "Block", "rest.1.bias", "rest.1.running_mean", "classifier.weight", "[3,2]" })
            Assert.That(e.Message, Does.Contain(word));
        Assert.That(model.Scale.Initial, Is.EqualTo([1f, 2, 3]));

        state.Remove("first_conv.weight");
        model.LoadStateDict(state, strict: false);
        Assert.That(model.Scale.Initial, Is.EqualTo([0f, 0, 0]));
    }

    [Test]
    public void Updates_are_appended_in_training_only()
    {
        var model = new Block();
        var graph = new Graph();
        model.Forward(graph.Input("x", 4, 2, 5, 5));
        Assert.That(model.Updates(graph), Has.Count.EqualTo(1));
        Assert.That(new Block().Updates(graph), Is.Empty, "of another module");
        model.Eval();
        var evaluation = new Graph();
        model.Forward(evaluation.Input("x", 4, 2, 5, 5));
        Assert.That(model.Updates(evaluation), Is.Empty);
        Assert.That(evaluation.Nodes.Select(n => n.Op), Has.None.InstanceOf<UpdateOp>());
    }
}
