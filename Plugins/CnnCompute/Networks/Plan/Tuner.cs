// Chooses recipes by measuring them.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engine;

namespace CnnCompute;

/// <summary>
/// Times every recipe of a node as the plan would launch it, on random numbers, and takes the fastest whose result agrees with the plain recipe's.
/// What was found is kept on disk, keyed by device, driver and all that the launches are made of.
/// </summary>
internal sealed class Tuner
{
    private const int Runs = 9;
    private const float Tolerance = 1e-4f;
    private const float HalfTolerance = 4e-3f;

    private readonly Gpu gpu;
    private readonly Func<TrialRun, double> measure;
    private readonly string path;
    private readonly Dictionary<string, string> known;

    /// <summary>Reads what earlier processes found; a file that cannot be read is ignored and written anew.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="folder">Where the file lies; null for the user's cache.</param>
    /// <param name="measure">Cost of a trial; null for its best time on the device.</param>
    public Tuner(Gpu gpu, string? folder = null, Func<TrialRun, double>? measure = null)
    {
        (this.gpu, this.measure) = (gpu, measure ?? (run => run.BestMilliseconds(Runs)));
        folder ??= gpu.CacheFolder;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{gpu.Info.Name}|{gpu.Info.Driver}")))[..16];
        path = Path.Combine(folder, $"tuned-{hash}.json");
        known = Load();
    }

    /// <summary>Measurements made by this tuner, not found on disk.</summary>
    public int Measured { get; private set; }

    /// <summary>The recipe to use among those of one node, the plain one first.</summary>
    public Recipe Choose(IReadOnlyList<Trial> trials)
    {
        var key = Key(trials);
        if (!known.TryGetValue(key, out var name) || trials.All(t => t.ComputedNode.Recipe.Name != name))
        {
            known[key] = name = Measure(trials);
            Save();
        }
        return trials.First(t => t.ComputedNode.Recipe.Name == name).ComputedNode.Recipe;
    }

    /// <summary>What a choice is kept under: the node and its storage for readers of the file, and a hash of all launches.</summary>
    internal static string Key(IReadOnlyList<Trial> trials)
    {
        var (plain, node) = (trials[0].ComputedNode, trials[0].ComputedNode.Node);
        var inputs = string.Join(' ', node.Inputs.Select((t, i) => $"{t.Shape}{(plain.IsHalf(OperandKind.Input, i) ? " f16" : "")}"));
        var recipes = string.Join(' ', trials.Select(t => t.ComputedNode.Recipe.Name));
        var launches = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', trials.Select(t => t.Describe()))));
        return $"{node.Op}|{inputs}|{node.Epilogue.Parts}|{recipes}|{Convert.ToHexString(launches)[..16]}";
    }

    private string Measure(IReadOnlyList<Trial> trials)
    {
        Measured++;
        float[]? expected = null;
        var (best, fastest) = (trials[0].ComputedNode.Recipe.Name, double.MaxValue);
        foreach (var trial in trials)
        {
            using var run = new TrialRun(gpu, trial);
            var result = run.Run();
            expected ??= result;
            if (!Agrees(result, expected, trial.ComputedNode.Half is null ? Tolerance : HalfTolerance))
            {
                Log.Warning($"{trial.ComputedNode} differs from the plain one on this device and is not used");
                continue;
            }
            var time = measure(run);
            if (time < fastest)
                (best, fastest) = (trial.ComputedNode.Recipe.Name, time);
        }
        return best;
    }

    private static bool Agrees(float[] a, float[] b, float tolerance)
    {
        float difference = 0, scale = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (float.IsNaN(a[i]) != float.IsNaN(b[i]))
                return false;
            difference = Math.Max(difference, Math.Abs(a[i] - b[i]));
            scale = Math.Max(scale, Math.Abs(b[i]));
        }
        return difference <= tolerance * Math.Max(scale, float.Epsilon);
    }

    private Dictionary<string, string> Load()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [] : [];
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, file => JsonSerializer.Serialize(file, known));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without a cache the next process measures again; nothing else is lost.
        }
    }
}
