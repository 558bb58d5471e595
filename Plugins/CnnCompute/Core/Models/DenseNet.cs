// Densely connected networks.
namespace CnnCompute;

/// <summary>
/// DenseNet-121 for [N,3,224,224] (Huang et al., "Densely connected convolutional networks", 2017), with torchvision's structure, state-dict keys and
/// initialisation.
/// </summary>
public sealed class DenseNet : Module
{
    private readonly Sequential features;
    private readonly Linear classifier;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="depths">Layers of each block.</param>
    /// <param name="growth">Channels that each layer adds.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public DenseNet(IReadOnlyList<int> depths, int growth = 32, int numClasses = 1000, ulong seed = 0)
    {
        var channels = 64;
        var layers = new List<(string, Module)>
        {
            ("conv0", new Conv2d(3, channels, 7, stride: 2, padding: 3, bias: false)), ("norm0", new BatchNorm2d(channels)), ("relu0", new ReLU()),
            ("pool0", new MaxPool2d(3, stride: 2, padding: 1)),
        };
        foreach (var (i, depth) in depths.Index())
        {
            layers.Add(($"denseblock{i + 1}", new DenseBlock(channels, growth, depth)));
            channels += depth * growth;
            if (i + 1 == depths.Count)
                break;
            layers.Add(($"transition{i + 1}", new Sequential(("norm", new BatchNorm2d(channels)), ("relu", new ReLU()),
                ("conv", new Conv2d(channels, channels / 2, 1, bias: false)), ("pool", new AvgPool2d(2)))));
            channels /= 2;
        }
        layers.Add(("norm5", new BatchNorm2d(channels)));
        features = new Sequential([.. layers]);
        classifier = new Linear(channels, numClasses);
        Initialize(seed);
    }

    /// <summary>DenseNet-121.</summary>
    [ModelName("densenet121", 3, 224, 224, Norm = "torch")]
    public static DenseNet DenseNet121(int numClasses = 1000, ulong seed = 0) => new([6, 12, 24, 16], 32, numClasses, seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x) => classifier.Call(features.Call(x).Relu().GlobalAvgPool().Flatten());

    /// <summary>Convolutions are Kaiming-normal, the linear layer's bias zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape));
        Init.Fill(classifier.Bias, 0);
    }

    // Each layer sees the block's input and what all layers before it made.
    private sealed class DenseBlock(int inputs, int growth, int depth) : Module
    {
        private readonly DenseLayer[] layers = [.. Enumerable.Range(0, depth).Select(i => new DenseLayer(inputs + (i * growth), growth))];

        public override Tensor Forward(Tensor x)
        {
            foreach (var layer in layers)
                x = Tensor.Concat(1, x, layer.Call(x));
            return x;
        }

        protected override IEnumerable<(string Name, Module Module)> Children() => layers.Select((l, i) => ($"denselayer{i + 1}", (Module)l));
    }

    private sealed class DenseLayer(int inputs, int growth) : Module
    {
        private readonly BatchNorm2d norm1 = new(inputs);
        private readonly ReLU relu1 = new();
        private readonly Conv2d conv1 = new(inputs, 4 * growth, 1, bias: false);
        private readonly BatchNorm2d norm2 = new(4 * growth);
        private readonly ReLU relu2 = new();
        private readonly Conv2d conv2 = new(4 * growth, growth, 3, padding: 1, bias: false);

        // Torchvision's published files are older than its present names, conv1 for conv.1.
        protected override IEnumerable<(string Former, string Key)> FormerKeys =>
            from part in new[] { "norm", "conv" }
            from number in new[] { 1, 2 }
            from value in new[] { "weight", "bias", "running_mean", "running_var", "num_batches_tracked" }
            select ($"{part}.{number}.{value}", $"{part}{number}.{value}");

        public override Tensor Forward(Tensor x) => conv2.Call(relu2.Call(norm2.Call(conv1.Call(relu1.Call(norm1.Call(x))))));
    }
}
