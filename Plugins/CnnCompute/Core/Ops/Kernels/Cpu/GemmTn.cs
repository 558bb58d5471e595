// The launch of Cnn/gemm_tn: products whose second operand is contiguous along its columns.
namespace CnnCompute;

/// <summary>
/// out[m][n] = sum over k of a(m, k) * b(k, n), k perhaps the pixels and n the taps of a convolution. See the shader for each number. Pitches and
/// steps of a count loads of eight elements, those of b loads of four, those of the output elements.
/// </summary>
internal sealed record GemmTn(int Rows, int Columns, int Depth)
{
    /// <summary>a lies as [m][k], not [k][m].</summary>
    public bool RowMajor { get; init; }
    public int APitch { get; init; }
    public int ABase { get; init; }
    public int ImagePixels { get; init; } = Depth;
    public int RowPixels { get; init; } = Depth;
    public int BImage { get; init; }
    public int BRow { get; init; }
    public int BPixel { get; init; }
    public int BBase { get; init; }
    public int Run { get; init; } = 1 << 22;
    public int Taps { get; init; } = 1 << 22;
    public int TapStep { get; init; }
    public int RowStep { get; init; }
    public int Splits { get; init; } = 1;
    public int OutSplit { get; init; }
    public int Batch { get; init; } = 1;
    public int AZ { get; init; }
    public int BZ { get; init; }
    public int OutZ { get; init; }
    public int OutPitch { get; init; } = Columns;
    public int OutBase { get; init; }

    /// <summary>From column to column of the result; with a pitch of 1 it lies transposed.</summary>
    public int OutStep { get; init; } = 1;

    /// <summary>The result is a partial sum or a weight's gradient: f32 whatever the storage of activations.</summary>
    public bool Sums { get; init; }

    /// <summary>The longest sum of one split: a round of its loop takes eight.</summary>
    public const int MostDepth = 8 * Threads.MostRounds;

    // Rows past the end are computed for nothing.
    private int TileRows => RowsOfTile(Rows);

    private static int RowsOfTile(int rows) => rows <= 8 ? 8 : rows <= 16 ? 16 : (rows + 23) / 24 * 24 < (rows + 31) / 32 * 32 ? 24 : 32;

    // Measured on 1 MiB of second-level cache: all tiles of a part then find its operands there. Half as fast without.
    private const long CachedBytes = 768 << 10;

    /// <summary>
    /// Into how many parts the sum is cut: enough to keep the cores busy where the result has few tiles, and so that a part's operands
    /// (<paramref name="stepBytes"/> for each step of the sum) stay in a core's cache while the tiles pass over them, unless the parts' results would
    /// outweigh them. A function of the shape alone, so that results repeat.
    /// </summary>
    public static int SplitsFor(int rows, int columns, int depth, int batch, long stepBytes)
    {
        var tiles = (rows + 31) / 32 * ((columns + 31) / 32) * batch;
        var splits = LeastSplits(depth);
        while (tiles * splits < 8 && depth / splits >= 512)
            splits *= 2;
        var cached = (int)Math.Min((depth * stepBytes + CachedBytes - 1) / CachedBytes, depth * stepBytes / (8L * rows * columns * batch));
        return Math.Max(splits, Math.Min(cached, 64));
    }

    /// <summary>Products that tiles of a result of so many rows and columns compute for each step of the sum, those past the end too.</summary>
    public static int TileProducts(int rows, int columns)
    {
        var tile = RowsOfTile(rows);
        return (rows + tile - 1) / tile * tile * ((columns + 31) / 32 * 32);
    }

    /// <summary>As many parts as keep each within the longest sum.</summary>
    public static int LeastSplits(long depth) => (int)((depth + MostDepth - 1) / MostDepth);

    /// <summary>Pixels of each part: a multiple of eight.</summary>
    public int SplitDepth => ((Depth + Splits - 1) / Splits + 7) / 8 * 8;

    /// <summary>The launch.</summary>
    public Step Launch(Operand a, Operand b, Operand output, EpilogueOperands epilogue, Operand residual)
    {
        var wide = OutStep == 1 && (Columns | OutPitch | OutBase | OutZ | OutSplit) % 4 == 0;
        PushWord[] push =
        [
            Rows, Columns, Depth, APitch, ABase, ImagePixels, RowPixels, BImage, BRow, BPixel, BBase, Run, Taps, TapStep, RowStep,
            Splits, SplitDepth, OutSplit, AZ, BZ, OutZ, OutPitch, OutStep, OutBase, .. epilogue.Push,
        ];
        return new Step(Sums ? "Cnn/gemm_tn_sums" : "Cnn/gemm_tn", ((Columns + 31) / 32 * 8, (Rows + TileRows - 1) / TileRows, Batch * Splits), push,
            a, b, output, epilogue.Bias, epilogue.ScaleShift, residual)
        {
            Constants = [(0, (uint)TileRows), (1, 1), (2, RowMajor ? 1u : 0u), (3, wide ? 1u : 0u), (4, epilogue.IsNone ? 0u : 1u)],
        };
    }
}
