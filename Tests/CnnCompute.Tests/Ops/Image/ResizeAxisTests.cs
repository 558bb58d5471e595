// Coordinates of resizes are those of their definitions.
namespace CnnCompute.Tests;

public sealed class ResizeAxisTests
{
    [TestCase(5, 12, 0)]
    [TestCase(7, 3, 0)]
    [TestCase(1, 4, 0)]
    [TestCase(6, 1, 0)]
    [TestCase(10, 6, 0.65f)]
    [TestCase(4, 9, 2.3f)]
    public void Positions_follow_the_formulas(int size, int outs, float scale)
    {
        double s = scale == 0 ? (double)outs / size : scale, width = size * s;
        foreach (var mode in Enum.GetValues<CoordinateMode>())
        {
            var axis = ResizeAxis.Of(size, outs, scale, mode, false, (0.2f, 0.9f));
            for (var o = 0; o < outs; o++)
            {
                var (floor, rest) = axis.At(o);
                var expected = mode switch
                {
                    CoordinateMode.HalfPixel => (o + 0.5) / s - 0.5,
                    CoordinateMode.PytorchHalfPixel => outs == 1 ? 0 : (o + 0.5) / s - 0.5,
                    CoordinateMode.AlignCorners => width == 1 ? 0 : o * (size - 1) / (width - 1),
                    CoordinateMode.Asymmetric => o / s,
                    CoordinateMode.TfHalfPixelForNn => (o + 0.5) / s,
                    CoordinateMode.HalfPixelSymmetric => size / 2.0 * (1 - outs / width) + (o + 0.5) / s - 0.5,
                    _ => outs == 1 ? 0.5 * (0.2f + 0.9f) * (size - 1) : 0.2f * (size - 1) + o * ((double)0.9f - 0.2f) * (size - 1) / (outs - 1),
                };
                Assert.That(floor + (double)rest / axis.Denominator, Is.EqualTo(expected).Within(1e-6), $"{mode}, output {o}");
                Assert.That(rest, Is.InRange(0, axis.Denominator - 1));
            }
        }
    }
}
