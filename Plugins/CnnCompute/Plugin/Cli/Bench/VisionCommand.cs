// The verbs that measure what is done with trained nets.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>A measurement that needs model files, given relative to a folder of models, in which it is run.</summary>
internal sealed record VisionBench(string Name, string[] Files, Func<Gpu, string, BenchSettings, BenchResult> Run)
{
    /// <summary>One of a single file, which it is run on.</summary>
    public VisionBench(string name, string file, Func<Gpu, string, BenchSettings, BenchResult> run) :
        this(name, [file], (gpu, folder, settings) => run(gpu, Path.Combine(folder, file), settings))
    {
    }
}

/// <summary><c>cnn bench dream</c> and <c>cnn bench style</c>.</summary>
internal static class VisionCommand
{
    private const int FewestRuns = 3;

    /// <summary>The verbs.</summary>
    public static IEnumerable<Verb> Create() =>
    [
        Create("dream", "Measure one step of a dream, the net and its gradient with all that is done to it", DreamBench.Cases),
        Create("style", "Measure nets that paint, one picture at a time", StyleBench.Cases),
    ];

    private static Verb Create(string verb, string description, IReadOnlyList<VisionBench> cases)
    {
        var models = new Option<string>("--models")
        {
            Description = $"The folder with {Listed(cases)}.",
            DefaultValueFactory = _ => Path.Combine("..", "shared", "models"),
            HelpName = "DIR",
        };
        var filter = new Option<string?>("--filter") { Description = "Only measurements whose name contains this.", HelpName = "TEXT" };
        var runs = new Option<int>("--runs")
        {
            Description = "Runs of each measurement, at least 3; the median counts. What is slow ends after four seconds.",
            DefaultValueFactory = _ => 20,
            HelpName = "N",
        };
        var profile = new Option<bool>("--profile") { Description = "Also print where the time goes, step by step, in order of execution." };
        var f16 = StorageOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb(verb, $"{description}: milliseconds, how many times faster than the plain kernels, the arena beside the least it "
            + $"could be, and managed bytes a run. For example: ./cnn bench {verb} --models ../models")
        {
            models, filter, runs, profile, f16, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(runs) is < FewestRuns and var few)
                throw new ArgumentException($"--runs {few}: give {FewestRuns} or more");
            var (folder, text) = (result.GetValue(models)!, result.GetValue(filter));
            var found = cases.Where(c => text is null || c.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                throw new ArgumentException($"No measurement's name contains \"{text}\"; there are {string.Join("; ", cases.Select(c => c.Name))}");
            if (!Directory.Exists(folder))
                throw new DirectoryNotFoundException($"{folder}: no such folder; give --models DIR, a folder with {Listed(found)}");
            using var gpu = DeviceOption.Open(result, device);
            var settings = new BenchSettings(result.GetValue(runs), result.GetValue(profile), StorageOption.Of(result, f16))
            {
                Cancellation = cancellation,
            };
            var results = new List<BenchResult>();
            foreach (var bench in found)
            {
                cancellation.ThrowIfCancellationRequested();
                if (bench.Files.Select(f => Path.Combine(folder, f)).FirstOrDefault(f => !File.Exists(f)) is { } missing)
                {
                    Log.Warning($"{bench.Name} is left out: {missing} is not there");
                    continue;
                }
                Log.Information($"measuring {bench.Name}");
                results.Add(bench.Run(gpu, folder, settings));
            }
            BenchCommand.Write(gpu, results, result.GetValue(json));
            return Task.FromResult(results.Count == found.Count ? 0 : 1);
        });
        return command;
    }

    private static string Listed(IEnumerable<VisionBench> cases) => string.Join(", ", cases.SelectMany(c => c.Files).Distinct());
}
