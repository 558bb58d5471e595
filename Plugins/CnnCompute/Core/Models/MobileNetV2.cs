// MobileNet, the second version.
namespace CnnCompute;

/// <summary>
/// MobileNetV2 1.0 for [N,3,224,224] (Sandler et al., "MobileNetV2: inverted residuals and linear bottlenecks", 2018), with torchvision's structure,
/// state-dict keys and initialisation.
/// </summary>
public sealed class MobileNetV2 : Module
{
    private static readonly (int Expansion, int Width, int Count, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the classifier.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("mobilenet_v2", 3, 224, 224, Norm = "torch")]
    public MobileNetV2(int numClasses = 1000, float dropout = 0.2f, ulong seed = 0)
    {
        var layers = new List<Module> { ConvNormActivation(3, 32, 3, 2) };
        var channels = 32;
        foreach (var (expansion, width, count, stride) in Stages)
        {
            for (var i = 0; i < count; i++)
            {
                layers.Add(new InvertedResidual(channels, width, i == 0 ? stride : 1, expansion));
                channels = width;
            }
        }
        layers.Add(ConvNormActivation(channels, 1280, 1));
        features = new Sequential([.. layers]);
        classifier = new Sequential(new Dropout(dropout), new Linear(1280, numClasses));
        Initialize(seed);
    }

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).GlobalAvgPool().Flatten());

    /// <summary>Convolutions are Kaiming-normal by fan-out, the linear layer normal with deviation 0.01, its bias zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape, fanOut: true));
        foreach (var (linear, stream) in Init.Layers<Linear>(this, random))
        {
            linear.Weight.Initialize(() => Init.Normal(stream, linear.Weight.Shape.Count, 0.01f));
            Init.Fill(linear.Bias, 0);
        }
    }

    private static Sequential ConvNormActivation(int inputs, int outputs, int kernel, int stride = 1, int groups = 1) => new(
        new Conv2d(inputs, outputs, kernel, stride, kernel / 2, groups: groups, bias: false), new BatchNorm2d(outputs), new ReLU6());

    // Expands the channels by 1×1, filters each by 3×3, and projects them linearly; the input is added where shapes allow.
    private sealed class InvertedResidual(int inputs, int outputs, int stride, int expansion) : Module
    {
        private readonly Sequential conv = new(
        [
            .. expansion == 1 ? (Module[])[] : [ConvNormActivation(inputs, inputs * expansion, 1)],
            ConvNormActivation(inputs * expansion, inputs * expansion, 3, stride, inputs * expansion),
            new Conv2d(inputs * expansion, outputs, 1, bias: false), new BatchNorm2d(outputs),
        ]);

        public override Tensor Forward(Tensor x) => stride == 1 && inputs == outputs ? x + conv.Call(x) : conv.Call(x);
    }
}
