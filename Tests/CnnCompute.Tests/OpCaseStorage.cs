// OpCase, continued: storage of 16 bits, and NaN in one operand after the other.
namespace CnnCompute.Tests;

internal sealed partial class OpCase
{
    // Longer operands take the references too long a second time, and their kernels are those of shorter ones.
    private const long MostPoisoned = 40_000;

    // Every case runs with 16-bit storage, and with an epilogue; of a recipe's pipelines that differ by constants alone so many are compiled for
    // each.
    private const int MostHalfPipelines = 8, MostFusedPipelines = 8;
    private static readonly Dictionary<string, HashSet<string>> HalfPipelines = [], FusedPipelines = [];

    // Every recipe that can run with 16-bit storage, on operands rounded to it; values beyond its range say nothing.
    private void CheckHalf(Node node, double[][] inputs, DeviceTraits device, IEnumerable<Recipe> recipes)
    {
        foreach (var recipe in recipes)
        {
            if (HalfStorage.Operands(node, recipe, device.BindingAlignment, Follows) is not { } half
                || !Compiles(HalfPipelines, MostHalfPipelines, node, recipe))
            {
                continue;
            }
            double[][] rounded = [.. inputs.Select(
                (x, i) => half.GetValueOrDefault((OperandKind.Input, i)) ? x.Select(v => (double)(Half)v).ToArray() : x)];
            var run = NewOracle(new Dictionary<string, double[]>());
            var expected = Expected(node, rounded, run);
            if (rounded.Append(expected).Any(x => x.Any(v => Math.Abs(v) > 60000)))
                continue;
            using var runner = new OpRunner(GpuFixture.Gpu, node, recipe, false, Images, half);
            runner.Run(rounded);
            var what = $"{node}, recipe {recipe.Name}{(node.Epilogue == Epilogue.None ? "" : ", with its epilogue")}, 16-bit storage";
            // A float of 16 bits is no finer than 2^-24, whatever the largest result is.
            var tolerance = Math.Max(HalfTolerance, Tolerance);
            var least = Math.ScaleB(1, -24) / tolerance;
            if (node.HasOutput)
                Compare(runner.Output(), expected, what, tolerance, least: least);
            if (node.Op is ImageSinkOp)
                CompareImages(runner, run, what);
            foreach (var poison in Poisoned(node, rounded, expected, []))
                poison.Check(runner, what, tolerance, least);
        }
    }

    // Whether the recipe's pipelines are known, or may still be compiled.
    private static bool Compiles(Dictionary<string, HashSet<string>> pipelines, int most, Node node, Recipe recipe)
    {
        var shaders = string.Concat(recipe.Steps.Select(s => s.Shader).Distinct());
        var pipeline = string.Join('|', recipe.Steps.Select(s => $"{s.Shader} {string.Join(' ', s.Constants)}").Distinct());
        lock (pipelines)
        {
            if (!pipelines.TryGetValue($"{node.Op.Name} {recipe.Name} {shaders}", out var known))
                pipelines[$"{node.Op.Name} {recipe.Name} {shaders}"] = known = [];
            return known.Contains(pipeline) || (known.Count < most && known.Add(pipeline));
        }
    }

    private static Follow[] Follows(string shader) => Plan.Follows(GpuFixture.Gpu, shader);

    // The node's operands with NaN in one after the other, and what the formula makes of them.
    private IEnumerable<Poison> Poisoned(Node node, double[][] inputs, double[] clean, Parameter[] written)
    {
        var (reference, scale) = (Reference.For(node.Op), clean.Where(double.IsFinite).Select(Math.Abs).Append(1e-30).Max());
        if (inputs.Sum(x => x.LongLength) + node.Op.Macs(node) / 50 > MostPoisoned)
            yield break;
        for (var k = 0; k < inputs.Length; k++)
        {
            if (node.Inputs[k].Type != DType.F32 || inputs[k].Length == 0 || reference.NaNIsNotFollowed(k) is not null)
                continue;
            double[][] poisoned = [.. inputs];
            poisoned[k] = (double[])inputs[k].Clone();
            // Two places: one of eight neighbours rarely tells lanes apart, and everywhere tells nothing.
            foreach (var word in new ulong[] { 5, 6 })
                poisoned[k][new Philox(9, (ulong)k).Word(word) % (ulong)inputs[k].LongLength] = double.NaN;
            var run = NewOracle(new Dictionary<string, double[]>());
            foreach (var p in written)
                run.Parameters[p] = Uniform(p.Shape, (ulong)p.Name.Length).Select(Math.Abs).ToArray();
            yield return new Poison(node, k, poisoned, Expected(node, poisoned, run), reference.MayBeNaN(node, poisoned), scale, run, written);
        }
    }

    private sealed record Poison(
        Node Node, int Operand, double[][] Inputs, double[] Expected, bool[]? MayBeNaN, double Scale, Oracle Run, Parameter[] Written)
    {
        public void Check(OpRunner runner, string what, double tolerance, double least = 0)
        {
            what += $", NaN in operand {Operand}";
            runner.Run(Inputs, [.. Written.Select(Run.Before)]);
            if (Node.HasOutput)
                Compare(runner.Output(), Expected, what, tolerance, MayBeNaN, Math.Max(Scale, least));
            for (var i = 0; i < Written.Length; i++)
                Compare(runner.Parameter(i), Run.Written[Written[i]], $"{what}, parameter {Written[i].Name}", tolerance);
            if (Node.Op is ImageSinkOp)
                CompareImages(runner, Run, what);
        }
    }
}
