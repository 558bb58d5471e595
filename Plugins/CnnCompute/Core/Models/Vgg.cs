// The VGG family.
namespace CnnCompute;

/// <summary>
/// VGG for [N,3,224,224] (Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2015), with torchvision's
/// structure, state-dict keys and initialisation, with batch-norm or without.
/// </summary>
public sealed class Vgg : Module
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = new(7);
    private readonly Sequential classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="depths">Convolutions 3×3 of 64, 128, 256, 512 and 512 channels before each of the five pools.</param>
    /// <param name="batchNorm">Whether each is followed by a batch-norm.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropouts.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public Vgg(IReadOnlyList<int> depths, bool batchNorm = false, int numClasses = 1000, float dropout = 0.5f, ulong seed = 0)
    {
        var layers = new List<Module>();
        var channels = 3;
        foreach (var (stage, depth) in depths.Index())
        {
            for (var i = 0; i < depth; i++)
            {
                var width = Math.Min(64 << stage, 512);
                layers.Add(new Conv2d(channels, width, 3, padding: 1));
                if (batchNorm)
                    layers.Add(new BatchNorm2d(width));
                layers.Add(new ReLU());
                channels = width;
            }
            layers.Add(new MaxPool2d(2));
        }
        features = new Sequential([.. layers]);
        classifier = new Sequential(
            new Linear(512 * 7 * 7, 4096), new ReLU(), new Dropout(dropout),
            new Linear(4096, 4096), new ReLU(), new Dropout(dropout), new Linear(4096, numClasses));
        Initialize(seed);
    }

    /// <summary>VGG-11.</summary>
    [ModelName("vgg11", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg11(int numClasses = 1000, ulong seed = 0) => new([1, 1, 2, 2, 2], false, numClasses, seed: seed);

    /// <summary>VGG-11 with batch-norm.</summary>
    [ModelName("vgg11_bn", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg11Bn(int numClasses = 1000, ulong seed = 0) => new([1, 1, 2, 2, 2], true, numClasses, seed: seed);

    /// <summary>VGG-13.</summary>
    [ModelName("vgg13", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg13(int numClasses = 1000, ulong seed = 0) => new([2, 2, 2, 2, 2], false, numClasses, seed: seed);

    /// <summary>VGG-13 with batch-norm.</summary>
    [ModelName("vgg13_bn", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg13Bn(int numClasses = 1000, ulong seed = 0) => new([2, 2, 2, 2, 2], true, numClasses, seed: seed);

    /// <summary>VGG-16.</summary>
    [ModelName("vgg16", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg16(int numClasses = 1000, ulong seed = 0) => new([2, 2, 3, 3, 3], false, numClasses, seed: seed);

    /// <summary>VGG-16 with batch-norm.</summary>
    [ModelName("vgg16_bn", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg16Bn(int numClasses = 1000, ulong seed = 0) => new([2, 2, 3, 3, 3], true, numClasses, seed: seed);

    /// <summary>VGG-19.</summary>
    [ModelName("vgg19", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg19(int numClasses = 1000, ulong seed = 0) => new([2, 2, 4, 4, 4], false, numClasses, seed: seed);

    /// <summary>VGG-19 with batch-norm.</summary>
    [ModelName("vgg19_bn", 3, 224, 224, Norm = "torch")]
    public static Vgg Vgg19Bn(int numClasses = 1000, ulong seed = 0) => new([2, 2, 4, 4, 4], true, numClasses, seed: seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(avgpool.Call(features.Call(x)).Flatten());

    /// <summary>Convolutions are Kaiming-normal by fan-out, linear layers normal with deviation 0.01, biases zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
        {
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape, fanOut: true));
            Init.Fill(conv.Bias, 0);
        }
        foreach (var (linear, stream) in Init.Layers<Linear>(this, random))
        {
            linear.Weight.Initialize(() => Init.Normal(stream, linear.Weight.Shape.Count, 0.01f));
            Init.Fill(linear.Bias, 0);
        }
    }
}
