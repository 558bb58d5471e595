// A picture that needs no camera: colour bars, a grey ramp and a square that moves.
namespace Engine;

/// <summary>Eight 75 % colour bars over a grey ramp, with a white square that crosses the picture every four seconds.</summary>
public sealed class TestPattern(int width, int height, double rate = 30) : FrameSource(width, height, rate)
{
    private static readonly uint[] Bars = [0xffbfbfbf, 0xff00bfbf, 0xffbfbf00, 0xff00bf00, 0xffbf00bf, 0xff0000bf, 0xffbf0000, 0xff000000];

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        var pixels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(rgba);
        int side = Math.Max(2, Height / 8), left = (int)(n / Rate / 4 % 1 * (Width - side)), top = Height / 3;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var grey = (uint)(x * 255 / Math.Max(1, Width - 1));
                var inSquare = x >= left && x < left + side && y >= top && y < top + side;
                pixels[y * Width + x] = inSquare ? uint.MaxValue : y < Height * 2 / 3 ? Bars[x * 8 / Width] : 0xff000000 | grey * 0x010101;
            }
        }
        return true;
    }
}
