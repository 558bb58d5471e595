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
    private const string Format = "cnnplayground-1";

    // The optimiser's keys begin so; a state dict's never do.
    private const string OptimizerPrefix = "optimizer.";

    private static readonly HashSet<string> OwnKeys =
    [
        "format", "options", "seed", "step", "evaluated", "test_correct", "test_count", "best_correct", "device",
        "training_recipes", "evaluation_recipes", "data", "epoch_loss", "epoch_correct", "epoch_count", Checksum.Key,
    ];

    // Tuples of a pixel norm are fields; what it computes from them is no part of it.
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, IgnoreReadOnlyProperties = true };

    /// <summary>What <see cref="ModelFile"/> must know to open the file: see <see cref="ModelMetadata"/>.</summary>
    public required IReadOnlyDictionary<string, string> Model { get; init; }

    /// <summary>What was asked of the training.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Weights and running statistics by key.</summary>
    public required IReadOnlyDictionary<string, TensorData> State { get; init; }

    /// <summary>Optimiser state by key; empty in a file that only serves inference.</summary>
    public IReadOnlyDictionary<string, TensorData> Optimizer { get; init; } = new Dictionary<string, TensorData>();

    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Epochs that ended with an evaluation.</summary>
    public int Evaluated { get; init; }

    /// <summary>Sums over the training steps of the epoch under way; nothing in files of earlier versions.</summary>
    public Metrics Epoch { get; init; }

    /// <summary>Correct predictions on the test set at the newest evaluation; -1 before the first.</summary>
    public int TestCorrect { get; init; } = -1;

    /// <summary>Samples of the test set.</summary>
    public int TestCount { get; init; }

    /// <summary>The most correct predictions of any epoch; -1 before the first evaluation.</summary>
    public int BestCorrect { get; init; } = -1;

    /// <summary>The device whose recipes these are.</summary>
    public string Device { get; init; } = "";

    /// <summary>Which samples it learns from and is tested on, see <see cref="Dataset.Fingerprint"/>; empty where the file does not tell.</summary>
    public string Data { get; init; } = "";

    /// <summary>Recipes of the training plan.</summary>
    public IReadOnlyList<StoredRecipe> TrainingRecipes { get; init; } = [];

    /// <summary>Recipes of the evaluation plan.</summary>
    public IReadOnlyList<StoredRecipe> EvaluationRecipes { get; init; } = [];

    /// <summary>Whether a training can continue from it.</summary>
    public bool CanResume => Optimizer.Count > 0;

    /// <summary>Writes the file whole or not at all; equal states give equal bytes.</summary>
    /// <exception cref="IOException">It cannot be written; the file that was there before is untouched.</exception>
    public void Save(string path)
    {
        string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
        var metadata = new OrderedDictionary<string, string>
        {
            ["format"] = Format,
            ["options"] = JsonSerializer.Serialize(Options, Json),
            ["seed"] = Number(Options.Seed),
            ["step"] = Number(Step),
            ["evaluated"] = Number(Evaluated),
            ["epoch_loss"] = Epoch.LossSum.ToString("R", CultureInfo.InvariantCulture),
            ["epoch_correct"] = Number(Epoch.Correct),
            ["epoch_count"] = Number(Epoch.Count),
            ["test_correct"] = Number(TestCorrect),
            ["test_count"] = Number(TestCount),
            ["best_correct"] = Number(BestCorrect),
            ["device"] = Device,
            ["data"] = Data,
            ["training_recipes"] = JsonSerializer.Serialize(TrainingRecipes, Json),
            ["evaluation_recipes"] = JsonSerializer.Serialize(EvaluationRecipes, Json),
        };
        foreach (var (key, value) in Model)
            metadata[key] = value;
        KeyValuePair<string, TensorData>[] all = [.. State, .. Optimizer];
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
            string Text(string key) => file.Metadata[key];
            T Parse<T>(string key) => JsonSerializer.Deserialize<T>(Text(key), Json) ?? throw new JsonException($"{key} is null");
            int Number(string key, int least = 0) => (int)Long(key, least, int.MaxValue);
            long Long(string key, long least, long most)
            {
                var value = long.Parse(Text(key), CultureInfo.InvariantCulture);
                return value >= least && value <= most ? value : throw new FormatException($"{key} is {value}");
            }
            var summed = file.Metadata.ContainsKey("epoch_count");
            var options = Parse<TrainingOptions>("options");
            options.Validate();
            return new Checkpoint
            {
                Model = file.Metadata.Where(m => !OwnKeys.Contains(m.Key)).ToDictionary(),
                Options = options,
                State = Part(file, optimizer: false),
                Optimizer = Part(file, optimizer: true),
                Step = Long("step", 0, long.MaxValue),
                Evaluated = Number("evaluated"),
                Epoch = summed
                    ? new Metrics(double.Parse(Text("epoch_loss"), CultureInfo.InvariantCulture), Number("epoch_correct"), Number("epoch_count"))
                    : default,
                TestCorrect = Number("test_correct", -1),
                TestCount = Number("test_count"),
                BestCorrect = Number("best_correct", -1),
                Device = Text("device"),
                Data = file.Metadata.GetValueOrDefault("data", ""),
                TrainingRecipes = Recipes(Text("training_recipes")),
                EvaluationRecipes = Recipes(Text("evaluation_recipes")),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: the checkpoint's metadata is damaged ({e.Message}); train again or take another file", e);
        }
    }

    /// <summary>Whether a safetensors file's metadata is a checkpoint's.</summary>
    public static bool IsCheckpoint(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault("format") == Format;

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
            if (name.StartsWith(OptimizerPrefix, StringComparison.Ordinal) == optimizer)
                part.Add(name, data);
        }
        return part;
    }
}
