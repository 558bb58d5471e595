// A training run on disk: weights, optimiser state and everything that decides how it goes on.
using System.Globalization;
using System.Text.Json;
using Engine;

namespace CnnCompute;

/// <summary>
/// A state of a training run, kept as a safetensors file: the model's state dict under its own keys, optimiser state under <c>optimizer.…</c>, the
/// rest as metadata, in which <see cref="ModelFile"/> finds what it needs too. A file without optimiser state serves for inference alone.
/// </summary>
public sealed record Checkpoint
{
    private const string Format = "cnnplayground-2", OldFormat = "cnnplayground-1";

    // The optimiser's keys begin so; a state dict's never do.
    private const string OptimizerPrefix = "optimizer.", OthersPrefix = "optimizer.ema.";

    private static readonly HashSet<string> OwnKeys =
    [
        "format", "use", "recipe", "setup", "step", "evaluated", "epoch", "validation", "test", "rate_factor", "recoveries", "device", "data",
        "evaluation_batch", "training_recipes", "evaluation_recipes", Checksum.Key,
        // Of earlier versions.
        "options", "seed", "test_correct", "test_count", "best_correct", "epoch_loss", "epoch_correct", "epoch_count",
    ];

    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, IgnoreReadOnlyProperties = true };

    /// <summary>What <see cref="ModelFile"/> must know to open the file: see <see cref="ModelMetadata"/>.</summary>
    public required IReadOnlyDictionary<string, string> Model { get; init; }

    /// <summary>The recipe of the training, as text; empty where it was made otherwise.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Everything that decides what the training computes, see <see cref="TrainingSetup.Essence"/>.</summary>
    public string Essence { get; init; } = "";

    /// <summary>Whether an earlier version wrote it: its weights serve, its training cannot be continued.</summary>
    public bool IsOld { get; init; }

    /// <summary>Weights and running statistics by key.</summary>
    public required IReadOnlyDictionary<string, TensorData> State { get; init; }

    /// <summary>The same without what only a training needs: running means of weights where they are kept, else the weights.</summary>
    public Checkpoint ForUse() => ForUse(new OrderedDictionary<string, TensorData>(
        State.Select(s => KeyValuePair.Create(s.Key, Optimizer.GetValueOrDefault($"{CnnCompute.Optimizer.EmaPrefix}{s.Key}") ?? s.Value))));

    /// <summary>The same without what only a training needs.</summary>
    /// <param name="weights">The weights that count.</param>
    internal Checkpoint ForUse(IReadOnlyDictionary<string, TensorData> weights) =>
        this with { IsForUse = true, Optimizer = new Dictionary<string, TensorData>(), State = weights };

    /// <summary>Optimiser state by key; empty in a file that only serves inference.</summary>
    public IReadOnlyDictionary<string, TensorData> Optimizer { get; init; } = new Dictionary<string, TensorData>();

    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Epochs that ended with an evaluation.</summary>
    public int Evaluated { get; init; }

    /// <summary>Sums over the training steps of the epoch under way.</summary>
    public Metrics Epoch { get; init; }

    /// <summary>What validation said after each epoch; empty where there are no validation samples.</summary>
    public IReadOnlyList<Metrics> Validation { get; init; } = [];

    /// <summary>What the test samples said, once, at the end; null before that.</summary>
    public Metrics? Test { get; init; }

    /// <summary>What the schedule's rates are multiplied by: below 1 where a loss was no number, and what a person has chosen in a scene.</summary>
    public float RateFactor { get; init; } = 1;

    /// <summary>How often it went back as a loss was no number.</summary>
    public int Recoveries { get; init; }

    /// <summary>The device whose recipes these are.</summary>
    public string Device { get; init; } = "";

    /// <summary>
    /// Which samples it learns from and is tested on, see <see cref="DataSplits.Fingerprint"/>; empty where the file does not tell.
    /// </summary>
    public string Data { get; init; } = "";

    /// <summary>Samples of one evaluation batch, which <see cref="EvaluationRecipes"/> are for.</summary>
    public int EvaluationBatchSize { get; init; } = 100;

    /// <summary>Recipes of the training plan.</summary>
    public IReadOnlyList<StoredRecipe> TrainingRecipes { get; init; } = [];

    /// <summary>Recipes of the evaluation plan.</summary>
    public IReadOnlyList<StoredRecipe> EvaluationRecipes { get; init; } = [];

    /// <summary>Whether a training can continue from it.</summary>
    public bool CanResume => !IsOld && Essence.Length > 0 && !IsForUse;

    /// <summary>Whether it holds weights for use alone.</summary>
    public bool IsForUse { get; init; }

    /// <summary>Writes the file whole or not at all; equal states give equal bytes.</summary>
    /// <exception cref="IOException">It cannot be written; the file that was there before is untouched.</exception>
    public void Save(string path)
    {
        string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
        var metadata = new OrderedDictionary<string, string>
        {
            ["format"] = Format,
            ["recipe"] = Recipe,
            ["setup"] = Essence,
            ["use"] = IsForUse ? "weights" : "training",
            ["step"] = Number(Step),
            ["evaluated"] = Number(Evaluated),
            ["epoch"] = JsonSerializer.Serialize(Sums(Epoch)),
            ["validation"] = JsonSerializer.Serialize(Validation.Select(Sums)),
            ["test"] = Test is { } test ? JsonSerializer.Serialize(Sums(test)) : "",
            ["rate_factor"] = RateFactor.ToString("R", CultureInfo.InvariantCulture),
            ["recoveries"] = Number(Recoveries),
            ["device"] = Device,
            ["data"] = Data,
            ["evaluation_batch"] = Number(EvaluationBatchSize),
            ["training_recipes"] = JsonSerializer.Serialize(TrainingRecipes, Json),
            ["evaluation_recipes"] = JsonSerializer.Serialize(EvaluationRecipes, Json),
        };
        foreach (var (key, value) in Model)
            metadata[key] = value;
        KeyValuePair<string, TensorData>[] all = [.. State, .. Optimizer.Select(e => KeyValuePair.Create(
            e.Key.StartsWith(OptimizerPrefix, StringComparison.Ordinal) ? e.Key : OptimizerPrefix + e.Key, e.Value))];
        metadata[Checksum.Key] = Checksum.Of(all, metadata);
        Safetensors.Save(path, all, metadata);
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote; one of an earlier version carries no checksum, which is told.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, was changed, or is no checkpoint of this program.</exception>
    public static Checkpoint Load(string path)
    {
        var file = Safetensors.Load(path);
        if (!IsCheckpoint(file.Metadata))
            throw new InvalidDataException($"{path}: a safetensors file, but no checkpoint of this program; make one with: ./cnn train");
        if (!Checksum.Verify(path, file))
            Log.Information($"{path}: written by an earlier version, without a checksum: whether it was changed since cannot be told");
        try
        {
            var old = file.Metadata["format"] == OldFormat;
            string Text(string key) => file.Metadata[key];
            int Number(string key, int least = 0) => (int)Long(key, least, int.MaxValue);
            long Long(string key, long least, long most)
            {
                var value = long.Parse(Text(key), CultureInfo.InvariantCulture);
                return value >= least && value <= most ? value : throw new FormatException($"{key} is {value}");
            }
            var checkpoint = new Checkpoint
            {
                Model = file.Metadata.Where(m => !OwnKeys.Contains(m.Key)).ToDictionary(),
                IsOld = old,
                State = Part(file, optimizer: false),
                Optimizer = Part(file, optimizer: true),
                Step = Long("step", 0, long.MaxValue),
                Evaluated = Number("evaluated"),
                Device = Text("device"),
                Data = file.Metadata.GetValueOrDefault("data", ""),
                TrainingRecipes = Recipes(Text("training_recipes")),
                EvaluationRecipes = Recipes(Text("evaluation_recipes")),
            };
            if (old)
                return checkpoint;
            var factor = float.Parse(Text("rate_factor"), CultureInfo.InvariantCulture);
            return checkpoint with
            {
                IsForUse = Text("use") == "weights",
                Recipe = Text("recipe"),
                Essence = Text("setup"),
                Epoch = Sums(JsonSerializer.Deserialize<double?[]>(Text("epoch"))),
                Validation = [.. (JsonSerializer.Deserialize<double?[][]>(Text("validation")) ?? []).Select(Sums)],
                Test = Text("test") is { Length: > 0 } test ? Sums(JsonSerializer.Deserialize<double?[]>(test)) : null,
                RateFactor = factor > 0 && float.IsFinite(factor) ? factor : throw new FormatException($"rate_factor is {factor}"),
                Recoveries = Number("recoveries"),
                EvaluationBatchSize = Number("evaluation_batch", 1),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: the checkpoint's metadata is damaged ({e.Message}); train again or take another file", e);
        }
    }

    /// <summary>Whether a safetensors file's metadata is a checkpoint's.</summary>
    public static bool IsCheckpoint(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault("format") is Format or OldFormat;

    // JSON has no NaN; the loss of a validation may be none.
    private static double?[] Sums(Metrics metrics) => [double.IsFinite(metrics.LossSum) ? metrics.LossSum : null, metrics.Correct, metrics.Count];

    private static Metrics Sums(double?[]? sums) => sums is [var loss, >= 0 and <= int.MaxValue, >= 0 and <= int.MaxValue]
        ? new Metrics(loss ?? double.NaN, (int)sums[1]!.Value, (int)sums[2]!.Value)
        : throw new FormatException("sums over samples are three numbers, a loss and two counts");

    // Files of earlier versions list recipes in another way; those are chosen anew.
    private static IReadOnlyList<StoredRecipe> Recipes(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredRecipe[]>(text, Json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static OrderedDictionary<string, TensorData> Part(Safetensors file, bool optimizer)
    {
        var part = new OrderedDictionary<string, TensorData>();
        foreach (var (name, data) in file.Tensors)
        {
            if (name.StartsWith(OptimizerPrefix, StringComparison.Ordinal) != optimizer)
                continue;
            // What the optimiser calls otherwise (running means) has the prefix in files alone.
            part.Add(name.StartsWith(OthersPrefix, StringComparison.Ordinal) ? name[OptimizerPrefix.Length..] : name, data);
        }
        return part;
    }
}
