// Layers whose weights exceed one binding, at their real size.
using Engine;

namespace CnnCompute.Tests;

public class LargeTensorTests
{
    private const int Ins = 25088, Outs = 4096;

    // The first classifier layer of VGG: 411 MB of weights, as many of gradients.
    [TestCase(1, Storage.F32)]
    [TestCase(2, Storage.F32)]
    [TestCase(2, Storage.F16)]
    public void Vggs_first_linear_layer_runs_forwards_backwards_and_is_updated(int batch, Storage storage)
    {
        // A cheap sequence: reproducible, of both signs, and different in neighbouring rows and columns.
        static float At(long i) => ((i * 2654435761L >> 7) & 1023) / 512f - 1;
        var weight = new Parameter("fc6.weight", new Shape(Outs, Ins), () =>
        {
            var values = new float[(long)Outs * Ins];
            for (long i = 0; i < values.Length; i++)
                values[i] = At(i) / 128;
            return values;
        });
        var graph = new Graph();
        var x = graph.Input("x", batch, Ins);
        var w = graph.Parameter(weight);
        var y = x.MatMul(w, transB: true);
        var cotangent = graph.Input("cotangent", batch, Outs);
        var grads = Autodiff.Gradients((y * cotangent).Sum(), [w, x]);
        var update = grads[0].SgdUpdate(weight, null, graph.Value("rate"));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [update], [y, grads[1]], options: new PlanOptions { Storage = storage });
        float[] values = [.. Enumerable.Range(0, batch * Ins).Select(i => At(i + 7L))], given = [.. Enumerable.Range(0, batch * Outs).Select(i => At(i + 31L))];
        plan.Upload("x", values);
        plan.Upload("cotangent", given);
        plan.Set("rate", 0.5f);
        plan.Run();
        var (outputs, dx) = (plan.Fetch(y), plan.Fetch(grads[1]));
        var after = weights.Get(weight);
        var tolerance = storage == Storage.F32 ? 1e-4 : 1e-2;
        foreach (var (n, o) in new[] { (0, 0), (batch - 1, 1337), (0, 2048), (batch - 1, Outs - 1) })
        {
            var dot = Enumerable.Range(0, Ins).Sum(k => (double)values[n * Ins + k] * (At((long)o * Ins + k) / 128));
            Assert.That(outputs[n * Outs + o], Is.EqualTo(dot).Within(tolerance * outputs.Max(Math.Abs)), $"y[{n},{o}]");
        }
        foreach (var (n, k) in new[] { (0, 0), (batch - 1, 12345), (0, Ins - 1) })
        {
            var dot = Enumerable.Range(0, Outs).Sum(o => (double)given[n * Outs + o] * (At((long)o * Ins + k) / 128));
            Assert.That(dx[n * Ins + k], Is.EqualTo(dot).Within(tolerance * dx.Max(Math.Abs)), $"dx[{n},{k}]");
        }
        foreach (var (o, k) in new[] { (0, 0), (1023, 25087), (1337, 777), (2675, 5), (Outs - 1, Ins - 1) })
        {
            var gradient = Enumerable.Range(0, batch).Sum(n => (double)given[n * Outs + o] * values[n * Ins + k]);
            Assert.That(after[(long)o * Ins + k], Is.EqualTo(At((long)o * Ins + k) / 128 - 0.5 * gradient).Within(tolerance), $"w[{o},{k}]");
        }
    }
}
