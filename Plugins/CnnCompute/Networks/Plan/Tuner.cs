// Chooses recipes by measuring them.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Engine;

namespace CnnCompute;

/// <summary>
/// Times every recipe of a node alone, on random numbers, and takes the fastest whose result agrees with the plain recipe's. What was found is kept on
/// disk, keyed by device, driver, op and shapes. Updates and image ops are not tuned.
/// </summary>
internal sealed class Tuner
{
    private const int Runs = 9;
    private const float Tolerance = 1e-4f;

    private readonly Gpu gpu;
    private readonly DeviceTraits device;
    private readonly Func<Plan, double> measure;
    private readonly string path;
    private readonly Dictionary<string, string> known;

    /// <summary>Reads what earlier processes found; a file that cannot be read is ignored and written anew.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="device">Its facts.</param>
    /// <param name="folder">Where the file lies; null for the user's cache.</param>
    /// <param name="measure">Cost of a plan of one recipe; null for its best time on the device.</param>
    public Tuner(Gpu gpu, DeviceTraits device, string? folder = null, Func<Plan, double>? measure = null)
    {
        (this.gpu, this.device, this.measure) = (gpu, device, measure ?? (plan => plan.Profile(Runs).Steps.Sum(s => s.Best)));
        folder ??= gpu.CacheFolder;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{gpu.Info.Name}|{gpu.Info.Driver}")))[..16];
        path = Path.Combine(folder, $"tuned-{hash}.json");
        known = Load();
    }

    /// <summary>Measurements made by this tuner, not found on disk.</summary>
    public int Measured { get; private set; }

    /// <summary>The recipe to use for <paramref name="node"/>.</summary>
    public Recipe Choose(Node node, IReadOnlyList<Recipe> recipes)
    {
        var usesImage = recipes.SelectMany(r => r.Steps).SelectMany(s => s.Bindings).Any(b => b.Kind == OperandKind.Image);
        if (!node.HasOutput || !node.Op.IsPure || node.Type != DType.F32 || usesImage)
            return recipes[^1];
        var inputs = string.Join(' ', node.Inputs.Select(i => $"{i.Shape}{(i.Node.Op is ParameterOp ? "p" : "")}"));
        var key = string.Create(CultureInfo.InvariantCulture, $"{node.Op}|{inputs}|{node.Epilogue.Parts}|{string.Join(' ', recipes.Select(r => r.Name))}");
        if (!known.TryGetValue(key, out var name) || recipes.All(r => r.Name != name))
        {
            known[key] = name = Measure(node, recipes);
            Save();
        }
        return recipes.First(r => r.Name == name);
    }

    private string Measure(Node node, IReadOnlyList<Recipe> recipes)
    {
        Measured++;
        using var weights = new Residence(gpu);
        var graph = new Graph();
        var own = node.Inputs.Count - Operands(node.Epilogue);
        var inputs = new Tensor[own];
        for (var i = 0; i < own; i++)
        {
            var shape = node.Inputs[i].Shape;
            inputs[i] = node.Inputs[i].Node.Op is ParameterOp
                ? graph.Parameter(new Parameter($"tuned {i}", shape, Noise(shape.Count, i)))
                : graph.Input($"x{i}", shape, node.Inputs[i].Type);
        }
        var output = graph.Append(node.Op, inputs);
        float[]? expected = null;
        var (best, fastest) = (recipes[0].Name, double.MaxValue);
        foreach (var recipe in recipes)
        {
            var options = new PlanOptions { Name = $"tune {node.Op.Name}", Tune = false, Choose = (_, r) => r.FirstOrDefault(c => c.Name == recipe.Name) ?? r[0] };
            using var plan = Plan.Compile(weights, [], [output], options: options);
            for (var i = 0; i < own; i++)
            {
                if (inputs[i].Node.Op is InputOp { Type: DType.F32 })
                    plan.Upload($"x{i}", Noise(inputs[i].Shape.Count, i));
            }
            plan.Run();
            var result = plan.Fetch(output);
            expected ??= result;
            if (!Agrees(result, expected))
            {
                Log.Warning($"Recipe \"{recipe.Name}\" of {node} differs from the plain one on this device and is not used");
                continue;
            }
            var time = measure(plan);
            if (time < fastest)
                (best, fastest) = (recipe.Name, time);
        }
        return best;
    }

    private static int Operands(Epilogue e) => (e.Bias >= 0 ? 1 : 0) + (e.ScaleShift >= 0 ? 1 : 0) + (e.Residual >= 0 ? 1 : 0);

    private static bool Agrees(float[] a, float[] b)
    {
        float difference = 0, scale = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (float.IsNaN(a[i]) != float.IsNaN(b[i]))
                return false;
            difference = Math.Max(difference, Math.Abs(a[i] - b[i]));
            scale = Math.Max(scale, Math.Abs(b[i]));
        }
        return difference <= Tolerance * Math.Max(scale, float.Epsilon);
    }

    // Reproducible numbers in [-1, 1), other ones for each input.
    private static float[] Noise(long count, int input)
    {
        var random = new Philox(1, (ulong)input);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.Word((ulong)i) >> 8) / 8388608f - 1;
        return values;
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
