// Fully connected networks of any depth.
namespace CnnCompute;

/// <summary>
/// Linear layers with a nonlinearity between them, and batch norm before it if asked: the nets of experiments with initial values. Keys are
/// <c>fc1.weight</c>, <c>bn1.weight</c>…; the nonlinearities are called <c>act1</c>….
/// </summary>
public sealed class Mlp : Sequential
{
    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="widths">Inputs, outputs of each layer in between, outputs.</param>
    /// <param name="nonlinearity">"relu", "tanh", "sigmoid", "gelu" or "linear" for none.</param>
    /// <param name="batchNorm">Whether each nonlinearity follows a batch norm.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths, or no such nonlinearity.</exception>
    public Mlp(IReadOnlyList<int> widths, string nonlinearity = "relu", bool batchNorm = false, ulong seed = 0) :
        base([("flatten", new Flatten()), .. Layers(widths, nonlinearity, batchNorm)]) => Initialize(seed);

    private static List<(string Name, Module Module)> Layers(IReadOnlyList<int> widths, string nonlinearity, bool batchNorm)
    {
        if (widths.Count < 2)
            throw new ArgumentException($"Mlp: {widths.Count} widths; those of its inputs and its outputs are needed", nameof(widths));
        var layers = new List<(string, Module)>();
        for (var i = 1; i < widths.Count; i++)
        {
            layers.Add(($"fc{i}", new Linear(widths[i - 1], widths[i])));
            if (i == widths.Count - 1)
                break;
            if (batchNorm)
                layers.Add(($"bn{i}", new BatchNorm1d(widths[i])));
            layers.Add(($"act{i}", Nonlinearity(nonlinearity)));
        }
        return layers;
    }

    private static Module Nonlinearity(string name) => name switch
    {
        "relu" => new ReLU(),
        "tanh" => new Tanh(),
        "sigmoid" => new Sigmoid(),
        "gelu" => new GELU(),
        "linear" => new Identity(),
        _ => throw new ArgumentException($"Mlp: no nonlinearity is called \"{name}\"; there are relu, tanh, sigmoid, gelu and linear"),
    };
}
