// The Fourier transform against its definition, there and back, and its gradient.
using System.Numerics;

namespace CnnCompute.Tests;

public sealed class FourierTests
{
    private static readonly (int H, int W)[] Sizes = [(1, 1), (1, 2), (2, 1), (3, 2), (2, 3), (3, 13), (13, 16), (16, 3), (16, 16), (13, 13)];

    [TestCaseSource(nameof(Sizes))]
    public void Rfft2_is_the_sum_that_defines_it((int H, int W) size)
    {
        var (h, w) = size;
        var half = w / 2 + 1;
        var x = OpCase.Uniform(new Shape(2, 3, h, w), 9);
        var spectrum = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, new Graph().Input("x", 2, 3, h, w).Rfft2())[0];
        for (var picture = 0; picture < 6; picture++)
        {
            for (var k = 0; k < h * half; k++)
            {
                var (ky, kx) = (k / half, k % half);
                var sum = Complex.Zero;
                for (var i = 0; i < h * w; i++)
                {
                    sum += x[picture * h * w + i] * Complex.FromPolarCoordinates(1,
                        -2 * Math.PI * ((double)ky * (i / w) / h + (double)kx * (i % w) / w));
                }
                Assert.That(new Complex(spectrum[2 * picture * h * half + k], spectrum[(2 * picture + 1) * h * half + k]), Is.EqualTo(sum)
                    .Using<Complex>((a, b) => Complex.Abs(a - b) < 1e-4), $"picture {picture}, frequency {ky}, {kx}");
            }
        }
    }

    [TestCaseSource(nameof(Sizes))]
    public void There_and_back_is_the_same_picture((int H, int W) size)
    {
        var (h, w) = size;
        var x = OpCase.Uniform(new Shape(1, 3, h, w), 10);
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, new Graph().Input("x", 1, 3, h, w).Rfft2().Irfft2(w))[0],
            Is.EqualTo(x).Within(1e-5));
    }

    [TestCase(13, 16)]
    [TestCase(16, 13)]
    public void The_device_finds_the_same_spectrum_and_picture(int h, int w)
    {
        var graph = new Graph();
        Tensor spectrum = graph.Input("x", 1, 3, h, w).Rfft2(), picture = spectrum.Irfft2(w);
        var x = OpCase.Floats(new Shape(1, 3, h, w), 11);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [spectrum, picture]);
        plan.Upload("x", x);
        plan.Run();
        Assert.That(plan.Fetch(spectrum), Is.EqualTo(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [.. x] }, spectrum)[0]).Within(2e-5));
        Assert.That(plan.Fetch(picture), Is.EqualTo(x).Within(1e-5));
    }

    [TestCase(4, 6)]
    [TestCase(3, 5)]
    public void A_picture_painted_by_frequencies_has_the_right_gradient(int h, int w) =>
        new OpCase(g =>
        {
            var spectrum = g.Input("spectrum", 1, 3, 2, h, w / 2 + 1);
            return (spectrum / g.RfftFrequencies(h, w).Clamp(1f / Math.Max(h, w))).Irfft2(w).Scale(MathF.Sqrt(h * w) / 4).Sigmoid();
        }).CheckGradient();

    [Test]
    public void The_transform_of_a_picture_has_a_gradient() => new OpCase(g => g.Input("x", 1, 2, 3, 4).Rfft2().Square()).CheckGradient();

    [Test]
    public void Frequencies_are_those_of_numpy()
    {
        var f = Oracle.Run(new Dictionary<string, double[]>(), new Graph().RfftFrequencies(4, 5))[0];
        double[] rows = [0, 0.25, -0.5, -0.25], columns = [0, 0.2, 0.4];
        Assert.That(f, Is.EqualTo(rows.SelectMany(y => columns.Select(x => Math.Sqrt(y * y + x * x))).ToArray()).Within(1e-7));
    }

    [Test]
    public void What_no_picture_has_is_ignored()
    {
        // Imaginary parts of a constant and of the highest frequency, as numpy ignores them.
        double[] spectrum = [4, 0, 2, 7, 0, 9];
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["s"] = spectrum }, new Graph().Input("s", 1, 1, 2, 1, 3).Irfft2(4))[0],
            Is.EqualTo([1.5, 0.5, 1.5, 0.5]).Within(1e-6));
    }

    [Test]
    public void Shapes_that_are_no_pictures_or_spectra_are_refused()
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 3, 4).Rfft2(), Throws.TypeOf<ShapeException>().With.Message.Contains("[N,C,H,W]"));
        Assert.That(() => graph.Input("s", 1, 3, 2, 8, 5).Irfft2(10), Throws.TypeOf<ShapeException>().With.Message.Contains("10/2+1"));
    }
}
