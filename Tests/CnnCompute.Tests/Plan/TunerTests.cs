// Recipes chosen by measurement, and never one that computes something else.
using Engine;

namespace CnnCompute.Tests;

/// <summary>A sum with a slow plain recipe, a fast one and a wrong one that is faster still.</summary>
internal sealed record ChoiceOp : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var plain = new AddOp().Recipes(node, device).First();
        yield return plain with { Name = "plain", Steps = [.. Enumerable.Repeat(plain.Steps[0], 6)], InPlace = -1 };
        yield return plain with { Name = "fast", InPlace = -1 };
        var step = plain.Steps[0];
        yield return plain with { Name = "wrong", Steps = [step with { Threads = (step.Threads.X / 2, 1, 1) }], InPlace = -1 };
    }
}

public class TunerTests
{
    [Test]
    public void The_fastest_recipe_that_agrees_is_taken_and_remembered()
    {
        var gpu = GpuFixture.Gpu;
        var folder = Path.Combine(Path.GetTempPath(), $"tuner-{Guid.NewGuid():N}");
        try
        {
            var graph = new Graph();
            Tensor x = graph.Input("x", 1 << 20), y = graph.Append(new ChoiceOp(), x, graph.Input("z", 1 << 20));
            var traits = Plan.Traits(gpu.Info);
            var recipes = y.Node.Op.Recipes(y.Node, traits).ToArray();
            var tuner = new Tuner(gpu, traits, folder);
            Assert.That(tuner.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(tuner.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(tuner.Measured, Is.EqualTo(1));
            var later = new Tuner(gpu, traits, folder);
            Assert.That(later.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(later.Measured, Is.Zero, "read from disk");
            foreach (var file in Directory.GetFiles(folder))
                File.WriteAllText(file, "{ not json");
            var fresh = new Tuner(gpu, traits, folder);
            Assert.That(fresh.Choose(y.Node, recipes).Name, Is.EqualTo("fast"));
            Assert.That(fresh.Measured, Is.EqualTo(1), "a corrupt file is ignored");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
