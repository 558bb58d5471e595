// Pictures as network input: crop, resize, normalise.
namespace CnnCompute.Tests;

public sealed class FromImageOpTests
{
    private static readonly (int W, int H, int Height, int Width, bool Grey, ImageFit Fit, CropRectangle Crop)[] Cases =
    [
        (1, 1, 1, 1, false, ImageFit.Stretch, CropRectangle.Whole),
        (13, 7, 7, 13, false, ImageFit.Stretch, CropRectangle.Whole),
        (13, 7, 28, 28, true, ImageFit.Stretch, CropRectangle.Whole),
        (127, 64, 13, 3, false, ImageFit.Stretch, CropRectangle.Whole),
        (127, 64, 28, 28, false, ImageFit.Cover, CropRectangle.Centre(0.875f)),
        (40, 90, 13, 29, true, ImageFit.Cover, CropRectangle.Whole),
        (33, 31, 8, 8, false, ImageFit.Stretch, new CropRectangle(0.6f, 0.5f, 0.5f, 0.75f)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void FromImage_matches_in_every_recipe((int W, int H, int Height, int Width, bool Grey, ImageFit Fit, CropRectangle Crop) c)
    {
        var images = new Dictionary<string, Picture> { ["camera"] = Noise(c.W, c.H) };
        new OpCase(g => g.FromImage("camera", c.Height, c.Width, PixelNorm.Torch, c.Grey, c.Fit, c.Crop))
        {
            Gradient = false,
            Images = images,
        }.Check();
    }

    [TestCaseSource(nameof(Cases))]
    public void The_crop_may_be_a_value_of_the_run((int W, int H, int Height, int Width, bool Grey, ImageFit Fit, CropRectangle Crop) c)
    {
        var images = new Dictionary<string, Picture> { ["camera"] = Noise(c.W, c.H) };
        new OpCase(g => g.FromImage("camera", c.Height, c.Width, PixelNorm.Unit, c.Grey, c.Fit, cropValue: g.Value("crop", new Shape(4))))
        {
            Gradient = false,
            Images = images,
            Values = (_, _) => [c.Crop.X, c.Crop.Y, c.Crop.Width, c.Crop.Height],
        }.Check();
    }

    [Test]
    public void A_picture_of_the_right_size_comes_through_untouched()
    {
        var picture = Noise(13, 7);
        var graph = new Graph();
        var y = graph.FromImage("camera", 7, 13, PixelNorm.Byte);
        using var runner = new OpRunner(GpuFixture.Gpu, y.Node, y.Node.Op.Recipes(y.Node, Plan.Traits(GpuFixture.Gpu.Info)).First(),
            pictures: new Dictionary<string, Picture> { ["camera"] = picture });
        runner.Run([]);
        Assert.That(runner.Output(), Is.EqualTo(Places.Of(y.Shape).Select(p => (double)picture.Rgba[(p[2] * 13 + p[3]) * 4 + p[1]]).ToArray()));
    }

    [Test]
    public void Shrinking_averages_instead_of_skipping()
    {
        var stripes = new Picture(16, 16, [.. Enumerable.Range(0, 256).SelectMany(i => Enumerable.Repeat((byte)(i % 2 * 255), 4))]);
        var oracle = new Oracle(new Dictionary<string, double[]>()) { Images = { ["camera"] = stripes } };
        var y = oracle[new Graph().FromImage("camera", 4, 4, PixelNorm.Unit)];
        Assert.That(y, Is.All.EqualTo(0.5).Within(0.05), "at the border the filter is cut off");
    }

    [Test]
    public void A_crop_of_another_size_than_four_is_refused()
    {
        var graph = new Graph();
        Assert.That(() => graph.FromImage("camera", 4, 4, PixelNorm.Unit, cropValue: graph.Value("crop", new Shape(3))),
            Throws.TypeOf<ShapeException>().With.Message.Contains("four numbers"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.FromImage("camera", 224, 224, PixelNorm.Torch, fit: ImageFit.Cover))
    {
        Gradient = false,
        Images = new() { ["camera"] = Noise(640, 480) },
    }.Perf();

    /// <summary>A picture of random bytes.</summary>
    internal static Picture Noise(int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)new Philox(9).Word((ulong)i))]);

    private sealed class Formula : Reference<FromImageOp>
    {
        public override string? NaNIsNotFollowed(int operand) => "a crop that is no number is nowhere; which pixels it shows is not said";

        protected override double[] Compute(FromImageOp op, Node node, double[][] x, Oracle run)
        {
            var picture = run.Images[op.Image];
            var crop = x.Length > 0 ? new CropRectangle((float)x[0][0], (float)x[0][1], (float)x[0][2], (float)x[0][3]) : op.Crop;
            double w = picture.Width, h = picture.Height, regionW = w, regionH = h;
            if (op.Fit == ImageFit.Cover)
            {
                var pitch = Math.Min(w / op.Width, h / op.Height);
                (regionW, regionH) = (op.Width * pitch, op.Height * pitch);
            }
            var columns = Enumerable.Range(0, op.Width)
                .Select(i => Taps(picture.Width, (w - regionW) / 2 + crop.X * regionW, crop.Width * regionW / op.Width, i)).ToArray();
            var rows = Enumerable.Range(0, op.Height)
                .Select(i => Taps(picture.Height, (h - regionH) / 2 + crop.Y * regionH, crop.Height * regionH / op.Height, i)).ToArray();
            double Channel(int row, int column, int c) =>
                rows[row].Sum(r => columns[column].Sum(k => r.Weight * k.Weight * picture.Rgba[(r.At * picture.Width + k.At) * 4 + c]));
            return
            [
                .. Places.Of(node.Shape).Select(p => (op.Grey
                    ? 0.299 * Channel(p[2], p[3], 0) + 0.587 * Channel(p[2], p[3], 1) + 0.114 * Channel(p[2], p[3], 2)
                    : Channel(p[2], p[3], p[1])) * op.Norm[p[1]].Scale + op.Norm[p[1]].Shift)
            ];
        }

        // Source positions under the triangle of output position i, with weights that sum to 1.
        private static (int At, double Weight)[] Taps(int size, double origin, double ratio, int i)
        {
            double centre = Math.Clamp(origin + (i + 0.5) * ratio, 0, size), support = Math.Max(ratio, 1);
            var taps = Enumerable.Range(0, size).Select(k => (At: k, Weight: Math.Max(0, 1 - Math.Abs(k + 0.5 - centre) / support)))
                .Where(t => t.Weight > 0).ToArray();
            var sum = taps.Sum(t => t.Weight);
            return [.. taps.Select(t => (t.At, t.Weight / sum))];
        }
    }
}
