// A trial on the device.
using Engine;

namespace CnnCompute;

/// <summary>A trial's memory, filled with random numbers, and its launches.</summary>
internal sealed class TrialRun : IDisposable
{
    private readonly Gpu gpu;
    private readonly GpuBuffer[] buffers;
    private readonly AddressTable addresses;
    private readonly IReadOnlyList<Launch> once, measured;

    /// <summary>Allocates what the trial needs and fills its inputs.</summary>
    public TrialRun(Gpu gpu, Trial trial)
    {
        (this.gpu, Trial, addresses) = (gpu, trial, new AddressTable(gpu, "trial"));
        var (prepare, compute) = trial.Lower();
        (once, measured) = trial.PreparesOnce ? (prepare, compute) : ([], [.. prepare, .. compute]);
        buffers = new GpuBuffer[trial.Operands.Length];
        try
        {
            for (var i = 0; i < buffers.Length; i++)
                buffers[i] = gpu.Buffer(trial.Operands[i].Bytes, $"trial of {trial.ComputedNode.Node.Op.Name}");
            gpu.Run(Fill);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is tried.</summary>
    public Trial Trial { get; }

    /// <summary>The launches that count.</summary>
    public IReadOnlyList<Launch> Measured => measured;

    /// <summary>Runs it and gives what it computes, in memory order; waits.</summary>
    public float[] Run()
    {
        gpu.Run(c =>
        {
            foreach (var launch in once.Concat(measured))
            {
                c.Launch(gpu, launch, Bind, addresses);
                c.Barrier();
            }
        });
        var (output, at) = Trial.Operands.Select((o, i) => (o, i)).First(o => o.o.Kind == OperandKind.Output);
        var count = Trial.ComputedNode.Node.Shape.Count;
        return output.Half
            ? Array.ConvertAll(gpu.Download<Half>(new Binding(buffers[at], 0, 2 * count)), v => (float)v)
            : gpu.Download<float>(new Binding(buffers[at], 0, 4 * count));
    }

    /// <summary>The sum of the best times of all launches that count, in milliseconds.</summary>
    public double BestMilliseconds(int runs)
    {
        var best = new double[measured.Count];
        Array.Fill(best, double.MaxValue);
        using var timer = gpu.Timer(measured.Count + 1);
        for (var run = 0; run < runs; run++)
        {
            gpu.Run(c =>
            {
                c.Barrier();
                c.Timestamp(timer, 0);
                for (var i = 0; i < measured.Count; i++)
                {
                    c.Launch(gpu, measured[i], Bind, addresses);
                    c.Barrier();
                    c.Timestamp(timer, i + 1);
                }
            });
            var at = timer.ReadMilliseconds();
            for (var i = 0; i < best.Length; i++)
                best[i] = Math.Min(best[i], at[i + 1] - at[i]);
        }
        return best.Sum();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer?.Dispose();
        addresses.Dispose();
    }

    private void Fill(Commands c)
    {
        foreach (var buffer in buffers)
            c.Fill(buffer, 0);
        c.Barrier();
        foreach (var (operand, buffer) in Trial.Operands.Zip(buffers).Where(o => o.First.Kind == OperandKind.Input))
        {
            var input = Trial.ComputedNode.Node.Inputs[operand.Index];
            if (input.Type != DType.F32)
                continue;
            var noise = Noise(input.Shape.Count, operand.Index);
            if (operand.Half)
                c.Upload<Half>(new Binding(buffer, 0, 2 * noise.Length), Array.ConvertAll(noise, v => (Half)v));
            else
                c.Upload<float>(new Binding(buffer, 0, 4 * noise.Length), noise);
        }
    }

    private Binding Bind(Place place, BindingKind kind) => new(buffers[place.Index], place.Offset, place.Bytes);

    // Reproducible numbers in [-1, 1), other ones for each input.
    private static float[] Noise(long count, int input)
    {
        var random = new Philox(1, (ulong)input);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.Word((ulong)i) >> 8) / 8388608f - 1;
        return values;
    }
}
