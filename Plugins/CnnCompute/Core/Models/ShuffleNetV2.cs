// ShuffleNet, the second version.
namespace CnnCompute;

/// <summary>
/// ShuffleNetV2 for [N,3,224,224] (Ma et al., "ShuffleNet V2: practical guidelines for efficient CNN architecture design", 2018), with torchvision's
/// structure, state-dict keys and initialisation (its layers' own).
/// </summary>
public sealed class ShuffleNetV2 : Module
{
    private static readonly int[] Depths = [4, 8, 4];

    private readonly Sequential conv1 = new(new Conv2d(3, 24, 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(24), new ReLU());
    private readonly MaxPool2d maxpool = new(3, stride: 2, padding: 1);
    private readonly Sequential stage2;
    private readonly Sequential stage3;
    private readonly Sequential stage4;
    private readonly Sequential conv5;
    private readonly Linear fc;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="widths">Channels of the three stages.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public ShuffleNetV2(IReadOnlyList<int> widths, int numClasses = 1000, ulong seed = 0)
    {
        Sequential Stage(int stage) => new([.. Enumerable.Range(0, Depths[stage])
            .Select(i => i > 0
                ? new InvertedResidual(widths[stage], widths[stage], 1)
                : new InvertedResidual(stage > 0 ? widths[stage - 1] : 24, widths[stage], 2))]);
        (stage2, stage3, stage4) = (Stage(0), Stage(1), Stage(2));
        conv5 = new Sequential(new Conv2d(widths[2], 1024, 1, bias: false), new BatchNorm2d(1024), new ReLU());
        fc = new Linear(1024, numClasses);
        Initialize(seed);
    }

    /// <summary>Half the width.</summary>
    [ModelName("shufflenet_v2_x0_5", 3, 224, 224, Norm = "torch")]
    public static ShuffleNetV2 X0_5(int numClasses = 1000, ulong seed = 0) => new([48, 96, 192], numClasses, seed);

    /// <summary>The usual width.</summary>
    [ModelName("shufflenet_v2_x1_0", 3, 224, 224, Norm = "torch")]
    public static ShuffleNetV2 X1_0(int numClasses = 1000, ulong seed = 0) => new([116, 232, 464], numClasses, seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = stage4.Call(stage3.Call(stage2.Call(maxpool.Call(conv1.Call(x)))));
        return fc.Call(conv5.Call(x).GlobalAvgPool().Flatten());
    }

    // Half the channels pass, the other half is filtered; or, where the picture is halved, all are filtered in two ways. Then the halves are
    // interleaved.
    private sealed class InvertedResidual : Module
    {
        private readonly Sequential? branch1;
        private readonly Sequential branch2;

        public InvertedResidual(int inputs, int outputs, int stride)
        {
            var half = outputs / 2;
            branch1 = stride == 1 ? null : new Sequential(
                Depthwise(inputs, stride), new BatchNorm2d(inputs), new Conv2d(inputs, half, 1, bias: false), new BatchNorm2d(half), new ReLU());
            branch2 = new Sequential(
                new Conv2d(stride == 1 ? half : inputs, half, 1, bias: false), new BatchNorm2d(half), new ReLU(),
                Depthwise(half, stride), new BatchNorm2d(half), new Conv2d(half, half, 1, bias: false), new BatchNorm2d(half), new ReLU());
        }

        public override Tensor Forward(Tensor x)
        {
            var half = x.Shape[1] / 2;
            return branch1 is null
                ? Tensor.Concat(1, x.Slice(1, 0, half), branch2.Call(x.Slice(1, half, half))).ChannelShuffle(2)
                : Tensor.Concat(1, branch1.Call(x), branch2.Call(x)).ChannelShuffle(2);
        }

        private static Conv2d Depthwise(int channels, int stride) => new(channels, channels, 3, stride, padding: 1, groups: channels, bias: false);
    }
}
