// Runs recipes in the large form of their shaders.
namespace CnnCompute.Tests;

/// <summary>
/// What a plan launches where an operand exceeds a binding must give the bits that it gives otherwise: checked once for each shader, as each takes a
/// compilation.
/// </summary>
internal static class LargeRun
{
    private static readonly HashSet<string> Seen = [];

    /// <summary>Runs the recipe by address, where it has a shader that has not run so yet, and compares.</summary>
    public static void Check(
        Node node, Recipe recipe, double[][] inputs, OpRunner plain, double[][] parameters, Dictionary<string, Picture> images, string what)
    {
        lock (Seen)
        {
            if (recipe.Prepare.Concat(recipe.Steps).Count(s => Seen.Add(s.Shader)) == 0)
                return;
        }
        using var runner = new OpRunner(GpuFixture.Gpu, node, recipe, false, images, large: true);
        runner.Run(inputs, parameters);
        if (node.HasOutput)
            Assert.That(runner.Output(), Is.EqualTo(plain.Output()), $"{what}, by address");
        for (var i = 0; i < parameters.Length; i++)
            Assert.That(runner.Parameter(i), Is.EqualTo(plain.Parameter(i)), $"{what}, by address, parameter {i}");
        if (node.Op is not ImageSinkOp)
            return;
        foreach (var name in images.Keys)
            Assert.That(runner.Image(name), Is.EqualTo(plain.Image(name)), $"{what}, by address, image {name}");
    }
}
