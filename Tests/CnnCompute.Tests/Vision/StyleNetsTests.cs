// Feed-forward styles: what they paint, how two are mixed, and where.
using Engine;

namespace CnnCompute.Tests;

public sealed class StyleNetsTests
{
    private const int Side = 64;

    private static Gpu Gpu => GpuFixture.Gpu;

    // A painter whose picture is known.
    private sealed class Colour(float r, float g, float b) : IStylePainter
    {
        public string Name => "colour";

        public Tensor Paint(Tensor pictures) =>
            pictures * 0 + pictures.Graph.Parameter(new Parameter($"{r} {g} {b}", new Shape(3, 1, 1), [r, g, b], requiresGrad: false));
    }

    private static byte[] Paint(
        IStylePainter[] painters, StyleMask mask, byte[] content, int width, int height, Action<StyleNets>? set = null, PlanOptions? options = null,
        Action<StyleNets>? run = null)
    {
        using var image = Gpu.Image(width, height, "content");
        Gpu.Upload(image, content);
        using var shown = Gpu.Image(width, height, "shown");
        using var weights = new Residence(Gpu);
        using var nets = new StyleNets(weights, painters, height, width, mask, image, shown, options);
        set?.Invoke(nets);
        if (run is null)
            nets.Plan.Run();
        else
            run(nets);
        return Gpu.Download(shown);
    }

    private static byte[] Pattern() => NeuralStyleTests.Pattern(Side, false);

    private static (byte, byte, byte) At(byte[] picture, int x, int y) =>
        (picture[(y * Side + x) * 4], picture[(y * Side + x) * 4 + 1], picture[(y * Side + x) * 4 + 2]);

    [Test]
    public void Shared_nets_paint_what_onnxruntime_paints([Values("starry-night", "wheatfield_with_crows", "bedroom", "candy")] string style)
    {
        var file = Shared.File($"models/style/{style}.onnx");
        var picture = Photograph.Load(Shared.File("images/224/chelsea_224.png"));
        var painted = Paint([new StyleNetPainter(ModelFile.Load(file))], StyleMask.None, picture.Rgba, 224, 224);
        var model = OnnxModel.Load(file);
        var input = (new Shape(1, 3, 224, 224), DType.F32, Array.ConvertAll(picture.Planes(3, PixelNorm.Byte), v => (double)v));
        var expected = OnnxRuntime.Run(file,
            new Dictionary<string, (Shape, DType, double[])> { [model.Inputs[0].Name] = input })[model.Outputs[0].Name];
        var mean = Enumerable.Range(0, 3 * 224 * 224).Average(i => Math.Abs(painted[i % 50176 * 4 + i / 50176] - Math.Clamp(expected[i], 0, 255)));
        Assert.That(mean, Is.LessThanOrEqualTo(1), "mean absolute difference, in levels of 255");
        Assert.That(painted.Zip(picture.Rgba, (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(8), "it is another picture than the photograph");
    }

    [Test]
    public void Two_styles_are_mixed_by_weight_strength_and_mask()
    {
        IStylePainter red = new Colour(1, 0, 0), blue = new Colour(0, 0, 1);
        var content = Pattern();
        Assert.That(At(Paint([red, blue], StyleMask.None, content, Side, Side, n => n.Blend = 0.2f), 9, 9),
            Is.EqualTo(((byte)204, (byte)0, (byte)51)));
        var split = Paint([red, blue], StyleMask.OfShape("split"), content, Side, Side, n => n.Blend = 1);
        Assert.That((At(split, 10, 30), At(split, 50, 30)), Is.EqualTo((((byte)255, (byte)0, (byte)0), ((byte)0, (byte)0, (byte)255))));
        var circle = Paint([blue], StyleMask.OfShape("circle"), content, Side, Side);
        Assert.That(At(circle, 32, 32), Is.EqualTo(((byte)0, (byte)0, (byte)255)));
        Assert.That(At(circle, 1, 1), Is.EqualTo(At(content, 1, 1)), "outside it is the picture as it was");
        var gradient = Paint([red, blue], StyleMask.OfShape("gradient"), content, Side, Side, n => n.Blend = 1);
        Assert.That(At(gradient, 31, 5).Item1, Is.EqualTo(129).Within(2));
        Assert.That(Paint([red], StyleMask.None, content, Side, Side, n => n.Strength = 0), Is.EqualTo(content));
        Assert.That(Paint([red], StyleMask.None, content, Side, Side, n => n.Strength = 7), Has.All.EqualTo(255).Or.EqualTo(0),
            "settings are clamped");
        using var picture = Gpu.Image(2, 1, "mask");
        Gpu.Upload(picture, (byte[])[255, 255, 255, 255, 0, 0, 0, 255]);
        var masked = Paint([red, blue], StyleMask.OfPicture(picture), content, Side, Side, n => n.Blend = 1);
        Assert.That((At(masked, 2, 30).Item3, At(masked, 61, 30).Item3), Is.EqualTo(((byte)255, (byte)0)));
    }

    [Test]
    public void Spread_over_frames_it_paints_the_same_picture()
    {
        var net = new StyleNetPainter(Small());
        var whole = Paint([net, new Colour(0, 1, 0)], StyleMask.None, Pattern(), Side, Side);
        var slices = 0;
        var spread = Paint([net, new Colour(0, 1, 0)], StyleMask.None, Pattern(), Side, Side, null,
            new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.2 }, nets =>
            {
                for (var done = false; !done; slices++)
                    Gpu.Run(c => done = nets.Plan.ExecuteSlices(c, 1));
            });
        Assert.That(slices, Is.GreaterThan(3));
        Assert.That(spread, Is.EqualTo(whole));
    }

    [Test]
    public void Nets_work_in_the_unit_their_file_tells()
    {
        // The same weights told to be of another unit see other numbers.
        var bytes = Paint([new StyleNetPainter(Small())], StyleMask.None, Pattern(), Side, Side);
        var unit = Paint([new StyleNetPainter(Small(), PixelNorm.Unit)], StyleMask.None, Pattern(), Side, Side);
        Assert.That(unit, Is.Not.EqualTo(bytes));
        Assert.That(Paint([new StyleNetPainter(Small(), PixelNorm.Byte)], StyleMask.None, Pattern(), Side, Side), Is.EqualTo(bytes),
            "bytes are what the file says");
    }

    // As if the picture were mirrored at its right and lower edge and the rest cut off again.
    [TestCase(37, 23, 40, 24)]
    [TestCase(41, 16, 44, 16)]
    public void Pictures_of_any_size_are_painted_in_their_own(int width, int height, int wide, int high)
    {
        static int Mirrored(int i, int size) => i < size ? i : 2 * size - 2 - i;
        var (content, padded) = (new byte[width * height * 4], new byte[wide * high * 4]);
        for (var i = 0; i < content.Length; i++)
            content[i] = (byte)(i % 4 == 3 ? 255 : i * 37 % 251);
        for (var i = 0; i < padded.Length; i++)
            padded[i] = content[(Mirrored(i / 4 / wide, height) * width + Mirrored(i / 4 % wide, width)) * 4 + i % 4];
        byte[] small = Paint([new StyleNetPainter(Small())], StyleMask.None, content, width, height),
            large = Paint([new StyleNetPainter(Small())], StyleMask.None, padded, wide, high);
        Assert.That(small, Has.Length.EqualTo(content.Length).And.Not.EqualTo(content));
        for (var y = 0; y < height; y++)
            Assert.That(small[(y * width * 4)..((y + 1) * width * 4)], Is.EqualTo(large[(y * wide * 4)..((y * wide + width) * 4)]), $"row {y}");
        Assert.That(StyleNets.Scaled(637, 477, 637), Is.EqualTo((477, 637)));
        Assert.That(StyleNets.Scaled(3024, 4032, 1024), Is.EqualTo((1024, 768)));
    }

    [Test]
    public void What_is_no_style_net_or_no_mask_is_refused()
    {
        Assert.That(() => new StyleNetPainter(TrunkTests.Fashion()), Throws.TypeOf<InvalidDataException>().With.Message.Contains("three"));
        Assert.That(() => Paint([new StyleNetPainter(ModelFile.Open("squeezenet1_1"))], StyleMask.None, Pattern(), Side, Side),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("[1,1000]"));
        Assert.That(() => StyleMask.OfShape("splitt"), Throws.ArgumentException.With.Message.Contains("split"));
        Assert.That(() => Paint([], StyleMask.None, Pattern(), Side, Side), Throws.ArgumentException);
        Assert.That(StyleNets.SizeFor(451, 300, 256, 0), Is.EqualTo((172, 256)));
        Assert.That(StyleNets.SizeFor(451, 300, 0, 0), Is.EqualTo((300, 452)));
    }

    // An untrained net, saved and opened as trained ones are.
    private static ModelFile Small()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "small-style.safetensors");
        var net = Zoo.Create("style_net", seed: 3);
        var state = net.StateDict().ToDictionary(e => e.Key,
            e => new TensorData(e.Value.Shape, [.. e.Value.Initial.Select(v => e.Key.StartsWith("conv4", StringComparison.Ordinal) ? v * 200 : v)]));
        Safetensors.Save(path, state, ModelMetadata.Of(net, (3, 256, 256), PixelNorm.Byte, []));
        return ModelFile.Load(path);
    }
}
