// The launch of Cnn/gemm_nt: products whose operands are both contiguous along the sum.
namespace CnnCompute;

/// <summary>
/// out[p][f] = sum over k of in[p][k] * weight[f][k] where p may be the pixels of a convolution. See the shader for each number. Depth, pitches and
/// steps of weight and input count loads of eight elements, those of the output elements.
/// </summary>
internal sealed record GemmNt(int Features, int Pixels, int Depth)
{
    public int WeightPitch { get; init; } = Depth;
    public int ImagePixels { get; init; } = Pixels;
    public int RowPixels { get; init; } = Pixels;
    public int InImage { get; init; }
    public int InRow { get; init; }
    public int InPixel { get; init; } = Depth;
    public int InBase { get; init; }
    public int OutImage { get; init; }
    public int OutRow { get; init; }
    public int OutPixel { get; init; } = Features;
    public int OutBase { get; init; }
    public int Run { get; init; } = Math.Max(Depth, 1);
    public int TapSkip { get; init; }
    public int Taps { get; init; } = 1;
    public int RowSkip { get; init; }
    public int Batch { get; init; } = 1;
    public int WeightZ { get; init; }
    public int InZ { get; init; }
    public int OutZ { get; init; }
    public int ChannelZ { get; init; }
    public int ChannelBase { get; init; }

    /// <summary>The most pixels one launch may have: workgroups along x, and indices that a float holds exactly.</summary>
    public static long MostPixels(DeviceTraits device) => Math.Min(1 << 24, device.MaxGroupsX * 32);

    // Of a tile's features, those past the end are computed for nothing.
    private static int Padded(int features, int tile) => (features + tile - 1) / tile * tile;

    /// <summary>The launch; <paramref name="residual"/> is cut like the output.</summary>
    public Step Launch(DeviceTraits device, Operand weight, Operand input, Operand output, EpilogueOperands epilogue, Operand residual)
    {
        // A few tiles serve everything: each further one is a pipeline to compile. Few features or few pixels would leave most of the largest idle,
        // whose size is what the device unrolls well: a round takes eight products for each of its features and groups.
        var largest = device.UnrolledProducts / 32;
        var (features, groups) = Features <= 4 ? (4, 8) : Features <= 8 ? (8, 8) : Pixels <= 8 ? (32, 1)
            : Features <= 16 && largest > 16 ? (16, largest / 4) : largest > 24 && Padded(Features, 24) < Padded(Features, largest) ? (24, 4)
            : (largest, 4);
        var wide = (Features | OutImage | OutRow | OutPixel | OutBase | OutZ) % 8 == 0;
        PushWord[] push =
        [
            Features, Pixels, Depth, WeightPitch, ImagePixels, RowPixels, InImage, InRow, InPixel, InBase, OutImage, OutRow, OutPixel, OutBase,
            Run, TapSkip, Taps, RowSkip, WeightZ, InZ, OutZ, ChannelZ, ChannelBase, .. epilogue.Push,
        ];
        var tiles = (Pixels + 8 * groups - 1) / (8 * groups);
        return new Step("Cnn/gemm_nt", (tiles * 8, (Features + features - 1) / features, Batch), push,
            weight, input, output, epilogue.Bias, epilogue.ScaleShift, residual)
        {
            Constants = [(0, (uint)features), (1, (uint)groups), (2, wide ? 1u : 0u), (3, epilogue.HasResidual ? 1u : 0u)],
        };
    }
}
