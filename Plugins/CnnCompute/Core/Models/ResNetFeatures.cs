// The residual trunk that Microsoft trained with CNTK: features of photographs, without a classifier.
namespace CnnCompute;

/// <summary>
/// A ResNet-18 for [N,3,224,224] without its classifier (He et al., "Deep residual learning for image recognition", 2016), as CNTK's example built
/// it: strided windows are padded by one row and one column less at the end than torchvision's, and the last stage has three blocks, not two. The
/// keys are torchvision's. Features are [N,512], the means of the last maps (of 7×7 at the size it was trained on). Pictures of any size from 32×32
/// are taken; those whose sides are multiples of 32 lose nothing at the borders.
/// </summary>
public sealed class ResNetFeatures : Module
{
    /// <summary>Features of a picture.</summary>
    public const int Count = 512;

    /// <summary>The layer whose maps they are the means of.</summary>
    public const string LastLayer = nameof(layer4);

    private readonly PaddedConv2d conv1 = new(3, 64, 7, stride: 2);
    private readonly BatchNorm2d bn1 = new(64);
    private readonly ReLU relu = new();
    private readonly PaddedMaxPool2d maxpool = new();
    private readonly Sequential layer1 = new(new Block(64, 64), new Block(64, 64));
    private readonly Sequential layer2 = new(new Block(64, 128), new Block(128, 128));
    private readonly Sequential layer3 = new(new Block(128, 256), new Block(256, 256));
    private readonly Sequential layer4 = new(new Block(256, Count), new Block(Count, Count), new Block(Count, Count));
    private readonly AdaptiveAvgPool2d avgpool = new(1);

    /// <summary>A trunk with initial weights drawn from <paramref name="seed"/>, Kaiming-normal by fan-out.</summary>
    [ModelName("resnet18_features", 3, 224, 224)]
    public ResNetFeatures(ulong seed = 0) => Initialize(seed);

    /// <summary>Features [N,512].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = maxpool.Call(relu.Call(bn1.Call(conv1.Call(x))));
        x = layer4.Call(layer3.Call(layer2.Call(layer1.Call(x))));
        return avgpool.Call(x).Flatten();
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<PaddedConv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape, fanOut: true));
    }

    private sealed class Block(int inputs, int outputs) : Module
    {
        private readonly bool halves = inputs != outputs;
        private readonly PaddedConv2d conv1 = new(inputs, outputs, 3, inputs != outputs ? 2 : 1);
        private readonly BatchNorm2d bn1 = new(outputs);
        private readonly ReLU relu = new();
        private readonly PaddedConv2d conv2 = new(outputs, outputs, 3);
        private readonly BatchNorm2d bn2 = new(outputs);
        private readonly Sequential? downsample = inputs == outputs ? null
            : new Sequential(new PaddedConv2d(inputs, outputs, 1, stride: 2), new BatchNorm2d(outputs));

        public override Tensor Forward(Tensor x)
        {
            var y = bn2.Call(conv2.Call(relu.Call(bn1.Call(conv1.Call(x)))));
            return relu.Call(y + (downsample?.Call(halves ? Even(x) : x) ?? x));
        }

        // The 3×3 windows never reach an odd last row or column; a 1×1 would make one more of it.
        private static Tensor Even(Tensor x)
        {
            foreach (var axis in (int[])[2, 3])
            {
                if (x.Shape[axis] > 1 && x.Shape[axis] % 2 == 1)
                    x = x.Slice(axis, 0, x.Shape[axis] - 1);
            }
            return x;
        }
    }

    // Without bias; half the kernel is padded, where it strides less by one at the end.
    private sealed class PaddedConv2d(int inputs, int outputs, int kernel, int stride = 1) : Module
    {
        private readonly ConvGeometry geometry = new(
            stride, stride, kernel / 2, kernel / 2, Math.Max(0, (kernel / 2) - stride + 1), Math.Max(0, (kernel / 2) - stride + 1));

        public Parameter Weight { get; } = new("weight", new Shape(outputs, inputs, kernel, kernel), () => []);

        public override Tensor Forward(Tensor x) => x.Conv2d(x.Graph.Parameter(Weight), geometry);
    }

    private sealed class PaddedMaxPool2d : Module
    {
        private static readonly PoolWindow Window = PoolWindow.Onnx((3, 3), (2, 2), (1, 1), (1, 1, 0, 0));

        public override Tensor Forward(Tensor x) => x.MaxPool2d(Window);
    }
}
