// Attributions against their formulas, by the oracle in double.
namespace CnnCompute.Tests;

public sealed class AttributionTests
{
    private const int Side = 12, Classes = 5, Pixels = 3 * Side * Side;
    private static readonly Shape PictureShape = new(1, 3, Side, Side);
    private static readonly double[] Picture = [.. OpCase.Uniform(PictureShape, 21).Select(v => (double)(float)((v + 1) / 2))];
    private ModelFile model = null!;

    // Convolutions with biases, pooling, a linear layer: kinks everywhere, and small enough for doubles.
    [OneTimeSetUp]
    public void MakeNet()
    {
        var net = new Sequential(
            new Conv2d(3, 6, 3, padding: 1), new ReLU(), new MaxPool2d(2), new Conv2d(6, 8, 3, padding: 1), new ReLU6(), new Flatten(),
            new Linear(8 * 36, Classes));
        foreach (var (i, p) in net.Parameters().Index())
            p.Initial = [.. OpCase.Floats(p.Shape, (ulong)i + 40).Select(v => v * 0.4f)];
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "attribution.onnx");
        OnnxExport.Save(path, net, PictureShape, metadata: ModelMetadata.Of(net, (3, Side, Side), PixelNorm.Torch, ["a", "b", "c", "d", "e"]));
        model = ModelFile.Load(path);
    }

    private TrunkLayers Layers() => new Trunk(model).Apply(new Graph().Input("picture", PictureShape));

    private static Dictionary<string, double[]> Given(double[] picture, int index = -1) => new() { ["picture"] = picture, ["class"] = [index] };

    private static double[] Expected(Tensor value, int index = -1) => Oracle.Run(Given(Picture, index), value)[0];

    private double[] Logits(double[] picture) => Oracle.Run(Given(picture), Layers().Logits)[0];

    private int Top => Array.IndexOf(Logits(Picture), Logits(Picture).Max());

    // d score / d picture at some picture, in double.
    private double[] Gradient(double[] at, int index, params GradientRule[] rules)
    {
        var layers = Layers();
        return Oracle.Run(Given(at), Autodiff.Gradients(layers.Logits.Slice(1, index, 1).Sum(), [layers.Pictures], rules)[0])[0];
    }

    private sealed record Found(double[] Values, double[] Heat, int Class, double Probability, double Difference, double Sum);

    private Found Run(AttributionOptions options, int index = -1, PlanOptions? plan = null)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        AttributionMap map = null!;
        using var run = new AttributionRun(
            weights, new Trunk(model), options, graph => (graph.Input("picture", PictureShape), graph["picture"]), (made, _) =>
            {
                map = made;
                return
                [
                    made.Values, made.Heat, .. made.Class is { } c ? (Tensor[])[c, made.Probability!.Value] : [],
                    .. made.Difference is { } d ? (Tensor[])[d] : [],
                ];
            }, planOptions: plan);
        run.First.Upload("picture", [.. Picture.Select(v => (float)v)]);
        run.Explain(index);
        run.Run();
        var values = Array.ConvertAll(run.Last.Fetch(map.Values), v => (double)v);
        return new Found(
            values, Array.ConvertAll(run.Last.Fetch(map.Heat), v => (double)v), map.Class is { } chosen ? run.Last.FetchInt(chosen)[0] : -1,
            map.Probability is { } p ? run.Last.Fetch(p)[0] : 0, map.Difference is { } difference ? run.Last.Fetch(difference)[0] : 0, values.Sum());
    }

    private static double[] PerPixel(Func<int, double> value) => [.. Enumerable.Range(0, Side * Side).Select(value)];

    [TestCase(-1)]
    [TestCase(3)]
    public void Gradients_of_a_class_are_those_of_its_score_before_the_softmax(int index)
    {
        var (found, chosen) = (Run(new AttributionOptions(AttributionMethod.Gradient), index), index < 0 ? Top : index);
        var expected = Gradient(Picture, chosen);
        Assert.That(Difference.Relative(found.Values, expected), Is.LessThan(1e-5));
        Assert.That(Difference.Relative(found.Heat, PerPixel(i => Enumerable.Range(0, 3).Max(c => Math.Abs(expected[(c * Side * Side) + i])))),
            Is.LessThan(1e-5));
        Assert.That(found.Class, Is.EqualTo(chosen));
        var exp = Logits(Picture).Select(Math.Exp).ToArray();
        Assert.That(found.Probability, Is.EqualTo(exp[chosen] / exp.Sum()).Within(1e-5));
        var product = Run(new AttributionOptions(AttributionMethod.InputTimesGradient), index);
        Assert.That(Difference.Relative(product.Values, [.. expected.Zip(Picture, (g, x) => g * x)]), Is.LessThan(1e-5));
        Assert.That(product.Heat.Min(), Is.Zero);
    }

    [Test]
    public void Rectifiers_pass_back_what_the_papers_say()
    {
        var graph = new Graph();
        double[] x = [2, -1, 3, -2, 7, 7], upstream = [1, 2, -3, -4, 5, -6];
        var input = graph.Input("x", 6);
        double[] Back(Tensor y, params GradientRule[] rules) =>
            Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, ["g"] = upstream },
                Autodiff.Gradients((y * graph.Input("g", 6)).Sum(), [input], rules)[0])[0];
        foreach (var y in new[] { input.Relu(), input.Clamp(min: 0), input.Hardtanh(0, 100), input.Threshold(0) })
        {
            Assert.That(Back(y), Is.EqualTo(new double[] { 1, 0, -3, 0, 5, -6 }), $"{y.Node.Op}");
            Assert.That(Back(y, ReluRules.Deconvnet), Is.EqualTo(new double[] { 1, 2, 0, 0, 5, 0 }), $"{y.Node.Op}");
            Assert.That(Back(y, ReluRules.Guided), Is.EqualTo(new double[] { 1, 0, 0, 0, 5, 0 }), $"{y.Node.Op}");
        }
        foreach (var y in new[] { input.Relu6(), input.Clamp(0, 6) })
        {
            Assert.That(Back(y, ReluRules.Deconvnet), Is.EqualTo(new double[] { 1, 2, 0, 0, 5, 0 }), $"{y.Node.Op}");
            Assert.That(Back(y, ReluRules.Guided), Is.EqualTo(new double[] { 1, 0, 0, 0, 0, 0 }), $"{y.Node.Op}: nothing passes where it is full");
        }
        foreach (var y in new[] { input.LeakyRelu(0.1f), input.Clamp(-1, 1), input.Tanh() })
            Assert.That(Back(y, ReluRules.Guided), Is.EqualTo(Back(y)), $"{y.Node.Op} is no rectifier");
    }

    [TestCase(AttributionMethod.Deconvnet)]
    [TestCase(AttributionMethod.GuidedBackprop)]
    public void Swapped_rules_count_through_the_whole_net(AttributionMethod method)
    {
        var found = Run(new AttributionOptions(method));
        var expected = Gradient(Picture, Top, method == AttributionMethod.Deconvnet ? ReluRules.Deconvnet : ReluRules.Guided);
        Assert.That(Difference.Relative(found.Values, expected), Is.LessThan(1e-5));
        Assert.That(Difference.Relative(expected, Gradient(Picture, Top)), Is.GreaterThan(0.1), "another thing than the gradient");
        Assert.That(Difference.Relative(found.Heat, PerPixel(i => Math.Max(0, Enumerable.Range(0, 3).Max(c => expected[(c * Side * Side) + i])))),
            Is.LessThan(1e-5));
    }

    [Test]
    public void GradCam_weighs_maps_by_their_mean_gradient()
    {
        var layers = Layers();
        var names = layers.Maps;
        Assert.That(Attribution.LastMaps(layers), Is.EqualTo(names[^1]), "the rectified maps before the linear layer");
        foreach (var name in new[] { "", names[0], names[2] })
        {
            var maps = layers[name.Length > 0 ? name : names[^1]];
            var values = Oracle.Run(Given(Picture), maps, Autodiff.Gradients(layers.Logits.Slice(1, Top, 1).Sum(), [maps])[0]);
            var plane = maps.Shape[2] * maps.Shape[3];
            var expected = Enumerable.Range(0, plane).Select(i => Math.Max(0, Enumerable.Range(0, maps.Shape[1])
                .Sum(k => values[1].Skip(k * plane).Take(plane).Average() * values[0][(k * plane) + i]))).ToArray();
            var found = Run(new AttributionOptions(AttributionMethod.GradCam) { Layer = name });
            Assert.That(expected.Max(), Is.GreaterThan(0), "it shows something");
            Assert.That(Difference.Relative(found.Values, expected), Is.LessThan(1e-5), name);
        }
    }

    [Test]
    public void Guided_GradCam_is_their_product()
    {
        var cam = Run(new AttributionOptions(AttributionMethod.GradCam)).Values;
        var guided = Run(new AttributionOptions(AttributionMethod.GuidedBackprop)).Values;
        var side = (int)Math.Sqrt(cam.Length);
        double At(int row, int column) => cam[(Math.Clamp(row, 0, side - 1) * side) + Math.Clamp(column, 0, side - 1)];
        double Enlarged(int y, int x)
        {
            double v = ((y + 0.5) * side / Side) - 0.5, u = ((x + 0.5) * side / Side) - 0.5;
            var (r, c) = ((int)Math.Floor(v), (int)Math.Floor(u));
            var (b, a) = (v - r, u - c);
            return ((1 - b) * (((1 - a) * At(r, c)) + (a * At(r, c + 1)))) + (b * (((1 - a) * At(r + 1, c)) + (a * At(r + 1, c + 1))));
        }
        var expected = Enumerable.Range(0, Pixels).Select(i => guided[i] * Enlarged(i / Side % Side, i % Side)).ToArray();
        Assert.That(Difference.Relative(Run(new AttributionOptions(AttributionMethod.GuidedGradCam)).Values, expected), Is.LessThan(1e-5));
    }

    [Test]
    public void SmoothGrad_is_the_mean_gradient_among_noisy_copies()
    {
        const int Samples = 3;
        const float Noise = 0.2f;
        var (sum, range) = (new double[Pixels], Picture.Max() - Picture.Min());
        for (var k = 0; k < Samples; k++)
        {
            var stream = RandomKey.Stream(9, k, 0);
            var normal = PictureShape.FromMemory<double>([.. Enumerable.Range(0, Pixels).Select(i => (double)stream.Normal((ulong)i))]);
            var gradient = Gradient([.. Picture.Zip(normal, (x, e) => x + (Noise * range * e))], Top);
            sum = [.. sum.Zip(gradient, (s, g) => s + (g / Samples))];
        }
        var options = new AttributionOptions(AttributionMethod.SmoothGrad) { Samples = Samples, Noise = Noise, Seed = 9 };
        Assert.That(Difference.Relative(Run(options).Values, sum), Is.LessThan(1e-4));
        Assert.That(Difference.Relative(Gradient(Picture, Top), sum), Is.GreaterThan(0.05), "noise changes it");
        Assert.That(Difference.Relative(Run(options with { Noise = 0 }).Values, Gradient(Picture, Top)), Is.LessThan(1e-5),
            "without noise it is the gradient");
    }

    [TestCase(AttributionBaseline.Black)]
    [TestCase(AttributionBaseline.Grey)]
    [TestCase(AttributionBaseline.Blur)]
    [TestCase(AttributionBaseline.Noise)]
    public void Integrated_gradients_sum_to_what_the_picture_scores_more_than_the_baseline(AttributionBaseline baseline)
    {
        var found = Run(new AttributionOptions(AttributionMethod.IntegratedGradients) { Samples = 300, Baseline = baseline });
        Assert.That(found.Sum, Is.EqualTo(found.Difference).Within(Math.Max(0.02, 0.005 * Math.Abs(found.Difference))));
        Assert.That(Math.Abs(found.Difference), Is.GreaterThan(0.4), "there is something to explain");
        if (baseline > AttributionBaseline.Grey)
            return;
        var start = Enumerable.Repeat(baseline == AttributionBaseline.Black ? 0.0 : 0.5, Pixels).ToArray();
        Assert.That(found.Difference, Is.EqualTo(Logits(Picture)[Top] - Logits(start)[Top]).Within(0.01).Percent);
    }

    [Test]
    public void Integrated_gradients_go_by_midpoints()
    {
        const int Samples = 4;
        var sum = new double[Pixels];
        for (var k = 0; k < Samples; k++)
            sum = [.. sum.Zip(Gradient([.. Picture.Select(x => x * (k + 0.5) / Samples)], Top), (s, g) => s + (g / Samples))];
        var found = Run(new AttributionOptions(AttributionMethod.IntegratedGradients) { Samples = Samples });
        Assert.That(Difference.Relative(found.Values, [.. sum.Zip(Picture, (g, x) => g * x)]), Is.LessThan(1e-4));
    }

    [TestCase(4, 2)]
    [TestCase(5, 3)]
    public void Occlusion_is_how_far_the_score_falls_when_a_square_is_grey(int patch, int stride)
    {
        var (sum, count, whole) = (new double[Side * Side], new int[Side * Side], Logits(Picture)[Top]);
        for (var y = 0; y < Side - patch + stride; y += stride)
        {
            for (var x = 0; x < Side - patch + stride; x += stride)
            {
                bool Covers(int i) => i / Side >= y && i / Side < y + patch && i % Side >= x && i % Side < x + patch;
                var fall = whole - Logits([.. Picture.Select((v, i) => Covers(i % (Side * Side)) ? 0.5 : v)])[Top];
                foreach (var i in Enumerable.Range(0, Side * Side).Where(Covers))
                    (sum[i], count[i]) = (sum[i] + fall, count[i] + 1);
            }
        }
        Assert.That(count.Min(), Is.GreaterThan(0), "every pixel was covered");
        var found = Run(new AttributionOptions(AttributionMethod.Occlusion) { Patch = patch, Stride = stride });
        Assert.That(Difference.Relative(found.Values, [.. sum.Zip(count, (s, n) => s / n)]), Is.LessThan(1e-4));
        Assert.That(found.Heat.Min(), Is.Zero);
    }

    [Test]
    public void An_objective_is_explained_instead_of_a_class([Values] AttributionMethod method)
    {
        var layer = Layers().Maps.Last(name => Layers()[name].Shape[1] == 6);
        var objective = $"{layer}:2";
        var found = Run(new AttributionOptions(method)
        {
            Objective = objective,
            Samples = 2,
            Layer = method is AttributionMethod.GradCam or AttributionMethod.GuidedGradCam ? layer : "",
        });
        Assert.That(found.Class, Is.EqualTo(-1));
        Assert.That(found.Values.Max(Math.Abs), Is.GreaterThan(1e-6));
        if (method != AttributionMethod.Gradient)
            return;
        var layers = Layers();
        Assert.That(Difference.Relative(found.Values, Expected(Autodiff.Gradients(layers[layer].Slice(1, 2, 1).Mean(), [layers.Pictures])[0])),
            Is.LessThan(1e-5));
    }

    [Test]
    public void What_is_linear_in_the_picture_is_explained_without_looking_at_it()
    {
        var layers = Layers();
        var found = Run(new AttributionOptions(AttributionMethod.SmoothGrad) { Objective = $"{layers.Maps[0]}:2", Samples = 2 });
        Assert.That(
            Difference.Relative(found.Values, Expected(Autodiff.Gradients(layers[layers.Maps[0]].Slice(1, 2, 1).Mean(), [layers.Pictures])[0])),
            Is.LessThan(1e-5));
    }

    [Test]
    public void Runs_cut_into_slices_say_the_same(
        [Values(AttributionMethod.GradCam, AttributionMethod.SmoothGrad, AttributionMethod.Occlusion)] AttributionMethod method)
    {
        var options = new AttributionOptions(method) { Samples = 2, Patch = 6, Stride = 6 };
        var sliced = Run(options, plan: new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.01 });
        Assert.That(sliced.Values, Is.EqualTo(Run(options).Values));
        Assert.That(sliced.Class, Is.EqualTo(Top));
    }

    [Test]
    public void What_does_not_fit_is_named()
    {
        Assert.That(() => Run(new AttributionOptions(AttributionMethod.GradCam) { Layer = "nothing" }),
            Throws.ArgumentException.With.Message.Contains("no layer \"nothing\""));
        var maps = Layers().Maps;
        Assert.That(() => Run(new AttributionOptions(AttributionMethod.GradCam) { Layer = maps[^1], Objective = $"{maps[0]}:1" }),
            Throws.ArgumentException.With.Message.Contains($"not made of \"{maps[^1]}\"; such maps are {maps[0]}"));
        Assert.That(() => Attribution.Build(Layers(), new AttributionOptions(AttributionMethod.SmoothGrad)), Throws.ArgumentException);
    }

    [Test]
    public void An_operator_without_a_gradient_is_named(
        [Values(AttributionMethod.GuidedBackprop, AttributionMethod.IntegratedGradients)] AttributionMethod method)
    {
        var net = new Sequential(new Conv2d(3, 2, 3), new Steps(), new Flatten(), new Linear(200, Classes));
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "steps.onnx");
        OnnxExport.Save(path, net, PictureShape, metadata: ModelMetadata.Of(net, (3, Side, Side), PixelNorm.Unit, []));
        using var weights = new Residence(GpuFixture.Gpu);
        Assert.That(() => new AttributionRun(weights, new Trunk(ModelFile.Load(path)), new AttributionOptions(method),
            graph => (graph.Input("picture", PictureShape), graph["picture"]),
            (map, _) => [map.Heat]), Throws.TypeOf<NotSupportedException>().With.Message.Contains("Greater").Or.Message.Contains("Less"));
    }

    private sealed class Steps : Module
    {
        public override Tensor Forward(Tensor x) => x.Greater(0).Cast(DType.F32);
    }

    [Test]
    public void Nothing_stays_on_the_device_but_the_nets_weights()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        AttributionRun Compile(AttributionMethod method) => new(weights, new Trunk(model), new AttributionOptions(method),
            graph => (graph.Input("picture", PictureShape), graph.Input("picture", PictureShape).Scale(2)), (map, also) => [map.Heat, also]);
        Compile(AttributionMethod.Gradient).Dispose();
        var before = weights.Parameters;
        foreach (var method in new[] { AttributionMethod.SmoothGrad, AttributionMethod.IntegratedGradients, AttributionMethod.Occlusion })
        {
            Compile(method).Dispose();
            Assert.That(weights.Parameters, Is.EquivalentTo(before), $"{method}");
        }
    }
}
