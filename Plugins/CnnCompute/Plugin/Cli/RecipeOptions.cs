// The options by which verbs take a recipe, and what changes it.
using System.CommandLine;
using System.Globalization;

namespace CnnCompute;

/// <summary>A recipe by name or file, or none, with fields set one by one; the rest suits the data.</summary>
internal sealed class RecipeOptions
{
    private const int FewSamples = 1000, UsualSteps = 1500, FewestEpochs = 5, MostEpochs = 60, UsualBatch = 64, FewestInBatch = 8, ShareOfSide = 8;
    private const string UsualRate = "0.001", Nameless = "data";
    private const int GradedBatch = 32, GradedSteps = 40, FewestGraded = 3, MostGraded = 6;

    private const string DataWords = "A folder with a folder of pictures per class, a zip of such, a .csv of file,label, or fashion-mnist, "
        + "mnist=FOLDER or cifar10=PATH.",
        SeedWords = "The same seed gives the same weights, bit for bit, on the same device. [default: 1]";

    // Of optimisers whose steps have other lengths than Adam's. Of SGD the schedule's own will do.
    private static readonly Dictionary<string, string> Rates = new()
    {
        ["adadelta"] = "1",
        ["adagrad"] = "0.01",
        ["lamb"] = "0.01",
        ["lars"] = "5",
        ["lbfgs"] = "1",
        ["muon"] = "0.02",
    };

    private readonly Argument<string?> recipe = new("recipe")
    {
        Description = $"What to train: {string.Join(", ", RecipeFiles.Names.DefaultIfEmpty("a recipe"))}, or a recipe's file (.yaml). "
            + "Without one --data says what to learn from.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly bool isTransfer;
    private readonly (Option<string?> Option, string[] Field)[] fields;

    private readonly Option<string[]> freeze = new("--freeze")
    {
        Description = "Layers, or patterns of parameters, that stay as they are: conv1 bn1 layer1, or 'layer1.*' (all names: ./cnn inspect).",
        HelpName = "PATTERN",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> rate = Text("--lr", "RATE", "The schedule's rate: its highest one.");

    private readonly Option<string[]> set = new("--set")
    {
        Description = "Any field of the recipe: --set ema=0.999 optimizer.weightDecay=1e-4 'augmentation=[random-crop, cutout: {size: 8}]'.",
        HelpName = "FIELD=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>New ones; options belong to one command each.</summary>
    /// <param name="isTransfer">Whether a trained net learns other classes; there is no recipe to name then.</param>
    public RecipeOptions(bool isTransfer = false) => (this.isTransfer, fields) = (isTransfer, isTransfer ? OfTransfer() : Usual());

    /// <summary>Options that make another training of one, as a list.</summary>
    public string Changing => isTransfer
        ? "--model, --layer, --freeze, --epochs, --head-epochs, --batch, --lr, --factor, --seed, --size and --set"
        : "--model, --epochs, --batch, --lr, --optimizer, --schedule, --seed and --set";

    /// <summary>The argument and options, for a command.</summary>
    public void AddTo(Command command)
    {
        if (!isTransfer)
            command.Arguments.Add(recipe);
        foreach (var (option, _) in fields)
            command.Options.Add(option);
        if (isTransfer)
            command.Options.Add(freeze);
        command.Options.Add(rate);
        command.Options.Add(set);
    }

    /// <summary>The recipe that was named; null where there was none.</summary>
    public string? Named(ParseResult result) => isTransfer ? null : result.GetValue(recipe);

    /// <summary>Where the user says the data lie; null where nothing was said.</summary>
    public string? Data(ParseResult result) => result.GetValue(fields[0].Option);

    /// <summary>The recipe with what was set, and the data that it names.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="begun">The recipe of a training that continues, which nothing but the data's place may change; null of a new one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ArgumentException">
    /// There is neither a recipe nor data, a training that continues has another recipe, or a value is not possible.
    /// </exception>
    /// <exception cref="InvalidDataException">Something in the recipe is wrong; the message names the line and the nearest name.</exception>
    public (TrainingRecipe Recipe, DataSplits Data) Open(ParseResult result, string? begun, CancellationToken cancellation)
    {
        var (node, name) = Read(result, begun);
        var read = TrainingRecipe.Read(node) with { Name = name };
        if (result.GetValue(rate) is { } highest)
            read = read with { Schedule = WithRate(read.Schedule, highest, "--lr") };
        if (read.Data.Length == 0)
        {
            throw new ArgumentException("say what to learn from: "
                + $"{(isTransfer ? "" : "a recipe (./cnn train fashion), or ")}--data FOLDER with a folder of pictures for each class");
        }
        read = TransferModels.Fitted(read.Checked());
        var data = DataSets.Open(read.DataSettings(), cancellation);
        if (begun is null && Named(result) is null)
        {
            var lr = result.GetValue(rate);
            read = read.Transfer is null ? Suited(read, node, data, lr is not null) : Graded(read, node, data, lr is not null);
        }
        return (read.For(data), data);
    }

    private (RecipeNode Node, string Name) Read(ParseResult result, string? begun)
    {
        var named = Named(result);
        var path = begun is null && named is not null ? RecipeFiles.PathOf(named) : null;
        var node = begun is not null ? RecipeNode.Parse(begun, "the checkpoint's recipe", hasLines: false)
            : path is not null ? RecipeNode.Load(path)
            : RecipeNode.Parse(isTransfer ? "transfer: new-head" : "", "no recipe", hasLines: false);
        var known = node.Fields?.GetValueOrDefault("data")?.Text;
        foreach (var (option, field) in fields)
        {
            if (result.GetValue(option) is { } text)
                node = node.With(field, RecipeNode.Parse(field[0] == "data" ? Place(text, known) : text, option.Name, hasLines: false));
        }
        if (isTransfer && result.GetValue(freeze) is { Length: > 0 } frozen)
            node = node.With(["freeze"], RecipeNode.Parse($"[{string.Join(", ", frozen.Select(RecipeNode.Word))}]", freeze.Name, hasLines: false));
        foreach (var text in result.GetValue(set) ?? [])
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } field, var value])
                throw new ArgumentException($"--set {text}: it is written FIELD=VALUE, as in --set epochs=20");
            node = node.With(field.Split('.'), RecipeNode.Parse(value, $"--set {field}", hasLines: false));
        }
        string? Said(string field) => node.Fields?.GetValueOrDefault(field)?.Text;
        var name = path is not null ? Path.GetFileNameWithoutExtension(path)
            : begun is not null && Said("name") is { Length: > 0 } kept ? kept
            : NameOf(Said("data") ?? "");
        if (begun is not null && named is not null && Path.GetFileNameWithoutExtension(named) != name)
            throw new ArgumentException($"{named}: a training that continues has its recipe in its own file; leave the recipe's name away");
        return (node, name);
    }

    // A folder may have dots in its name, and no extension.
    private static string NameOf(string data)
    {
        var place = Path.Exists(data) ? Path.GetFullPath(data) : data.Split('=')[0];
        place = Path.TrimEndingDirectorySeparator(place);
        var name = Directory.Exists(place) ? Path.GetFileName(place) : Path.GetFileNameWithoutExtension(place);
        return name.Length > 0 || data.Length == 0 ? name : Nameless;
    }

    // Of a rise before another schedule the rate is that one's.
    private static NamedObject WithRate(NamedObject schedule, string rate, string source) => schedule["schedule"] is NamedObject inner
        ? schedule.With("schedule", $"{{{WithRate(inner, rate, source)}}}", source)
        : schedule.With("rate", rate, source);

    // The files of a recipe's own data set lie elsewhere; a folder of classes is another data set.
    private static string Place(string given, string? known)
    {
        var name = known?.Split('=')[0];
        var isPlace = name is "fashion-mnist" or "mnist" or "cifar10" && !given.Contains('=') && given != name
            && !DataSets.IsPictureFolder(given);
        return RecipeNode.Word(isPlace ? $"{name}={given}" : given);
    }

    // What a training of nothing but pictures has where nobody says otherwise.
    private static TrainingRecipe Suited(TrainingRecipe recipe, RecipeNode node, DataSplits data, bool hasRate)
    {
        bool Said(string field) => node.Fields?.ContainsKey(field) == true;
        var (count, side) = (data.Train.Count, Math.Min(data.Train.Height, data.Train.Width));
        if (!Said("batch"))
            recipe = recipe with { Batch = Math.Clamp(count / 4, Math.Min(count, FewestInBatch), UsualBatch) };
        if (!Said("epochs"))
            recipe = recipe with { Epochs = Math.Clamp(UsualSteps / Math.Max(1, count / recipe.Batch), FewestEpochs, MostEpochs) };
        if (!Said("augmentation"))
        {
            var moved = string.Create(CultureInfo.InvariantCulture, $"random-shift: {{pixels: {Math.Max(1, side / ShareOfSide)}, edgeFill: true}}");
            recipe = recipe with
            {
                Augmentation = [Catalogue.Parse<Transform>("random-horizontal-flip", "default"), Catalogue.Parse<Transform>(moved, "default")],
            };
        }
        if (!Said("schedule") && !hasRate && recipe.Optimizer.Name != "sgd")
            recipe = recipe with { Schedule = recipe.Schedule.With("rate", Rates.GetValueOrDefault(recipe.Optimizer.Name, UsualRate), "default") };
        // Rates suit batches of 64.
        else if (!Said("schedule") && !hasRate && count < FewSamples)
            recipe = recipe with { Schedule = recipe.Schedule.With("rate", "0.02", "default") };
        return recipe;
    }

    // A trained net needs little: few passes, in which pictures are mirrored and cut out, at a rate that leaves what it knows.
    private static TrainingRecipe Graded(TrainingRecipe recipe, RecipeNode node, DataSplits data, bool hasRate)
    {
        bool Said(string field) => node.Fields?.ContainsKey(field) == true;
        var count = data.Train.Count;
        if (!Said("batch"))
            recipe = recipe with { Batch = Math.Clamp(count / 4, Math.Min(count, FewestInBatch), GradedBatch) };
        if (!Said("epochs"))
            recipe = recipe with { Epochs = Math.Clamp(GradedSteps / Math.Max(1, count / recipe.Batch), FewestGraded, MostGraded) };
        if (!Said("evaluationBatch"))
            recipe = recipe with { EvaluationBatch = recipe.Batch };
        if (!Said("augmentation"))
        {
            var cut = string.Create(CultureInfo.InvariantCulture, $"random-resized-crop: {{size: {data.Train.Height}, scale: [0.5, 1]}}");
            recipe = recipe with
            {
                Augmentation = [Catalogue.Parse<Transform>("random-horizontal-flip", "default"), Catalogue.Parse<Transform>(cut, "default")],
            };
        }
        // Trained nets want rates of very different sizes (some take bytes): what divides by the gradients' size suits them all.
        if (!Said("optimizer"))
            recipe = recipe with { Optimizer = Catalogue.Parse<Optimizer>("adamw", "default") };
        if (!Said("schedule") && !hasRate)
            recipe = recipe with { Schedule = recipe.Schedule.With("rate", recipe.Optimizer.Name == "sgd" ? "0.001" : "0.0005", "default") };
        return recipe;
    }

    private static (Option<string?>, string[])[] Usual() =>
    [
        (Text("--data", "DATA", $"{DataWords} With a recipe: where its data lie."), ["data"]),
        (Text("--model", "NAME", "A model of the zoo (see ./cnn inspect --help), with fields perhaps, as fashion(dropout=0.2), or a trained file."),
            ["model"]),
        (Text("--size", "PIXELS", "Side of the pictures. [default: the data's own, at most 64]"), ["size"]),
        (Text("--epochs", "N", "Passes over the training pictures."), ["epochs"]),
        (Text("--batch", "N", "Pictures of one step."), ["batch"]),
        (Text("--optimizer", "NAME", "With fields perhaps: 'adam: {weightDecay: 1e-4}'."), ["optimizer"]),
        (Text("--schedule", "NAME", "How the rate changes, with fields perhaps: 'cosine: {rate: 0.1, warmup: 1}'."), ["schedule"]),
        (Text("--validation", "SHARE", "Share of the training pictures that is set aside to choose by."), ["validation"]),
        (Text("--seed", "N", SeedWords), ["seed"]),
    ];

    private static (Option<string?>, string[])[] OfTransfer() =>
    [
        (Text("--data", "DATA", DataWords), ["data"]),
        (Text("--model", "FILE|NAME",
            "The trained network: .onnx, .safetensors, or a name. [default: resnet18_features, which comes with the program]"), ["model"]),
        (Text("--layer", "NAME", "Where it is cut. [default: before a classifier's last layer, or at the end]"), ["transfer", "layer"]),
        (Text("--size", "PIXELS", "Side of the pictures. [default: the network's own, or 128 where it takes any]"), ["size"]),
        (Text("--norm", "NORM", "How pixels become its input, where it does not say."), ["norm"]),
        (Text("--epochs", "N", "Passes in which the whole network learns; 0 leaves it at the new head. [default: 3 to 6, as there are pictures]"),
            ["epochs"]),
        (Text("--head-epochs", "N", "Passes before these in which the new head learns alone. [default: 40]"), ["transfer", "headEpochs"]),
        (Text("--batch", "N", "Pictures of one step."), ["batch"]),
        (Text("--factor", "SHARE", "Of three groups of layers each learns by this share of the next one's rate. [default: 0.3]"),
            ["transfer", "factor"]),
        (Text("--validation", "SHARE", "Share of the training pictures that is set aside to choose by. [default: 0.1]"), ["validation"]),
        (Text("--seed", "N", SeedWords), ["seed"]),
    ];

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
