// The part of OpCase that runs recipes by address.
namespace CnnCompute.Tests;

internal sealed partial class OpCase
{
    // Shaders that have run in their large form: once each, as each takes a compilation.
    private static readonly HashSet<string> LargeRuns = [];

    // The same recipe by address must give the same bits: what a plan launches where an operand exceeds a binding.
    private void CheckLarge(Node node, Recipe recipe, double[][] inputs, OpRunner plain, double[][] parameters, string what)
    {
        bool isNew;
        lock (LargeRuns)
            isNew = recipe.Prepare.Concat(recipe.Steps).Count(s => LargeRuns.Add(s.Shader)) > 0;
        if (!isNew)
            return;
        using var runner = new OpRunner(GpuFixture.Gpu, node, recipe, false, Images, large: true);
        runner.Run(inputs, parameters);
        if (node.HasOutput)
            Assert.That(runner.Output(), Is.EqualTo(plain.Output()), $"{what}, by address");
        for (var i = 0; i < parameters.Length; i++)
            Assert.That(runner.Parameter(i), Is.EqualTo(plain.Parameter(i)), $"{what}, by address, parameter {i}");
        if (node.Op is ImageSinkOp)
        {
            foreach (var name in Images.Keys)
                Assert.That(runner.Image(name), Is.EqualTo(plain.Image(name)), $"{what}, by address, image {name}");
        }
    }
}
