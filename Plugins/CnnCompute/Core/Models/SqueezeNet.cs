// SqueezeNet 1.0 and 1.1.
namespace CnnCompute;

/// <summary>
/// SqueezeNet (Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016) for [N,3,224,224], with torchvision's structure,
/// state-dict keys and initialisation. Version 1.1, the authors' own revision, pools earlier and needs 2.4 times less work.
/// </summary>
public sealed class SqueezeNet : Module
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A net of version 1.1 with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the classifier.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("squeezenet1_1", 3, 224, 224, Norm = "torch")]
    public SqueezeNet(int numClasses = 1000, float dropout = 0.5f, ulong seed = 0) : this(numClasses, dropout, seed, first: false)
    {
    }

    private SqueezeNet(int numClasses, float dropout, ulong seed, bool first)
    {
        features = first
            ? new Sequential(
                new Conv2d(3, 96, 7, stride: 2), new ReLU(), Pool(),
                new Fire(96, 16, 64), new Fire(128, 16, 64), new Fire(128, 32, 128), Pool(),
                new Fire(256, 32, 128), new Fire(256, 48, 192), new Fire(384, 48, 192), new Fire(384, 64, 256), Pool(),
                new Fire(512, 64, 256))
            : new Sequential(
                new Conv2d(3, 64, 3, stride: 2), new ReLU(), Pool(),
                new Fire(64, 16, 64), new Fire(128, 16, 64), Pool(),
                new Fire(128, 32, 128), new Fire(256, 32, 128), Pool(),
                new Fire(256, 48, 192), new Fire(384, 48, 192), new Fire(384, 64, 256), new Fire(512, 64, 256));
        classifier = new Sequential(new Dropout(dropout), new Conv2d(512, numClasses, 1), new ReLU(), new AdaptiveAvgPool2d(1));
        Initialize(seed);
    }

    /// <summary>A net of version 1.0 with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the classifier.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("squeezenet1_0", 3, 224, 224, Norm = "torch")]
    public static SqueezeNet Version1_0(int numClasses = 1000, float dropout = 0.5f, ulong seed = 0) => new(numClasses, dropout, seed, first: true);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x)).Flatten();

    /// <summary>Convolutions are Kaiming-uniform, the last one normal with deviation 0.01, biases zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        var last = (Conv2d)classifier[1];
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
        {
            conv.Weight.Initialize(
                () => conv == last ? Init.Normal(stream, conv.Weight.Shape.Count, 0.01f) : Init.KaimingUniform(stream, conv.Weight.Shape));
            Init.Fill(conv.Bias, 0);
        }
    }

    private static MaxPool2d Pool() => new(3, stride: 2, ceilMode: true);

    // Squeezes the channels by 1×1, then expands them by 1×1 and 3×3 side by side.
    private sealed class Fire(int inChannels, int squeezed, int expanded) : Module
    {
        private readonly Conv2d squeeze = new(inChannels, squeezed, 1);
        private readonly Conv2d expand1x1 = new(squeezed, expanded, 1);
        private readonly Conv2d expand3x3 = new(squeezed, expanded, 3, padding: 1);

        public override Tensor Forward(Tensor x)
        {
            var s = squeeze.Call(x).Relu();
            return Tensor.Concat(1, expand1x1.Call(s).Relu(), expand3x3.Call(s).Relu());
        }
    }
}
