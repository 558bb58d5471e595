// Shapes and geometries every convolution kernel must take.
namespace CnnCompute.Tests;

internal static class ConvCases
{
    /// <summary>x, weight, geometry.</summary>
    public static IEnumerable<TestCaseData> All()
    {
        TestCaseData Case(string name, (int, int, int, int) x, (int O, int KH, int KW) w, ConvGeometry g) =>
            new TestCaseData(new Shape(x.Item1, x.Item2, x.Item3, x.Item4), new Shape(w.O, x.Item2 / g.Groups, w.KH, w.KW),
                g).SetArgDisplayNames(name);
        // Of each kernel the first cases run with 16-bit storage too.
        yield return Case("depthwise 12, 5x3, uneven padding", (2, 12, 9, 10), (12, 5, 3), new(1, 1, 2, 0, 1, 3, 1, 1, 12));
        yield return Case("1 channel 1x1", (1, 1, 1, 1), (1, 1, 1), new());
        yield return Case("1 to 13, 3x3 pad 1", (3, 1, 13, 13), (13, 3, 3), ConvGeometry.Square(1, 1));
        yield return Case("3 to 5, 3x3 stride 2", (2, 3, 13, 11), (5, 3, 3), ConvGeometry.Square(2, 1));
        yield return Case("3 to 16, 7x7 stride 4 valid", (1, 3, 31, 27), (16, 7, 7), ConvGeometry.Square(4));
        yield return Case("1 to 32, 3x3, uneven padding and strides", (5, 1, 21, 19), (32, 3, 3), new(2, 1, 0, 2, 1, 1));
        yield return Case("2 to 24, 2x3 stride 3", (3, 2, 9, 40), (24, 2, 3), ConvGeometry.Square(3, 1));
        yield return Case("13 to 13, 3x3 pad 1", (3, 13, 9, 7), (13, 3, 3), ConvGeometry.Square(1, 1));
        yield return Case("127 to 127, 1x1", (1, 127, 5, 3), (127, 1, 1), new());
        yield return Case("127 to 3, 13 pixels", (2, 127, 1, 13), (3, 1, 3), new(1, 1, 0, 1, 0, 1));
        yield return Case("8 to 12, asymmetric padding", (2, 8, 9, 11), (12, 3, 3), new(2, 2, 0, 1, 1, 0));
        yield return Case("16 to 8, dilation 2", (2, 16, 12, 12), (8, 3, 3), ConvGeometry.Square(1, 2, 2));
        yield return Case("16 to 24, stride 2 dilation 2", (2, 16, 12, 13), (24, 3, 3), ConvGeometry.Square(2, 2, 2));
        yield return Case("16 to 24, stride 3 dilation 2", (1, 16, 12, 13), (24, 3, 2), new(3, 2, 2, 1, 0, 1, 2, 3));
        yield return Case("1x1 stride 2", (1, 8, 7, 7), (3, 1, 1), ConvGeometry.Square(2));
        yield return Case("2x2 stride 3", (1, 8, 8, 8), (16, 2, 2), ConvGeometry.Square(3));
        yield return Case("5x5 pad 4", (1, 4, 6, 5), (40, 5, 5), ConvGeometry.Square(1, 4));
        yield return Case("32 to 64, 3x3 pad 1", (2, 32, 14, 14), (64, 3, 3), ConvGeometry.Square(1, 1));
        yield return Case("12 to 20", (2, 12, 6, 6), (20, 3, 3), ConvGeometry.Square(1, 1));
        yield return Case("many pixels: the largest tiles", (1, 3, 182, 181), (8, 1, 1), new());
        yield return Case("2 groups of 8 to 16", (2, 16, 9, 9), (32, 3, 3), ConvGeometry.Square(1, 1, 1, 2));
        yield return Case("3 groups of 4 to 6, stride 2", (2, 12, 9, 8), (18, 3, 3), ConvGeometry.Square(2, 1, 1, 3));
        yield return Case("2 groups of 5 to 7", (1, 10, 7, 6), (14, 3, 3), ConvGeometry.Square(1, 1, 1, 2));
        yield return Case("depthwise 13", (2, 13, 9, 9), (13, 3, 3), ConvGeometry.Square(1, 1, 1, 13));
        yield return Case("depthwise 32 stride 2", (1, 32, 11, 12), (32, 3, 3), ConvGeometry.Square(2, 1, 1, 32));
        yield return Case("depthwise 16, stride 2, even kernel, uneven padding", (2, 16, 9, 8), (16, 4, 2), new(2, 2, 3, 0, 1, 2, 1, 1, 16));
        yield return Case("depthwise 58, stride 2, 3x3", (2, 58, 9, 11), (58, 3, 3), ConvGeometry.Square(2, 1, 1, 58));
        yield return Case("depthwise 6, stride 3 beyond the kernel", (1, 6, 10, 9), (6, 2, 2), ConvGeometry.Square(3, 1, 1, 6));
        yield return Case("depthwise 20, stride 4, 5x5 pad 2", (1, 20, 13, 14), (20, 5, 5), ConvGeometry.Square(4, 2, 1, 20));
        yield return Case("depthwise 4, stride 2, 1x1 pad 1", (1, 4, 5, 6), (4, 1, 1), ConvGeometry.Square(2, 1, 1, 4));
        yield return Case("depthwise 3, dilation 2", (1, 3, 9, 9), (3, 3, 3), ConvGeometry.Square(1, 2, 2, 3));
        yield return Case("depthwise 24, many rows", (9, 24, 30, 13), (24, 3, 3), ConvGeometry.Square(1, 1, 1, 24));
        yield return Case("4 groups of 1 to 3, even kernel", (1, 4, 7, 7), (12, 2, 4), new(1, 2, 1, 1, 0, 2, 1, 1, 4));
        yield return Case("5 groups of 2 to 2, dilation 2", (2, 10, 9, 8), (10, 3, 3), ConvGeometry.Square(1, 2, 2, 5));
        yield return Case("4 groups of 3 to 1", (1, 12, 6, 7), (4, 3, 3), ConvGeometry.Square(2, 1, 1, 4));
        yield return Case("32 to 3, 9x9", (1, 32, 12, 11), (3, 9, 9), ConvGeometry.Square(1, 4));
        yield return Case("3 to 4, even kernel, uneven padding", (2, 3, 9, 9), (4, 4, 2), new(1, 1, 2, 0, 1, 1));
        yield return Case("depthwise 8, two each, 5x5", (1, 8, 9, 9), (16, 5, 5), ConvGeometry.Square(1, 2, 1, 8));
    }

    /// <summary>Those whose gradient is soon checked by differences, which take two convolutions an element.</summary>
    public static IEnumerable<TestCaseData> Small() => All().Where(c => ((Shape)c.Arguments[0]!).Count * ((Shape)c.Arguments[1]!).Count < 500_000);

    /// <summary>A convolution as a case.</summary>
    public static OpCase Of(Shape x, Shape w, ConvGeometry geometry) =>
        new(g => g.Input("x", x).Conv2d(g.Input("w", w), geometry)) { Tolerance = Tolerance };

    /// <summary>Relative error allowed: sums over all pixels of an image, and results whose largest values a clamp takes away.</summary>
    public const double Tolerance = 2e-5;
}
