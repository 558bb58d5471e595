// The CSV log of a training run.
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>
/// One row every few steps and one per epoch; validation columns are empty but in an epoch's row. A resumed run appends after dropping the rows of
/// steps that will be made again.
/// </summary>
public sealed class TrainingLog : IDisposable
{
    /// <summary>The first line.</summary>
    public const string Header = "epoch,step,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,images_per_second";

    private readonly string path;
    private readonly StreamWriter writer;

    /// <summary>Begins the log, or continues it where <paramref name="fromStep"/> is above 0.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public TrainingLog(string path, long fromStep = 0)
    {
        this.path = path;
        try
        {
            string[] kept = fromStep > 0 && File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Where(row => StepOf(row) <= fromStep)] : [];
            AtomicFile.Write(path, stream =>
            {
                using var rows = new StreamWriter(stream, leaveOpen: true);
                rows.WriteLine(Header);
                foreach (var row in kept)
                    rows.WriteLine(row);
            });
            writer = new StreamWriter(path, append: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Whether something could not be written.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>A row without validation columns; the system has it afterwards, so that no checkpoint is ahead of the log.</summary>
    public void Write(in TrainingProgress p) => Append(Row(p.Epoch, p.Step, p.Training, null, p.LearningRate, p.ImagesPerSecond));

    /// <summary>An epoch's row; likewise.</summary>
    public void Write(EpochResult r) =>
        Append(Row(r.Epoch, r.Step, r.Training, r.Validation?.Metrics, r.LearningRate, r.ImagesPerSecond));

    /// <summary>Writes what is still to be written and closes the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Close()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Closes the file; a row that cannot be written any more must not hide the error that led here.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException e)
        {
            Log.Debug(e.Message);
        }
    }

    private void Append(string row)
    {
        try
        {
            writer.WriteLine(row);
            writer.Flush();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    private IOException Failed(Exception e)
    {
        HasFailed = true;
        return new IOException($"{path}: the log cannot be written: {e.Message}; make room or choose another folder", e);
    }

    private static string Row(int epoch, long step, Metrics train, Metrics? validation, float rate, double speed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch + 1},{step},{Number(train.Loss)},{Number(train.Accuracy)},{Number(validation?.Loss)},{Number(validation?.Accuracy)},"
            + $"{rate:G6},{speed:F0}");

    // Empty where nothing was measured.
    private static string Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("F6", CultureInfo.InvariantCulture) : "";

    private static long StepOf(string row) =>
        row.Split(',') is { Length: 8 } cells && long.TryParse(cells[1], CultureInfo.InvariantCulture, out var step) ? step : long.MaxValue;
}
