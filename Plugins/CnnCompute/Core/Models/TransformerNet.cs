// The network of fast neural style.
namespace CnnCompute;

/// <summary>
/// The image transformation network for [N,3,H,W], values 0 to 255, H and W multiples of 4 (Johnson, Alahi and Fei-Fei, "Perceptual losses for
/// real-time style transfer and super-resolution", 2016), with the structure and state-dict keys of PyTorch's example fast_neural_style: instance
/// normalisation, reflected borders, and enlarging by nearest neighbours before convolutions.
/// </summary>
public sealed class TransformerNet : Module
{
    private readonly ConvLayer conv1;
    private readonly InstanceNorm2d in1;
    private readonly ConvLayer conv2;
    private readonly InstanceNorm2d in2;
    private readonly ConvLayer conv3;
    private readonly InstanceNorm2d in3;
    private readonly ResidualBlock res1;
    private readonly ResidualBlock res2;
    private readonly ResidualBlock res3;
    private readonly ResidualBlock res4;
    private readonly ResidualBlock res5;
    private readonly ConvLayer deconv1;
    private readonly InstanceNorm2d in4;
    private readonly ConvLayer deconv2;
    private readonly InstanceNorm2d in5;
    private readonly ConvLayer deconv3;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>; its layers start as PyTorch's.</summary>
    /// <param name="width">Channels of the first layer; the example's has 32.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("transformer_net", 3, 256, 256, Norm = "byte")]
    public TransformerNet(int width = 32, ulong seed = 0)
    {
        (conv1, in1) = (new ConvLayer(3, width, 9), Norm(width));
        (conv2, in2) = (new ConvLayer(width, 2 * width, 3, stride: 2), Norm(2 * width));
        (conv3, in3) = (new ConvLayer(2 * width, 4 * width, 3, stride: 2), Norm(4 * width));
        (res1, res2, res3, res4, res5) = (Residual(), Residual(), Residual(), Residual(), Residual());
        (deconv1, in4) = (new ConvLayer(4 * width, 2 * width, 3, upsample: 2), Norm(2 * width));
        (deconv2, in5) = (new ConvLayer(2 * width, width, 3, upsample: 2), Norm(width));
        deconv3 = new ConvLayer(width, 3, 9);
        Initialize(seed);
        ResidualBlock Residual() => new(4 * width);
    }

    /// <summary>A picture [N,3,H,W] in the style, values around 0 to 255.</summary>
    public override Tensor Forward(Tensor x)
    {
        x = in1.Call(conv1.Call(x)).Relu();
        x = in2.Call(conv2.Call(x)).Relu();
        x = in3.Call(conv3.Call(x)).Relu();
        x = res5.Call(res4.Call(res3.Call(res2.Call(res1.Call(x)))));
        x = in4.Call(deconv1.Call(x)).Relu();
        x = in5.Call(deconv2.Call(x)).Relu();
        return deconv3.Call(x);
    }

    private static InstanceNorm2d Norm(int channels) => new(channels, affine: true);

    private sealed class ConvLayer(int inputs, int outputs, int kernel, int stride = 1, int upsample = 1) : Module
    {
        private readonly ReflectionPad2d reflectionPad = new(kernel / 2);
        private readonly Conv2d conv2d = new(inputs, outputs, kernel, stride);

        public override Tensor Forward(Tensor x) =>
            conv2d.Call(reflectionPad.Call(upsample == 1 ? x : x.Interpolate(upsample * x.Shape[2], upsample * x.Shape[3])));
    }

    private sealed class ResidualBlock(int channels) : Module
    {
        private readonly ConvLayer conv1 = new(channels, channels, 3);
        private readonly InstanceNorm2d in1 = Norm(channels);
        private readonly ConvLayer conv2 = new(channels, channels, 3);
        private readonly InstanceNorm2d in2 = Norm(channels);

        public override Tensor Forward(Tensor x) => in2.Call(conv2.Call(in1.Call(conv1.Call(x)).Relu())) + x;
    }
}
