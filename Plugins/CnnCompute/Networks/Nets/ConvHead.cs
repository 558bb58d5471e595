// A head that looks at maps, not at their means alone.
namespace CnnCompute;

/// <summary>
/// Logits [N,classes] of features [N,C·H·W]: a convolution 3×3, batch norm, ReLU, max-pool 2, dropout and a linear layer. Where something is in the
/// picture still counts, so it tells more than a linear layer on the means of the maps, of a trunk that may be cut earlier.
/// </summary>
public sealed class ConvHead : Module
{
    private readonly int channels, height, width;
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;
    private readonly ReLU relu = new();
    private readonly MaxPool2d pool = new(2);
    private readonly Dropout dropout;
    private readonly Linear linear;

    /// <summary>A head with weights still to be drawn.</summary>
    /// <param name="maps">Channels, rows and columns of the features; at least 2×2.</param>
    /// <param name="filters">Channels of its convolution.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Share of what the linear layer sees that is dropped in training.</param>
    /// <exception cref="ArgumentException">The maps are too small.</exception>
    public ConvHead((int Channels, int Height, int Width) maps, int filters, int classes, float dropout = 0)
    {
        (channels, height, width) = maps;
        if (height < 2 || width < 2)
            throw new ArgumentException($"a head with a convolution needs maps of at least 2×2, not {width}×{height}: cut the net earlier");
        conv = new Conv2d(channels, filters, 3, padding: 1, bias: false);
        norm = new BatchNorm2d(filters);
        this.dropout = new Dropout(dropout);
        linear = new Linear(filters * (height / 2) * (width / 2), classes);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        x = x.Reshape(x.Shape[0], channels, height, width);
        return linear.Call(dropout.Call(pool.Call(relu.Call(norm.Call(conv.Call(x)))).Flatten()));
    }
}
