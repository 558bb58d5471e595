// Which part of the input one element of a layer's output sees.
namespace CnnCompute;

/// <summary>
/// The receptive field along height and width, in pixels of the input (Araujo, Norris and Sim, "Computing receptive fields of convolutional neural
/// networks", 2019). Statistics over whole maps (instance normalisation) are not counted.
/// </summary>
/// <param name="H">Along height.</param>
/// <param name="W">Along width.</param>
internal readonly record struct ReceptiveField(ReceptiveField.Axis H, ReceptiveField.Axis W)
{
    /// <summary>The field along one axis.</summary>
    /// <param name="Size">Pixels that one output sees.</param>
    /// <param name="Jump">Pixels from one output's field to its neighbour's; 0 where there is one output.</param>
    /// <param name="Start">First pixel of the first output's field; negative where it reaches into padding.</param>
    internal readonly record struct Axis(double Size, double Jump, double Start)
    {
        /// <summary>One pixel each.</summary>
        public static Axis Input => new(1, 1, 0);

        /// <summary>After a window slides over outputs that have this field.</summary>
        public Axis Slide(int kernel, int stride, int padding, int dilation = 1) =>
            new(Size + (dilation * (kernel - 1.0) * Jump), Jump * stride, Start - (padding * Jump));

        /// <summary>After all <paramref name="count"/> outputs came together in one.</summary>
        public Axis Whole(int count) => new(Size + ((count - 1) * Jump), 0, Start);

        /// <summary>Where outputs of two branches meet.</summary>
        public Axis Union(Axis other)
        {
            var start = Math.Min(Start, other.Start);
            return new Axis(Math.Max(Start + Size, other.Start + other.Size) - start, Math.Max(Jump, other.Jump), start);
        }
    }

    /// <summary>The field of an input's pixels.</summary>
    public static ReceptiveField Input => new(Axis.Input, Axis.Input);

    /// <summary>The field of a node's output, given those of its inputs that come from the picture.</summary>
    public static ReceptiveField Of(Node node, IReadOnlyList<(Tensor Tensor, ReceptiveField Field)> inputs)
    {
        var (x, field) = inputs[0];
        foreach (var (_, other) in inputs.Skip(1))
            field = new ReceptiveField(field.H.Union(other.H), field.W.Union(other.W));
        var (from, to) = (x.Shape, node.Shape);
        return node.Op switch
        {
            Conv2dOp { Geometry: var g } when node.Inputs[1].Shape is var w => new(
                field.H.Slide(w[2], g.StrideY, g.Top, g.DilationY), field.W.Slide(w[3], g.StrideX, g.Left, g.DilationX)),
            Conv2dGradInputOp { Geometry: var g } when node.Inputs[1].Shape is var w => new(
                Spread(field.H, w[2], g.StrideY, g.Top, g.DilationY), Spread(field.W, w[3], g.StrideX, g.Left, g.DilationX)),
            MaxPool2dOp { Window: var w } => Pool(field, w, from),
            AvgPool2dOp { Window: var w } => Pool(field, w, from),
            PadOp { Before: var before } when from.Rank == 4 => new(
                field.H with { Start = field.H.Start - (before[2] * field.H.Jump) },
                field.W with { Start = field.W.Start - (before[3] * field.W.Jump) }),
            ResizeOp { Filter.Mode: var mode } when from.Rank == 4 => new(
                Resample(field.H, from[2], to[2], mode), Resample(field.W, from[3], to[3], mode)),
            GlobalAvgPoolOp => new(field.H.Whole(from[2]), field.W.Whole(from[3])),
            // Rows and columns become other axes, become one, or go.
            PermuteOp { Order: not 0x3210 } when from.Rank == 4 => new(field.H.Whole(from[2]), field.W.Whole(from[3])),
            _ when from.Rank == 4 && to.Rank < 3 => new(field.H.Whole(from[2]), field.W.Whole(from[3])),
            _ when from.Rank == 4 && to.Rank == 4 && (to[2], to[3]) == (1, 1) => new(field.H.Whole(from[2]), field.W.Whole(from[3])),
            _ => field,
        };
    }

    /// <summary>Size, jump or start as a table shows it: one number where both axes agree.</summary>
    public string Show(Func<Axis, double> part)
    {
        static string Number(double v) => v.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
        var (h, w) = (Number(part(H)), Number(part(W)));
        return h == w ? h : $"{h}x{w}";
    }

    private static ReceptiveField Pool(ReceptiveField field, PoolWindow w, Shape from) => w.Bins == (0, 0)
        ? new(field.H.Slide(w.Kernel.H, w.Stride.H, w.Padding.H, w.Dilation.H), field.W.Slide(w.Kernel.W, w.Stride.W, w.Padding.W, w.Dilation.W))
        : new(Bin(field.H, from[2], w.Bins.H), Bin(field.W, from[3], w.Bins.W));

    // The first bin holds size / bins elements, rounded up; the mean distance between bins is the jump.
    private static Axis Bin(Axis field, int size, int bins) => bins == 1
        ? field.Whole(size)
        : new Axis(field.Size + ((((size + bins - 1) / bins) - 1) * field.Jump), field.Jump * size / bins, field.Start);

    // Neighbours that a sample is mixed from, where sizes differ.
    private static Axis Resample(Axis field, int from, int to, ResizeMode mode) => from == to
        ? field
        : new Axis(field.Size + (mode switch { ResizeMode.Nearest => 0, ResizeMode.Linear => 1, _ => 3 } * field.Jump),
            field.Jump * from / to, field.Start);

    // A transposed convolution: output p takes from inputs (p + padding - dilation * r) / stride that are whole numbers.
    private static Axis Spread(Axis field, int kernel, int stride, int padding, int dilation)
    {
        var reach = dilation * (kernel - 1);
        var (first, last) = (Math.Ceiling((double)(padding - reach) / stride), Math.Floor((double)padding / stride));
        return new Axis(field.Size + (Math.Max(last - first, 0) * field.Jump), field.Jump / stride, field.Start + (first * field.Jump));
    }
}
