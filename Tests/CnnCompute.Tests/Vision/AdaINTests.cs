// Statistics of channels exchanged, and decoders that fit or do not.
using Engine;

namespace CnnCompute.Tests;

public sealed class AdaINTests
{
    private static readonly Shape Map = new(1, 5, 6, 7);

    private static double[] Blend(double[] content, double[] style, double alpha)
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", Map), y = graph.Input("y", 1, 5, 3, 4);
        return Oracle.Run(new Dictionary<string, double[]> { ["x"] = content, ["y"] = style, ["alpha"] = [alpha] },
            AdaIN.Blend(x, AdaIN.Statistics(y), graph.Value("alpha")))[0];
    }

    // The authors' calc_mean_std and adaptive_instance_normalization, pixel by pixel.
    private static double[] Formula(double[] content, double[] style, double alpha)
    {
        var result = new double[content.Length];
        for (var c = 0; c < 5; c++)
        {
            double[] x = content[(c * 42)..((c + 1) * 42)], y = style[(c * 12)..((c + 1) * 12)];
            static (double, double) Of(double[] v) => (v.Average(), Math.Sqrt(v.Sum(a => Math.Pow(a - v.Average(), 2)) / (v.Length - 1) + 1e-5));
            var ((m, d), (sm, sd)) = (Of(x), Of(y));
            for (var i = 0; i < 42; i++)
                result[c * 42 + i] = x[i] + alpha * ((x[i] - m) / d * sd + sm - x[i]);
        }
        return result;
    }

    [Test]
    public void Values_are_those_of_the_authors_formula([Values(0, 0.3, 1)] double alpha)
    {
        double[] content = OpCase.Uniform(Map, 1), style = [.. OpCase.Uniform(new Shape(60), 2).Select(v => v * 3 + 1)];
        var expected = Formula(content, style, alpha);
        Assert.That(Blend(content, style, alpha), Is.EqualTo(expected).Within(1e-6));
        if (alpha == 0)
            Assert.That(expected, Is.EqualTo(content), "nothing of the style");
    }

    [Test]
    public void A_content_that_is_its_own_style_stays()
    {
        var graph = new Graph();
        var x = graph.Input("x", Map);
        var content = OpCase.Uniform(Map, 3);
        var same = Oracle.Run(new Dictionary<string, double[]> { ["x"] = content, ["alpha"] = [1] },
            AdaIN.Blend(x, AdaIN.Statistics(x), graph.Value("alpha")))[0];
        Assert.That(same, Is.EqualTo(content).Within(1e-12));
    }

    [Test]
    public void A_decoder_paints_what_the_exchanged_values_say()
    {
        var trunk = new Trunk(ModelFile.Load(Shared.File("models/squeezenet1.1.onnx")));
        var decoder = Decoder(64);
        using GpuImage content = NeuralStyleTests.Image(64, false), style = NeuralStyleTests.Image(48, true),
            shown = GpuFixture.Gpu.Image(64, 64, "shown");
        using var weights = new Residence(GpuFixture.Gpu);
        using var painter = new AdaIN(weights, trunk, "relu0", decoder, 64, 64);
        var graph = new Graph();
        using var measure = Plan.Compile(weights, [painter.Measure(graph.FromImage("style", 48, 48, PixelNorm.Unit))], [], [("style", style)]);
        measure.Run();
        using var nets = new StyleNets(weights, [painter], 64, 64, StyleMask.None, content, shown);
        byte[] At(float alpha)
        {
            nets.Alpha = alpha;
            nets.Plan.Run();
            return GpuFixture.Gpu.Download(shown);
        }
        var (plain, full) = (At(0), At(1));
        Assert.That(full.Zip(plain, (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(1));

        // Alpha 0 is what the decoder makes of the content itself.
        var direct = new Graph();
        var x = direct.FromImage("content", 64, 64, PixelNorm.Unit);
        var y = decoder.Module.Forward(trunk.Apply(x)["relu0"]).Interpolate(64, 64, ResizeMode.Linear).Clamp(0, 1);
        using var other = Plan.Compile(weights, [y.ToImage("shown")], [], [("content", content), ("shown", shown)]);
        other.Run();
        Assert.That(plain, Is.EqualTo(GpuFixture.Gpu.Download(shown)).Within(1));
    }

    [Test]
    public void A_decoder_of_another_layer_is_refused_with_both_shapes()
    {
        var trunk = new Trunk(ModelFile.Load(Shared.File("models/squeezenet1.1.onnx")));
        using var weights = new Residence(GpuFixture.Gpu);
        Assert.That(() => new AdaIN(weights, trunk, "fire5", Decoder(64), 64, 64),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("[N,64,H,W]").And.Message.Contains("[1,256,7,7]"));
        Assert.That(() => new AdaIN(weights, trunk, "fire55", Decoder(64), 64, 64), Throws.ArgumentException.With.Message.Contains("fire5"));
    }

    // A convolution after an enlargement, with weights nobody trained.
    internal static ModelFile Decoder(int channels)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"decoder{channels}.onnx");
        var net = new Sequential(new Upsample(scaleFactor: (2, 2)), new Conv2d(channels, 3, 3, padding: 1), new Sigmoid());
        net.Eval();
        OnnxExport.Save(path, net, new Shape(1, channels, 31, 31));
        return ModelFile.Load(path);
    }
}
