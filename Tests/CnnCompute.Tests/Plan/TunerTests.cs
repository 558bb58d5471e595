// Recipes chosen by measurement, and never one that computes something else.
using Engine;

namespace CnnCompute.Tests;

/// <summary>A sum with a plain recipe of twenty steps, one of a single step and a wrong one, of a single step too.</summary>
internal sealed record ChoiceOp : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var plain = new AddOp().Recipes(node, device).First();
        yield return plain with { Name = "plain", Steps = [.. Enumerable.Repeat(plain.Steps[0], 20)], InPlace = -1 };
        yield return plain with { Name = "fast", InPlace = -1 };
        var step = plain.Steps[0];
        yield return plain with { Name = "wrong", Steps = [step with { Threads = (step.Threads.X / 2, 1, 1) }], InPlace = -1 };
    }
}

public class TunerTests
{
    [Test]
    public void A_fused_convolution_is_tuned_with_its_weights_prepared()
    {
        var gpu = GpuFixture.Gpu;
        var folder = Path.Combine(Path.GetTempPath(), $"tuner-{Guid.NewGuid():N}");
        try
        {
            var nets = new Nets();
            var x = nets.Graph.Input("x", 1, 20, 12, 12);
            var y = (x.Conv2d(nets.Weight("w", 16, 20, 3, 3), padding: 1) + nets.PerChannel("b", 16).Reshape(16, 1, 1)).Relu();
            var traits = Plan.Traits(gpu.Info);
            var tuner = new Tuner(gpu, traits, folder);
            var blueprint = Blueprint.Draw([], [y], traits, NetTests.Reflect, new PlanOptions(), tuner.Choose);
            Assert.That(blueprint.Schedule.Nodes.Single().Epilogue.Parts, Is.EqualTo(EpilogueParts.Bias | EpilogueParts.Clamp));
            Assert.That(tuner.Measured, Is.EqualTo(1));
            var later = new Tuner(gpu, traits, folder);
            var again = Blueprint.Draw([], [y], traits, NetTests.Reflect, new PlanOptions(), later.Choose);
            Assert.That(later.Measured, Is.Zero);
            Assert.That(again.Main.Select(l => l.Recipe), Is.EqualTo(blueprint.Main.Select(l => l.Recipe)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_fastest_recipe_that_agrees_is_taken_and_remembered()
    {
        var gpu = GpuFixture.Gpu;
        var folder = Path.Combine(Path.GetTempPath(), $"tuner-{Guid.NewGuid():N}");
        try
        {
            var graph = new Graph();
            Tensor x = graph.Input("x", 1 << 12), y = graph.Append(new ChoiceOp(), x, graph.Input("z", 1 << 12));
            var traits = Plan.Traits(gpu.Info);
            var recipes = y.Node.Op.Recipes(y.Node, traits).ToArray();
            var tuner = new Tuner(gpu, traits, folder, plan => plan.Steps);
            Assert.That(tuner.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(tuner.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(tuner.Measured, Is.EqualTo(1));
            var later = new Tuner(gpu, traits, folder, plan => plan.Steps);
            Assert.That(later.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(later.Measured, Is.Zero, "read from disk");
            foreach (var file in Directory.GetFiles(folder))
                File.WriteAllText(file, "{ not json");
            var fresh = new Tuner(gpu, traits, folder, plan => plan.Steps);
            Assert.That(fresh.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(fresh.Measured, Is.EqualTo(1), "a corrupt file is ignored");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Recipes_are_measured_where_the_device_is_no_CPU_and_never_in_a_training_plan()
    {
        Assert.That(Plan.IsTuned(null, isCpu: false, updates: false), Is.True);
        Assert.That(Plan.IsTuned(null, isCpu: true, updates: false), Is.False);
        Assert.That(Plan.IsTuned(true, isCpu: true, updates: false), Is.True);
        Assert.That(Plan.IsTuned(false, isCpu: false, updates: false), Is.False);
        Assert.That(Plan.IsTuned(true, isCpu: false, updates: true), Is.False);
    }
}
