// Which ops vanish into their producers, and which must not.
namespace CnnCompute.Tests;

public class FusionTests
{
    private static Selection Fuse(params Tensor[] fetch) => Fusion.Fuse(Selection.Reachable([], fetch));

    [Test]
    public void Bias_residual_and_clamp_join_their_producer_in_canonical_order()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 8, 4, 4), bias = graph.Parameter(Pretend.Parameter("b", 8, 1, 1));
        var y = (x.Heavy() + bias + x).Light().Named("y");
        var node = Fuse(y)[y.Id];
        Assert.That(node.Op, Is.TypeOf<HeavyOp>());
        Assert.That(node.Inputs.Select(i => i.Id), Is.EqualTo([x.Id, bias.Id, x.Id]));
        Assert.That(node.Epilogue, Is.EqualTo(new Epilogue(Bias: 1, Residual: 2, Min: 0)));
        Assert.That(node.Name, Is.EqualTo("y"));
    }

    [Test]
    public void Parts_out_of_order_or_twice_stay_ops()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 8, 4, 4), bias = graph.Parameter(Pretend.Parameter("b", 8, 1, 1));
        var late = x.Heavy().Light() + bias;
        Assert.That(Fuse(late)[late.Id].Op, Is.TypeOf<AddOp>());
        var twice = x.Heavy().Light().Light();
        Assert.That(Fuse(twice)[twice.Id].Op, Is.TypeOf<LightOp>());
    }

    [Test]
    public void A_value_with_another_reader_or_a_fetch_is_materialised()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 8, 4, 4);
        var heavy = x.Heavy();
        var light = heavy.Light();
        Assert.That(Fuse(light).Nodes, Has.Length.EqualTo(2));
        Assert.That(Fuse(light, heavy).Nodes, Has.Length.EqualTo(3), "fetched");
        var both = light + heavy;
        Assert.That(Fuse(both)[both.Id].Op, Is.TypeOf<AddOp>(), "heavy is read twice, light accepts nothing");
    }

    [Test]
    public void A_residual_is_taken_by_whichever_side_accepts_it()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 8, 4, 4);
        var heavy = x.Heavy();
        var left = heavy + x;
        var right = x + heavy;
        Assert.That(Fuse(left)[left.Id].Epilogue.Residual, Is.EqualTo(1));
        Assert.That(Fuse(right)[right.Id].Epilogue.Residual, Is.EqualTo(1));
        var self = heavy + heavy;
        Assert.That(Fuse(self)[self.Id].Op, Is.TypeOf<AddOp>());
    }

    [Test]
    public void The_graph_itself_is_left_alone()
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 8, 4, 4).Heavy().Light();
        var before = graph.Nodes.Select(n => n.ToString()).ToArray();
        Fuse(y);
        Assert.That(graph.Nodes.Select(n => n.ToString()), Is.EqualTo(before));
    }

    [Test]
    public void Without_fusion_every_op_runs()
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 8, 4, 4).Heavy().Light();
        Assert.That(Pretend.Draw([], [y], PlanOptions.Plain).Main, Has.Length.EqualTo(2));
        Assert.That(Pretend.Draw([], [y]).Main, Has.Length.EqualTo(1));
    }
}
