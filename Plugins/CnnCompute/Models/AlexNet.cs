// AlexNet.
namespace CnnCompute;

/// <summary>
/// AlexNet for [N,3,224,224] (Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014), with torchvision's structure,
/// state-dict keys and initialisation.
/// </summary>
public sealed class AlexNet : Module
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = new(6);
    private readonly Sequential classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>; its layers start as PyTorch's.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropouts.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("alexnet", 3, 224, 224, Norm = "torch")]
    public AlexNet(int numClasses = 1000, float dropout = 0.5f, ulong seed = 0)
    {
        features = new Sequential(
            new Conv2d(3, 64, 11, stride: 4, padding: 2), new ReLU(), new MaxPool2d(3, stride: 2),
            new Conv2d(64, 192, 5, padding: 2), new ReLU(), new MaxPool2d(3, stride: 2),
            new Conv2d(192, 384, 3, padding: 1), new ReLU(),
            new Conv2d(384, 256, 3, padding: 1), new ReLU(),
            new Conv2d(256, 256, 3, padding: 1), new ReLU(), new MaxPool2d(3, stride: 2));
        classifier = new Sequential(
            new Dropout(dropout), new Linear(256 * 6 * 6, 4096), new ReLU(),
            new Dropout(dropout), new Linear(4096, 4096), new ReLU(), new Linear(4096, numClasses));
        Initialize(seed);
    }

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(avgpool.Call(features.Call(x)).Flatten());
}
