// Pictures that a network takes for something else.
namespace CnnCompute;

/// <summary>A picture that was taken for something else.</summary>
/// <param name="Pixels">Bytes, rows from the top, channels interleaved.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Label">What it is.</param>
/// <param name="Prediction">What it was taken for.</param>
/// <param name="Confidence">Probability of the prediction.</param>
public sealed record Mistake(byte[] Pixels, int Width, int Height, int Channels, int Label, int Prediction, double Confidence)
{
    /// <summary>The wrong predictions that were surest, the worst first.</summary>
    /// <param name="data">What was predicted.</param>
    /// <param name="predictions">A class for each sample; negative ones are passed over.</param>
    /// <param name="confidences">Its probability.</param>
    /// <param name="count">How many to give at most.</param>
    /// <exception cref="ArgumentException">There are not as many predictions as samples.</exception>
    public static IReadOnlyList<Mistake> Worst(Dataset data, IReadOnlyList<int> predictions, IReadOnlyList<float> confidences, int count)
    {
        if (predictions.Count != data.Count || confidences.Count != data.Count)
            throw new ArgumentException($"{predictions.Count} predictions, {confidences.Count} confidences for {data.Count} samples of {data.Name}");
        return [.. Enumerable.Range(0, data.Count).Where(i => predictions[i] >= 0 && predictions[i] != data.Label(i))
            .OrderByDescending(i => confidences[i]).ThenBy(i => i).Take(count).Select(i =>
            {
                var pixels = new byte[data.SampleBytes];
                data.Read(i, pixels);
                return new Mistake(pixels, data.Width, data.Height, data.Channels, data.Label(i), predictions[i], confidences[i]);
            })];
    }
}
