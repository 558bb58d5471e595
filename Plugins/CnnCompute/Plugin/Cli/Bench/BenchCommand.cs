// The verb that measures.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var filter = new Option<string?>("--filter") { Description = "Only measurements whose name contains this, such as conv.", HelpName = "TEXT" };
        var runs = new Option<int>("--runs")
        {
            Description = "Runs of each measurement, at least 20; the median counts.",
            DefaultValueFactory = _ => 20,
            HelpName = "N",
        };
        var profile = new Option<bool>("--profile") { Description = "Also print where the time goes, step by step, in order of execution." };
        var f16 = StorageOption.Create();
        f16.Description += " For kernels and the net; training and the scene are measured as they are.";
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("bench", "Measure kernels, a net, training and a scene on this machine: milliseconds, GFLOP/s, and how many times "
            + "faster they are than the plain kernels. Close other programs first. For example: ./cnn bench --filter conv; "
            + "./cnn bench models measures every model, ./cnn bench train trainings, ./cnn bench dream and style what is made with them")
        {
            filter, runs, profile, f16, json, device, ModelsCommand.Create(), PlainCommand.Create(), FuzzCommand.Create(), EditsCommand.Create(),
            StepCommand.Create(), SceneCommand.Create(),
        };
        foreach (var verb in VisionCommand.Create())
            command.Add(verb);
        command.SetAction((result, cancellation) =>
        {
            var count = result.GetValue(runs);
            if (count < 20)
                throw new ArgumentException($"--runs {count}: a median of fewer than 20 says little; give 20 or more");
            using var gpu = DeviceOption.Open(result, device);
            var results = new List<BenchResult>();
            foreach (var (name, run) in Find(result.GetValue(filter)))
            {
                cancellation.ThrowIfCancellationRequested();
                Log.Information($"measuring {name}");
                results.Add(run(gpu, new BenchSettings(count, result.GetValue(profile), StorageOption.Of(result, f16))));
            }
            Write(gpu, results, result.GetValue(json));
            foreach (var measured in results.Where(r => r.Profile is not null && !result.GetValue(json)))
                Console.WriteLine(measured.Profile);
            return Task.FromResult(0);
        });
        return command;
    }

    private static List<(string Name, Func<Gpu, BenchSettings, BenchResult> Run)> Find(string? filter)
    {
        List<(string Name, Func<Gpu, BenchSettings, BenchResult> Run)> all =
        [
            .. GraphBench.Cases.Select(
                c => (c.Name, Run: (Func<Gpu, BenchSettings, BenchResult>)((gpu, s) => GraphBench.Run(gpu, c.Name, c.Build, s)))),
            (TrainingBench.Name, TrainingBench.Run),
            .. AugmentBench.Cases.Select(c => (c.Name,
                Run: (Func<Gpu, BenchSettings, BenchResult>)((gpu, s) => AugmentBench.Run(gpu, c.Name, c.Transforms, s)))),
            (SceneBench.Name, SceneBench.Run),
        ];
        var found = all.Where(b => filter is null || b.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0
            ? found
            : throw new ArgumentException($"No measurement's name contains \"{filter}\"; there are {string.Join("; ", all.Select(b => b.Name))}");
    }

    /// <summary>Prints results with the device they were measured on, as JSON or as tables.</summary>
    internal static void Write(Gpu gpu, IReadOnlyList<BenchResult> results, bool isJson)
    {
        if (!isJson)
        {
            Print(gpu, results);
            return;
        }
        var machine = new { device = gpu.Info.Name, gpu.Info.Driver, cores = Environment.ProcessorCount, results };
        Console.WriteLine(JsonSerializer.Serialize(machine, Output.Json));
    }

    private static void Print(Gpu gpu, IReadOnlyList<BenchResult> results)
    {
        static string Number(double value, string format) => value > 0 ? value.ToString(format, CultureInfo.InvariantCulture) : "";
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("what");
        foreach (var title in new[] { "median ms", "best ms", "GFLOP/s", "plain ms", "times faster", "per second", "arena/bound", "bytes/run" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var r in results)
        {
            var arena = r.ArenaLowerBound > 0 ? (double)r.ArenaBytes / r.ArenaLowerBound : 0;
            table.AddRow(
                Markup.Escape(r.Name), Number(r.MedianMs, "F2"), Number(r.BestMs, "F2"), Number(r.Gflops, "F1"), Number(r.PlainMs, "F1"),
                Number(r.Ratio, "F1"), Number(r.ImagesPerSecond, "F0"), Number(arena, "F3"),
                r.AllocatedPerRun.ToString("F0", CultureInfo.InvariantCulture));
        }
        Console.WriteLine($"{gpu.Info.Name} ({gpu.Info.Driver}), {Environment.ProcessorCount} cores");
        Output.Write(160, table);
        foreach (var r in results)
        {
            foreach (var figure in r.Figures)
            {
                var value = figure.Value.ToString(figure.Value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
                Console.WriteLine($"  {r.Name}: {value} {figure.Name}");
            }
        }
        foreach (var r in results.Where(r => r.Parts.Count > 0))
            PrintParts(r);
    }

    // What takes less than a fifth of a millisecond is left out.
    private static void PrintParts(BenchResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn($"parts of {Markup.Escape(result.Name)}");
        foreach (var title in new[] { "CPU ms", "GPU ms" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var part in result.Parts.Where(p => p.CpuMs + p.GpuMs >= 0.2))
        {
            table.AddRow(Markup.Escape(part.Name), part.CpuMs.ToString("F2", CultureInfo.InvariantCulture),
                part.GpuMs.ToString("F2", CultureInfo.InvariantCulture));
        }
        Output.Write(160, table);
    }
}
