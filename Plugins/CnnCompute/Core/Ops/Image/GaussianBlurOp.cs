// Smoothing of pictures by a Gaussian whose width may change at every run.
namespace CnnCompute;

/// <summary>
/// Each channel of [N,C,H,W] smoothed by a Gaussian, cut off at a window of <paramref name="Kernel"/> pixels whose weights add up to 1, the picture
/// mirrored at its borders without repeating the edge. Inputs x, sigma in pixels (one number; 0 changes nothing). <paramref name="Back"/> is the
/// transpose, which differs near the borders only: the gradient. Sigma has none.
/// </summary>
public sealed record GaussianBlurOp(int Kernel, bool Back = false) : Op
{
    // Each thread makes several results of a small window, which share what they read; code grows with both.
    private const int SmallWindow = 17, Several = 8, MostKernel = 127;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4 || inputs[1].Count != 1)
            throw ShapeException.For(this, inputs, "the input must be [N,C,H,W] and sigma one number");
        if (Kernel is < 1 or > MostKernel || Kernel % 2 == 0)
            throw ShapeException.For(this, inputs, $"a window of {Kernel} pixels: it must be odd and at most {MostKernel}");
        return Math.Min(x[2], x[3]) > Kernel / 2
            ? x
            : throw ShapeException.For(this, inputs, $"a window of {Kernel} pixels needs pictures of {Kernel / 2 + 1} pixels at least");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new GaussianBlurOp(Kernel, !Back), grad, node.Inputs[1]), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        var reach = Kernel / 2;
        var weights = new Step("Cnn/gaussian_weights", (reach + 1, 1, 1), [reach], Operand.In(1), Operand.Scratch(0));
        // Memory is rows of columns of channels: along the rows whole lines lie beside each other, along the columns only channels.
        Step Pass(Operand from, Operand to, int length, int inner)
        {
            var (wide, several) = (inner % 8 == 0, Kernel <= SmallWindow ? Several : 1);
            var (blocks, groups) = (wide ? inner / 8 : inner, (length + several - 1) / several);
            var count = x.Count / length / inner * groups * blocks;
            return new Step("Cnn/gaussian_blur", Threads.For(count), [(int)count, blocks, groups, length], from, Operand.Scratch(0), to)
            {
                Constants = [(0, wide ? 1u : 0u), (1, (uint)reach), (2, (uint)several), (3, Back ? 1u : 0u)],
            };
        }
        yield return new Recipe("plain",
            [weights, Pass(Operand.In(0), Operand.Scratch(1), x[2], x[3] * x[1]), Pass(Operand.Scratch(1), Operand.Out(), x[3], x[1])])
        {
            Scratch = [4L * (reach + 1), x.Bytes],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Each channel of [N,C,H,W] smoothed by a Gaussian of <paramref name="sigma"/> pixels (one number, which may change at every run; 0 changes
    /// nothing), cut off at a window of <paramref name="kernel"/> pixels, the picture mirrored at its borders, as torchvision's gaussian_blur. Sigma
    /// has no gradient.
    /// </summary>
    /// <exception cref="ShapeException">The window is even or too large for the picture, or sigma is more than one number.</exception>
    public Tensor GaussianBlur(Tensor sigma, int kernel) => Graph.Append(new GaussianBlurOp(kernel), this, sigma);
}
