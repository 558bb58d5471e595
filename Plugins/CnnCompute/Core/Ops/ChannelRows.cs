// A tensor whose channels are the last axis in memory, seen as rows of channels.
namespace CnnCompute;

/// <summary>
/// Rank 4 [N,C,H,W] or rank 2 [N,C]: <paramref name="Rows"/> rows of <paramref name="Channels"/>, in blocks of eight where that divides them.
/// </summary>
internal readonly record struct ChannelRows(int Rows, int Channels)
{
    /// <summary>Whether kernels take eight channels a thread.</summary>
    public bool Wide => Channels % 8 == 0;

    /// <summary>Blocks a row.</summary>
    public int Blocks => Wide ? Channels / 8 : Channels;

    /// <summary>A quarter of all rows, rounded up: how far apart the four places lie that some kernels give one thread.</summary>
    public int QuarterRows => (Rows + 3) / 4;

    /// <summary>The same in blocks.</summary>
    public int Quarter => QuarterRows * Blocks;

    /// <summary>Specialization constant WIDE of blocks.glsl.</summary>
    public (int, uint) WideConstant => (0, Wide ? 1u : 0u);

    /// <summary>The rows of <paramref name="inputs"/>[0].</summary>
    /// <exception cref="ShapeException">Neither rank 4 nor rank 2.</exception>
    public static ChannelRows Of(Op op, params ReadOnlySpan<Shape> inputs) => inputs[0].Rank is 2 or 4
        ? new ChannelRows((int)(inputs[0].Count / inputs[0][1]), inputs[0][1])
        : throw ShapeException.For(op, inputs, "the first input must be [N,C,H,W] or [N,C]");
}
