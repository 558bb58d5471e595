// Distances between rows of two matrices, by sums of absolute differences.
namespace CnnCompute;

/// <summary>
/// [Q,R]: the sum over f of |a[q,f] - b[r,f]| for a [Q,F] and b [R,F], as torch.cdist with p = 1. Distances by squares are matrix products
/// (|a|² + |b|² - 2ab) and need no kernel of their own; these do.
/// </summary>
public sealed record CdistL1Op : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 2 && inputs[1].Rank == 2 && inputs[0][1] == inputs[1][1]
        ? new Shape(inputs[0][0], inputs[1][0])
        : throw ShapeException.For(this, inputs, "needs two matrices with as many columns: a row for each point");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        // Every difference's sign, weighted: a tensor of Q*R*F elements, which training by distances to few points can afford.
        var (a, b) = (node.Inputs[0], node.Inputs[1]);
        int q = a.Shape[0], r = b.Shape[0], f = a.Shape[1];
        var signs = (a.Reshape(q, 1, f) - b.Reshape(1, r, f)).Sign() * grad.Reshape(q, r, 1);
        return [signs.Sum([1]), -signs.Sum([0])];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int q = node.Shape[0], r = node.Shape[1], f = node.Inputs[0].Shape[1];
        var steps = new List<Step>();
        for (var first = 0; first < f; first += Threads.MostRounds)
        {
            steps.Add(new Step("Cnn/cdist_l1", Threads.For(node.Shape.Count),
                [(int)node.Shape.Count, r, f, first, Math.Min(f - first, Threads.MostRounds), first > 0],
                Operand.In(0), Operand.In(1), Operand.Out()));
        }
        yield return new Recipe("plain", steps);
        if (Subgroup(q, r, f, device) is { } fast)
            yield return fast;
    }

    // Rows whose length is no multiple of eight are copied to one that is; the zeros behind them differ by nothing.
    private static Recipe? Subgroup(int q, int r, int f, DeviceTraits device)
    {
        const int Groups = 4;
        int chunks = Packing.Chunks(f), references = device.UnrolledProducts / 32;
        long bytesA = 32L * q * chunks, bytesB = 32L * r * chunks;
        if (!Packing.Fits(device) || Math.Max(bytesA, bytesB) > device.MaxBindingBytes || Math.Max(q, r) * (long)chunks > device.MaxGroupsX * 64
            || 4L * q * r > device.MaxBindingBytes || chunks > Threads.MostRounds)
        {
            return null;
        }
        var pack = f % 8 != 0;
        var step = new Step("Cnn/cdist_l1_subgroup", ((q + 8 * Groups - 1) / (8 * Groups) * 8, (r + references - 1) / references, 1), [q, r, chunks],
            pack ? Operand.Scratch(0) : Operand.In(0), pack ? Operand.Derived(0) : Operand.In(1), Operand.Out())
        {
            Constants = [(0, (uint)references), (1, Groups)],
        };
        return new Recipe("subgroup", pack ? [Packing.PadRows(Operand.In(0), Operand.Scratch(0), q, f), step] : [step])
        {
            Prepare = pack ? [Packing.PadRows(Operand.In(1), Operand.Derived(0), r, f)] : [],
            Derived = pack ? [bytesB] : [],
            Scratch = pack ? [bytesA] : [],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Sums of absolute differences [Q,R] between the rows of this matrix [Q,F] and those of <paramref name="other"/> [R,F]: torch.cdist with p = 1.
    /// </summary>
    /// <exception cref="ShapeException">They are no matrices with as many columns.</exception>
    public Tensor CdistL1(Tensor other) => Graph.Append(new CdistL1Op(), this, other);
}
