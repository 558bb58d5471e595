// One training as verbs run it: its files, its display, its end.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary>A training, or the fine-tuning of a trained net, whose head learns first.</summary>
internal sealed record TrainingRun(
    ParseResult Result, Option<string?> Device, TrainingRecipe Recipe, DataSplits Data, Checkpoint? Checkpoint)
{
    /// <summary>Steps of a trial.</summary>
    public const int TrialSteps = 100;

    private const int FewPictures = 1000;

    private readonly TrainingDisplay display = new();

    /// <summary>By which it continues.</summary>
    public required string Verb { get; init; }

    /// <summary>A folder, or the best file's name.</summary>
    public required string Output { get; init; }

    /// <summary>Where the files lie of a training that continues; null for one that begins.</summary>
    public string? Begun { get; init; }

    /// <summary>What must be said again to continue.</summary>
    public string Again { get; init; } = "";

    /// <summary>Whether event files are written.</summary>
    public bool HasBoard { get; init; }

    /// <summary>How often the last state is saved within an epoch.</summary>
    public TimeSpan SaveEvery { get; init; }

    // For the report; the notes of a recipe say how its author did it.
    private string Typed => $"./cnn {string.Join(' ', Result.Tokens.Select(t => Quoted(t.Value)))}";

    /// <summary>As a shell reads it.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:=,@".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";

    /// <summary>Trains to the end, or until it is cancelled; writes everything.</summary>
    public int Train(CancellationToken cancellation)
    {
        if (TrainingFiles.IsFile(Output))
            OutputFile.Check("--out", Output);
        else
            OutputFile.CheckFolder("--out", Output);
        var files = TrainingFiles.At(Output) with { SaveEvery = SaveEvery };
        using var place = TrainingLock.Take(files);
        using var gpu = DeviceOption.Open(Result, Device);
        Introduce(gpu);
        using var work = KeptWork.Begin();
        HeadRun? head = null;
        if (Recipe.Transfer is not null && (Checkpoint is null || Recipe.Epochs == 0))
        {
            head = new HeadRun(gpu, Recipe, Data, display);
            if (!head.Train(cancellation))
            {
                display.Say("stopped before the new head was trained; nothing was saved");
                return 0;
            }
            if (Recipe.Epochs == 0)
            {
                head.Finish(files, HasBoard, Typed, cancellation);
                return 0;
            }
        }
        using var trainer = Make(gpu, Data, Recipe.Setup(), head?.Net);
        TrainWhole(gpu, trainer, files, head, cancellation);
        return 0;
    }

    /// <summary>Tries it; writes nothing.</summary>
    public int Trial(Func<DataSplits, TrainingSetup, int, (DataSplits, TrainingSetup)> trial, CancellationToken cancellation)
    {
        using var gpu = DeviceOption.Open(Result, Device);
        Introduce(gpu);
        var (data, setup) = trial(Data, Recipe.Setup(), TrialSteps);
        using var trainer = Make(gpu, data, setup, null);
        var result = display.Show(trainer, null, cancellation);
        var outcome = result.Test is null ? display.LastLine : TrainingDisplay.Describe(result);
        display.Say($"tried: {data.Train.Count:N0} pictures, {trainer.Steps:N0} steps; {outcome}");
        return 0;
    }

    private void TrainWhole(Gpu gpu, Trainer trainer, TrainingFiles files, HeadRun? head, CancellationToken cancellation)
    {
        if (Begun is not null)
            files.TakeOver(TrainingFiles.At(Begun), Checkpoint!.Evaluated);
        if (Checkpoint is not null)
            display.Say($"continuing after step {trainer.Step:N0} of {trainer.Steps:N0}");
        if (trainer.RecipesChanged)
            display.Say("the kernels it was begun with are not those of this device and version: results may differ in the last bits");
        if (trainer.Step == trainer.Steps)
            display.Say($"nothing is left to train: all {trainer.Steps:N0} steps are done");
        // What the head has learnt shall not be lost with the first epoch.
        if (head is not null)
            trainer.Capture().Save(files.Last);
        using var board = HasBoard ? TensorBoardLog.Of(files) : null;
        if (board is not null)
            trainer.Callbacks.Add(board);
        try
        {
            var result = display.Show(trainer, files, cancellation);
            var best = CnnCompute.Checkpoint.Load(files.Best);
            var net = ReportedNet.Of(trainer, best.State, head?.Facts ?? []) with
            {
                Validation = result.Test is null ? Validated(gpu, trainer, best, cancellation) : null,
            };
            var report = TrainingReport.Write(files, net, Recipe, result, gpu.Info.Name, Typed);
            display.Say($"done: {TrainingDisplay.Describe(result)}; {Usable(files, trainer)}, log in {files.Log}, report in {report}");
            if (head?.BetterThan(result) is { } sentence)
                display.Say(sentence);
        }
        catch (OperationCanceledException)
        {
            var device = Result.GetValue(Device) is { Length: > 0 } name ? $" --device {Quoted(name)}" : "";
            var sofar = IsNet(trainer) && trainer.History.Epochs.Count > 0 ? $" (the best so far: {Usable(files, trainer)})" : "";
            display.Say($"stopped after step {trainer.Step:N0} of {trainer.Steps:N0}, all saved{sofar}; "
                + $"continue with: ./cnn {Verb} --resume {Quoted(files.Last)}{Again}{device}");
        }
    }

    // A training keeps sums alone of the validation of the epoch that is chosen in the end.
    private static EvaluationResult? Validated(Gpu gpu, Trainer trainer, Checkpoint best, CancellationToken cancellation)
    {
        if (trainer.Data.Validation is not { } data)
            return null;
        var (model, setup) = (trainer.Model, trainer.Setup);
        model.LoadStateDict(best.State);
        using var weights = new Residence(gpu);
        using var evaluator = new Evaluator(
            weights, setup.Draws > 1 ? new AveragedDraws(model, setup.Draws) : model, data, setup.Norm, setup.EvaluationBatchSize,
            best.EvaluationRecipes)
        {
            Seed = setup.Seed,
        };
        return evaluator.Run(cancellation);
    }

    private bool IsNet(Trainer trainer) => trainer.Model is ClassifierModule or TransferNet || TrainingFiles.IsNet(Output);

    // Of a network from an ONNX file the weights alone are of no use: it is written as it came.
    private string Usable(TrainingFiles files, Trainer trainer)
    {
        if (!IsNet(trainer))
            return $"weights in {files.Best}";
        var (path, best, data) = (NetFile(files), CnnCompute.Checkpoint.Load(files.Best), trainer.Data.Train);
        trainer.Model.LoadStateDict(best.State);
        Save(path, trainer.Model, data, Recipe, best.Model);
        return $"net in {path}";
    }

    /// <summary>Where the whole net goes.</summary>
    public static string NetFile(TrainingFiles files) => Path.ChangeExtension(files.Best, ".onnx");

    /// <summary>Writes a whole net; it says what it was trained on, so that it can be measured again.</summary>
    public static void Save(
        string path, Module model, Dataset data, TrainingRecipe recipe, IReadOnlyDictionary<string, string> metadata)
    {
        var notes = new Dictionary<string, string>(metadata) { [TestData.RecipeKey] = recipe.ToText() };
        if (model is TransferNet net)
        {
            foreach (var key in metadata.Keys)
                notes.Remove(key);
            net.Save(path, data.Classes, notes: notes);
            return;
        }
        model.Eval();
        OnnxExport.Save(
            path, model, new Shape(1, data.Channels, data.Height, data.Width), name: Path.GetFileNameWithoutExtension(path), metadata: notes);
    }

    private void Introduce(Gpu gpu)
    {
        foreach (var note in Data.Notes)
            display.Say(note);
        var parts = new (string Word, Dataset? Part)[] { ("to choose by", Data.Validation), ("to test", Data.Test) };
        var passes = Recipe.Epochs == 0
            ? "its new head alone"
            : $"{Recipe.Epochs} epoch{(Recipe.Epochs == 1 ? "" : "s")} of batches of {Recipe.Batch}";
        display.Say($"{Data.Train.Name}: {Data.Train.Count:N0} pictures to learn from"
            + string.Concat(parts.Where(p => p.Part is not null).Select(p => $", {p.Part!.Count:N0} {p.Word}"))
            + $", {Data.Train.Width}×{Data.Train.Height}; {Recipe.Model}, {passes}; on {gpu.Info.Name}");
        if (Checkpoint is null && Recipe.Transfer is null && Data.Train.Count < FewPictures && !File.Exists(Recipe.Model))
            display.Say($"so few pictures teach a new net little: ./cnn finetune --data {Quoted(Recipe.Data)} begins with one that has seen many");
    }

    private Trainer Make(Gpu gpu, DataSplits data, TrainingSetup setup, TransferNet? net)
    {
        var (module, adapted) = net is null
            ? TrainingModels.Make(Recipe, setup, data.Train)
            : (net, TransferModels.Adapt(setup, net, Recipe.Transfer!.Create<TransferOptions>()));
        return new Trainer(gpu, module, data, adapted, Checkpoint);
    }
}
