// Labelled noise, for measurements.
using Engine;

namespace CnnCompute;

/// <summary>Pictures of noise in ten classes: for measurements, to which only their number and size matter.</summary>
/// <param name="count">How many.</param>
/// <param name="channels">1 or 3.</param>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
internal sealed class NoiseDataset(int count, int channels, int height, int width) : Dataset
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override int Channels => channels;

    /// <inheritdoc/>
    public override int Height => height;

    /// <inheritdoc/>
    public override int Width => width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => FashionMnist.ClassNames;

    /// <summary>As if it did: its bytes are made as fast as they are copied.</summary>
    public override bool InMemory => true;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((index * 31) + (i * i * 7));
    }

    /// <inheritdoc/>
    public override int Label(int index) => index % Classes.Count;

    /// <summary>Writes its pictures as PNG files, a folder for each class.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string folder)
    {
        byte[] pixels = new byte[SampleBytes], colours = new byte[Height * Width * 3];
        for (var i = 0; i < Count; i++)
        {
            Read(i, pixels);
            for (var at = 0; at < colours.Length; at++)
                colours[at] = pixels[Channels == 3 ? at : at / 3];
            var into = Directory.CreateDirectory(Path.Combine(folder, $"class{Label(i)}")).FullName;
            PngFile.Write(Path.Combine(into, $"{i:D5}.png"), Width, Height, colours);
        }
    }
}
