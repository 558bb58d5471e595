// Where a training run puts its results.
using Engine;

namespace CnnCompute;

/// <summary>The files of a training run; all are written whole or not at all, but for the log, which grows.</summary>
/// <param name="Best">Weights for use, without optimiser state: of the best epoch by validation, or the last where there is none.</param>
/// <param name="Last">Everything needed to continue.</param>
/// <param name="Log">Losses and accuracies as CSV.</param>
public sealed record TrainingFiles(string Best, string Last, string Log)
{
    private const string Extension = ".safetensors", NetExtension = ".onnx", Usual = "best";

    /// <summary>
    /// How often the last state is saved in the midst of an epoch, which may be long; it changes nothing of what is computed.
    /// </summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Where the curves for TensorBoard go, as a whole path: beside the last state. Trainings that share a folder have files of their own, with the
    /// best file's name at the end.
    /// </summary>
    public string Events
    {
        get
        {
            var stem = Path.GetFileNameWithoutExtension(Best);
            var name = stem == Usual ? TensorBoardLog.FileName : $"{TensorBoardLog.FileName}.{stem}";
            return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Last))!, name);
        }
    }

    /// <summary>Weights of one of the best epochs, for use: <c>epoch-007.safetensors</c> for the seventh, number 6.</summary>
    public string Epoch(int epoch) => Last.EndsWith($".last{Extension}", StringComparison.Ordinal)
        ? $"{Last[..^$".last{Extension}".Length]}.epoch-{epoch + 1:D3}{Extension}"
        : Path.Combine(Path.GetDirectoryName(Last)!, $"epoch-{epoch + 1:D3}{Extension}");

    /// <summary>Whether an output names the best file itself, <c>.safetensors</c> or <c>.onnx</c>, and no folder.</summary>
    public static bool IsFile(string output) =>
        output.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || IsNet(output);

    /// <summary>Whether an output asks for a whole net, <c>.onnx</c>.</summary>
    public static bool IsNet(string output) => output.EndsWith(NetExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Takes over what a training has written elsewhere so far and goes on with here: its log, its curves, its best weights and those of the epochs
    /// that it keeps. The state itself is not copied.
    /// </summary>
    /// <param name="begun">Where it was begun; nothing is done where that is here.</param>
    /// <param name="epochs">How many epochs are done.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void TakeOver(TrainingFiles begun, int epochs)
    {
        if (Path.GetFullPath(begun.Last) == Path.GetFullPath(Last))
            return;
        (string From, string To)[] files =
        [
            (begun.Log, Log), (begun.Best, Best), (begun.Events, Events),
            .. Enumerable.Range(0, epochs).Select(e => (begun.Epoch(e), Epoch(e))),
        ];
        foreach (var (from, to) in files.Where(f => File.Exists(f.From) && Path.GetFullPath(f.From) != Path.GetFullPath(f.To)))
        {
            using var stream = File.OpenRead(from);
            AtomicFile.Write(to, stream.CopyTo);
        }
    }

    /// <summary>
    /// The files for <paramref name="output"/>: a folder gets best.safetensors, last.safetensors and log.csv; NAME.safetensors is the best one's own
    /// name, beside which NAME.last.safetensors and NAME.csv lie; so with NAME.onnx. The folder is made if need be.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static TrainingFiles At(string output)
    {
        var isFile = IsFile(output);
        var folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(output))! : output;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot be made a folder for the results: {e.Message}; choose another with --out", e);
        }
        var stem = isFile ? Path.ChangeExtension(output, null) : "";
        return isFile
            ? new TrainingFiles($"{stem}{Extension}", $"{stem}.last{Extension}", $"{stem}.csv")
            : new TrainingFiles(
                Path.Combine(folder, $"{Usual}{Extension}"), Path.Combine(folder, $"last{Extension}"), Path.Combine(folder, "log.csv"));
    }
}
