// Small residual networks for grey pictures of 28×28.
namespace CnnCompute;

/// <summary>
/// For [N,1,28,28]: a convolution 5×5, batch-norm, ReLU, max-pool 2, then stages of residual blocks of two convolutions 3×3 (He et al., 2016), each
/// stage at half the size and with more channels, global average pooling and a linear layer. Blocks drop out as a whole with a probability that grows
/// with depth (Huang et al., "Deep Networks with Stochastic Depth", 2016).
/// </summary>
public sealed class SmallResNet : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu = new();
    private readonly MaxPool2d maxpool = new(2);
    private readonly Sequential blocks;
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="stages">Channels and number of blocks of each stage.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="dropout">Probability of the dropout before the last layer.</param>
    /// <param name="stochasticDepth">Probability with which the last block is dropped; earlier ones are less.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public SmallResNet(
        IReadOnlyList<(int Width, int Blocks)> stages, int numClasses = 10, float dropout = 0, float stochasticDepth = 0, ulong seed = 0)
    {
        var (channels, list, depth) = (stages[0].Width, new List<Module>(), stages.Sum(s => s.Blocks));
        (conv1, bn1) = (new Conv2d(1, channels, 5, padding: 2, bias: false), new BatchNorm2d(channels));
        foreach (var (stage, (width, count)) in stages.Index())
        {
            for (var i = 0; i < count; i++)
            {
                list.Add(new Block(channels, width, stage > 0 && i == 0 ? 2 : 1, stochasticDepth * (list.Count + 1) / depth));
                channels = width;
            }
        }
        (blocks, this.dropout, fc) = (new Sequential([.. list]), new Dropout(dropout), new Linear(channels, numClasses));
        Initialize(seed);
    }

    /// <summary>Three blocks of 16, 32 and 64 channels: 78,010 parameters, 2.8 million multiply-accumulates.</summary>
    [ModelName("fashion_small", 1, 28, 28)]
    public static SmallResNet FashionSmall(int numClasses = 10, ulong seed = 0) => new([(16, 1), (32, 1), (64, 1)], numClasses, seed: seed);

    /// <summary>Four blocks of 24, 48, 48 and 96 channels: 215,890 parameters, 8.2 million multiply-accumulates.</summary>
    [ModelName("fashion_large", 1, 28, 28)]
    public static SmallResNet FashionLarge(int numClasses = 10, ulong seed = 0) =>
        new([(24, 1), (48, 2), (96, 1)], numClasses, 0.1f, 0.1f, seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = maxpool.Call(relu.Call(bn1.Call(conv1.Call(x))));
        return fc.Call(dropout.Call(blocks.Call(x).GlobalAvgPool().Flatten()));
    }

    /// <summary>Convolutions are Kaiming-normal by fan-out; each branch's last norm begins at zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape, fanOut: true));
        foreach (var block in Modules().OfType<IResidualBlock>())
            Init.Fill(block.LastWeight, 0);
    }

    private sealed class Block(int inputs, int width, int stride, float drop) : Module, IResidualBlock
    {
        private readonly Conv2d conv1 = new(inputs, width, 3, stride, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = new(width);
        private readonly ReLU relu = new();
        private readonly Conv2d conv2 = new(width, width, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn2 = new(width);
        private readonly StochasticDepth depth = new(drop);
        private readonly Sequential? downsample = stride == 1 && inputs == width
            ? null
            : new Sequential(new Conv2d(inputs, width, 1, stride, bias: false), new BatchNorm2d(width));

        public Parameter LastWeight => bn2.Weight;

        public override Tensor Forward(Tensor x)
        {
            var y = bn2.Call(conv2.Call(relu.Call(bn1.Call(conv1.Call(x)))));
            return relu.Call(depth.Call(y) + (downsample?.Call(x) ?? x));
        }
    }
}
