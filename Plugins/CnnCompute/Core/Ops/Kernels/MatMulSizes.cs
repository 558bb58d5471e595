// The numbers of one matrix product, and its parts where operands are larger than a binding.
namespace CnnCompute;

/// <summary>Sizes of a (batched) product c[Rows,Columns] = a * b over Depth.</summary>
internal sealed record MatMulSizes(int Batch, int Rows, int Columns, int Depth, bool TransA, bool TransB)
{
    /// <summary>The sizes of a node whose inputs are a and b.</summary>
    public MatMulSizes(Node node, bool transA, bool transB)
        : this(node.Shape.Rank == 3 ? node.Shape[0] : 1, node.Shape[-2], node.Shape[-1], node.Inputs[0].Shape[transA ? -2 : -1], transA, transB)
    {
    }

    /// <summary>
    /// One launch's worth. Each operand begins at the part's first row in its memory; what it does not begin at (a column) is the part's to add:
    /// <see cref="ABase"/>, <see cref="BBase"/> and, in the output, <c>Columns.First</c>.
    /// </summary>
    internal sealed record Part(MatMulSizes Sizes, Range1 Batches, Range1 Rows, Range1 Columns, Range1 Depth)
    {
        public Operand A => Whole(Operand.In(0), Sizes.Rows * Sizes.Depth)
            ?? (Sizes.TransA ? Depth.Of(Operand.In(0), 4L * Sizes.Rows, Sizes.Depth) : Rows.Of(Operand.In(0), 4L * Sizes.Depth, Sizes.Rows));
        public Operand B => Whole(Operand.In(1), Sizes.Depth * Sizes.Columns)
            ?? (Sizes.TransB ? Columns.Of(Operand.In(1), 4L * Sizes.Depth, Sizes.Columns) : Depth.Of(Operand.In(1), 4L * Sizes.Columns, Sizes.Depth));
        public Operand Out => Like(Operand.Out());
        public int ABase => Sizes.TransA ? Rows.First : Depth.First;
        public int BBase => Sizes.TransB ? Depth.First : Columns.First;

        /// <summary>The part of an operand that lies as the output does.</summary>
        public Operand Like(Operand output) => Whole(output, Sizes.Rows * Sizes.Columns) ?? Rows.Of(output, 4L * Sizes.Columns, Sizes.Rows);

        private Operand? Whole(Operand operand, int elements) => Sizes.Batch == 1 ? null : Batches.Of(operand, 4L * elements, Sizes.Batch);
    }

    /// <summary>
    /// Parts whose operands all can be bound: batches of whole products, or ranges of rows, columns and, where a transposed operand is too large,
    /// of the sum,
    /// whose parts come in ascending order. Null where there is no such cut.
    /// </summary>
    public IReadOnlyList<Part>? Parts(DeviceTraits device)
    {
        var most = device.MaxGroupsY;
        if (Batch > 1)
        {
            return Rows > most ? null : Range1.TrySplit(Batch, most, device, 4L * Rows * Depth, 4L * Depth * Columns, 4L * Rows * Columns)?
                .Select(z => new Part(this, z, new(0, Rows), new(0, Columns), new(0, Depth))).ToArray();
        }
        // Four bytes among the sizes make every cut a multiple of eight items, which the fast kernels need.
        var rows = Range1.TrySplit(Rows, most, device, 4L, 4L * Columns, TransA ? 4L : 4L * Depth);
        var columns = Range1.TrySplit(Columns, Columns, device, 4L, TransB ? 4L * Depth : 4L);
        var depth = Range1.TrySplit(Depth, Depth, device, 4L, TransA ? 4L * Rows : 4L, TransB ? 4L : 4L * Columns);
        if (rows is null || columns is null || depth is null)
            return null;
        return [.. from r in rows from c in columns from k in depth select new Part(this, new(0, 1), r, c, k)];
    }

    /// <summary>The push constants that Cnn/matmul and Cnn/matmul_tiled share, from columns to finish, for a range of the part's sum.</summary>
    public PushWord[] Push(Part part, Range1 rounds) =>
    [
        part.Columns.Count, rounds.Count,
        part.ABase + rounds.First * (TransA ? Rows : 1), TransA ? 1 : Depth, TransA ? Rows : 1, Rows * Depth,
        part.BBase + rounds.First * (TransB ? 1 : Columns), TransB ? 1 : Columns, TransB ? Depth : 1, Depth * Columns,
        part.Columns.First, Columns, Rows * Columns,
        part.Columns.First, part.Depth.First + rounds.First > 0, part.Depth.First + rounds.End == Depth,
    ];
}
