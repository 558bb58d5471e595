// Vulkan calls that fail, in whole runs of verbs.
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>
/// Counts the Vulkan calls of a verb, then makes some of each fail in turn: each run must end with one sentence and status 1, or well.
/// </summary>
internal static class FaultSuite
{
    /// <summary>The verbs that are tried, by name.</summary>
    public static IEnumerable<(string Name, Func<string, string[]> Arguments, bool NeedsPlayer)> Verbs(SoundFiles files)
    {
        yield return ("faults classify", _ => ["classify", files.Picture, "--model", files.Model], false);
        yield return ("faults play", o => ["play", files.Scene, "--headless", "--frames", "3", "--size", "64x48", "--out", o], true);
        yield return ("faults train", o => ["train", "fashion", "--data", files.Folder, "--epochs", "1", "--batch", "32", "--out", o], false);
        string[] steps = ["--steps", "1", "--octaves", "1", "--size", "16"];
        yield return ("faults dream", o => ["dream", files.Picture, "--model", files.Model, .. steps, "--out", Path.Combine(o, "dream.png")], false);
        yield return ("faults devices", _ => ["devices"], true);
    }

    /// <summary>Tries up to <paramref name="trials"/> faults, spread over all functions and their calls.</summary>
    public static SuiteResult Run(
        string name, Func<string, string[]> arguments, VerbRunner runner, int trials, string folder, CancellationToken cancellation)
    {
        var clean = runner.Run(arguments(folder), VerbSuite.Limits, "count");
        if (clean.Code != 0)
            throw new InvalidOperationException($"{name}: the untouched run does not do: {clean.Error}");
        var faults = Plans(Counted(clean.Error)).ToList();
        // Spread evenly where there are more than are asked for.
        var chosen = faults.Count <= trials ? faults : [.. Enumerable.Range(0, trials).Select(i => faults[(int)((long)i * faults.Count / trials)])];
        var (failures, accepted, slowest, most) = (new List<string>(), 0, 0.0, 0L);
        foreach (var fault in chosen)
        {
            if (cancellation.IsCancellationRequested)
                break;
            var outcome = runner.Run(arguments(folder), VerbSuite.Limits, fault);
            (slowest, most) = (Math.Max(slowest, outcome.Seconds), Math.Max(most, outcome.PeakBytes));
            if (outcome.Wrong(VerbSuite.Limits) is { } wrong)
                failures.Add($"{name}: CNN_FAULT={fault}: {wrong}");
            else
                accepted += outcome.Code == 0 ? 1 : 0;
        }
        return new SuiteResult(name, chosen.Count, accepted, chosen.Count - failures.Count, slowest, most, failures);
    }

    /// <summary>The faults for numbers of calls: every error at the first call; the usual one at others, the last among them.</summary>
    internal static IEnumerable<string> Plans(IReadOnlyDictionary<string, int> calls)
    {
        foreach (var (function, count) in calls.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var errors = VulkanFaults.ErrorsOf(function);
            foreach (var error in errors)
                yield return $"{function}:1={error}";
            var others = Enumerable.Range(1, 8).Select(i => 1 + (int)((long)i * (count - 1) / 8)).Where(c => c > 1).Distinct();
            foreach (var call in others)
                yield return $"{function}:{call}={errors[0]}";
            if (count > 1)
                yield return $"{function}:2+={errors[0]}";
        }
    }

    // The lines "vkCreateBuffer 12" that CNN_FAULT=count makes.
    private static Dictionary<string, int> Counted(string error) => error.Split('\n').Select(l => l.Trim().Split(' '))
        .Where(w => w.Length == 2 && w[0].StartsWith("vk", StringComparison.Ordinal))
        .GroupBy(w => w[0]).ToDictionary(g => g.Key, g => int.Parse(g.Last()[1], CultureInfo.InvariantCulture));
}
