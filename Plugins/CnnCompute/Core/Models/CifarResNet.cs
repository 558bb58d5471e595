// Residual networks for CIFAR-10.
namespace CnnCompute;

/// <summary>
/// ResNet-20, -56 and -110 for [N,3,32,32] (He et al., "Deep residual learning for image recognition", 2016, section 4.2): three stages of 16, 32 and
/// 64 channels, shortcuts without parameters (option A: every second pixel, new channels zero). Keys are <c>conv1.weight</c>,
/// <c>layer1.0.conv1.weight</c>… <c>linear.bias</c>.
/// </summary>
public sealed class CifarResNet : Module
{
    private readonly Conv2d conv1 = new(3, 16, 3, padding: 1, bias: false);
    private readonly BatchNorm2d bn1 = new(16);
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="blocks">Blocks of each stage: the net has 6 times as many layers, and two.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public CifarResNet(int blocks, int numClasses = 10, ulong seed = 0)
    {
        Sequential Stage(int inputs, int width) =>
            new([.. Enumerable.Range(0, blocks).Select(i => i == 0 ? new Block(inputs, width) : new Block(width, width))]);
        (layer1, layer2, layer3) = (Stage(16, 16), Stage(16, 32), Stage(32, 64));
        linear = new Linear(64, numClasses);
        Initialize(seed);
    }

    /// <summary>ResNet-20.</summary>
    [ModelName("resnet20_cifar", 3, 32, 32)]
    public static CifarResNet ResNet20(int numClasses = 10, ulong seed = 0) => new(3, numClasses, seed);

    /// <summary>ResNet-56.</summary>
    [ModelName("resnet56_cifar", 3, 32, 32)]
    public static CifarResNet ResNet56(int numClasses = 10, ulong seed = 0) => new(9, numClasses, seed);

    /// <summary>ResNet-110.</summary>
    [ModelName("resnet110_cifar", 3, 32, 32)]
    public static CifarResNet ResNet110(int numClasses = 10, ulong seed = 0) => new(18, numClasses, seed);

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = bn1.Call(conv1.Call(x)).Relu();
        x = layer3.Call(layer2.Call(layer1.Call(x)));
        return linear.Call(x.GlobalAvgPool().Flatten());
    }

    /// <summary>Weights are Kaiming-normal (He et al., "Delving deep into rectifiers", 2015), the linear layer's bias zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            conv.Weight.Initialize(() => Init.KaimingNormal(stream, conv.Weight.Shape));
        foreach (var (layer, stream) in Init.Layers<Linear>(this, random))
        {
            layer.Weight.Initialize(() => Init.KaimingNormal(stream, layer.Weight.Shape));
            Init.Fill(layer.Bias, 0);
        }
    }

    private sealed class Block(int inputs, int width) : Module, IResidualBlock
    {
        private readonly Conv2d conv1 = new(inputs, width, 3, inputs == width ? 1 : 2, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = new(width);
        private readonly Conv2d conv2 = new(width, width, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn2 = new(width);

        public Parameter LastWeight => bn2.Weight;

        public override Tensor Forward(Tensor x)
        {
            var y = bn2.Call(conv2.Call(bn1.Call(conv1.Call(x)).Relu()));
            return (y + Shortcut(x)).Relu();
        }

        // A window of one pixel takes every second one as it is. The new channels lie on both sides of the old, as in the usual port to PyTorch.
        private Tensor Shortcut(Tensor x)
        {
            if (inputs == width)
                return x;
            var half = x.MaxPool2d(1, 2);
            var zeros = half.Slice(1, 0, (width - inputs) / 2).Scale(0);
            return Tensor.Concat(1, zeros, half, zeros);
        }
    }
}
