// Tensors as pictures: colours, tiles, scaling.
namespace CnnCompute.Tests;

public sealed class ToImageOpTests
{
    private static readonly (Shape X, int W, int H, ColourMap Map, int Columns, int Gap)[] Cases =
    [
        (new(1, 3, 1, 1), 1, 1, ColourMap.Rgb, 0, 0),
        (new(1, 3, 7, 13), 13, 7, ColourMap.Rgb, 0, 0),
        (new(1, 1, 7, 13), 127, 64, ColourMap.Grey, 0, 0),
        (new(1, 13, 5, 3), 40, 40, ColourMap.Viridis, 5, 1),
        (new(2, 8, 5, 3), 17, 31, ColourMap.Diverging, 4, 2),
        (new(3, 3, 4, 4), 30, 9, ColourMap.Rgb, 3, 0),
        (new(1, 1, 5, 13), 26, 10, ColourMap.Inferno, 0, 0),
        (new(1, 1, 13, 5), 10, 26, ColourMap.Turbo, 0, 0),
    ];

    [TestCaseSource(nameof(Cases))]
    public void ToImage_matches_in_every_recipe((Shape X, int W, int H, ColourMap Map, int Columns, int Gap) c) =>
        new OpCase(g => g.Input("x", c.X).ToImage("shown", -0.9f, 0.8f, c.Map, c.Columns, c.Gap))
        {
            Gradient = false,
            Images = Blank(c.W, c.H),
        }.Check();

    [TestCaseSource(nameof(Cases))]
    public void The_range_may_be_a_value_of_the_run((Shape X, int W, int H, ColourMap Map, int Columns, int Gap) c) =>
        new OpCase(g => g.Input("x", c.X).ToImage("shown", 0, 1, c.Map, c.Columns, c.Gap, g.Value("range", new Shape(2))))
        {
            Gradient = false,
            Images = Blank(c.W, c.H),
            Values = (key, _) => key == "range" ? [-0.5, 0.75] : null,
        }.Check();

    [Test]
    public void A_picture_that_goes_through_comes_out_the_same()
    {
        var picture = FromImageOpTests.Noise(13, 7);
        var oracle = new Oracle(new Dictionary<string, double[]>())
        {
            Images = { ["camera"] = picture, ["shown"] = new Picture(13, 7, new byte[13 * 7 * 4]) },
        };
        _ = oracle[new Graph().FromImage("camera", 7, 13, PixelNorm.Unit).ToImage("shown")];
        Assert.That(oracle.Images["shown"].Rgba.Where((_, i) => i % 4 < 3), Is.EqualTo(picture.Rgba.Where((_, i) => i % 4 < 3)));
    }

    [Test]
    public void Rgb_needs_three_channels() =>
        Assert.That(() => new Graph().Input("x", 1, 2, 3, 3).ToImage("shown", map: ColourMap.Rgb),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[N,3,H,W]"));

    private static Dictionary<string, Picture> Blank(int width, int height) =>
        new() { ["shown"] = new Picture(width, height, new byte[width * height * 4]) };

    private sealed class Formula : Reference<ToImageOp>
    {
        protected override double[] Compute(ToImageOp op, Node node, double[][] x, Oracle run)
        {
            var (shape, picture) = (node.Inputs[0].Shape, run.Images[op.Image]);
            var (low, high) = x.Length > 1 ? (x[1][0], x[1][1]) : (op.Min, op.Max);
            var tiles = op.Map == ColourMap.Rgb ? shape[0] : shape[0] * shape[1];
            int columns = Math.Min(op.Columns, tiles), rows = (tiles + columns - 1) / columns, pitchX = shape[3] + op.Gap, pitchY = shape[2] + op.Gap;
            var rgba = new byte[picture.Rgba.Length];
            for (var i = 0; i < picture.Width * picture.Height; i++)
            {
                // In float as on the device: which pixel is nearest must not hang on rounding.
                var px = (int)((i % picture.Width + 0.5f) * (columns * pitchX - op.Gap) / picture.Width);
                var py = (int)((i / picture.Width + 0.5f) * (rows * pitchY - op.Gap) / picture.Height);
                var tile = py / pitchY * columns + px / pitchX;
                if (tile >= tiles || px % pitchX >= shape[3] || py % pitchY >= shape[2])
                    continue;
                // What is no number is 0 in a picture.
                double Value(int n, int c) => (x[0][Places.At(shape, [n, c, py % pitchY, px % pitchX])] - low) / (high - low) is var t
                    && double.IsNaN(t) ? 0 : Math.Clamp(t, 0, 1);
                var colour = op.Map == ColourMap.Rgb
                    ? [Value(tile, 0), Value(tile, 1), Value(tile, 2)]
                    : ColourizeOpTests.Colour(op.Map, Value(tile / shape[1], tile % shape[1]));
                for (var c = 0; c < 3; c++)
                    rgba[4 * i + c] = (byte)Math.Round(colour[c] * 255);
                rgba[4 * i + 3] = 255;
            }
            run.Images[op.Image] = picture with { Rgba = rgba };
            return [0];
        }
    }
}
