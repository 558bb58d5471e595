// The options of verbs that train: where results go, what continues, on which device.
using System.CommandLine;

namespace CnnCompute;

/// <summary>What <c>train</c> and <c>finetune</c> share.</summary>
/// <param name="verb">The verb's name.</param>
/// <param name="files">Which files there will be, as a part of a sentence.</param>
internal sealed class RunOptions(string verb, string files)
{
    private const double MostSeconds = 1e6;
    private const string LastSuffix = ".last.safetensors";

    private readonly Option<string?> output = new("--out")
    {
        Description = $"Folder for {files}. [default: out/ and the name of the recipe or the data]",
        HelpName = "PATH",
    };

    private readonly Option<string?> resume = new("--resume")
    {
        Description = "Continue from this last.safetensors, as it was begun.",
        HelpName = "FILE",
    };

    private readonly Option<double> saveEvery = new("--save-every")
    {
        Description = "Seconds after which the last state is saved within an epoch, too; 0 after every step.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<bool> board = new("--tensorboard") { Description = "Write event files for TensorBoard beside the log." };

    private readonly Option<string?> device = DeviceOption.Create();

    /// <summary>The options, for a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[output, resume, saveEvery, board, device])
            command.Options.Add(option);
    }

    /// <summary>The training that was asked for, or the one that shall continue.</summary>
    /// <exception cref="ArgumentException">A value is not possible, or changes a training that continues.</exception>
    /// <exception cref="IOException">There is no such file or data set.</exception>
    /// <exception cref="InvalidDataException">The checkpoint, the recipe or the data are not as they should be.</exception>
    /// <param name="result">What was given.</param>
    /// <param name="options">The recipe's options.</param>
    /// <param name="cancellation">Ends the opening of data.</param>
    /// <param name="trial">The option that asks for a trial, which always begins anew; null where a training is wanted.</param>
    public TrainingRun Open(ParseResult result, RecipeOptions options, CancellationToken cancellation, string? trial = null)
    {
        if (result.GetValue(saveEvery) is not (>= 0 and <= MostSeconds) and var wrong)
            throw new ArgumentException($"--save-every is {wrong}; it must be 0 to {MostSeconds:N0} seconds");
        var checkpoint = result.GetValue(resume) is { } file ? Checkpoint.Load(file) : null;
        if (checkpoint is { CanResume: false })
            throw new InvalidDataException($"{result.GetValue(resume)}: {Unfit(checkpoint)}");
        if (checkpoint is not null && trial is not null)
            throw new ArgumentException($"{trial} begins anew; leave --resume away");
        var (recipe, data) = options.Open(result, checkpoint?.Recipe, cancellation);
        if (checkpoint is not null && recipe.Essence != WithData(checkpoint.Recipe, recipe.Data))
        {
            throw new ArgumentException($"{result.GetValue(resume)}: it was begun with another recipe; "
                + $"leave {options.Changing} away when resuming");
        }
        var begun = checkpoint is null ? null : OutputOf(result.GetValue(resume)!);
        return new TrainingRun(result, device, recipe, data, checkpoint)
        {
            Verb = verb,
            // A resumed run goes on where its files lie.
            Output = result.GetValue(output) ?? begun ?? Path.Combine("out", recipe.Name),
            Begun = begun,
            Again = options.Data(result) is { Length: > 0 } given ? $" --data {TrainingRun.Quoted(given)}" : "",
            HasBoard = result.GetValue(board),
            SaveEvery = TimeSpan.FromSeconds(result.GetValue(saveEvery)),
        };
    }

    private static string Unfit(Checkpoint checkpoint) => checkpoint.IsOld
        ? "written by an earlier version, whose trainings cannot be continued; begin anew, or use it with classify and eval"
        : "holds weights but nothing of the training, which so cannot continue from it; take the file called last.safetensors";

    private static string WithData(string recipe, string data) =>
        (TrainingRecipe.Read(RecipeNode.Parse(recipe, "recipe", hasLines: false)) with { Data = data }).Essence;

    private static string OutputOf(string resume) =>
        resume.EndsWith(LastSuffix, StringComparison.Ordinal) && Path.GetFileName(resume) != LastSuffix
            ? resume[..^LastSuffix.Length] + ".safetensors"
            : Path.GetDirectoryName(Path.GetFullPath(resume))!;
}
