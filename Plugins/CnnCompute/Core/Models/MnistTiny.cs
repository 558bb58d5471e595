// The tiny network for MNIST.
namespace CnnCompute;

/// <summary>
/// Five convolutions 3×3 of 8, 16, 16, 24 and 32 channels, each with batch-norm and ReLU, a max-pool 2 after the second and the fourth, global
/// average pooling, dropout and a linear layer, for [N,1,28,28]: 14,418 parameters, 2.4 million multiply-accumulates.
/// </summary>
public sealed class MnistTiny : Sequential
{
    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the last layer.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("mnist_tiny", 1, 28, 28)]
    public MnistTiny(int numClasses = 10, float dropout = 0, ulong seed = 0) : base(
    [
        .. Layer(1, 8), .. Layer(8, 16), new MaxPool2d(2), .. Layer(16, 16), .. Layer(16, 24), new MaxPool2d(2), .. Layer(24, 32),
        new AdaptiveAvgPool2d(1), new Flatten(), new Dropout(dropout), new Linear(32, numClasses),
    ]) => Initialize(seed);

    /// <summary>Convolutions are Kaiming-normal.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape));
    }

    private static Module[] Layer(int inputs, int outputs) =>
        [new Conv2d(inputs, outputs, 3, padding: 1, bias: false), new BatchNorm2d(outputs), new ReLU()];
}
