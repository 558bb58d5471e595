// A moving landscape drawn by arithmetic: what a camera might see, on a machine without cameras and files.
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>
/// Mountains, fields, a lake with a house on its shore, trees and a boat pass by under drifting clouds, each layer at its own pace. Painted once; a
/// picture is a few copies of rows. The n-th picture depends on n alone.
/// </summary>
public sealed class Scenery : FrameSource
{
    private const int Ripples = 256; // a power of two
    private readonly (SceneryLayer Layer, double Pace)[] behind;
    private readonly SceneryLayer sky, boat, bank;
    private readonly byte[] ripples = new byte[Ripples * Ripples];
    private readonly int shore, sun;

    /// <summary>Paints the layers, which takes a moment.</summary>
    public Scenery(int width, int height, double rate = 30) : base(width, height, rate)
    {
        var painter = new SceneryPainter(width, height);
        (sky, boat, bank) = (painter.Sky(), painter.Boat(), painter.Bank());
        behind =
        [
            (painter.Clouds(), 0.014), (painter.Mountains(), 0.006), (painter.Hills(0.475f, 0.38f, 31), 0.012),
            (painter.Hills(0.55f, 0.08f, 36), 0.020), (painter.FarShore(), 0.034),
        ];
        (shore, sun) = (Math.Min(height, sky.Bottom), (int)painter.Sun.X);
        for (var i = 0; i < ripples.Length; i++)
            ripples[i] = (byte)(255 * SceneryNoise.Octaves(i % Ripples / (float)Ripples, i / Ripples * 16f / Ripples, 16, 3, 71));
    }

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        var time = n / (double.IsInfinity(Rate) ? 60 : Rate);
        for (var y = 0; y < Height; y++)
        {
            var row = pixels.Slice(y * Width, Width);
            if (y < shore)
            {
                sky.Over(row, y, 0);
                foreach (var (layer, pace) in behind)
                    layer.Over(row, y, time * pace * Height);
            }
            else
            {
                Water(pixels, row, y, time);
            }
        }
        for (var y = 0; y < Height; y++)
        {
            var row = pixels.Slice(y * Width, Width);
            boat.Over(row, y, time * 0.055 * Height + Height * 1.1);
            bank.Over(row, y, time * 0.085 * Height);
        }
        return true;
    }

    // What stands above, upside down, pulled about by ripples that grow towards the eye; bluer below, with the sun's glitter.
    private void Water(Span<uint> pixels, Span<uint> row, int y, double time)
    {
        var near = (y - shore + 1f) / (Height - shore);
        var mirrored = Math.Max(0, shore - 1 - (int)((y - shore) * 1.25f));
        var across = 1 / (0.25f + 2.2f * near);
        var line = (int)(40 / (0.12f + near) + time * 26) & (Ripples - 1);
        var blue = SceneryLayer.Pack(new(0.09f, 0.30f - 0.08f * near, 0.44f - 0.08f * near, 1));
        var share = (uint)(70 + 90 * near);
        var (swing, spread) = (Height * (0.012f + 0.075f * near), Width * (0.035f + 0.10f * near));
        var step = across * 240 / Height;
        var at = (float)(time * 9 * across) + 1000;
        for (var x = 0; x < row.Length; x++, at += step)
        {
            int first = ripples[line * Ripples + ((int)at & (Ripples - 1))],
                second = ripples[(line * 2 + 91 & (Ripples - 1)) * Ripples + ((int)(at * 1.7f) + 37 & (Ripples - 1))];
            var wave = first + second - 255;
            var from = Math.Clamp(x + (int)(wave * swing * (1f / 256)), 0, row.Length - 1);
            var up = Math.Clamp(mirrored + (wave * (int)(swing + 1) >> 8), 0, shore - 1);
            var colour = SceneryLayer.Mix(pixels[up * row.Length + from], blue, share);
            var glitter = wave - 44 - (int)(110 * Math.Abs(x - sun) / spread);
            if (wave > 50)
                colour = SceneryLayer.Mix(colour, 0xfff0e0d0, (uint)Math.Min(70, wave - 50));
            if (glitter > -70)
                colour = SceneryLayer.Mix(colour, 0xffd8f4ff, (uint)Math.Clamp((glitter + 70) * 3, 0, 255));
            row[x] = colour;
        }
    }
}
