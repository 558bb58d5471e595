// Local response normalisation across channels.
namespace CnnCompute;

/// <summary>
/// x * (k + alpha * sum of x² over the channels from c - Before to c + After)^-beta (Krizhevsky et al., "ImageNet Classification with Deep
/// Convolutional Neural Networks", 2012). <paramref name="Alpha"/> multiplies the plain sum: frameworks, which divide it by the window's length, pass
/// alpha / n.
/// </summary>
public sealed record LocalResponseNormOp(int Before, int After, float Alpha, float Beta, float K) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (inputs[0].Rank < 2)
            throw ShapeException.For(this, inputs, "the input must be [N,C,...]");
        if (Before < 0 || After < 0 || Before + After >= Threads.MostRounds)
            throw ShapeException.For(this, inputs, $"a window of {Before} channels before and {After} after");
        return K > 0 && Alpha >= 0 ? inputs[0] : throw ShapeException.For(this, inputs, $"k {K} must be positive and alpha {Alpha} not negative");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new LocalResponseNormGradOp(Before, After, Alpha, Beta, K), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (count, view) = ((int)node.Shape.Count, AxisView.Of(node.Shape, 1));
        yield return new Recipe("plain",
            [new Step("Cnn/local_response_norm", Threads.For(count), [count, view.Length, view.Inner, Before, After, Alpha, Beta, K],
                Operand.In(0), Operand.Out())]);
        if (IsWide(view, Before, After))
        {
            yield return new Recipe("wide",
            [
                new Step(
                    "Cnn/local_response_norm_wide", Threads.Wide(count), [count / 8, view.Length / 8, Alpha, Beta, K], Operand.In(0), Operand.Out())
                {
                    Constants = [(1, (uint)Before), (2, (uint)After)],
                },
            ]);
        }
    }

    /// <summary>Channels side by side in eights, and windows that reach no further than the neighbouring eights.</summary>
    internal static bool IsWide(AxisView view, int before, int after) => view.Inner == 1 && view.Length % 8 == 0 && before <= 8 && after <= 8;
}

/// <summary>
/// The gradient of <see cref="LocalResponseNormOp"/>: with s the base of the power, dy * s^-beta - 2 alpha beta x * sum of dy * x * s^(-beta-1) over
/// the channels whose window holds this one. Inputs x, dy.
/// </summary>
public sealed record LocalResponseNormGradOp(int Before, int After, float Alpha, float Beta, float K) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "input and gradient differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (x, dy) = (node.Inputs[0], node.Inputs[1]);
        var s = Window(x.Square(), Before, After) * Alpha + K;
        return dy * s.Pow(-Beta) - x * Window(dy * x * s.Pow(-Beta - 1), After, Before) * (2 * Alpha * Beta);
    }

    // The sum over the channels from c - before to c + after: the difference of two running sums.
    private static Tensor Window(Tensor v, int before, int after)
    {
        int channels = v.Shape[1], rank = v.Shape.Rank;
        int[] Channels(int n) => [.. Enumerable.Range(0, rank).Select(a => a == 1 ? n : 0)];
        var sums = v.Pad(Channels(before + 1), Channels(after)).CumSum(1);
        return sums.Slice(1, before + after + 1, channels) - sums.Slice(1, 0, channels);
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (count, view) = ((int)node.Shape.Count, AxisView.Of(node.Shape, 1));
        var factor = 2 * Alpha * Beta;
        Operand[] first = [Operand.In(0), Operand.In(1), Operand.Scratch(0), Operand.Scratch(1)],
            second = [Operand.In(0), Operand.Scratch(0), Operand.Scratch(1), Operand.Out()];
        long[] scratch = [4L * count, 4L * count];
        yield return new Recipe("plain",
        [
            new Step("Cnn/local_response_norm_grad", Threads.For(count), [count, view.Length, view.Inner, Before, After, Alpha, Beta, K], first),
            // The window seen from its members: mirrored.
            new Step("Cnn/local_response_norm_grad_sum", Threads.For(count), [count, view.Length, view.Inner, After, Before, factor], second),
        ])
        {
            Scratch = scratch,
        };
        if (LocalResponseNormOp.IsWide(view, Before, After))
        {
            yield return new Recipe("wide",
            [
                new Step("Cnn/local_response_norm_grad_wide", Threads.Wide(count), [count / 8, view.Length / 8, Alpha, Beta, K], first)
                {
                    Constants = [(1, (uint)Before), (2, (uint)After)],
                },
                new Step("Cnn/local_response_norm_grad_sum_wide", Threads.Wide(count), [count / 8, view.Length / 8, factor], second)
                {
                    Constants = [(1, (uint)After), (2, (uint)Before)],
                },
            ])
            {
                Scratch = scratch,
            };
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.local_response_norm over the channels of [N,C,...]: x / (k + alpha/size * sum of x²)^beta, the sum over
    /// <paramref name="size"/> channels of which size/2 lie before.
    /// </summary>
    /// <param name="size">Channels of the window.</param>
    /// <param name="alpha">Factor of the window's mean square; of its sum where <paramref name="divideAlpha"/> is false.</param>
    /// <param name="beta">Exponent.</param>
    /// <param name="k">Summand; the paper's is 2, frameworks' 1.</param>
    /// <param name="divideAlpha">Frameworks (PyTorch, Caffe, ONNX) divide alpha by the window's length; AlexNet's paper does not.</param>
    /// <param name="before">Channels of the window before the own one: size/2 unless given; ONNX's is (size-1)/2, which differs for even
    /// sizes.</param>
    public Tensor LocalResponseNorm(int size, float alpha = 1e-4f, float beta = 0.75f, float k = 1, bool divideAlpha = true, int? before = null)
    {
        var first = before ?? size / 2;
        if (size < 1 || first < 0 || first >= size)
            throw new ShapeException($"LocalResponseNorm of {Shape}: a window of {size} channels, {first} of them before");
        return Graph.Append(new LocalResponseNormOp(first, size - 1 - first, divideAlpha ? (float)((double)alpha / size) : alpha, beta, k), this);
    }
}
