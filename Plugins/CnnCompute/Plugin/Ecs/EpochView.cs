// What validation says of a network in training, as pictures.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, anew after each epoch, the confusion matrix (a row for each class, a column for what it was taken for; the brighter, the larger its
/// share of the row, the diagonal in blue and mistakes in amber) and the mistakes that the network was surest of, the worst first.
/// </summary>
internal sealed class EpochView : IDisposable
{
    private const int Side = 256, Shown = 8;
    private static readonly (int R, int G, int B) ground = (27, 32, 43), right = (88, 166, 255), wrong = (240, 178, 84);

    private readonly App app;
    private readonly Dataset data;
    private readonly string confusionName, mistakesName;
    private readonly GpuImage confusion, mistakes;
    private readonly byte[] matrix = new byte[Side * Side * 4], row;

    private EpochView(App app, string name, Dataset data)
    {
        (this.app, this.data, confusionName, mistakesName) = (app, data, $"{name} confusion", $"{name} mistakes");
        row = new byte[Shown * data.Width * data.Height * 4];
        Array.Fill(row, (byte)0);
        confusion = app.Gpu.Image(Side, Side, confusionName);
        try
        {
            mistakes = app.Gpu.Image(Shown * data.Width, data.Height, row, mistakesName);
        }
        catch
        {
            confusion.Dispose();
            throw;
        }
        app.Images.Publish(confusionName, confusion);
        app.Images.Publish(mistakesName, mistakes);
    }

    /// <summary>The result that is still to be drawn.</summary>
    public EvaluationResult? Due { get; set; }

    /// <summary>A view of what validation says; null where nothing is validated.</summary>
    public static EpochView? Of(App app, string name, Dataset? data) => data is null ? null : new EpochView(app, name, data);

    /// <summary>Draws what is due.</summary>
    public void Run(Frame frame)
    {
        if (Due is not { } result)
            return;
        Due = null;
        Draw(result.Confusion);
        frame.Commands.Upload(confusion, matrix);
        Draw(Mistake.Worst(data, result.Predictions, result.Confidences, Shown));
        frame.Commands.Upload(mistakes, row);
        frame.Commands.Barrier();
    }

    /// <summary>Withdraws the pictures.</summary>
    public void Dispose()
    {
        app.Images.Withdraw(confusionName, confusion);
        app.Images.Withdraw(mistakesName, mistakes);
        confusion.Dispose();
        mistakes.Dispose();
    }

    private void Draw(ConfusionMatrix counts)
    {
        var n = counts.Classes;
        for (var y = 0; y < Side; y++)
        {
            var label = y * n / Side;
            var support = counts.Support(label);
            for (var x = 0; x < Side; x++)
            {
                var prediction = x * n / Side;
                // The root, so that rare mistakes are seen.
                var share = support == 0 ? 0 : Math.Sqrt((double)counts[label, prediction] / support);
                var colour = label == prediction ? right : wrong;
                var at = ((y * Side) + x) * 4;
                (matrix[at], matrix[at + 1], matrix[at + 2], matrix[at + 3]) =
                    (Between(ground.R, colour.R, share), Between(ground.G, colour.G, share), Between(ground.B, colour.B, share), 255);
            }
        }
    }

    private void Draw(IReadOnlyList<Mistake> worst)
    {
        Array.Clear(row);
        for (var m = 0; m < worst.Count; m++)
        {
            var mistake = worst[m];
            for (var p = 0; p < mistake.Width * mistake.Height; p++)
            {
                var to = (((p / mistake.Width * Shown) + m) * mistake.Width + (p % mistake.Width)) * 4;
                for (var c = 0; c < 3; c++)
                    row[to + c] = mistake.Pixels[(p * mistake.Channels) + (mistake.Channels == 1 ? 0 : c)];
                row[to + 3] = 255;
            }
        }
    }

    private static byte Between(int from, int to, double share) => (byte)(from + ((to - from) * share));
}
