// The Fourier transform of pictures as matrix products: exact for any size, and differentiable.
using System.Collections.Concurrent;

namespace CnnCompute;

public readonly partial record struct Tensor
{
    // The same object as long as somebody uses it, so that equal transforms are one node and plans share one buffer.
    private static readonly ConcurrentDictionary<(string Name, int Size), WeakReference<Parameter>> Dft = new();

    /// <summary>
    /// The discrete Fourier transform of real [N,C,H,W] over its last two axes, as numpy.fft.rfft2: [N,C,2,H,W/2+1], the real parts before the
    /// imaginary ones on axis 2.
    /// </summary>
    /// <exception cref="ShapeException">It is not of rank 4.</exception>
    public Tensor Rfft2()
    {
        if (Shape.Rank != 4)
            throw new ShapeException($"Rfft2 of {Shape}: needs pictures [N,C,H,W]");
        int n = Shape[0], c = Shape[1], h = Shape[2], w = Shape[3], half = w / 2 + 1;
        var rows = Reshape(n * c * h, w).MatMul(Matrix("rows", w, 2 * half, w), transB: true).Reshape(n, c, h, 2, half);
        var columns = rows.Permute(0, 1, 4, 3, 2).Reshape(n * c * half, 2 * h).MatMul(Matrix("columns", h, 2 * h, 2 * h), transB: true);
        return columns.Reshape(n, c, half, 2, h).Permute(0, 1, 3, 4, 2);
    }

    /// <summary>
    /// The real pictures [N,C,H,W] of a spectrum [N,C,2,H,W/2+1], as numpy.fft.irfft2: the inverse of <see cref="Rfft2"/>. <paramref name="width"/>
    /// tells W, which may be even or odd; what a real picture's spectrum cannot have is ignored.
    /// </summary>
    /// <exception cref="ShapeException">It is no spectrum of pictures of that width.</exception>
    public Tensor Irfft2(int width)
    {
        if (Shape.Rank != 5 || Shape[2] != 2 || width < 1 || Shape[4] != width / 2 + 1)
            throw new ShapeException($"Irfft2 of {Shape} to a width of {width}: needs a spectrum [N,C,2,H,{width}/2+1]");
        int n = Shape[0], c = Shape[1], h = Shape[3], half = Shape[4];
        var columns = Permute(0, 1, 4, 2, 3).Reshape(n * c * half, 2 * h).MatMul(Matrix("columns back", h, 2 * h, 2 * h), transB: true)
            .Reshape(n, c, half, 2, h);
        var rows = columns.Permute(0, 1, 4, 3, 2).Reshape(n * c * h, 2 * half).MatMul(Matrix("rows back", width, width, 2 * half), transB: true);
        return rows.Reshape(n, c, h, width);
    }

    // Entry (out, in) of a transform; outputs and inputs of complex numbers are all real parts, then all imaginary ones.
    private Tensor Matrix(string name, int size, int outputs, int inputs)
    {
        var made = new Parameter($"dft {name} {size}", new Shape(outputs, inputs),
            () => [.. from o in Enumerable.Range(0, outputs) from i in Enumerable.Range(0, inputs) select (float)Entry(o, i)],
            requiresGrad: false);
        var kept = Dft.GetOrAdd((name, size), _ => new WeakReference<Parameter>(made));
        if (!kept.TryGetTarget(out var matrix))
            kept.SetTarget(matrix = made);
        return Graph.Parameter(matrix);

        // Products of indices are reduced to one turn, so that angles are exact.
        double Cos(int a, int b) => Math.Cos(2 * Math.PI * ((long)a * b % size) / size);
        double Sin(int a, int b) => Math.Sin(2 * Math.PI * ((long)a * b % size) / size);
        double Entry(int o, int i)
        {
            var half = size / 2 + 1;
            switch (name)
            {
                case "rows":
                    return o < half ? Cos(o, i) : -Sin(o - half, i);
                case "rows back":
                    var k = i % half;
                    return (i < half ? Cos(o, k) : -Sin(o, k)) * (k == 0 || 2 * k == size ? 1 : 2) / size;
                default:
                    // A complex product: (real, imaginary) times cos - i sin forward, cos + i sin over the size back.
                    var (back, cos, sin) = (name == "columns back", Cos(o % size, i % size), Sin(o % size, i % size));
                    return (o < size == i < size ? cos : o < size != back ? sin : -sin) / (back ? size : 1);
            }
        }
    }
}

/// <summary>Spectra of real planes and back.</summary>
public static class FourierExtensions
{
    /// <summary>
    /// The distance of each place of <see cref="Tensor.Rfft2"/>'s spectrum from the constant picture, in cycles a pixel [H,W/2+1]: the root of the
    /// sum of the squares of numpy.fft.fftfreq(H) and rfftfreq(W).
    /// </summary>
    public static Tensor RfftFrequencies(this Graph graph, int height, int width)
    {
        var half = width / 2 + 1;
        return graph.Parameter(
            Frequencies.GetOrAdd((height, width), _ => new Parameter($"frequencies {height}x{width}", new Shape(height, half), () =>
                [.. from y in Enumerable.Range(0, height)
                    from x in Enumerable.Range(0, half)
                    select (float)Math.Sqrt(Squared(Math.Min(y, height - y), height) + Squared(x, width))],
                requiresGrad: false)));
        static double Squared(int cycles, int size) => (double)cycles * cycles / ((double)size * size);
    }

    private static readonly ConcurrentDictionary<(int, int), Parameter> Frequencies = new();
}
