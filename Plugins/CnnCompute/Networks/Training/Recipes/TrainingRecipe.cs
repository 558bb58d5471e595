// A training as a small YAML file.
using System.Text;
using Engine;

namespace CnnCompute;

/// <summary>
/// Everything that decides what a training computes but the device: model, data, augmentation, objective, optimiser, schedule and numbers; and notes
/// of what it is known to reach. Equal recipes have equal texts (<see cref="ToText"/>), which checkpoints store.
/// </summary>
public sealed partial record TrainingRecipe
{
    /// <summary>How errors, reports and people call it: the file's name without its ending, or that of the data; checkpoints keep it.</summary>
    public string Name { get; init; } = "";

    /// <summary>A sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>A model of the zoo, with fields perhaps (<c>fashion(dropout=0.2)</c>), or a file; empty: one that suits the data.</summary>
    public string Model { get; init; } = "";

    /// <summary>How the model, a trained one, learns other classes (<see cref="TransferOptions"/>); null where it is trained as it is.</summary>
    public NamedObject? Transfer { get; init; }

    /// <summary>Names the data set or the folder.</summary>
    public string Data { get; init; } = "";

    /// <summary>Side of the pictures; null for the data's own, or what suits a folder.</summary>
    public int? Size { get; init; }

    /// <summary>Channels of the pictures, 1 or 3; null for the data's own.</summary>
    public int? Channels { get; init; }

    /// <summary>Share of the samples to learn from that is set aside to choose by; null for a tenth.</summary>
    public double? Validation { get; init; }

    /// <summary>Share of all samples that is set aside to report on where the data have no test part; null for a tenth.</summary>
    public double? Test { get; init; }

    /// <summary>The most samples of each class to learn and choose from; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where samples are kept; null for memory where they fit.</summary>
    public CacheMode? Cache { get; init; }

    /// <summary>Whether each class is drawn equally often.</summary>
    public bool Balanced { get; init; }

    /// <summary>Whether the loss weighs rare classes more.</summary>
    public bool ClassWeights { get; init; }

    /// <summary>Transforms of training pictures, in order.</summary>
    public IReadOnlyList<NamedObject> Augmentation { get; init; } = [];

    /// <summary>How bytes become inputs; null: mean and deviation of the training pictures' channels.</summary>
    public PixelNorm? Norm { get; init; }

    /// <summary>What is made small.</summary>
    public NamedObject Criterion { get; init; } = Catalogue.Parse<Criterion>("cross-entropy", "default");

    /// <summary>How.</summary>
    public NamedObject Optimizer { get; init; } = Catalogue.Parse<Optimizer>("sgd: {momentum: 0.9, nesterov: true, weightDecay: 5e-4}", "default");

    /// <summary>With which rate.</summary>
    public NamedObject Schedule { get; init; } = Catalogue.Parse<LrSchedule>("one-cycle: {rate: 0.05}", "default");

    /// <summary>What gives weights their first values after the model's own way, in order.</summary>
    public IReadOnlyList<NamedObject> Initialization { get; init; } = [];

    /// <summary>Passes over the training samples.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples of a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Samples of an evaluation batch.</summary>
    public int EvaluationBatch { get; init; } = 100;

    /// <summary>Runs of a network that is random in evaluation too, whose probabilities are averaged there.</summary>
    public int Draws { get; init; } = 1;

    /// <summary>Decides initial weights, the order of samples, augmentation and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Decay of the running mean of weights that is evaluated and saved; null for the weights themselves.</summary>
    public float? Ema { get; init; }

    /// <summary>The most that all gradients together are long.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The most that each gradient is.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Batches whose gradients are added up for an update.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>How activations are stored; f16 scales the loss.</summary>
    public Storage Precision { get; init; }

    /// <summary>What happens when the loss is no longer a number.</summary>
    public NanAction OnNan { get; init; }

    /// <summary>Epochs without a better validation accuracy after which it ends; null: never before the last.</summary>
    public int? Patience { get; init; }

    /// <summary>How many of the best epochs' weights are kept, besides the best.</summary>
    public int Keep { get; init; }

    /// <summary>Patterns of parameters that are not trained, as in <c>features.*</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>Rates and decays of parameters by patterns of their names.</summary>
    public IReadOnlyList<ParameterRule> Groups { get; init; } = [];

    /// <summary>Whether biases and scales of norms decay like weights.</summary>
    public bool DecayVectors { get; init; } = true;

    /// <summary>What is known of it: the accuracy it reaches, the command, the time it takes.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Something in it is wrong; the message names the line and the nearest name.</exception>
    public static TrainingRecipe Load(string path) => Read(RecipeNode.Load(path)) with { Name = Path.GetFileNameWithoutExtension(path) };

    /// <summary>Reads fields.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static TrainingRecipe Read(RecipeNode node)
    {
        if (node.Fields is null && !node.IsEmpty)
            throw node.Wrong($"a recipe is fields such as model, data and optimizer; here is {node}");
        var recipe = new TrainingRecipe();
        foreach (var (name, value) in node.Fields ?? new Dictionary<string, RecipeNode>())
        {
            var field = RecipeFields.FirstOrDefault(f => f.Name == name)
                ?? throw value.Wrong($"a recipe has no field \"{name}\"{Spelling.Hint(name, [.. RecipeFields.Select(f => f.Name)])}");
            // Nothing said is the default.
            if (!value.IsEmpty)
                recipe = field.Read(recipe, value);
        }
        return recipe;
    }

    /// <summary>The recipe as YAML, fields in their usual order, without those that are as usual; reading it gives the same.</summary>
    public string ToText()
    {
        var (text, usual) = (new StringBuilder(), new TrainingRecipe());
        foreach (var field in RecipeFields)
        {
            if (field.Text(this) is var value && value != field.Text(usual))
                text.Append(field.Name).Append(':').Append(value).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The same without what changes no weights: name, description and notes.</summary>
    public string Essence => (this with { Name = "", Description = "", Notes = new Dictionary<string, string>(), Keep = 0 }).ToText();

    /// <summary>Throws where a number makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the field, its value and what it may be.</exception>
    public TrainingRecipe Checked()
    {
        // A new head may be all that is trained.
        Require(Epochs <= 100_000 && Epochs >= (Transfer is null ? 1 : 0), nameof(Epochs), Epochs, $"{(Transfer is null ? 1 : 0)} to 100,000");
        Require(Batch is >= 1 and <= 65536, nameof(Batch), Batch, "1 to 65,536");
        Require(EvaluationBatch is >= 1 and <= 65536, nameof(EvaluationBatch), EvaluationBatch, "1 to 65,536");
        Require(Draws is >= 1 and <= 1000, nameof(Draws), Draws, "1 to 1,000");
        Require(Seed >= 0, nameof(Seed), Seed, "0 or more");
        Require(Size is null or (>= 1 and <= 4096), nameof(Size), Size, "1 to 4,096 pixels");
        Require(Patience is null or >= 1, nameof(Patience), Patience, "1 or more");
        Require(Keep is >= 0 and <= 1000, nameof(Keep), Keep, "0 to 1,000");
        Require(Channels is null or 1 or 3, nameof(Channels), Channels, "1 (grey) or 3 (RGB)");
        Require(Validation is null or (>= 0 and < 1), nameof(Validation), Validation, "a share, 0 to below 1");
        Require(Test is null or (>= 0 and < 1), nameof(Test), Test, "a share, 0 to below 1");
        Require(Limit is null or >= 1, nameof(Limit), Limit, "1 or more");
        Require(Ema is null or (>= 0 and < 1), nameof(Ema), Ema, "0 to below 1");
        Require(ClipNorm is null or > 0, nameof(ClipNorm), ClipNorm, "above 0");
        Require(ClipValue is null or > 0, nameof(ClipValue), ClipValue, "above 0");
        Require(Accumulate is >= 1 and <= 65536, nameof(Accumulate), Accumulate, "1 to 65,536");
        return this;
    }

    private static void Require(bool fits, string name, object? value, string range)
    {
        if (!fits)
            throw new ArgumentException($"{char.ToLowerInvariant(name[0])}{name[1..]} is {FieldValue.Text(value)}; it must be {range}");
    }
}
