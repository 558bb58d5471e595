// The verb that measures whole models.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench models</c>.</summary>
internal static class ModelsCommand
{
    private const int FewestRuns = 3;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var models = new Option<string?>("--models") { Description = "Measure the ONNX files in this folder and below too.", HelpName = "DIR" };
        var filter = new Option<string?>("--filter") { Description = "Only models whose name contains this, such as resnet.", HelpName = "TEXT" };
        var runs = new Option<int>("--runs")
        {
            Description = "Runs of each model, at least 3; the median counts. A slow model ends after four seconds.",
            DefaultValueFactory = _ => 20,
            HelpName = "N",
        };
        var profile = new Option<bool>("--profile") { Description = "Also print where the time goes, step by step, in order of execution." };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("models", "Measure every model this program knows, one picture at a time: milliseconds, GFLOP/s (a "
            + "multiply-accumulate is two operations), memory of activations (arena) and of weights, with activations of 32 and of 16 bits; up to 2 "
            + "billion multiply-accumulates also how many times faster than the plain kernels. Weights are a short sequence repeated, as large "
            + "initial values take long to draw; files have their own. For example: ./cnn bench models --filter resnet")
        {
            models, filter, runs, profile, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var count = result.GetValue(runs);
            if (count < FewestRuns)
                throw new ArgumentException($"--runs {count}: give {FewestRuns} or more");
            var found = Find(result.GetValue(models), result.GetValue(filter));
            using var gpu = DeviceOption.Open(result, device);
            var settings = new BenchSettings(count, result.GetValue(profile)) { Cancellation = cancellation };
            var results = new List<ModelBench.Result>();
            foreach (var model in found)
            {
                cancellation.ThrowIfCancellationRequested();
                Log.Information($"measuring {model.Name}");
                // One model that cannot run keeps no other from being measured.
                try
                {
                    results.Add(model.Measure(gpu, settings));
                }
                catch (Exception e) when (InputError.Is(e))
                {
                    Log.Warning($"{model.Name} is left out: {InputError.Sentence(e)}");
                }
            }
            if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new { device = gpu.Info.Name, gpu.Info.Driver, cores = Environment.ProcessorCount, results }, Output.Json));
            }
            else
            {
                Print(gpu, results);
            }
            return Task.FromResult(results.Count == found.Count ? 0 : 1);
        });
        return command;
    }

    private static List<ModelBench> Find(string? folder, string? filter)
    {
        List<ModelBench> all = [.. ModelBench.Zoo, .. folder is null ? [] : ModelBench.In(folder)];
        var found = all.Where(m => filter is null || m.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0
            ? found
            : throw new ArgumentException($"No model's name contains \"{filter}\"; there are {string.Join(", ", all.Select(m => m.Name))}");
    }

    private static void Print(Gpu gpu, List<ModelBench.Result> results)
    {
        static string Number(double? value, string format) => value is > 0 and var v ? v.ToString(format, CultureInfo.InvariantCulture) : "";
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("model", "input");
        string[] titles =
        [
            "M MACs", "weights MB", "ms", "best", "GFLOP/s", "arena MB", "f16 ms", "best", "GFLOP/s", "arena MB", "plain ms", "times faster",
        ];
        foreach (var title in titles)
            table.AddColumn(title, c => c.RightAligned());
        foreach (var r in results)
        {
            static string[] Columns(BenchResult? b) =>
                [Number(b?.MedianMs, "F2"), Number(b?.BestMs, "F2"), Number(b?.Gflops, "F1"), Number(b?.ArenaBytes / 1e6, "F2")];
            table.AddRow([
                Markup.Escape(r.Name), string.Join('x', r.Input.Skip(1)), Number(r.F32.Macs / 1e6, "F1"), Number(r.WeightBytes / 1e6, "F2"),
                .. Columns(r.F32), .. Columns(r.F16), Number(r.F32.PlainMs, "F1"), Number(r.F32.Ratio, "F1"),
            ]);
        }
        Console.WriteLine($"{gpu.Info.Name} ({gpu.Info.Driver}), {Environment.ProcessorCount} cores");
        Output.Write(200, table);
        foreach (var measured in results.Where(r => r.F32.Profile is not null))
            Console.WriteLine(measured.F32.Profile);
    }
}
