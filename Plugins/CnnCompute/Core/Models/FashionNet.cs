// The small network for Fashion-MNIST.
namespace CnnCompute;

/// <summary>
/// Two blocks of convolution 3×3, batch-norm, ReLU and max-pool 2 (32 and 64 channels), then linear 3136→128, ReLU, dropout and linear 128→10,
/// for [N,1,28,28]. A Sequential in PyTorch with the same keys (<c>0.weight</c>… <c>12.bias</c>) has the same state dict.
/// </summary>
public sealed class FashionNet : Sequential
{
    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the last layer; it has no state.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("fashion", 1, 28, 28)]
    public FashionNet(int numClasses = 10, float dropout = 0, ulong seed = 0) : base(
        new Conv2d(1, 32, 3, padding: 1), new BatchNorm2d(32), new ReLU(), new MaxPool2d(2),
        new Conv2d(32, 64, 3, padding: 1), new BatchNorm2d(64), new ReLU(), new MaxPool2d(2),
        new Flatten(), new Linear(64 * 7 * 7, 128), new ReLU(), new Dropout(dropout), new Linear(128, numClasses)) => Initialize(seed);
}
