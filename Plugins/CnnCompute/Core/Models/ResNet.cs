// Residual networks for ImageNet.
namespace CnnCompute;

/// <summary>
/// ResNet-18, -34 and -50 for [N,3,224,224] (He et al., "Deep residual learning for image recognition", 2016), with torchvision's structure,
/// state-dict keys and initialisation.
/// </summary>
public sealed class ResNet : Module
{
    private readonly Conv2d conv1 = new(3, 64, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d bn1 = new(64);
    private readonly ReLU relu = new();
    private readonly MaxPool2d maxpool = new(3, stride: 2, padding: 1);
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Linear fc;
    private readonly bool zeroInitResidual;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="depths">Blocks of each of the four stages.</param>
    /// <param name="bottleneck">Whether blocks are 1×1, 3×3, 1×1 instead of two 3×3.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="strideIn1x1">Bottlenecks halve the picture in their first 1×1 as in the paper (v1), not in the 3×3 as torchvision's
    /// (v1.5).</param>
    /// <param name="zeroInitResidual">Whether the last norm of each block starts at zero, so that the block starts as the identity (Goyal et al.,
    /// 2017).</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public ResNet(
        IReadOnlyList<int> depths, bool bottleneck, int numClasses = 1000, bool strideIn1x1 = false, bool zeroInitResidual = false, ulong seed = 0)
    {
        this.zeroInitResidual = zeroInitResidual;
        var channels = 64;
        Sequential Stage(int stage) => new([.. Enumerable.Range(0, depths[stage]).Select(i =>
        {
            var (width, stride) = (64 << stage, stage > 0 && i == 0 ? 2 : 1);
            var (inputs, outputs) = (channels, channels = bottleneck ? 4 * width : width);
            return bottleneck ? new Bottleneck(inputs, width, stride, strideIn1x1) : (Module)new BasicBlock(inputs, width, stride);
        })]);
        (layer1, layer2, layer3, layer4) = (Stage(0), Stage(1), Stage(2), Stage(3));
        fc = new Linear(channels, numClasses);
        Initialize(seed);
    }

    /// <summary>ResNet-18.</summary>
    [ModelName("resnet18", 3, 224, 224, Norm = "torch")]
    public static ResNet ResNet18(int numClasses = 1000, bool zeroInitResidual = false, ulong seed = 0) =>
        new([2, 2, 2, 2], false, numClasses, zeroInitResidual: zeroInitResidual, seed: seed);

    /// <summary>ResNet-34.</summary>
    [ModelName("resnet34", 3, 224, 224, Norm = "torch")]
    public static ResNet ResNet34(int numClasses = 1000, bool zeroInitResidual = false, ulong seed = 0) =>
        new([3, 4, 6, 3], false, numClasses, zeroInitResidual: zeroInitResidual, seed: seed);

    /// <summary>ResNet-50 with its strides in the 3×3 convolutions (v1.5), as torchvision has it.</summary>
    [ModelName("resnet50", 3, 224, 224, Norm = "torch")]
    public static ResNet ResNet50(int numClasses = 1000, bool zeroInitResidual = false, ulong seed = 0) =>
        new([3, 4, 6, 3], true, numClasses, zeroInitResidual: zeroInitResidual, seed: seed);

    /// <summary>ResNet-50 with its strides in the 1×1 convolutions, as the paper has it.</summary>
    [ModelName("resnet50_v1", 3, 224, 224)]
    public static ResNet ResNet50V1(int numClasses = 1000, bool zeroInitResidual = false, ulong seed = 0) =>
        new([3, 4, 6, 3], true, numClasses, strideIn1x1: true, zeroInitResidual, seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = maxpool.Call(relu.Call(bn1.Call(conv1.Call(x))));
        x = layer4.Call(layer3.Call(layer2.Call(layer1.Call(x))));
        return fc.Call(avgpool.Call(x).Flatten());
    }

    /// <summary>Convolutions are Kaiming-normal by fan-out.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape, fanOut: true));
        foreach (var block in Modules().OfType<IResidualBlock>().Where(_ => zeroInitResidual))
            Init.Fill(block.LastWeight, 0);
    }

    private static Sequential? Shortcut(int inputs, int outputs, int stride) =>
        stride == 1 && inputs == outputs ? null : new Sequential(new Conv2d(inputs, outputs, 1, stride, bias: false), new BatchNorm2d(outputs));

    private sealed class BasicBlock(int inputs, int width, int stride) : Module, IResidualBlock
    {
        private readonly Conv2d conv1 = new(inputs, width, 3, stride, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = new(width);
        private readonly ReLU relu = new();
        private readonly Conv2d conv2 = new(width, width, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn2 = new(width);
        private readonly Sequential? downsample = Shortcut(inputs, width, stride);

        public Parameter LastWeight => bn2.Weight;

        public override Tensor Forward(Tensor x)
        {
            var y = bn2.Call(conv2.Call(relu.Call(bn1.Call(conv1.Call(x)))));
            return relu.Call(y + (downsample?.Call(x) ?? x));
        }
    }

    private sealed class Bottleneck(int inputs, int width, int stride, bool strideIn1x1) : Module, IResidualBlock
    {
        private readonly Conv2d conv1 = new(inputs, width, 1, strideIn1x1 ? stride : 1, bias: false);
        private readonly BatchNorm2d bn1 = new(width);
        private readonly Conv2d conv2 = new(width, width, 3, strideIn1x1 ? 1 : stride, padding: 1, bias: false);
        private readonly BatchNorm2d bn2 = new(width);
        private readonly Conv2d conv3 = new(width, 4 * width, 1, bias: false);
        private readonly BatchNorm2d bn3 = new(4 * width);
        private readonly ReLU relu = new();
        private readonly Sequential? downsample = Shortcut(inputs, 4 * width, stride);

        public Parameter LastWeight => bn3.Weight;

        public override Tensor Forward(Tensor x)
        {
            var y = relu.Call(bn1.Call(conv1.Call(x)));
            y = relu.Call(bn2.Call(conv2.Call(y)));
            return relu.Call(bn3.Call(conv3.Call(y)) + (downsample?.Call(x) ?? x));
        }
    }
}
