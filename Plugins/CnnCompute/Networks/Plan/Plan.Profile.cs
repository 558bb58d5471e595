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
        StepTime Step(Launch l, int i) =>
            new($"{l.Title} {l.Node?.Shape}", l.Recipe, l.Step?.Shader ?? "copy", l.Milliseconds, times[i][0], l.Bytes, l.Macs);
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
        var saved = new List<GpuBuffer>();
        try
        {
            foreach (var slot in updated)
                saved.Add(gpu.Buffer(slot.Buffer.Bytes, "saved"));
            using var timer = gpu.Timer(launches.Length + 1);
            for (var run = 0; run < runs; run++)
            {
                gpu.Run(c => Timed(c, timer, saved, leftOut));
                var at = timer.ReadMilliseconds();
                for (var i = 0; i < times.Length; i++)
                    times[i][run] = at[i + 1] - at[i];
            }
        }
        finally
        {
            foreach (var buffer in saved)
                buffer.Dispose();
        }
        launches = [.. launches.Select((launch, i) => leftOut?.Invoke(launch) == true ? launch : Measured(launch, times[i]))];
        if (options.Budgeted)
        {
            commands = Blueprint.Commands(launches, options.SliceMilliseconds);
            RecordAgain();
        }
        sliceCosts = Slices.Costs(commands, launches);
        return times;
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
