// AlexNet, as torchvision has it and as the paper has it.
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

/// <summary>
/// AlexNet for [N,3,227,227] (Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", 2012): two groups
/// in the second, fourth and fifth convolution, local response normalisation after the first two, overlapping pools. Keys are
/// <c>features.0.weight</c>… <c>classifier.6.bias</c>. The paper says 224 pixels; its 55×55 maps come from 227.
/// </summary>
public sealed class AlexNetPaper : Module
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="groups">2 as on the paper's two cards, 1 for the same widths ungrouped.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("alexnet_paper", 3, 227, 227)]
    public AlexNetPaper(int numClasses = 1000, int groups = 2, ulong seed = 0)
    {
        features = new Sequential(
            new Conv2d(3, 96, 11, stride: 4), new ReLU(), Lrn(), new MaxPool2d(3, stride: 2),
            new Conv2d(96, 256, 5, padding: 2, groups: groups), new ReLU(), Lrn(), new MaxPool2d(3, stride: 2),
            new Conv2d(256, 384, 3, padding: 1), new ReLU(),
            new Conv2d(384, 384, 3, padding: 1, groups: groups), new ReLU(),
            new Conv2d(384, 256, 3, padding: 1, groups: groups), new ReLU(), new MaxPool2d(3, stride: 2));
        classifier = new Sequential(
            new Linear(256 * 6 * 6, 4096), new ReLU(), new Dropout(), new Linear(4096, 4096), new ReLU(), new Dropout(),
            new Linear(4096, numClasses));
        Initialize(seed);
    }

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).Flatten());

    /// <summary>
    /// Weights are normal with deviation 0.01; biases are 1 in the second, fourth and fifth convolution and the hidden linear layers, else 0.
    /// </summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (i, (conv, stream)) in Init.Layers<Conv2d>(this, random).Index())
        {
            conv.Weight.Initialize(() => Init.Normal(stream, conv.Weight.Shape.Count, 0.01f));
            Init.Fill(conv.Bias, i is 1 or 3 or 4 ? 1 : 0);
        }
        foreach (var (i, (linear, stream)) in Init.Layers<Linear>(this, random).Index())
        {
            linear.Weight.Initialize(() => Init.Normal(stream, linear.Weight.Shape.Count, 0.01f));
            Init.Fill(linear.Bias, i < 2 ? 1 : 0);
        }
    }

    // The paper's: five channels, k = 2, alpha = 1e-4 times the sum of squares (frameworks divide it by the size), beta = 0.75.
    private static LocalResponseNorm Lrn() => new(5, 1e-4f, 0.75f, k: 2, divideAlpha: false);
}
