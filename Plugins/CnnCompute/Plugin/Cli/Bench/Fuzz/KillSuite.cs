// Trainings that are killed at random moments and resumed.
using System.Diagnostics;

namespace CnnCompute;

/// <summary>
/// Each series trains the same small net, kills it with SIGKILL a few times, resumes, and lets it end: the last state and the best weights must be
/// those of a training that nobody disturbed, bit for bit, and nothing half-written may lie beside them.
/// </summary>
internal static class KillSuite
{
    /// <summary>Its name.</summary>
    public const string Name = "kill train";

    private const int MostKills = 3;

    // What has a state of its own that a checkpoint must hold.
    private static readonly string[] Stateful =
    [
        "--validation", "0.2", "--save-every", "0", "--schedule", "plateau: {rate: 0.02, patience: 0}",
        "--set", "ema=0.9", "accumulate=3", "clipNorm=1", "keep=2", "augmentation=[random-horizontal-flip, mixup]",
    ];

    // A training takes longer than a picture, the more on a busy machine.
    private static readonly VerbLimits Limits = VerbSuite.Limits with { Seconds = 600 };

    /// <summary>Runs so many series.</summary>
    public static SuiteResult Run(SoundFiles files, ProcessRunner runner, int series, ulong seed, string folder, CancellationToken cancellation)
    {
        string[] Begin(string output) => ["train", "fashion", "--data", files.Folder, "--epochs", "6", "--batch", "16", "--out", output, .. Stateful];
        var whole = Path.Combine(folder, "whole");
        var clock = Stopwatch.StartNew();
        var outcome = runner.Run(Begin(whole), Limits);
        if (outcome.Code != 0)
            throw new InvalidOperationException($"{Name}: the undisturbed training failed: {outcome.Error}");
        var (length, failures, kills, slowest, tried) = (clock.Elapsed, new List<string>(), 0, 0.0, 0);
        for (; tried < series && !cancellation.IsCancellationRequested; tried++)
        {
            var (random, output) = (new Philox(seed, (ulong)tried), Path.Combine(folder, $"series-{tried}"));
            var last = Path.Combine(output, "last.safetensors");
            string[] Next() => File.Exists(last) ? ["train", "--data", files.Folder, "--resume", last, "--save-every", "0"] : Begin(output);
            clock.Restart();
            for (ulong kill = 0; kill < MostKills; kill++)
            {
                using var process = runner.Start(Next());
                var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                if (!process.WaitForExit(length * (0.3 + (0.7 * random.Uniform(kill)))))
                {
                    process.Kill();
                    kills++;
                    process.WaitForExit();
                }
                Task.WaitAll(said, complained);
            }
            outcome = runner.Run(Next(), Limits);
            slowest = Math.Max(slowest, clock.Elapsed.TotalSeconds);
            var wrong = outcome.Wrong(Limits) ?? (outcome.Code == 0 ? Different(whole, output) : outcome.Error);
            if (wrong is not null)
                failures.Add($"{Name}, series {tried}: {wrong}");
        }
        return new SuiteResult($"{Name} ({kills} kills)", tried, tried - failures.Count, tried - failures.Count, slowest, 0, failures);
    }

    private static string? Different(string whole, string output)
    {
        static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        // The last column is the speed.
        static IEnumerable<string> Rows(string folder) =>
            File.ReadLines(Path.Combine(folder, "log.csv")).Select(row => row[..Math.Max(0, row.LastIndexOf(','))]);
        var (expected, there) = (Names(whole), Names(output));
        if (!expected.SequenceEqual(there))
        {
            var (absent, behind) = (string.Join(", ", expected.Except(there)), string.Join(", ", there.Except(expected)));
            return absent.Length > 0 ? $"not there: {absent}" : $"left behind: {behind}";
        }
        foreach (var name in expected.Where(n => n.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            if (!File.ReadAllBytes(Path.Combine(whole, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(output, name))))
                return $"{name} differs from that of the undisturbed training";
        }
        return Rows(whole).SequenceEqual(Rows(output)) ? null : "log.csv has other rows than that of the undisturbed training";
    }
}
