// The fields of a recipe, in the order in which they are written.
using System.Globalization;
using System.Text;

namespace CnnCompute;

public sealed partial record TrainingRecipe
{
    /// <summary>How a field is read and written.</summary>
    private sealed record RecipeField(string Name, Func<TrainingRecipe, RecipeNode, TrainingRecipe> Read, Func<TrainingRecipe, string> Text);

    private static readonly IReadOnlyList<RecipeField> RecipeFields =
    [
        Plain("name", r => r.Name, (r, v) => r with { Name = v }),
        Plain("description", r => r.Description, (r, v) => r with { Description = v }),
        new("model", (r, n) => r with { Model = ModelText(n) }, r => $" {RecipeNode.Word(r.Model)}"),
        new("transfer", (r, n) => r with { Transfer = Catalogue.Read(typeof(TransferOptions), n) },
            r => r.Transfer is { Fields.Count: > 0 } o ? Indented([o.ToString()]) : $" {r.Transfer?.ToString() ?? "null"}"),
        Plain("data", r => r.Data, (r, v) => r with { Data = v }),
        Plain("size", r => r.Size, (r, v) => r with { Size = v }),
        Plain("channels", r => r.Channels, (r, v) => r with { Channels = v }),
        Plain("validation", r => r.Validation, (r, v) => r with { Validation = v }),
        Plain("test", r => r.Test, (r, v) => r with { Test = v }),
        Plain("limit", r => r.Limit, (r, v) => r with { Limit = v }),
        Plain("cache", r => r.Cache, (r, v) => r with { Cache = v }),
        Plain("balanced", r => r.Balanced, (r, v) => r with { Balanced = v }),
        Plain("classWeights", r => r.ClassWeights, (r, v) => r with { ClassWeights = v }),
        new("augmentation", (r, n) => r with { Augmentation = List<Transform>(n) }, r => Lines(r.Augmentation.Select(a => a.ToString()))),
        new("norm", (r, n) => r with { Norm = n.Text == "data" ? null : (PixelNorm)FieldValue.Read(n, typeof(PixelNorm), "norm")! },
            r => $" {(r.Norm is { } norm ? RecipeNode.Word(norm.ToString()) : "data")}"),
        Object<Criterion>("criterion", r => r.Criterion, (r, v) => r with { Criterion = v }),
        Object<Optimizer>("optimizer", r => r.Optimizer, (r, v) => r with { Optimizer = v }),
        Object<LrSchedule>("schedule", r => r.Schedule, (r, v) => r with { Schedule = v }),
        new("initialization", (r, n) => r with { Initialization = [.. Items(n).Select(Initial)] },
            r => Lines(r.Initialization.Select(i => i.ToString()))),
        Plain("epochs", r => r.Epochs, (r, v) => r with { Epochs = v }),
        Plain("batch", r => r.Batch, (r, v) => r with { Batch = v }),
        Plain("evaluationBatch", r => r.EvaluationBatch, (r, v) => r with { EvaluationBatch = v }),
        Plain("draws", r => r.Draws, (r, v) => r with { Draws = v }),
        Plain("seed", r => r.Seed, (r, v) => r with { Seed = v }),
        Plain("ema", r => r.Ema, (r, v) => r with { Ema = v }),
        Plain("clipNorm", r => r.ClipNorm, (r, v) => r with { ClipNorm = v }),
        Plain("clipValue", r => r.ClipValue, (r, v) => r with { ClipValue = v }),
        Plain("accumulate", r => r.Accumulate, (r, v) => r with { Accumulate = v }),
        Plain("precision", r => r.Precision, (r, v) => r with { Precision = v }),
        Plain("onNan", r => r.OnNan, (r, v) => r with { OnNan = v }),
        Plain("patience", r => r.Patience, (r, v) => r with { Patience = v }),
        Plain("keep", r => r.Keep, (r, v) => r with { Keep = v }),
        Plain("freeze", r => r.Freeze, (r, v) => r with { Freeze = v }),
        new("groups", (r, n) => r with { Groups = [.. Items(n).Select(Rule)] }, r => Lines(r.Groups.Select(RuleText))),
        Plain("decayVectors", r => r.DecayVectors, (r, v) => r with { DecayVectors = v }),
        new("notes", (r, n) => r with { Notes = Words(n) },
            r => Indented(r.Notes.Select(e => $"{RecipeNode.Word(e.Key)}: {RecipeNode.Word(e.Value)}"))),
    ];

    private static RecipeField Plain<T>(string name, Func<TrainingRecipe, T> get, Func<TrainingRecipe, T, TrainingRecipe> set) =>
        new(name, (r, n) => set(r, (T)FieldValue.Read(n, typeof(T), name)!), r => $" {FieldValue.Text(get(r))}");

    private static RecipeField Object<T>(string name, Func<TrainingRecipe, NamedObject> get, Func<TrainingRecipe, NamedObject, TrainingRecipe> set) =>
        new(name, (r, n) => set(r, Catalogue.Read(typeof(T), n)), r => get(r) is { Fields.Count: > 0 } o ? Indented([o.ToString()]) : $" {get(r)}");

    private static IReadOnlyList<NamedObject> List<T>(RecipeNode node) =>
        [.. Items(node).Select(n => Catalogue.Read(typeof(T), n))];

    private static IReadOnlyList<RecipeNode> Items(RecipeNode node) => node.Items ?? (node.IsEmpty ? [] : [node]);

    // Those that look at data are another kind.
    private static NamedObject Initial(RecipeNode node) => Catalogue.Read(
        node.TryObject(out var name, out _) && Catalogue.Of<DataInitialization>().Any(e => e.Name == name) ? typeof(DataInitialization)
            : typeof(Initialization), node);

    private static string Lines(IEnumerable<string> items) => Indented(items.Select(i => $"- {i}")) is { Length: > 0 } lines ? lines : " []";

    private static string Indented(IEnumerable<string> lines) => string.Concat(lines.Select(l => $"\n  {l}"));

    // airbench: {width: 0.5} is airbench(width=0.5) everywhere else.
    private static string ModelText(RecipeNode node)
    {
        if (!node.TryObject(out var name, out var fields))
            throw node.Wrong($"the model is a name, a name with fields, or a file; here is {node}");
        if (fields.Fields is null)
            return fields.IsEmpty ? name : throw fields.Wrong($"fields of {name} are written as {name}: {{width: 0.5}}; here is {fields}");
        var text = new StringBuilder(name).Append('(');
        foreach (var (field, value) in fields.Fields)
        {
            var word = value.Text ?? throw value.Wrong($"{name}'s {field} is a number or a word");
            text.Append(text[^1] == '(' ? "" : ", ").Append(field).Append('=').Append(word);
        }
        return text.Append(')').ToString();
    }

    private static Dictionary<string, string> Words(RecipeNode node)
    {
        if (node.Fields is null)
            throw node.Wrong($"notes are fields such as accuracy, command and time; here is {node}");
        return node.Fields.ToDictionary(f => f.Key, f => f.Value.Text ?? f.Value.ToString());
    }

    private static readonly string[] GroupFields = ["parameters", "rate", "weightDecay", "l1", "matrices"];

    private static ParameterRule Rule(RecipeNode node)
    {
        var rule = new ParameterRule("");
        foreach (var (name, value) in node.Fields ?? throw node.Wrong($"a group is fields: {string.Join(", ", GroupFields)}"))
        {
            double Number() => (double)FieldValue.Read(value, typeof(double), name)!;
            rule = name switch
            {
                "parameters" => rule with { Pattern = value.Text ?? throw value.Wrong("parameters is a pattern such as features.*") },
                "rate" => rule with { RateScale = (float)Number() },
                "weightDecay" => rule with { WeightDecay = Number() },
                "l1" => rule with { L1 = Number() },
                "matrices" => rule with { Matrices = (bool)FieldValue.Read(value, typeof(bool), name)! },
                _ => throw value.Wrong($"a group has no field \"{name}\"{Engine.Spelling.Hint(name, GroupFields)}"),
            };
        }
        return rule.Pattern.Length > 0 ? rule : throw node.Wrong("a group needs the field parameters, a pattern such as features.*");
    }

    private static string RuleText(ParameterRule rule)
    {
        var text = new StringBuilder($"{{parameters: {RecipeNode.Word(rule.Pattern)}");
        if (rule.RateScale != 1)
            text.Append(CultureInfo.InvariantCulture, $", rate: {rule.RateScale:R}");
        if (rule.WeightDecay is { } decay)
            text.Append(CultureInfo.InvariantCulture, $", weightDecay: {decay:R}");
        if (rule.L1 is { } l1)
            text.Append(CultureInfo.InvariantCulture, $", l1: {l1:R}");
        if (!rule.Matrices)
            text.Append(", matrices: false");
        return text.Append('}').ToString();
    }
}
