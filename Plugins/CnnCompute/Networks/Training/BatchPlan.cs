// A plan that takes a loader's batches, two in flight, and gives its results back in order: what training and evaluation have in common.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>
/// Runs a plan on batches: while the device computes one, the next is uploaded behind it, and results come back by readback. After construction
/// nothing is allocated.
/// </summary>
internal sealed class BatchPlan : IDisposable
{
    private const int InFlight = 2;

    private readonly Gpu gpu;
    private readonly (string Name, Readback<float> Ring, float[] Values)[] outputs;
    private readonly ulong[] tickets = new ulong[InFlight];
    private readonly bool hasPixels, hasSamples;
    private long submitted, asked, received, forgotten;

    /// <summary>Takes a compiled plan over, its outputs by name.</summary>
    public BatchPlan(Gpu gpu, Plan plan, params ReadOnlySpan<Tensor> fetched)
    {
        (this.gpu, Plan, outputs) = (gpu, plan, new (string, Readback<float>, float[])[fetched.Length]);
        (hasPixels, hasSamples) = (plan.InputNames.Contains(BatchInputs.BytesName), plan.InputNames.Contains(BatchInputs.SamplesName));
        try
        {
            for (var i = 0; i < fetched.Length; i++)
            {
                var (name, count) = (fetched[i].Graph.Nodes[fetched[i].Id].Name!, (int)fetched[i].Shape.Count);
                outputs[i] = (name, gpu.Readback<float>(count, name), new float[count]);
                outputs[i].Ring.KeepAll = true;
                // Whoever waits for batches counts no frames.
                if (!plan.IsBudgeted)
                    outputs[i].Ring.Latency = 0;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>Batches whose results were asked for and have not been received.</summary>
    public long Pending => asked - Math.Max(received, forgotten);

    /// <summary>Where the time of the calling thread went.</summary>
    public StepTimes Times { get; private set; }

    /// <summary>Appends a batch's pictures as the network gets them, and the network; what it gives is [batch, classes].</summary>
    /// <exception cref="ShapeException">The network does not fit the data.</exception>
    public static (TrainingBatch Batch, Tensor Output) Forward(
        BatchInputs inputs, Dataset data, IReadOnlyList<Transform> transforms, PixelNorm norm, Module model, bool training)
    {
        var batch = inputs.Apply([.. transforms, new Normalize(norm)]);
        return (batch, Apply(model, batch.Images, data, training));
    }

    /// <summary>The network applied to normalised pictures; its mode is left as it was.</summary>
    /// <exception cref="ShapeException">The network does not fit the data.</exception>
    public static Tensor Apply(Module model, Tensor images, Dataset data, bool training)
    {
        var mode = model.Training;
        model.Train(training);
        var output = model.Forward(images);
        model.Train(mode);
        var expected = new Shape(images.Shape[0], data.Classes.Count);
        return output.Shape == expected
            ? output
            : throw new ShapeException($"The network gives {output.Shape}; for {data.Name} it must give {expected}, a score per class");
    }

    /// <summary>Forgets where the time went.</summary>
    public void ResetTimes() => Times = default;

    /// <summary>The next batch of a loader; what it is waited for counts.</summary>
    public Batch Next(DataLoader loader, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var batch = loader.Next(cancellation);
        Times = Times with { Loader = Times.Loader + Stopwatch.GetElapsedTime(start) };
        return batch;
    }

    /// <summary>The next batch where it is there, for a frame that waits for nothing but where it is stepped.</summary>
    public Batch? NextInFrame(DataLoader loader) => gpu.Deterministic ? loader.Next() : loader.TryNext(out var batch) ? batch : null;

    /// <summary>Waits until another batch may be submitted.</summary>
    public void Wait()
    {
        var start = Stopwatch.GetTimestamp();
        gpu.Wait(tickets[submitted % InFlight]);
        Times = Times with { Device = Times.Device + Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>Submits a batch, and another plan behind it where one is given; results come with <paramref name="tag"/>.</summary>
    public void Submit(Batch batch, long tag, Plan? then = null)
    {
        var start = Stopwatch.GetTimestamp();
        var commands = gpu.Begin();
        try
        {
            Upload(commands, batch);
            Plan.Execute(commands);
            then?.Execute(commands);
            Read(commands, tag);
        }
        catch
        {
            gpu.Discard(commands);
            throw;
        }
        tickets[submitted++ % InFlight] = gpu.Submit(commands);
        Times = Times with { Upload = Times.Upload + Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>Appends a batch's upload; a run of the plan follows.</summary>
    public void Upload(Commands commands, Batch batch)
    {
        if (hasPixels)
        {
            Plan.UploadRaw<byte>(commands, BatchInputs.BytesName, batch.Bytes);
            Plan.UploadRaw<int>(commands, BatchInputs.LabelsName, batch.Labels);
        }
        if (hasSamples)
            Plan.UploadRaw<int>(commands, BatchInputs.SamplesName, batch.Indices);
    }

    /// <summary>Appends the way back of the results of the run before; they come with <paramref name="tag"/>.</summary>
    public void Read(Commands commands, long tag)
    {
        foreach (var (name, ring, _) in outputs)
            commands.Read(Plan.Output(name), ring, tag);
        asked++;
    }

    /// <summary>Takes the next finished batch's results, which <see cref="Output"/> then gives; false where none is there yet.</summary>
    public bool TryReceive(out long tag)
    {
        do
        {
            tag = -1;
            foreach (var (_, ring, values) in outputs)
            {
                if (!ring.TryRead(values, out tag))
                    return false;
            }
        }
        while (++received <= forgotten);
        return true;
    }

    /// <summary>Results come as soon as they are there, as no frames follow.</summary>
    public void CountNoFrames()
    {
        foreach (var (_, ring, _) in outputs)
            ring.Latency = 0;
    }

    /// <summary>What was asked for so far is not wanted any more: it is passed over when it comes.</summary>
    public void Forget() => forgotten = asked;

    /// <summary>An output of the batch that was received last, by its place.</summary>
    public ReadOnlySpan<float> Output(int index) => outputs[index].Values;

    /// <summary>Waits for everything that was submitted.</summary>
    public void Drain() => gpu.WaitIdle();

    /// <summary>Frees the plan and the rings.</summary>
    public void Dispose()
    {
        foreach (var (_, ring, _) in outputs)
            ring?.Dispose();
        Plan.Dispose();
    }
}
