// A network that learns small pictures in a few epochs.
namespace CnnCompute;

/// <summary>
/// The net of airbench94 for [N,3,32,32] and the like (Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024) at any width: a
/// convolution 2×2 that is made to whiten patches, GELU, three groups of convolution, max-pool 2, batch-norm, GELU, convolution, batch-norm, GELU,
/// then max-pool 3 and a linear layer without bias, whose scores are divided by 9. Norms learn shifts alone; convolutions begin as the identity on
/// as many channels as they take.
/// </summary>
public sealed class AirbenchNet : Sequential
{
    // Filters for twice the elements of a patch 2×2 of one channel.
    private const int Whitened = 2 * 2 * 2;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="width1">Channels of the first group.</param>
    /// <param name="width2">Channels of the second one.</param>
    /// <param name="width3">Channels of the third one.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="momentum">Share of the batch in the norms' running statistics; large, as there are few steps.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public AirbenchNet(
        int width1, int width2, int width3, int numClasses = 10, float momentum = 0.4f, ulong seed = 0, int channels = 3) : base(
        ("whiten", new Conv2d(channels, Whitened * channels, 2)), ("gelu", new GELU()),
        ("group1", new Group(Whitened * channels, width1, momentum)),
        ("group2", new Group(width1, width2, momentum)), ("group3", new Group(width2, width3, momentum)), ("pool", new MaxPool2d(3)),
        ("flatten", new Flatten()), ("linear", new Linear(width3, numClasses, bias: false)), ("scale", new Ninth())) => Initialize(seed);

    /// <summary>The widths of airbench94: 118 million multiply-accumulates a picture.</summary>
    [ModelName("airbench94", 3, 32, 32)]
    public static AirbenchNet Airbench94(int numClasses = 10, ulong seed = 0) => new(64, 256, 256, numClasses, seed: seed);

    /// <summary>Widths for two processor cores: 26 million multiply-accumulates a picture.</summary>
    [ModelName("airbench_cifar", 3, 32, 32)]
    public static AirbenchNet Cifar(int numClasses = 10, ulong seed = 0) => new(32, 96, 128, numClasses, seed: seed);

    /// <summary>Widths for many short trainings: 17 million multiply-accumulates a picture.</summary>
    [ModelName("airbench_cifar_small", 3, 32, 32)]
    public static AirbenchNet CifarSmall(int numClasses = 10, ulong seed = 0) => new(32, 64, 64, numClasses, seed: seed);

    /// <summary>Widths for grey pictures 28×28: 10 million multiply-accumulates a picture.</summary>
    [ModelName("airbench_fashion", 1, 28, 28)]
    public static AirbenchNet Fashion(int numClasses = 10, ulong seed = 0) => new(32, 64, 96, numClasses, seed: seed, channels: 1);

    /// <summary>Widths for grey pictures 28×28 and fewer than 100,000 parameters: 6 million multiply-accumulates a picture.</summary>
    [ModelName("airbench_fashion_small", 1, 28, 28)]
    public static AirbenchNet FashionSmall(int numClasses = 10, ulong seed = 0) => new(24, 48, 56, numClasses, seed: seed, channels: 1);

    /// <summary>Widths for digits 28×28 and fewer than 20,000 parameters: 2 million multiply-accumulates a picture.</summary>
    [ModelName("airbench_mnist", 1, 28, 28)]
    public static AirbenchNet Mnist(int numClasses = 10, ulong seed = 0) => new(16, 16, 24, numClasses, seed: seed, channels: 1);

    /// <summary>The identity in the groups' convolutions, random filters for what more channels they give; norms whose scales stay 1.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random).Skip(1))
        {
            conv.Weight.Initialize(() =>
            {
                var values = Init.KaimingUniform(stream, conv.Weight.Shape, Math.Sqrt(5));
                var (shape, identity) = (conv.Weight.Shape, Init.Dirac(conv.Weight.Shape));
                identity.AsSpan(0, (int)Math.Min(shape.Count, shape.Count / shape[0] * shape[1])).CopyTo(values);
                return values;
            });
        }
        foreach (var norm in Modules().OfType<BatchNorm2d>())
            norm.Weight.RequiresGrad = false;
    }

    private sealed class Group(int inputs, int width, float momentum) : Module
    {
        private readonly Conv2d conv1 = new(inputs, width, 3, padding: 1, bias: false);
        private readonly BatchNorm2d norm1 = new(width, momentum: momentum);
        private readonly Conv2d conv2 = new(width, width, 3, padding: 1, bias: false);
        private readonly BatchNorm2d norm2 = new(width, momentum: momentum);
        private readonly MaxPool2d pool = new(2);
        private readonly GELU gelu = new();

        public override Tensor Forward(Tensor x) =>
            gelu.Call(norm2.Call(conv2.Call(gelu.Call(norm1.Call(pool.Call(conv1.Call(x)))))));
    }

    private sealed class Ninth : Module
    {
        public override Tensor Forward(Tensor x) => x.Scale(1 / 9f);
    }
}
