// GoogLeNet, as torchvision has it and as the paper has it.
namespace CnnCompute;

/// <summary>
/// GoogLeNet for [N,3,224,224] (Szegedy et al., "Going deeper with convolutions", 2015) with torchvision's structure (batch-norms, and 3×3
/// convolutions in the branches that are 5×5 in the paper), state-dict keys and initialisation; or with the paper's: biases, true 5×5, local response
/// normalisation.
/// </summary>
public sealed class GoogLeNet : Module
{
    private readonly BasicConv2d conv1;
    private readonly MaxPool2d maxpool1 = Pool();
    private readonly LocalResponseNorm? norm1;
    private readonly BasicConv2d conv2;
    private readonly BasicConv2d conv3;
    private readonly LocalResponseNorm? norm2;
    private readonly MaxPool2d maxpool2 = Pool();
    private readonly Inception inception3a;
    private readonly Inception inception3b;
    private readonly MaxPool2d maxpool3 = Pool();
    private readonly Inception inception4a;
    private readonly Inception inception4b;
    private readonly Inception inception4c;
    private readonly Inception inception4d;
    private readonly Inception inception4e;
    private readonly MaxPool2d maxpool4;
    private readonly Inception inception5a;
    private readonly Inception inception5b;
    private readonly Auxiliary? aux1;
    private readonly Auxiliary? aux2;
    private readonly AdaptiveAvgPool2d avgpool = new(1);
    private readonly Dropout dropout;
    private readonly Linear fc;
    private readonly bool paper;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="auxLogits">Whether it has the two auxiliary classifiers that help training; evaluation passes over them.</param>
    /// <param name="paper">The paper's structure instead of torchvision's.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public GoogLeNet(int numClasses = 1000, bool auxLogits = true, bool paper = false, ulong seed = 0)
    {
        this.paper = paper;
        conv1 = new BasicConv2d(3, 64, 7, paper, stride: 2);
        conv2 = new BasicConv2d(64, 64, 1, paper);
        conv3 = new BasicConv2d(64, 192, 3, paper);
        (norm1, norm2) = paper ? (new LocalResponseNorm(5), new LocalResponseNorm(5)) : (null, null);
        inception3a = new Inception(192, 64, (96, 128), (16, 32), 32, paper);
        inception3b = new Inception(256, 128, (128, 192), (32, 96), 64, paper);
        inception4a = new Inception(480, 192, (96, 208), (16, 48), 64, paper);
        inception4b = new Inception(512, 160, (112, 224), (24, 64), 64, paper);
        inception4c = new Inception(512, 128, (128, 256), (24, 64), 64, paper);
        inception4d = new Inception(512, 112, (144, 288), (32, 64), 64, paper);
        inception4e = new Inception(528, 256, (160, 320), (32, 128), 128, paper);
        maxpool4 = new MaxPool2d(paper ? 3 : 2, stride: 2, ceilMode: true);
        inception5a = new Inception(832, 256, (160, 320), (32, 128), 128, paper);
        inception5b = new Inception(832, 384, (192, 384), (48, 128), 128, paper);
        (aux1, aux2) = auxLogits ? (new Auxiliary(512, numClasses, paper), new Auxiliary(528, numClasses, paper)) : (null, null);
        dropout = new Dropout(paper ? 0.4f : 0.2f);
        fc = new Linear(1024, numClasses);
        Initialize(seed);
    }

    /// <summary>Torchvision's.</summary>
    [ModelName("googlenet", 3, 224, 224, Norm = "signed")]
    public static GoogLeNet Torchvision(int numClasses = 1000, bool auxLogits = true, ulong seed = 0) => new(numClasses, auxLogits, seed: seed);

    /// <summary>The paper's.</summary>
    [ModelName("googlenet_paper", 3, 224, 224)]
    public static GoogLeNet Paper(int numClasses = 1000, bool auxLogits = true, ulong seed = 0) =>
        new(numClasses, auxLogits, paper: true, seed: seed);

    /// <summary>Scores [N, numClasses] of the last classifier.</summary>
    public override Tensor Forward(Tensor x) => ForwardWithAuxiliaries(x).Scores;

    /// <summary>
    /// Scores [N, numClasses] of the last classifier and, in training mode, of the two auxiliary ones after inception4a and inception4d, whose losses
    /// the paper weighs by 0.3; null where there are none.
    /// </summary>
    public (Tensor Scores, Tensor? Aux2, Tensor? Aux1) ForwardWithAuxiliaries(Tensor x)
    {
        x = maxpool1.Call(conv1.Call(x));
        x = conv3.Call(conv2.Call(norm1?.Call(x) ?? x));
        x = maxpool2.Call(norm2?.Call(x) ?? x);
        x = inception4a.Call(maxpool3.Call(inception3b.Call(inception3a.Call(x))));
        var first = Training ? aux1?.Call(x) : null;
        x = inception4d.Call(inception4c.Call(inception4b.Call(x)));
        var second = Training ? aux2?.Call(x) : null;
        x = inception5b.Call(inception5a.Call(maxpool4.Call(inception4e.Call(x))));
        return (fc.Call(dropout.Call(avgpool.Call(x).Flatten())), second, first);
    }

    /// <summary>
    /// Torchvision's: weights normal with deviation 0.01. The paper tells nothing; as in Caffe's replication, weights are Xavier-uniform, biases 0.2
    /// in convolutions and hidden layers and 0 in the last.
    /// </summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
        {
            conv.Weight.Initialize(() => paper ? Init.XavierUniform(stream, conv.Weight.Shape) : Init.Normal(stream, conv.Weight.Shape.Count, 0.01f));
            Init.Fill(conv.Bias, 0.2f);
        }
        foreach (var (linear, stream) in Init.Layers<Linear>(this, random))
        {
            linear.Weight.Initialize(
                () => paper ? Init.XavierUniform(stream, linear.Weight.Shape) : Init.Normal(stream, linear.Weight.Shape.Count, 0.01f));
            if (paper)
                Init.Fill(linear.Bias, linear.Weight.Shape == new Shape(1024, 2048) ? 0.2f : 0);
        }
    }

    private static MaxPool2d Pool() => new(3, stride: 2, ceilMode: true);

    private sealed class BasicConv2d(int inputs, int outputs, int kernel, bool paper, int stride = 1) : Module
    {
        private readonly Conv2d conv = new(inputs, outputs, kernel, stride, kernel / 2, bias: paper);
        private readonly BatchNorm2d? bn = paper ? null : new BatchNorm2d(outputs, eps: 0.001f);

        public override Tensor Forward(Tensor x) => (bn?.Call(conv.Call(x)) ?? conv.Call(x)).Relu();
    }

    // 1×1, 1×1 with 3×3, 1×1 with 5×5, and pooling with 1×1, side by side.
    private sealed class Inception(
        int inputs, int ones, (int Reduced, int Width) threes, (int Reduced, int Width) fives, int pooled, bool paper) : Module
    {
        private readonly BasicConv2d branch1 = new(inputs, ones, 1, paper);
        private readonly Sequential branch2 = new(new BasicConv2d(inputs, threes.Reduced, 1, paper),
            new BasicConv2d(threes.Reduced, threes.Width, 3, paper));
        private readonly Sequential branch3 = new(new BasicConv2d(inputs, fives.Reduced, 1, paper),
            new BasicConv2d(fives.Reduced, fives.Width, paper ? 5 : 3, paper));
        private readonly Sequential branch4 = new(new MaxPool2d(3, stride: 1, padding: 1, ceilMode: true), new BasicConv2d(inputs, pooled, 1, paper));

        public override Tensor Forward(Tensor x) => Tensor.Concat(1, branch1.Call(x), branch2.Call(x), branch3.Call(x), branch4.Call(x));
    }

    private sealed class Auxiliary(int inputs, int numClasses, bool paper) : Module
    {
        private readonly AdaptiveAvgPool2d avgpool = new(4);
        private readonly BasicConv2d conv = new(inputs, 128, 1, paper);
        private readonly Linear fc1 = new(2048, 1024);
        private readonly Dropout dropout = new(0.7f);
        private readonly Linear fc2 = new(1024, numClasses);

        public override Tensor Forward(Tensor x)
        {
            // The paper averages windows of five pixels, three apart, which on its 14×14 maps gives the same 4×4.
            x = paper ? x.AvgPool2d(5, 3) : avgpool.Call(x);
            return fc2.Call(dropout.Call(fc1.Call(conv.Call(x).Flatten()).Relu()));
        }
    }
}
