// Plans on a device that binds little and launches few workgroups: what recipes do not cut is launched by address, and in pieces.

namespace CnnCompute.Tests;

public sealed class LargeLaunchTests
{
    private static readonly Shape Picture = new(2, 6, 23, 19);

    // Smaller than every tensor of the cases, and than most of their rows.
    private static DeviceTraits Small(DeviceTraits device) => device with { MaxBindingBytes = 512, MaxGroupsX = 40, MaxGroupsY = 40 };

    private static IEnumerable<TestCaseData> Cases
    {
        get
        {
            static TestCaseData Case(string name, Func<Tensor, Tensor> build) => new TestCaseData(build).SetArgDisplayNames(name);
            yield return Case("concat", x => Tensor.Concat(1, x, x * 2, x.Relu()));
            yield return Case("slice", x => x.Slice(2, 3, 17).Slice(1, 1, 5));
            yield return Case("pad", x => x.Pad([3, 2, 1, 4], PadMode.Reflect));
            yield return Case("resize", x => x.Interpolate(31, 40, ResizeMode.Linear));
            yield return Case("antialiased resize", x => x.Interpolate(11, 9, ResizeMode.Linear, antialias: true));
            yield return Case("group norm", x => x.GroupNorm(3));
            yield return Case("local response norm", x => x.LocalResponseNorm(3));
            yield return Case("unfold", x => x.Unfold(3, 3, ConvGeometry.Square(padding: 1)));
            yield return Case("grid sample", x => x.GridSample(x.Graph.Value("theta", new Shape(2, 2, 3)).AffineGrid(21, 18)));
            yield return Case("batch norm", x => x.Graph.Append(new BatchNormStatsOp(), x) * 2);
            yield return Case("running sum", x => x.CumSum(2));
            yield return Case("softmax", x => x.Softmax(1));
            yield return Case("sum", x => x.Sum());
            yield return Case("max pool", x => x.MaxPool2d(PoolWindow.Square(3, 2, 1, 1, false)));
            yield return Case("permute", x => x.Permute(0, 2, 3, 1));
            yield return Case("product", x => x.Reshape(92, 57).MatMul(x.Reshape(92, 57), transB: true));
            yield return Case("convolution", x => x.Conv2d(x.Graph.Parameter(Weight), padding: 1));
        }
    }

    private static readonly Parameter Weight = new("weight", new Shape(8, 6, 3, 3), OpCase.Floats(new Shape(8, 6, 3, 3), 9));

    private static float[][] Run(Func<Tensor, Tensor> build, Func<DeviceTraits, DeviceTraits> device, out bool large)
    {
        var graph = new Graph();
        var x = graph.Input("x", Picture);
        var y = build(x);
        Tensor[] fetch = [y, Autodiff.Gradient((y * y).Sum(), x)];
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], fetch, options: new PlanOptions { Device = device });
        plan.Upload("x", OpCase.Floats(Picture, 3));
        if (plan.HasValue("theta"))
            plan.Set("theta", [0.9f, 0.2f, 0.1f, -0.1f, 1.1f, 0, 1, 0, 0, 0, 0.8f, -0.3f]);
        plan.Run();
        large = plan.Launches.Any(l => l.Large);
        Assert.That(plan.Launches.Where(l => !l.Large).SelectMany(l => l.Places).Max(p => p.Region == Region.Image ? 0 : p.Bytes),
            Is.LessThanOrEqualTo(device(Plan.Traits(GpuFixture.Gpu.Info)).MaxBindingBytes));
        return [.. fetch.Select(plan.Fetch)];
    }

    [TestCaseSource(nameof(Cases))]
    public void Whatever_exceeds_a_binding_is_computed_all_the_same(Func<Tensor, Tensor> build)
    {
        float[][] expected = Run(build, device => device, out var isLarge), actual = Run(build, Small, out var large);
        Assert.That((isLarge, large), Is.EqualTo((false, true)));
        for (var i = 0; i < expected.Length; i++)
            Assert.That(Difference.Relative(actual[i], expected[i]), Is.LessThan(1e-5), i == 0 ? "result" : "gradient");
    }

    [Test]
    public void Storage_of_16_bits_is_converted_in_ranges_of_any_size()
    {
        var count = 10_000;
        var conversion = new Conversion(0, true, null, false);
        foreach (var limit in new[] { 512, 4096, 1 << 19, 1 << 27 })
        {
            Place from = new(Region.Arena, 0, 0, 4 * count), to = new(Region.Arena, 1, 0, 2 * count);
            var launches = conversion.Launches(count, from, to, Pretend.Device with { MaxBindingBytes = limit }).ToArray();
            Assert.That(launches.Sum(l => (int)l.Step.Push[0].Bits), Is.EqualTo(count));
            foreach (var (_, source, target) in launches)
            {
                Assert.That(source.Bytes, Is.LessThanOrEqualTo(limit));
                Assert.That((source.Offset % 32, target.Offset % 32), Is.EqualTo((0, 0)));
            }
        }
    }

    [Test]
    public void Every_shader_has_a_large_form()
    {
        var kernels = Directory.EnumerateFiles(Path.Combine(GpuFixture.Repository, "Shaders", "Cnn"), "*.comp")
            .Select(f => "Cnn/" + Path.GetFileNameWithoutExtension(f)).Order().ToArray();
        Assert.That(kernels, Has.Length.GreaterThan(100));
        using (Assert.EnterMultipleScope())
        {
            foreach (var kernel in kernels)
            {
                Assert.That(() => GpuFixture.Gpu.Bindings(kernel, false, large: true).Select(b => (b.Index, b.Kind)),
                    Is.EqualTo(GpuFixture.Gpu.Bindings(kernel, false).Select(b => (b.Index, b.Kind))), kernel);
            }
        }
    }
}
