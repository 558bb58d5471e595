// A training's numbers, copied at one moment without waiting for the device.
using Engine;

namespace CnnCompute;

/// <summary>
/// Copies parameters as they are at one moment of the device's time into a buffer of their own, from which they can be put back, or read some frames
/// later. What is copied is not disturbed by what follows.
/// </summary>
internal sealed class StateCopy : IDisposable
{
    private readonly Residence weights;
    private readonly (string Key, Parameter Parameter)[] parameters;
    private readonly GpuBuffer packed;
    private Readback<float>? ring;
    private float[] memory = [];

    /// <summary>A place for parameters that plans of the residence use.</summary>
    public StateCopy(Residence weights, IEnumerable<(string Key, Parameter Parameter)> parameters)
    {
        (this.weights, this.parameters) = (weights, [.. parameters]);
        packed = weights.Gpu.Buffer(this.parameters.Sum(p => Place.RoundUp(p.Parameter.Shape.Bytes)), "state");
    }

    /// <summary>Appends the copies; between two steps of a training.</summary>
    public void Take(Commands commands) => Copy(commands, back: false);

    /// <summary>Appends copies back to where they came from.</summary>
    public void PutBack(Commands commands) => Copy(commands, back: true);

    /// <summary>Appends the copies, and their way back to the CPU with a tag.</summary>
    public void Read(Commands commands, long tag)
    {
        Take(commands);
        ring ??= weights.Gpu.Readback<float>((int)(packed.Bytes / sizeof(float)), "state");
        commands.Read(new Binding(packed, 0, (long)ring.Count * sizeof(float)), ring, tag);
    }

    /// <summary>The newest copy by key where it has arrived, and its tag.</summary>
    public bool TryTake(out long tag, out OrderedDictionary<string, TensorData> values)
    {
        (values, tag) = ([], -1);
        if (ring is null)
            return false;
        if (memory.Length < ring.Count)
            memory = new float[ring.Count];
        if (!ring.TryRead(memory, out tag))
            return false;
        var at = 0;
        foreach (var (key, parameter) in parameters)
        {
            var count = (int)parameter.Shape.Count;
            values.Add(key, new TensorData(parameter.Shape, parameter.Shape.FromMemory<float>(memory.AsSpan(at, count))));
            at += (int)(Place.RoundUp(parameter.Shape.Bytes) / sizeof(float));
        }
        return true;
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        ring?.Dispose();
        packed.Dispose();
    }

    private void Copy(Commands commands, bool back)
    {
        var at = 0L;
        commands.Barrier();
        foreach (var (_, parameter) in parameters)
        {
            var (bytes, slot) = (parameter.Shape.Bytes, weights.Acquire(parameter));
            Binding own = new(slot.Buffer, 0, bytes), here = new(packed, at, bytes);
            commands.Copy(back ? here : own, back ? own : here);
            if (back)
                slot.Version++;
            at += Place.RoundUp(bytes);
        }
        commands.Barrier();
    }
}
