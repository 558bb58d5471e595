// Pictures as spectra of decorrelated colours: what an ascent changes then is spread over the whole picture.
namespace CnnCompute;

/// <summary>
/// Pictures [N,3,H,W] of 0..1 made from a spectrum of theirs (Olah, Mordvintsev and Schubert, "Feature Visualization", 2017, and lucid, whose
/// constants these are): divided by its frequency, transformed back, mixed by the root of the colours' correlation in photographs and squeezed by a
/// sigmoid. An optimiser that changes <see cref="Spectrum"/> descends in a space in which all frequencies and colours weigh alike, so that fine noise
/// does not win.
/// </summary>
public sealed class FourierPicture
{
    // Root of the correlation of red, green and blue in ImageNet's photographs, divided by the largest of its columns' lengths.
    private static readonly float[] Correlation = Normalized([0.26f, 0.09f, 0.02f, 0.27f, 0, -0.05f, 0.27f, -0.09f, 0.03f]);
    private static readonly Parameter Mix = new("colour mix", new Shape(3, 3, 1, 1), Correlation, requiresGrad: false);
    private static readonly Parameter Unmix = new("colour unmix", new Shape(3, 3, 1, 1), Inverse(Correlation), requiresGrad: false);

    // The sigmoid's ends are infinitely far away: black and white begin this far from them, which no byte shows.
    private const float Margin = 1 / 512f;
    private const float Contrast = 1 / 4f;
    private readonly int height, width;

    /// <summary>Pictures of noise, nearly grey.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="deviation">Its standard deviation in each place of the spectrum; 0 is grey.</param>
    public FourierPicture(int height, int width, int count = 1, ulong seed = 0, float deviation = 0.01f)
    {
        (this.height, this.width) = (height, width);
        var shape = new Shape(count, 3, 2, height, width / 2 + 1);
        Spectrum = new Parameter("spectrum", shape, () =>
        {
            var (random, values) = (new Philox(seed), new float[shape.Count]);
            for (var i = 0; i < values.Length; i++)
                values[i] = deviation * random.Normal((ulong)i);
            return values;
        });
    }

    /// <summary>What is optimised, [N,3,2,H,W/2+1].</summary>
    public Parameter Spectrum { get; }

    /// <summary>The pictures [N,3,H,W] of 0..1.</summary>
    public Tensor Picture(Graph graph) =>
        (graph.Parameter(Spectrum) * Scale(graph)).Irfft2(width).Scale(Contrast).Conv2d(graph.Parameter(Mix)).Sigmoid();

    /// <summary>
    /// The update after which <see cref="Picture"/> is <paramref name="picture"/> [N,3,H,W], but that black and white are a little grey.
    /// </summary>
    /// <exception cref="ShapeException">It has another size.</exception>
    public Tensor Set(Tensor picture)
    {
        var graph = picture.Graph;
        var inside = picture.Clamp(Margin, 1 - Margin);
        var plain = (inside / (1 - inside)).Log().Conv2d(graph.Parameter(Unmix)).Scale(1 / Contrast);
        return (plain.Rfft2() / Scale(graph)).AssignTo(Spectrum);
    }

    // Energy falls with the frequency, as in photographs; the root of the number of pixels makes the transform unitary.
    private Tensor Scale(Graph graph) =>
        (float)Math.Sqrt((double)width * height) / graph.RfftFrequencies(height, width).Clamp(1f / Math.Max(width, height));

    private static float[] Normalized(float[] matrix)
    {
        var longest = Enumerable.Range(0, 3).Max(c => Math.Sqrt(Enumerable.Range(0, 3).Sum(r => (double)matrix[(r * 3) + c] * matrix[(r * 3) + c])));
        return [.. matrix.Select(v => (float)(v / longest))];
    }

    // By cofactors.
    private static float[] Inverse(float[] m)
    {
        double Minor(int r, int c)
        {
            var (r1, r2, c1, c2) = ((r + 1) % 3 * 3, (r + 2) % 3 * 3, (c + 1) % 3, (c + 2) % 3);
            return ((double)m[r1 + c1] * m[r2 + c2]) - ((double)m[r1 + c2] * m[r2 + c1]);
        }
        var determinant = Enumerable.Range(0, 3).Sum(c => m[c] * Minor(0, c));
        return [.. Enumerable.Range(0, 9).Select(i => (float)(Minor(i % 3, i / 3) / determinant))];
    }
}
