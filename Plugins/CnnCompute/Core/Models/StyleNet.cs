// A feed-forward style net that is light enough for a camera on a processor without a graphics card.
namespace CnnCompute;

/// <summary>
/// Paints pictures [N,3,H,W] of 0 to 255, H and W multiples of 4. As <see cref="TransformerNet"/> (residual blocks between convolutions that shrink
/// and enlarge, instance normalisation, reflected borders), but without convolutions at full size, whose windows of 9×9 over three channels take most
/// of that net's time: the outer ones work on blocks of 2×2 pixels as twelve channels, as in Shi et al., "Real-time single image and video
/// super-resolution using an efficient sub-pixel convolutional neural network", 2016. 68,000 parameters, 0.38 billion multiply-adds for 256×256.
/// </summary>
public sealed class StyleNet : Module
{
    private readonly PixelUnshuffle blocks = new(2);
    private readonly Layer conv1;
    private readonly Layer conv2;
    private readonly Residual res1;
    private readonly Residual res2;
    private readonly Residual res3;
    private readonly Layer conv3;
    private readonly ReflectionPad2d pad = new(1);
    private readonly Conv2d conv4;
    private readonly PixelShuffle pixels = new(2);

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="width">Channels at half size, twice as many at a quarter.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("style_net", 3, 256, 256, Norm = "byte")]
    public StyleNet(int width = 16, ulong seed = 0)
    {
        (conv1, conv2) = (new Layer(12, width), new Layer(width, 2 * width, stride: 2));
        (res1, res2, res3) = (new Residual(2 * width), new Residual(2 * width), new Residual(2 * width));
        (conv3, conv4) = (new Layer(2 * width, width), new Conv2d(width, 12, 3));
        Initialize(seed);
    }

    /// <summary>A picture [N,3,H,W] in the style, values around 0 to 255.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.Shape.Rank != 4 || x.Shape[2] % 4 != 0 || x.Shape[3] % 4 != 0)
            throw new ShapeException($"StyleNet of {x.Shape}: pictures [N,3,H,W] are needed, H and W multiples of 4");
        x = conv2.Call(conv1.Call(blocks.Call(x)).Relu()).Relu();
        x = res3.Call(res2.Call(res1.Call(x)));
        x = conv3.Call(x.Interpolate(2 * x.Shape[2], 2 * x.Shape[3])).Relu();
        return pixels.Call(conv4.Call(pad.Call(x)));
    }

    private sealed class Layer(int inputs, int outputs, int stride = 1) : Module
    {
        private readonly ReflectionPad2d pad = new(1);
        private readonly Conv2d conv = new(inputs, outputs, 3, stride, bias: false);
        private readonly InstanceNorm2d norm = new(outputs, affine: true);

        public override Tensor Forward(Tensor x) => norm.Call(conv.Call(pad.Call(x)));
    }

    private sealed class Residual(int channels) : Module
    {
        private readonly Layer first = new(channels, channels);
        private readonly Layer second = new(channels, channels);

        public override Tensor Forward(Tensor x) => second.Call(first.Call(x).Relu()) + x;
    }
}
