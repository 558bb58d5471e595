// A training step from raw bytes to updated weights, on the device.
using System.Runtime.InteropServices;

namespace CnnCompute.Tests;

public sealed class TrainingStepTests
{
    private const int BatchSize = 16;

    // A grey bar whose place is the label, over noise.
    private sealed class Bars : Dataset
    {
        public override string Name => "bars";

        public override int Count => 48;

        public override int Channels => 1;

        public override int Height => 28;

        public override int Width => 28;

        public override IReadOnlyList<string> Classes => [.. Enumerable.Range(0, 10).Select(i => $"bar {i}")];

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(new Philox(1, (ulong)index).Word((ulong)i) % 64 + (i / 28 / 2 == Label(index) + 2 ? 150 : 0));
        }

        public override int Label(int index) => index % 10;
    }

    private static (float[] Losses, Dictionary<string, TensorData> State) Train(Func<IReadOnlyList<Parameter>, Optimizer> make, float rate, int steps)
    {
        var model = new FashionNet(dropout: 0.1f, seed: 1);
        using var loader = new DataLoader(new Bars(), BatchSize, shuffle: true, seed: 2);
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, loader.Dataset, BatchSize);
        var loss = new CrossEntropyLoss(0.05f)
            .Forward(model.Forward(inputs.Apply(new RandomShift(1), new Normalize(PixelNorm.Of(0.3, 0.3))).Images), inputs.Labels).Named("loss");
        var optimizer = make(model.Parameters());
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [.. optimizer.Step(loss), .. model.Updates(graph)], [loss]);
        var losses = new float[steps];
        for (var step = 0; step < steps; step++)
        {
            var batch = loader.Next();
            plan.Upload(BatchInputs.BytesName, MemoryMarshal.Cast<byte, int>(batch.Bytes));
            plan.Upload(BatchInputs.LabelsName, batch.Labels.AsSpan());
            plan.Upload(BatchInputs.SamplesName, batch.Indices.AsSpan());
            plan.SetInt(BatchInputs.KeyName, [7, batch.Epoch]);
            plan.SetInt(Dropout.KeyName, [7, step]);
            plan.Set(Optimizer.RateName, rate);
            if (plan.HasValue(Optimizer.StepName))
                plan.Set(Optimizer.StepName, step + 1);
            plan.Run();
            losses[step] = plan.Fetch("loss")[0];
        }
        return (losses, model.StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, weights.Get(e.Value))));
    }

    [Test]
    public void Adam_learns_the_same_way_twice_and_updates_running_statistics()
    {
        var (losses, state) = Train(p => new Adam(ParameterGroup.Of(p)), 2e-3f, 15);
        Assert.That(losses[0], Is.InRange(1.8f, 3.2f), "untrained: about log 10");
        Assert.That(losses[^3..].Average(), Is.LessThan(0.6 * losses[0]), string.Join(" ", losses));
        Assert.That(state["1.running_var"].Values, Has.None.EqualTo(1f));
        var (again, sameState) = Train(p => new Adam(ParameterGroup.Of(p)), 2e-3f, 15);
        Assert.That(again, Is.EqualTo(losses));
        foreach (var (key, value) in state)
            Assert.That(sameState[key].Values, Is.EqualTo(value.Values), key);
    }

    [Test]
    public void Sgd_with_Nesterov_momentum_learns()
    {
        var (losses, _) = Train(p => new Sgd(ParameterGroup.Of(p), momentum: 0.9f, nesterov: true, weightDecay: 1e-4f), 0.02f, 15);
        Assert.That(losses[^3..].Average(), Is.LessThan(0.6 * losses[0]), string.Join(" ", losses));
    }
}
