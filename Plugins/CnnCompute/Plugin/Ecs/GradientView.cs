// How long the gradients of a network in training are, by layer and step, as a picture.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes a row for each layer that has weights, the first one on top, and a column for each of the last steps, the newest on the right: from
/// black (a gradient of length 0.0001 or less) by powers of ten to white (10 or more). Where the upper rows stay dark, nothing reaches the first
/// layers.
/// </summary>
internal sealed class GradientView : IDisposable
{
    private const int Columns = 96;
    private const float Darkest = -4, Brightest = 1;

    // Stops of matplotlib's inferno, rounded.
    private static readonly (byte R, byte G, byte B)[] stops =
        [(0, 0, 4), (33, 12, 74), (87, 16, 110), (138, 34, 106), (188, 55, 84), (228, 90, 50), (249, 142, 9), (249, 203, 53), (252, 255, 164)];

    private readonly Images images;
    private readonly string name;
    private readonly string[] layers;
    private readonly GpuImage picture;
    private readonly byte[] pixels;
    private long drawn = -1;

    private GradientView(App app, string name, Trainer trainer)
    {
        (images, this.name) = (app.Images, name);
        layers = [.. trainer.Watched.Select(p => LayerOf(p.Name))];
        pixels = new byte[Columns * layers.Length * 4];
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = byte.MaxValue;
        picture = app.Gpu.Image(Columns, layers.Length, pixels, name);
        images.Publish(name, picture);
    }

    /// <summary>A view of what a training watches; null where that is nothing.</summary>
    public static GradientView? Of(App app, string training, Trainer trainer) =>
        trainer.Watched.Count > 0 ? new GradientView(app, $"{training} gradients", trainer) : null;

    /// <summary>Adds a column where a step has come back.</summary>
    public void Run(Frame frame, Trainer trainer)
    {
        if (trainer.Newest == drawn)
            return;
        drawn = trainer.Newest;
        var lengths = trainer.GradientLengths;
        for (var layer = 0; layer < lengths.Length; layer++)
        {
            var row = pixels.AsSpan(layer * Columns * 4, Columns * 4);
            row[4..].CopyTo(row);
            var (r, g, b) = Colour((MathF.Log10(lengths[layer]) - Darkest) / (Brightest - Darkest));
            (row[^4], row[^3], row[^2]) = (r, g, b);
        }
        frame.Commands.Barrier();
        frame.Commands.Upload(picture, pixels);
        frame.Commands.Barrier();
    }

    /// <summary>Says of each layer how long its gradient was in the newest step.</summary>
    public void Append(TextBuffer text, Trainer trainer)
    {
        var lengths = trainer.GradientLengths;
        for (var layer = 0; layer < lengths.Length; layer++)
            text.Append($"{(layer > 0 ? "   " : "")}{layers[layer]}: {lengths[layer]:G2}");
    }

    /// <summary>Withdraws the picture.</summary>
    public void Dispose()
    {
        images.Withdraw(name, picture);
        picture.Dispose();
    }

    private static string LayerOf(string parameter) => parameter.LastIndexOf('.') is > 0 and var end ? parameter[..end] : parameter;

    // What is no number is as bright as can be.
    private static (byte R, byte G, byte B) Colour(float share)
    {
        var at = (float.IsNaN(share) ? 1 : Math.Clamp(share, 0, 1)) * (stops.Length - 1);
        var (low, rest) = (Math.Min((int)at, stops.Length - 2), at - Math.Min((int)at, stops.Length - 2));
        var (from, to) = (stops[low], stops[low + 1]);
        return (Mix(from.R, to.R), Mix(from.G, to.G), Mix(from.B, to.B));

        byte Mix(byte a, byte b) => (byte)(a + ((b - a) * rest) + 0.5f);
    }
}
