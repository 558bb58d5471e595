// A layer that enlarges feature maps.
namespace CnnCompute;

/// <summary>torch.nn.Upsample: [N,C,H,W] to a size, or by a factor; one of them is given.</summary>
public class Upsample : Module
{
    private readonly Pair? size;
    private readonly (float H, float W)? scaleFactor;
    private readonly ResizeMode mode;
    private readonly bool alignCorners;

    /// <summary>To <paramref name="size"/>, or by <paramref name="scaleFactor"/> along height and width.</summary>
    /// <exception cref="ArgumentException">Both or neither given, or corners to be aligned in nearest mode.</exception>
    public Upsample(Pair? size = null, (float H, float W)? scaleFactor = null, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
    {
        if (size is null == scaleFactor is null)
            throw new ArgumentException("Upsample: either a size or a scale factor must be given", nameof(size));
        if (alignCorners && mode == ResizeMode.Nearest)
            throw new ArgumentException("Upsample: corners are aligned in linear and cubic mode only", nameof(alignCorners));
        (this.size, this.scaleFactor, this.mode, this.alignCorners) = (size, scaleFactor, mode, alignCorners);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        size is { } s ? x.Interpolate(s.H, s.W, mode, alignCorners) : x.Interpolate(scaleFactor!.Value, mode, alignCorners);
}
