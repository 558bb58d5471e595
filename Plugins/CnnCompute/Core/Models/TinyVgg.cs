// The network of CNN Explainer.
namespace CnnCompute;

/// <summary>
/// Tiny VGG for [N,3,64,64] (Wang et al., "CNN Explainer: learning convolutional neural networks with interactive visualization", 2020): four
/// convolutions 3×3 of ten channels without padding, two pools, one linear layer. Keys are its layers' names: <c>conv_1_1.weight</c>…
/// <c>output.bias</c>.
/// </summary>
public sealed class TinyVgg : Sequential
{
    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("tiny_vgg", 3, 64, 64, Norm = "unit")]
    public TinyVgg(int numClasses = 10, ulong seed = 0) : base(
        ("conv_1_1", new Conv2d(3, 10, 3)), ("relu_1_1", new ReLU()), ("conv_1_2", new Conv2d(10, 10, 3)), ("relu_1_2", new ReLU()),
        ("max_pool_1", new MaxPool2d(2)),
        ("conv_2_1", new Conv2d(10, 10, 3)), ("relu_2_1", new ReLU()), ("conv_2_2", new Conv2d(10, 10, 3)), ("relu_2_2", new ReLU()),
        ("max_pool_2", new MaxPool2d(2)),
        ("flatten", new Flatten()), ("output", new Linear(10 * 13 * 13, numClasses))) => Initialize(seed);

    /// <summary>As in Keras: weights are Glorot-uniform, biases zero.</summary>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
        {
            conv.Weight.Initialize(() => Init.XavierUniform(stream, conv.Weight.Shape));
            Init.Fill(conv.Bias, 0);
        }
        foreach (var (linear, stream) in Init.Layers<Linear>(this, random))
        {
            linear.Weight.Initialize(() => Init.XavierUniform(stream, linear.Weight.Shape));
            Init.Fill(linear.Bias, 0);
        }
    }
}
