// Layers whose weights exceed one binding, at their real size.
namespace CnnCompute.Tests;

public class LargeTensorTests
{
    // The second: 151 MB of weights, and as much of its gradient and momentum.
    [Test]
    public void AlexNet_takes_training_steps_at_full_size()
    {
        const string Layer = "classifier.1";
        const float Rate = 0.01f, Momentum = 0.9f;
        var model = Zoo.Create("alexnet");
        CheapWeights.Fill(model);
        var graph = new Graph();
        var scores = model.ForwardNamed(graph.Input("x", 1, 3, 224, 224));
        var loss = scores.CrossEntropy(graph.Labels("labels", 1));
        var (seen, slope) = (graph["classifier.0"], Autodiff.Gradients(loss, [graph[Layer]])[0]);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, new Sgd(ParameterGroup.Of(model.Parameters()), Momentum).Step(loss), [loss, seen, slope]);
        plan.Upload("x", OpCase.Floats(new Shape(1, 3, 224, 224), 3));
        plan.Upload("labels", [283]);
        plan.SetInt(Dropout.KeyName, [7, 0]);
        plan.Set(Optimizer.RateName, Rate);
        var weight = model.StateDict()[$"{Layer}.weight"];
        var expected = (float[])weight.Initial.Clone();
        var (ins, velocity, losses) = (weight.Shape[1], new Dictionary<int, double>(), new float[2]);
        int[] rows = [.. Enumerable.Range(0, 16).Select(i => i * 273), 4095];
        for (var step = 0; step < losses.Length; step++)
        {
            plan.Run();
            losses[step] = plan.Fetch(loss)[0];
            float[] x = plan.Fetch(seen), dy = plan.Fetch(slope);
            Assert.That(dy.Count(v => v != 0), Is.GreaterThan(500), "the loss reaches the layer");
            // One sample's gradient is an outer product.
            foreach (var place in rows.SelectMany(r => new[] { 0, 1234 + r, ins - 1 }.Select(c => r * ins + c)))
            {
                velocity[place] = Momentum * velocity.GetValueOrDefault(place) + (double)dy[place / ins] * x[place % ins];
                expected[place] = (float)(expected[place] - Rate * velocity[place]);
            }
        }
        var after = weights.Get(weight);
        var largest = velocity.Values.Max(Math.Abs);
        Assert.That(largest, Is.GreaterThan(1e-6));
        foreach (var place in velocity.Keys)
            Assert.That(after[place], Is.EqualTo(expected[place]).Within(1e-3 * Rate * largest + 1e-7), $"w[{place / ins},{place % ins}]");
        // The same picture and the same dropout: every step must descend.
        Assert.That(losses, Is.Ordered.Descending, string.Join(" ", losses));
        Assert.That(losses[^1], Is.LessThan(0.99 * losses[0]));
    }

    [Test]
    public void The_penalty_of_a_large_weight_descends()
    {
        const float L1 = 1e-6f, L2 = 1e-5f, Rate = 100;
        var weight = new Parameter("weight", new Shape(4096, 9216), () => Cheap(4096 * 9216, 1));
        var graph = new Graph();
        var penalty = Tensor.ElasticPenalty([graph.Parameter(weight)], L1, L2);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights,
            [Autodiff.Gradients(penalty, [graph.Parameter(weight)])[0].SgdUpdate(weight, null, graph.Value("rate"))], [penalty]);
        plan.Set("rate", Rate);
        plan.Run();
        var (before, after) = (weight.Initial, weights.Get(weight));
        double expected = 0;
        foreach (var w in before)
            expected += L1 * Math.Abs((double)w) + L2 * (double)w * w;
        Assert.That(plan.Fetch(penalty)[0], Is.EqualTo(expected).Within(0.01).Percent);
        for (var i = 0; i < before.Length; i += 99991)
            Assert.That(after[i], Is.EqualTo(before[i] - Rate * (L1 * Math.Sign(before[i]) + 2 * L2 * before[i])).Within(1e-6), $"w[{i}]");
    }

    // A cheap sequence: reproducible, of both signs, and different in neighbouring rows and columns.
    private static float At(long i) => ((i * 2654435761L >> 7) & 1023) / 512f - 1;

    private static float[] Cheap(int count, float divisor)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = At(i) / divisor;
        return values;
    }

    // The first classifier layer of VGG: 411 MB of weights, as many of gradients, in four bindings. Fewer outputs take two.
    [TestCase(1, 4096, Storage.F32)]
    [TestCase(2, 1500, Storage.F32)]
    [TestCase(2, 1500, Storage.F16)]
    public void Vggs_first_linear_layer_runs_forwards_backwards_and_is_updated(int batch, int outs, Storage storage)
    {
        const int Ins = 25088;
        var weight = new Parameter("fc6.weight", new Shape(outs, Ins), () => Cheap(outs * Ins, 128));
        var graph = new Graph();
        var x = graph.Input("x", batch, Ins);
        var w = graph.Parameter(weight);
        var y = x.MatMul(w, transB: true);
        var cotangent = graph.Input("cotangent", batch, outs);
        var grads = Autodiff.Gradients((y * cotangent).Sum(), [w, x]);
        var update = grads[0].SgdUpdate(weight, null, graph.Value("rate"));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [update], [y, grads[1]], options: new PlanOptions { Storage = storage });
        float[] values = [.. Enumerable.Range(0, batch * Ins).Select(i => At(i + 7L))],
            given = [.. Enumerable.Range(0, batch * outs).Select(i => At(i + 31L))];
        plan.Upload("x", values);
        plan.Upload("cotangent", given);
        plan.Set("rate", 0.5f);
        plan.Run();
        var (outputs, dx) = (plan.Fetch(y), plan.Fetch(grads[1]));
        var after = weights.Get(weight);
        var tolerance = storage == Storage.F32 ? 1e-4 : 1e-2;
        foreach (var (n, o) in new[] { (0, 0), (batch - 1, 1337), (0, outs / 2), (batch - 1, outs - 1) })
        {
            var dot = Enumerable.Range(0, Ins).Sum(k => (double)values[n * Ins + k] * (At((long)o * Ins + k) / 128));
            Assert.That(outputs[n * outs + o], Is.EqualTo(dot).Within(tolerance * outputs.Max(Math.Abs)), $"y[{n},{o}]");
        }
        foreach (var (n, k) in new[] { (0, 0), (batch - 1, 12345), (0, Ins - 1) })
        {
            var dot = Enumerable.Range(0, outs).Sum(o => (double)given[n * outs + o] * (At((long)o * Ins + k) / 128));
            Assert.That(dx[n * Ins + k], Is.EqualTo(dot).Within(tolerance * dx.Max(Math.Abs)), $"dx[{n},{k}]");
        }
        foreach (var (o, k) in new[] { (0, 0), (1023, 25087), (1337, 777), (outs * 2 / 3, 5), (outs - 1, Ins - 1) })
        {
            var gradient = Enumerable.Range(0, batch).Sum(n => (double)given[n * outs + o] * values[n * Ins + k]);
            Assert.That(after[(long)o * Ins + k], Is.EqualTo(At((long)o * Ins + k) / 128 - 0.5 * gradient).Within(tolerance), $"w[{o},{k}]");
        }
    }
}
