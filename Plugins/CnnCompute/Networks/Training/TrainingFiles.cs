// Where a training run puts its results.
namespace CnnCompute;

/// <summary>The files of a training run; all are written whole or not at all, but for the log, which grows.</summary>
/// <param name="Best">Weights of the best epoch, for use: no optimiser state.</param>
/// <param name="Last">Everything needed to continue.</param>
/// <param name="Log">Losses and accuracies as CSV.</param>
public sealed record TrainingFiles(string Best, string Last, string Log)
{
    private const string Extension = ".safetensors";

    /// <summary>
    /// The files for <paramref name="output"/>: a folder gets best.safetensors, last.safetensors and log.csv; NAME.safetensors is the best one's own
    /// name, beside which NAME.last.safetensors and NAME.csv lie. The folder is made if need be.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static TrainingFiles At(string output)
    {
        var isFile = output.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        var folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(output))! : output;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: cannot be made a folder for the results: {e.Message}; choose another with --out", e);
        }
        var stem = isFile ? output[..^Extension.Length] : "";
        return isFile
            ? new TrainingFiles(output, $"{stem}.last{Extension}", $"{stem}.csv")
            : new TrainingFiles(Path.Combine(folder, $"best{Extension}"), Path.Combine(folder, $"last{Extension}"), Path.Combine(folder, "log.csv"));
    }
}
