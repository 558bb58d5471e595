// How long each step takes on the device.
using Engine;

namespace CnnCompute;

public sealed partial class Plan
{
    private const int MeasuredRuns = 3;

    /// <summary>
    /// Runs a copy of the plan with timestamps between the steps and gives the median of each. Parameters keep their values; values that
    /// were never set are 0. Slices are cut again by what was measured, and later plans of this process estimate by it. Waits; for tools.
    /// </summary>
    /// <exception cref="InvalidOperationException">A run in slices is under way.</exception>
    public PlanProfile Profile(int runs = 20)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runs);
        if (IsRunning)
            throw new InvalidOperationException($"{Name}: finish the run in slices before profiling");
        var times = Time(runs, null);
        var processor = gpu.Info.Kind == GpuKind.Cpu ? ProcessorTimes(runs) : null;
        StepTime Step(Launch l, int i) =>
            new($"{l.Title} {l.Node?.Shape}", l.Recipe, l.Step?.Shader ?? "copy", l.Milliseconds, times[i][0], l.Bytes, l.Macs)
            {
                Id = l.Node?.Id,
                ProcessorMilliseconds = processor?[i] ?? 0,
            };
        return new PlanProfile(Name, gpu.Info.Name, [.. launches.Select(Step)]);
    }

    // Once, while compiling, with inputs and values of 0. What writes the caller's images keeps its estimate: they show nothing before the first run.
    private void Measure()
    {
        if (inputsByName.Count > 0)
        {
            gpu.Run(c =>
            {
                foreach (var name in inputsByName.Keys)
                    c.Fill(Input(name), 0);
            });
        }
        Time(MeasuredRuns, launch => launch.Places.Where((p, i) => p.Region == Region.Image && launch.Facts.Writes[i]).Any());
    }

    private double[][] Time(int runs, Func<Launch, bool>? leftOut)
    {
        var times = new double[launches.Length][];
        for (var i = 0; i < times.Length; i++)
            times[i] = new double[runs];
        WithSaved(saved =>
        {
            using var timer = gpu.Timer(launches.Length + 1);
            for (var run = 0; run < runs; run++)
            {
                gpu.Run(c => Timed(c, timer, saved, leftOut));
                var at = timer.ReadMilliseconds();
                for (var i = 0; i < times.Length; i++)
                    times[i][run] = at[i + 1] - at[i];
            }
        });
        launches = [.. launches.Select((launch, i) => leftOut?.Invoke(launch) == true ? launch : Measured(launch, times[i]))];
        if (options.Budgeted)
        {
            commands = Blueprint.Commands(launches, options.SliceMilliseconds);
            RecordAgain();
        }
        sliceCosts = Slices.Costs(commands, launches);
        return times;
    }

    // Buffers for what parameters hold before a run.
    private void WithSaved(Action<List<GpuBuffer>> measure)
    {
        var saved = new List<GpuBuffer>();
        try
        {
            foreach (var slot in updated)
                saved.Add(gpu.Buffer(slot.Buffer.Bytes, "saved"));
            measure(saved);
        }
        finally
        {
            foreach (var buffer in saved)
                buffer.Dispose();
        }
    }

    // Where the device is the processor other programs stretch a launch, a long one more than a short one; the time that this process's threads work
    // for it stays. Each launch is a submission of its own, from whose time that of an empty one is taken. Nothing else of the process should run.
    private double[] ProcessorTimes(int runs)
    {
        var times = new double[launches.Length + 1][];
        for (var i = 0; i < times.Length; i++)
            times[i] = new double[runs];
        WithSaved(saved =>
        {
            for (var run = 0; run < runs; run++)
            {
                gpu.Run(c =>
                {
                    for (var i = 0; i < saved.Count; i++)
                        c.Copy(updated[i].Buffer, saved[i]);
                    BeginRun(c);
                });
                for (var i = 0; i <= launches.Length; i++)
                {
                    var begun = Environment.CpuUsage.TotalTime;
                    gpu.Run(c =>
                    {
                        if (i < launches.Length)
                            c.Launch(gpu, launches[i], memory.Bind, memory.Addresses);
                        c.Barrier();
                    });
                    times[i][run] = (Environment.CpuUsage.TotalTime - begun).TotalMilliseconds;
                }
                gpu.Run(c =>
                {
                    for (var i = 0; i < saved.Count; i++)
                        c.Copy(saved[i], updated[i].Buffer);
                });
            }
        });
        double[] medians = [.. times.Select(t => t.Order().ElementAt(t.Length / 2))];
        return [.. medians.SkipLast(1).Select(t => Math.Max(0, t - medians[^1]))];
    }

    private Launch Measured(Launch launch, double[] times)
    {
        Array.Sort(times);
        var median = times[times.Length / 2];
        CostModel.Refine(launch, device, median);
        return launch with { Milliseconds = median };
    }

    private void Timed(Commands c, GpuTimer timer, List<GpuBuffer> saved, Func<Launch, bool>? leftOut)
    {
        for (var i = 0; i < saved.Count; i++)
            c.Copy(updated[i].Buffer, saved[i]);
        BeginRun(c);
        c.Barrier();
        c.Timestamp(timer, 0);
        for (var i = 0; i < launches.Length; i++)
        {
            if (leftOut?.Invoke(launches[i]) != true)
                c.Launch(gpu, launches[i], memory.Bind, memory.Addresses);
            c.Barrier();
            c.Timestamp(timer, i + 1);
        }
        for (var i = 0; i < saved.Count; i++)
            c.Copy(saved[i], updated[i].Buffer);
    }
}
