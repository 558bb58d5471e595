// The verb that measures training.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench train</c>.</summary>
internal static class StepCommand
{
    private const int FewestRounds = 3, StepsPerRound = 4;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var model = new Option<string>("--model")
        {
            Description = "The model that is trained, such as fashion, fashion_small or airbench_cifar_small.",
            DefaultValueFactory = _ => "fashion",
            HelpName = "NAME",
        };
        var batch = new Option<int>("--batch") { Description = "Pictures of a step.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var filter = new Option<string?>("--filter") { Description = "The plain training and those whose name contains this.", HelpName = "TEXT" };
        var rounds = new Option<int>("--rounds")
        {
            Description = $"How often each training has its turn of {StepsPerRound} steps, at least {FewestRounds}; the median counts.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        var profile = new Option<bool>("--profile") { Description = "Also print where the time goes, launch by launch, in order of execution." };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("train", "Measure training steps: without and with augmentation, with samples from files, in memory and on the "
            + "device, other optimisers and storage. All have their turns in one run, so that what else the machine does meets all alike. Prints "
            + "each step's milliseconds, as many of the matrix products of ./cnn bench (G), and the shares of loader, upload, augmentation, forward, "
            + "backward and update. For example: ./cnn bench train --filter augmentation")
        {
            model, batch, filter, rounds, profile, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(rounds) is < FewestRounds and var few)
                throw new ArgumentException($"--rounds {few}: give {FewestRounds} or more");
            if (result.GetValue(batch) is < 1 or > 4096)
                throw new ArgumentException($"--batch {result.GetValue(batch)}: give 1 to 4096");
            var text = result.GetValue(filter);
            var cases = StepCase.All.Where((c, i) => i == 0 || text is null || c.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
            if (cases.Count == 1 && !StepCase.Plain.Contains(text ?? "", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException(
                    $"No training's name contains \"{text}\"; there are {string.Join("; ", StepCase.All.Select(c => c.Name))}");
            }
            var bench = new StepBench(result.GetValue(model)!, result.GetValue(batch), result.GetValue(rounds), StepsPerRound);
            using var gpu = DeviceOption.Open(result, device);
            var (gemm, results) = bench.Run(gpu, cases, cancellation);
            if (result.GetValue(json))
            {
                var (name, driver) = (gpu.Info.Name, gpu.Info.Driver);
                Console.WriteLine(JsonSerializer.Serialize(
                    new { device = name, driver, cores = Environment.ProcessorCount, bench.Model, bench.Batch, gemmMs = gemm, results },
                    Output.Json));
            }
            else
            {
                Console.WriteLine($"{gpu.Info.Name} ({gpu.Info.Driver}), {Environment.ProcessorCount} cores; {bench.Model}, "
                    + Invariant($"batches of {bench.Batch}; G is {GraphBench.Cases[0].Name}, {gemm:F2} ms"));
                Print(results);
            }
            foreach (var measured in results.Where(_ => result.GetValue(profile) && !result.GetValue(json)))
                Console.WriteLine($"{measured.Name}: {measured.Profile}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(IReadOnlyList<StepResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("training");
        string[] titles =
        [
            "ms/step", "best", "cpu ms", "images/s", "G", "× plain",
            "loader", "upload", "augment", "forward", "backward", "update", "update ms", "bytes/step",
        ];
        foreach (var title in titles)
            table.AddColumn(title, c => c.RightAligned());
        foreach (var r in results)
        {
            table.AddRow([
                Markup.Escape(r.Name), Number(r.MedianMs, "F2"), Number(r.BestMs, "F2"), Number(r.ProcessorMs, "F2"), Number(r.ImagesPerSecond, "F0"),
                Number(r.InGemms, "F1"), Number(r.TimesPlain, "F3"),
                .. new[] { r.Loader, r.Upload, r.Augmentation, r.Forward, r.Backward, r.Update }.Select(Percent),
                Number(r.UpdateMs, "F3"), Number(r.AllocatedPerStep, "F0"),
            ]);
        }
        Output.Write(170, table);
        // The first is always the plain one.
        StepResult? Named(string name) => results.FirstOrDefault(r => r.Name == name);
        if (Named(StepCase.Full) is { } full)
        {
            var processor = full.ProcessorMs / results[0].ProcessorMs;
            Console.WriteLine(Invariant($"full augmentation / none: {full.TimesPlain:F3}; processor time {processor:F3}"));
        }
        if (Named(StepCase.Resident) is { } resident)
        {
            if (Named(StepCase.Streamed) is { } streamed)
            {
                Console.WriteLine(Invariant($"data on the device / streamed from files: {resident.TimesPlain / streamed.TimesPlain:F3}; streamed: ")
                    + streamed.Threads);
            }
            Console.WriteLine(Invariant($"loader and upload with data on the device: {100 * (resident.Loader + resident.Upload):F2} % of a step"));
        }
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double share) => Invariant($"{100 * share:F1} %");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
