// A data set on the device gives the batches that a loader gives.
using System.Runtime.InteropServices;

namespace CnnCompute.Tests;

public sealed class ResidentDatasetTests
{
    private static MemoryDataset Noise(int count, int channels, int side) => new("noise", (channels, side, side), ["a", "b", "c"],
        [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, channels * side * side)
            .Select(j => (byte)new Philox(9, (ulong)i).Word((ulong)j)).ToArray())], [.. Enumerable.Range(0, count).Select(i => i % 3)]);

    // An odd size, whose pictures begin anywhere in a word, and one of whole groups of eight bytes; the last batch has padding.
    [TestCase(3, 5)]
    [TestCase(1, 8)]
    public void Batches_are_bit_identical_to_those_that_are_uploaded(int channels, int side)
    {
        const int Size = 4;
        var data = Noise(11, channels, side);
        Transform[] transforms = [new RandomShift(1), new RandomHorizontalFlip(), new Normalize(PixelNorm.Torch)];
        var resident = new ResidentDataset(data, long.MaxValue, long.MaxValue);
        using var weights = new Residence(GpuFixture.Gpu);
        using var streaming = Compile(weights, BatchInputs.Of(new Graph(), data, Size), transforms);
        using var stored = Compile(weights, BatchInputs.Resident(new Graph(), resident, Size), transforms);
        resident.ReleaseHostCopy();
        Assert.That(stored.InputNames, Is.EquivalentTo([BatchInputs.SamplesName]));
        using var bytes = new DataLoader(data, Size, shuffle: true, seed: 5);
        using var numbers = new DataLoader(data, Size, shuffle: true, seed: 5, pixels: false);
        for (var i = 0; i < 6; i++)
        {
            var (full, light) = (bytes.Next(), numbers.Next());
            Assert.That(light.Bytes, Is.Empty);
            streaming.Upload(BatchInputs.BytesName, MemoryMarshal.Cast<byte, int>(full.Bytes));
            streaming.Upload(BatchInputs.SamplesName, full.Indices.AsSpan());
            stored.Upload(BatchInputs.SamplesName, light.Indices.AsSpan());
            foreach (var plan in new[] { streaming, stored })
            {
                plan.SetInt(BatchInputs.KeyName, [3, full.Epoch]);
                plan.Run();
            }
            Assert.That(stored.Fetch("images"), Is.EqualTo(streaming.Fetch("images")), $"batch {i}");
            Assert.That(stored.FetchInt(BatchInputs.LabelsName), Is.EqualTo(full.Labels));
        }
        Assert.That(weights.Parameters, Is.EquivalentTo(new[] { resident.Bytes, resident.Labels }), "one copy on the device, outside of every module");
        Assert.That(resident.Bytes.RequiresGrad, Is.False);
    }

    [Test]
    public void What_the_device_does_not_hold_is_refused_with_a_way_out()
    {
        var data = Noise(10, 3, 32);
        Assert.That(ResidentDataset.Refusal(data, 1 << 20, 1 << 20), Is.Null);
        Assert.That(() => new ResidentDataset(data, 50_000, 1 << 20),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("10 pictures of 32×32").And.Message.Contains("cache: memory"));
        Assert.That(() => new ResidentDataset(data, 1 << 20, 20_000), Throws.TypeOf<InvalidDataException>());
    }

    private static Plan Compile(Residence weights, BatchInputs inputs, Transform[] transforms)
    {
        var batch = inputs.Apply(transforms);
        return Plan.Compile(weights, [], [batch.Images.Named("images"), .. inputs.Source is null ? Array.Empty<Tensor>() : [batch.Labels]]);
    }
}
