// Shapes, values and checks that the tests of elementwise ops share.
namespace CnnCompute.Tests;

/// <summary>Cases of elementwise ops: awkward shapes, wide ranges, broadcasting, integers and truth values.</summary>
internal static class Elementwise
{
    /// <summary>Pairs of shapes that broadcast, scalars and the highest rank among them.</summary>
    public static readonly (Shape A, Shape B)[] Pairs =
    [
        (new(), new()), (new(1), new(127)), (new(13), new(13)), (new(3, 13), new(13)), (new(13, 1), new(1, 127)), (new(2, 13, 3, 5), new(2, 13, 3, 5)),
        (new(2, 8, 3, 5), new(1, 8, 1, 1)), (new(2, 13, 1, 5), new(13, 3, 1)), (new(3, 1, 5, 1), new(1, 16, 1, 7)), (new(2, 3, 2, 3, 2, 3), new(3, 1, 1, 2, 1)),
    ];

    /// <summary>Pairs that leave more axes than most kernels see.</summary>
    public static readonly (Shape A, Shape B)[] DeepPairs =
        [(new(2, 1, 3, 1, 2, 1, 3, 1), new(1, 3, 1, 2, 1, 2, 1, 5)), (new(2, 1, 3, 1, 2, 1, 8), new(3, 1, 2, 1, 2, 1)), (new(8, 1, 1, 1, 1, 1, 1, 1), new(8))];

    /// <summary>Shapes of one operand: shorter than a thread's eight, not a multiple of it, and an image.</summary>
    public static readonly Shape[] Shapes = [new(1), new(3), new(13), new(127), new(2, 3, 5, 7), new(4096)];

    /// <summary>Whole numbers from -<paramref name="range"/> to range.</summary>
    public static double[] Ints(Shape shape, int range, ulong stream = 1) => [.. OpCase.Uniform(shape, stream).Select(v => Math.Round(v * range))];

    /// <summary>0 or 1.</summary>
    public static double[] Truths(Shape shape, ulong stream = 1) => [.. OpCase.Uniform(shape, stream).Select(v => v < 0 ? 0.0 : 1.0)];

    /// <summary>An op of two I32 (or Bool) operands in every recipe, on every pair of shapes.</summary>
    public static void CheckInts(Func<Tensor, Tensor, Tensor> op, DType type = DType.I32, int range = 9, Func<double[], double[]>? change = null)
    {
        foreach (var (a, b) in Pairs.Concat(DeepPairs))
        {
            new OpCase(g => op(g.Input("a", a, type), g.Input("b", b, type)))
            {
                Gradient = false,
                Tolerance = 0,
                Values = (key, s) => type == DType.Bool ? Truths(s, key[0]) : key == "b" && change is not null ? change(Ints(s, range, 2)) : Ints(s, range, key[0]),
            }.Check();
        }
    }

    /// <summary>The naive result of a formula of two broadcast operands.</summary>
    public static double[] Broadcast(Node node, double[][] x, Func<double, double, double> formula) =>
        [.. Places.Of(node.Shape).Select(p => formula(x[0][Places.Broadcast(node.Inputs[0].Shape, p)], x[1][Places.Broadcast(node.Inputs[1].Shape, p)]))];
}
