// The verb that measures the scenes of the project.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench scene</c>.</summary>
internal static class SceneCommand
{
    // Each is a scene as it lies in the folder, or a part of one.
    private static readonly IReadOnlyList<(string Name, Func<Gpu, BenchSettings, BenchResult> Run)> Cases =
    [
        .. new[] { "showcase", "emoji", "teach", "dream", "style", "explain", "visualise", "augment", "fashion", "emoji-studio" }
            .Select(scene => (scene, Scene(scene))),
        ("learn", (gpu, settings) => LearningBench.Run(gpu, "learn", settings)),
        .. new[] { TeachHead.Logistic, TeachHead.Mlp }.Select(head => (
            TeachBench.NameOf(head), (Func<Gpu, BenchSettings, BenchResult>)((gpu, settings) => TeachBench.Run(gpu, head, settings)))),
    ];

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var filter = new Option<string?>("--filter")
        {
            Description = "Only measurements whose name contains this, such as learn.",
            HelpName = "TEXT",
        };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("scene", "Measure the scenes of the project, as they play in a window of 1280x720, for up to 20 seconds each: frames "
            + "a second, the slowest frame in a hundred, managed bytes of a frame, what its parts take; for learn.yaml also how fast it trains "
            + "beside the same training alone, for teach.yaml how long its heads take to learn. For example: ./cnn bench scene --filter learn")
        {
            filter, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var text = result.GetValue(filter);
            var found = Cases.Where(c => text is null || c.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                throw new ArgumentException($"No measurement's name contains \"{text}\"; there are {string.Join("; ", Cases.Select(c => c.Name))}");
            using var gpu = DeviceOption.Open(result, device);
            var settings = new BenchSettings(1, false) { Cancellation = cancellation };
            var results = new List<BenchResult>();
            foreach (var (name, run) in found)
            {
                cancellation.ThrowIfCancellationRequested();
                Log.Information($"measuring {name}");
                results.Add(run(gpu, settings));
                Log.Information(Said(results[^1]));
            }
            BenchCommand.Write(gpu, results, result.GetValue(json));
            return Task.FromResult(0);
        });
        return command;
    }

    private static string Said(BenchResult r) => r.ImagesPerSecond > 0
        ? FormattableString.Invariant($"{r.Name}: {r.ImagesPerSecond:F1} frames a second")
        : FormattableString.Invariant($"{r.Name}: {r.MedianMs:F0} ms");

    private static Func<Gpu, BenchSettings, BenchResult> Scene(string scene) =>
        (gpu, settings) => SceneBench.Play(gpu, scene, $"{scene}.yaml", [], settings);
}
