// Samples on the device that change while they are learnt from.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute;

public sealed partial class Trainer
{
    /// <summary>
    /// Called within a frame before a step begins, when none is under way: <see cref="ReplaceSample"/> belongs here.
    /// </summary>
    public Action<Commands>? BeforeStep { get; set; }

    /// <summary>
    /// Appends that a training sample on the device becomes another one; put barriers around. No step may be under way, as it would see one picture
    /// with the class of another.
    /// </summary>
    /// <param name="commands">The frame's.</param>
    /// <param name="index">Which sample.</param>
    /// <param name="pixels">Its bytes, height × width × channels.</param>
    /// <param name="label">Its class; -1 for one that counts nowhere.</param>
    /// <exception cref="InvalidOperationException">The samples are not kept on the device (<see cref="CacheMode.Device"/>).</exception>
    public void ReplaceSample(Commands commands, int index, Binding pixels, int label)
    {
        var (bytes, labels) = SamplesOnDevice;
        commands.Copy(pixels, new Binding(bytes, (long)index * Data.Train.SampleBytes, Data.Train.SampleBytes));
        commands.Update(new Binding(labels, index * sizeof(int), sizeof(int)), MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in label)));
    }

    /// <summary>
    /// Appends that the first <paramref name="count"/> training samples fill the places of all others, each several times; with the same duties as
    /// <see cref="ReplaceSample"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The samples are not kept on the device (<see cref="CacheMode.Device"/>).</exception>
    public void RepeatSamples(Commands commands, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var (bytes, labels) = SamplesOnDevice;
        long size = Data.Train.SampleBytes;
        for (long filled = count; filled < Data.Train.Count; filled *= 2)
        {
            var more = Math.Min(filled, Data.Train.Count - filled);
            commands.Barrier();
            commands.Copy(new Binding(bytes, 0, more * size), new Binding(bytes, filled * size, more * size));
            commands.Copy(new Binding(labels, 0, more * sizeof(int)), new Binding(labels, filled * sizeof(int), more * sizeof(int)));
        }
    }

    private (GpuBuffer Bytes, GpuBuffer Labels) SamplesOnDevice => resident is { } places
        ? (weights.Acquire(places.Bytes).Buffer, weights.Acquire(places.Labels).Buffer)
        : throw new InvalidOperationException($"{Data.Train.Name}: its samples are not kept on the device, so they cannot change there");
}
