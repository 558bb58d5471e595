// The small networks of experiments.
namespace CnnCompute;

/// <summary>Networks that train in seconds.</summary>
internal static class LabNet
{
    /// <summary>Three convolutions 3×3 (8, 16, 16 channels), the first two followed by max-pool 2, and a linear layer.</summary>
    /// <param name="data">Whose pictures and classes it is for.</param>
    /// <param name="batchNorm">Whether each convolution is followed by batch normalisation.</param>
    public static Module Convolutions(Dataset data, bool batchNorm)
    {
        var layers = new List<Module>();
        foreach (var (from, to, pool) in new[] { (data.Channels, 8, true), (8, 16, true), (16, 16, false) })
        {
            layers.Add(new Conv2d(from, to, 3, padding: 1));
            if (batchNorm)
                layers.Add(new BatchNorm2d(to));
            layers.Add(new ReLU());
            if (pool)
                layers.Add(new MaxPool2d(2));
        }
        return new Sequential([.. layers, new Flatten(), new Linear(16 * (data.Height / 4) * (data.Width / 4), data.Classes.Count)]);
    }

    /// <summary>Two hidden layers with ReLU.</summary>
    /// <param name="data">Whose pictures and classes it is for.</param>
    /// <param name="hidden">Units of each hidden layer.</param>
    /// <param name="dropout">Probability of a dropout after each of them; 0 for none.</param>
    public static Module Perceptron(Dataset data, int hidden, float dropout) => new Sequential(
    [
        new Flatten(), new Linear(data.SampleBytes, hidden), new ReLU(), .. Drop(dropout), new Linear(hidden, hidden), new ReLU(), .. Drop(dropout),
        new Linear(hidden, data.Classes.Count),
    ]);

    private static Module[] Drop(float dropout) => dropout > 0 ? [new Dropout(dropout)] : [];
}
