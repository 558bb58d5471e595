// Matrix product, batched, of operands that may be transposed.
namespace CnnCompute;

/// <summary>
/// c[m,n] = sum over k of a(m,k) * b(k,n), where a is [M,K], or [K,M] with <paramref name="TransA"/>, and b is [K,N], or [N,K] with
/// <paramref name="TransB"/>. Both matrices, or both of rank 3 with the same leading batch. A linear layer is x.MatMul(weight, transB: true).
/// </summary>
public sealed record MatMulOp(bool TransA, bool TransB) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Bias | EpilogueParts.ScaleShift | EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.Rank != b.Rank || a.Rank is not (2 or 3))
            throw ShapeException.For(this, inputs, "needs two matrices, or two batches of matrices of rank 3");
        if (a.Rank == 3 && a[0] != b[0])
            throw ShapeException.For(this, inputs, $"batches of {a[0]} and {b[0]} matrices differ");
        int depthA = TransA ? a[-2] : a[-1], depthB = TransB ? b[-1] : b[-2];
        if (depthA != depthB)
        {
            throw ShapeException.For(this, inputs,
                $"{(TransA ? "transposed " : "")}a has {depthA} columns, {(TransB ? "transposed " : "")}b has {depthB} rows");
        }
        int rows = TransA ? a[-1] : a[-2], columns = TransB ? b[-2] : b[-1];
        return a.Rank == 2 ? new Shape(rows, columns) : new Shape(a[0], rows, columns);
    }

    /// <inheritdoc/>
    public override long Macs(Node node) => node.Shape.Count * node.Inputs[0].Shape[TransA ? -2 : -1];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (a, b) = (node.Inputs[0], node.Inputs[1]);
        return
        [
            TransA ? b.MatMul(grad, transA: TransB, transB: true) : grad.MatMul(b, transB: !TransB),
            TransB ? grad.MatMul(a, transA: true, transB: TransA) : a.MatMul(grad, transA: !TransA),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var s = new MatMulSizes(node, TransA, TransB);
        yield return Plain(node, s, device);
        if (Tiled.MatMul(node, s, device) is { } tiled)
            yield return tiled;
        if (Packing.Fits(device) && (!TransA && TransB ? SubgroupNt(node, s, device) : SubgroupTn(node, s, device)) is { } fast)
            yield return fast;
        if (Packing.Fits(device) && Vector(node, s, device) is { } vector)
            yield return vector;
    }

    private static Recipe Plain(Node node, MatMulSizes s, DeviceTraits device)
    {
        var epilogue = new EpilogueOperands(node.Epilogue, s.Columns, Operand.In(0, 0, 32));
        var steps = new List<Step>();
        foreach (var part in s.Parts(device) ?? s.Parts(device with { MaxBindingBytes = long.MaxValue, MaxGroupsY = int.MaxValue })!)
        {
            foreach (var rounds in Range1.Rounds(part.Depth.Count, 1))
            {
                steps.Add(new Step("Cnn/matmul", (part.Columns.Count, part.Rows.Count, part.Batches.Count),
                    [.. s.Push(part, rounds), .. epilogue.Push],
                    part.A, part.B, part.Out, epilogue.Bias, epilogue.ScaleShift,
                    epilogue.HasResidual ? part.Like(epilogue.Residual) : epilogue.Residual));
            }
        }
        return new Recipe("plain", steps);
    }

    // Both operands lie along the sum already; rows whose length is no multiple of eight are copied to one that is.
    private static Recipe? SubgroupNt(Node node, MatMulSizes s, DeviceTraits device)
    {
        if (s.Parts(device) is not { } parts)
            return null;
        int chunks = Packing.Chunks(s.Depth), longest = parts.Max(p => p.Rows.Count) * parts.Max(p => p.Batches.Count);
        long rowBytes = 32L * chunks, packedB = s.Batch * s.Columns * rowBytes;
        var pack = s.Depth % 8 != 0;
        if (pack && (packedB > device.MaxBindingBytes || longest * rowBytes > device.MaxBindingBytes
            || Math.Max(longest, s.Batch * s.Columns) * (long)chunks > device.MaxGroupsX * 64))
        {
            return null;
        }
        var epilogue = new EpilogueOperands(node.Epilogue, s.Columns, Operand.In(0, 0, 32));
        var steps = new List<Step>();
        foreach (var part in parts)
        {
            if (pack)
                steps.Add(Packing.PadRows(part.A, Operand.Scratch(0), part.Rows.Count * part.Batches.Count, s.Depth));
            var gemm = new GemmNt(part.Columns.Count, part.Rows.Count, chunks)
            {
                OutPixel = s.Columns,
                OutBase = part.Columns.First,
                ChannelBase = part.Columns.First,
                Batch = part.Batches.Count,
                InZ = s.Rows * chunks,
                WeightZ = s.Columns * chunks,
                OutZ = s.Rows * s.Columns,
            };
            var b = !pack ? part.B : s.Batch > 1 ? part.Batches.Of(Operand.Derived(0), s.Columns * rowBytes, s.Batch)
                : part.Columns.Of(Operand.Derived(0), rowBytes, s.Columns);
            steps.Add(gemm.Launch(device, b, pack ? Operand.Scratch(0) : part.A, part.Out, epilogue,
                epilogue.HasResidual ? part.Like(epilogue.Residual) : epilogue.Residual));
        }
        return new Recipe("subgroup", steps)
        {
            Prepare = pack ? [Packing.PadRows(Operand.In(1), Operand.Derived(0), s.Batch * s.Columns, s.Depth)] : [],
            Derived = pack ? [packedB] : [],
            Scratch = pack ? [longest * rowBytes] : [],
        };
    }

    // One row only: nothing is used twice, so the matrix streams by.
    private static Recipe? Vector(Node node, MatMulSizes s, DeviceTraits device)
    {
        var chunks = s.Depth / 8;
        if (s.Rows > 1 || s.TransA || !s.TransB || s.Depth % 8 != 0 || chunks > 8 * Threads.MostRounds || s.Parts(device) is not { } parts)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Columns, Operand.In(0, 0, 32));
        return new Recipe("vector", [.. parts.Select(part => new Step("Cnn/matvec", (part.Columns.Count + 7 & ~7, part.Batches.Count, 1),
            [part.Columns.Count, chunks, part.Columns.First, s.Columns, .. epilogue.Push], part.B, part.A, part.Out,
            epilogue.Bias, epilogue.ScaleShift,
            epilogue.HasResidual ? part.Like(epilogue.Residual) : epilogue.Residual))]);
    }

    // b lies along its columns, or is brought to (TransB); a along the sum or along its rows. Long sums with few result tiles are cut into slabs.
    private static Recipe? SubgroupTn(Node node, MatMulSizes s, DeviceTraits device)
    {
        if (s.Parts(device) is not { } parts)
            return null;
        bool packA = (s.TransA ? s.Rows : s.Depth) % 8 != 0, packB = s.TransB || s.Columns % 4 != 0;
        int aChunks = Packing.Chunks(s.TransA ? s.Rows : s.Depth), bPitch = packB ? Packing.Chunks(s.Columns) * 2 : s.Columns / 4;
        long aBytes = 32L * s.Batch * (s.TransA ? s.Depth : s.Rows) * aChunks, bBytes = 16L * s.Batch * s.Depth * bPitch;
        var depthParts = parts.Count(p => p.Rows.First == 0 && p.Columns.First == 0 && p.Batches.First == 0);
        var part0 = parts[0];
        var epilogue = new EpilogueOperands(node.Epilogue, s.Columns, Operand.In(0, 0, 32));
        var splits = s.Batch > 1 || !epilogue.IsNone ? 1
            : GemmTn.SplitsFor(part0.Rows.Count, s.Columns, part0.Depth.Count, 1, 4L * (part0.Rows.Count + s.Columns));
        var slabs = depthParts * splits;
        var slab = Packing.Up8(part0.Rows.Count * s.Columns);
        var largest = Math.Max(packA ? aBytes : 0, Math.Max(packB ? bBytes : 0, slabs > 1 ? 4L * slab * slabs : 0));
        var tooLarge = largest > Math.Min(device.MaxBindingBytes, device.MaxGroupsX * 64 * 32);
        if (tooLarge || (splits == 1 && part0.Depth.Count > GemmTn.MostDepth) || (depthParts > 1 && !epilogue.IsNone)
            || ((packA || packB) && parts.Count > 1))
        {
            return null;
        }

        var steps = new List<Step>();
        if (packA)
            steps.Add(Packing.PadRows(Operand.In(0), Operand.Scratch(0), s.Batch * (s.TransA ? s.Depth : s.Rows), s.TransA ? s.Rows : s.Depth));
        var done = 0;
        foreach (var part in parts)
        {
            var gemm = new GemmTn(part.Rows.Count, s.Columns, part.Depth.Count)
            {
                RowMajor = !s.TransA,
                APitch = aChunks,
                ABase = part.ABase / 8,
                AZ = (s.TransA ? s.Depth : s.Rows) * aChunks,
                BPixel = bPitch,
                BZ = s.Depth * bPitch,
                Splits = splits,
                OutSplit = slab,
                OutBase = slabs > 1 ? done * splits * slab : 0,
                Batch = part.Batches.Count,
                OutZ = s.Rows * s.Columns,
                Sums = slabs > 1,
            };
            steps.Add(gemm.Launch(packA ? Operand.Scratch(0) : part.A, packB ? Operand.Derived(0) : part.B, slabs > 1 ? Operand.Scratch(1) : part.Out,
                epilogue, epilogue.HasResidual ? part.Like(epilogue.Residual) : epilogue.Residual));
            if (slabs > 1 && ++done == depthParts)
            {
                steps.Add(Packing.SumSplits(Operand.Scratch(1), part.Out, part.Rows.Count * s.Columns, slabs));
                done = 0;
            }
        }
        return new Recipe("subgroup", steps)
        {
            Prepare = !packB ? [] : [s.TransB
                ? Packing.Transpose(Operand.In(1), Operand.Derived(0), s.Batch, s.Columns, s.Depth)
                : Packing.PadRows(Operand.In(1), Operand.Derived(0), s.Batch * s.Depth, s.Columns)],
            Derived = packB ? [bBytes] : [],
            Scratch = [packA ? aBytes : 32, slabs > 1 ? 4L * slab * slabs : 32],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The matrix product of this and <paramref name="b"/>, either transposed first if asked, as torch.matmul and numpy.matmul: the last two axes are
    /// matrices, those before them batches that broadcast; an operand of rank 1 is a row on the left, a column on the right, and its axis goes.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor MatMul(Tensor b, bool transA = false, bool transB = false)
    {
        var (op, a) = (new MatMulOp(transA, transB), this);
        if (a.Shape.Rank == b.Shape.Rank && (a.Shape.Rank == 2 || (a.Shape.Rank == 3 && a.Shape[0] == b.Shape[0])))
            return Graph.Append(op, a, b);
        Shape[] given = [a.Shape, b.Shape];
        if (a.Shape.Rank == 0 || b.Shape.Rank == 0)
            throw ShapeException.For(op, given, "scalars are no matrices; use *");
        bool row = a.Shape.Rank == 1, column = b.Shape.Rank == 1;
        (a, b, op) = (row ? a.Unsqueeze(0) : a, column ? b.Unsqueeze(1) : b, new MatMulOp(transA && !row, transB && !column));
        int[] left = a.Shape.ToArray(), right = b.Shape.ToArray();
        int depthA = op.TransA ? left[^2] : left[^1], depthB = op.TransB ? right[^1] : right[^2];
        if (depthA != depthB)
            throw ShapeException.For(op, given, $"sums over {depthA} and {depthB} elements differ");
        var batch = BroadcastOp.Common(op, [new Shape(left[..^2]), new Shape(right[..^2])]);
        int rows = op.TransA ? left[^1] : left[^2], columns = op.TransB ? right[^2] : right[^1], count = (int)batch.Count;
        Tensor Batched(Tensor t, int[] dims) => t.BroadcastTo(new Shape([.. batch.ToArray(), dims[^2], dims[^1]])).Reshape(count, dims[^2], dims[^1]);
        // With one matrix on the right the batch is more rows.
        var y = !op.TransA && new Shape(right[..^2]).Count == 1
            ? Graph.Append(op, a.Reshape(count * rows, depthA), b.Reshape(right[^2], right[^1]))
            : Graph.Append(op, Batched(a, left), Batched(b, right));
        return y.Reshape(new Shape([.. batch.ToArray(), .. row ? Array.Empty<int>() : [rows], .. column ? Array.Empty<int>() : [columns]]));
    }

    /// <summary>
    /// ONNX's Gemm: alpha times the product of this and <paramref name="b"/>, either transposed first if asked, plus beta times <paramref name="c"/>,
    /// which broadcasts.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Gemm(Tensor b, Tensor? c = null, float alpha = 1, float beta = 1, bool transA = false, bool transB = false)
    {
        static Tensor Times(Tensor t, float factor) => factor == 1 ? t : t.Scale(factor);
        if (Shape.Rank != 2 || b.Shape.Rank != 2)
            throw new ShapeException($"Gemm with inputs {Shape}, {b.Shape}: needs matrices");
        var y = Times(MatMul(b, transA, transB), alpha);
        return c is not { } plus || beta == 0 ? y
            : BroadcastOp.Common(new AddOp(), [y.Shape, plus.Shape]) == y.Shape ? y + Times(plus, beta)
            : throw new ShapeException($"Gemm with inputs {Shape}, {b.Shape}, {plus.Shape}: the addend does not broadcast to {y.Shape}");
    }
}
