// MobileNet, the first version.
namespace CnnCompute;

/// <summary>
/// MobileNet 1.0 for [N,3,224,224] (Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017):
/// thirteen depthwise convolutions 3×3, each with a pointwise one, all followed by batch-norm and ReLU. Torchvision has no such model; keys follow
/// its MobileNetV2: <c>features.0.0.weight</c>, <c>features.1.0.weight</c> (depthwise), <c>features.1.3.weight</c> (pointwise)…
/// <c>classifier.1.bias</c>.
/// </summary>
public sealed class MobileNetV1 : Module
{
    private static readonly (int Width, int Stride)[] Blocks =
        [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the classifier.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("mobilenet_v1", 3, 224, 224, Norm = "signed")]
    public MobileNetV1(int numClasses = 1000, float dropout = 0.001f, ulong seed = 0)
    {
        var layers = new List<Module> { new Sequential(new Conv2d(3, 32, 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(32), new ReLU()) };
        var channels = 32;
        foreach (var (width, stride) in Blocks)
        {
            layers.Add(new Sequential(
                new Conv2d(channels, channels, 3, stride, padding: 1, groups: channels, bias: false), new BatchNorm2d(channels), new ReLU(),
                new Conv2d(channels, width, 1, bias: false), new BatchNorm2d(width), new ReLU()));
            channels = width;
        }
        features = new Sequential([.. layers]);
        classifier = new Sequential(new Dropout(dropout), new Linear(1024, numClasses));
        Initialize(seed);
    }

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).GlobalAvgPool().Flatten());

    /// <summary>Weights are truncated normal with deviation 0.09 as in TensorFlow's slim library, biases zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.TruncatedNormal(stream, conv.Weight.Shape.Count, 0.09f));
        foreach (var (linear, stream) in Init.Layers<Linear>(this, random))
        {
            linear.Weight.Initialize(() => Init.TruncatedNormal(stream, linear.Weight.Shape.Count, 0.09f));
            Init.Fill(linear.Bias, 0);
        }
    }
}
