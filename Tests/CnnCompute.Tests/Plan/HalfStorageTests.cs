// Plans whose activations are stored as 16-bit floats.
using Engine;

namespace CnnCompute.Tests;

public class HalfStorageTests
{
    private const double Tolerance = 2e-2;
    private static readonly PlanOptions Half = new() { Storage = Storage.F16 };

    private static Gpu Gpu => GpuFixture.Gpu;

    private static Blueprint Draw(IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, PlanOptions options) =>
        Blueprint.Draw(roots, fetch, Plan.Traits(Gpu.Info), WholeNetTests.Reflect, options, null, shader => Plan.Follows(Gpu, shader));

    [Test]
    public void What_follows_the_storage_is_read_from_both_forms_of_a_shader()
    {
        const Follow Yes = Follow.Always, No = Follow.Never;
        Assert.That(Plan.Follows(Gpu, "Cnn/narrow"), Is.EqualTo([No, Yes]));
        Assert.That(Plan.Follows(Gpu, "Cnn/conv2d"), Is.EqualTo([Yes, Yes, Yes, No, No, Yes]));
        Assert.That(Plan.Follows(Gpu, "Cnn/depthwise"), Is.EqualTo([Yes, Yes, Yes, No, No, Yes]));
        Assert.That(Plan.Follows(Gpu, "Cnn/cross_entropy"), Is.EqualTo([Yes, No, No]));
        Assert.That(Plan.Follows(Gpu, "Cnn/reduce_wide"), Is.EqualTo([Yes, Follow.Results]));
    }

    [Test]
    public void A_fused_net_agrees_and_takes_half_the_arena([Values(false, true)] bool plain)
    {
        var y = new Nets().Photos(2, 48).Named("probabilities");
        float[] Run(PlanOptions options, out Plan made)
        {
            using var weights = new Residence(Gpu);
            using var plan = made = Plan.Compile(weights, [], [y], options: options);
            plan.Upload("photo", OpCase.Floats(new Shape(2, 3, 48, 48), 3));
            plan.Run();
            return plan.Fetch(y);
        }
        var options = plain ? new PlanOptions { Choose = (_, r) => r[0] } : new PlanOptions();
        var full = Run(options, out var f32);
        var half = Run(options with { Storage = Storage.F16 }, out var f16);
        TestContext.Out.WriteLine($"error {Difference.Relative(half, full):E2}, arena {f32.ArenaBytes:N0} then {f16.ArenaBytes:N0}, "
            + $"{f16.HalfNodes} nodes in 16 bits\n{f16.Explain()}");
        Assert.That(Difference.Relative(half, full), Is.LessThan(Tolerance).And.GreaterThan(0), "not even rounding differs");
        Assert.That(f16.ArenaBytes, Is.LessThan(0.6 * f32.ArenaBytes));
        Assert.That(f16.ArenaBytes, Is.LessThanOrEqualTo(1.25 * f16.ArenaLowerBound));
        Assert.That(f16.Explain(), Does.Contain(" f16").And.Contain("nodes in 16 bits"));
    }

    [Test]
    public void Weights_are_converted_once_and_again_when_they_change()
    {
        var nets = new Nets();
        var x = nets.Graph.Input("x", 1, 16, 8, 8);
        var weight = nets.Make("w", new Shape(16, 16, 3, 3));
        var w = nets.Graph.Parameter(weight);
        var y = x.Conv2d(w, padding: 1).Relu().Conv2d(w, padding: 1).MaxPool2d(2);
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], [y], options: Half);
        plan.Upload("x", OpCase.Floats(x.Shape, 1));
        plan.Run();
        plan.Run();
        Assert.That(plan.Derivations, Is.EqualTo(1));
        Assert.That(plan.Blueprint.Deriving.Count(l => l.Label == "narrow"), Is.EqualTo(1), "one copy for both convolutions");
        var before = plan.Fetch(y);
        weights.Set(weight, [.. weight.Initial.Select(v => 2 * v)]);
        plan.Run();
        Assert.That(plan.Derivations, Is.EqualTo(2));
        Assert.That(Difference.Relative(plan.Fetch(y), [.. before.Select(v => 4 * v)]), Is.LessThan(1e-6), "a power of two rounds alike");
    }

    [Test]
    public void A_tensor_wanted_both_ways_is_converted_once()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 8, 16, 16);
        var y = x.Relu();
        Tensor[] wanted = [y, y.MaxPool2d(2), (y * 2f).Relu(), y.MaxPool2d(4)];
        var blueprint = Draw([], wanted, Half);
        Assert.That(blueprint.Main.Count(l => l.Label == "narrow"), Is.EqualTo(1), "the input");
        Assert.That(blueprint.Main.Count(l => l.Label == "widen" && l.Node!.Id == y.Id), Is.EqualTo(1));
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], wanted, options: Half);
        var values = OpCase.Floats(x.Shape, 1);
        plan.Upload("x", values);
        plan.Run();
        Assert.That(plan.Fetch(y), Is.EqualTo(values.Select(v => Math.Max(0, (float)(System.Half)v))));
        Assert.That(plan.Fetch(wanted[2]), Is.EqualTo(plan.Fetch(y).Select(v => 2 * v)));
    }

    [Test]
    public void Integers_losses_statistics_and_updates_stay_as_they_are()
    {
        var (loss, updates) = new Nets().GarmentsTraining(4);
        var blueprint = Draw(updates, [loss], Half);
        var storage = blueprint.Work.Storage;
        foreach (var node in blueprint.Work.Nodes.Nodes.Where(n => n.Op is UpdateOp || n.Shape.Count == 1 || n.Op.Name.Contains("Stats")))
            Assert.That(!node.HasOutput || !storage.IsHalf(node.Id), $"{node}");
        Assert.That(blueprint.Work.Nodes.Nodes.Count(n => storage.IsHalf(n.Id)), Is.GreaterThan(10));
        foreach (var launch in blueprint.Main.Where(l => l.Node?.Op is UpdateOp))
            Assert.That(launch.Half, Is.False);
    }

    [Test]
    public void A_training_step_agrees_within_the_rounding()
    {
        float[] Train(Storage storage)
        {
            var (loss, updates) = new Nets().GarmentsTraining(8);
            using var weights = new Residence(Gpu);
            using var plan = Plan.Compile(weights, updates, [loss], options: new PlanOptions { Storage = storage });
            var losses = new List<float>();
            for (var i = 1; i <= 3; i++)
            {
                plan.Upload("images", OpCase.Floats(new Shape(8, 1, 28, 28), 1));
                plan.Upload("labels", [.. Enumerable.Range(0, 8)]);
                plan.Set("rate", 0.0003f);
                plan.Set("step", i);
                plan.Run();
                losses.Add(plan.Fetch("loss")[0]);
            }
            return [.. losses];
        }
        var (full, half) = (Train(Storage.F32), Train(Storage.F16));
        TestContext.Out.WriteLine($"{string.Join(", ", full)}; in 16 bits {string.Join(", ", half)}");
        Assert.That(half[0], Is.EqualTo(full[0]).Within(0.5).Percent);
        Assert.That(full[2], Is.LessThan(0.9 * full[0]), "it does not learn");
        Assert.That(half[2], Is.EqualTo(full[2]).Within(5).Percent);
    }

    // Where rounding moves an activation across a kink the gradient jumps, so that a net with kinks agrees in direction only.
    [TestCase(false, 2e-3)]
    [TestCase(true, 1e-1)]
    public void Gradients_with_respect_to_the_image_follow(bool kinks, double tolerance)
    {
        var nets = new Nets();
        var photo = nets.Graph.Input("photo", 1, 1, 28, 28);
        var y = kinks ? nets.Garments(photo, train: false, []).LogSoftmax()
            : nets.Norm(photo.Conv2d(nets.Weight("a", 24, 1, 3, 3)), "n", false, []).AvgPool2d(2).Conv2d(nets.Weight("b", 10, 24, 3, 3))
                .GlobalAvgPool().Flatten().LogSoftmax();
        var grad = Autodiff.Gradients(y.Slice(1, 3, 1).Sum(), [photo])[0];
        float[] Run(PlanOptions options)
        {
            using var weights = new Residence(Gpu);
            using var plan = Plan.Compile(weights, [], [grad], options: options);
            plan.Upload("photo", OpCase.Floats(photo.Shape, 3));
            plan.Run();
            return plan.Fetch(grad);
        }
        var (full, half) = (Run(new PlanOptions()), Run(Half));
        var error = Math.Sqrt(half.Zip(full, (h, f) => ((double)h - f) * (h - f)).Sum() / full.Sum(f => (double)f * f));
        TestContext.Out.WriteLine($"largest error {Difference.Relative(half, full):E2}, of the norm {error:E2}");
        Assert.That(error, Is.LessThan(tolerance).And.GreaterThan(0));
    }

    [Test]
    public void A_sliced_run_gives_the_same_bits_and_publishes_floats()
    {
        var y = new Nets().Photos(1, 48).Named("probabilities");
        float[] Run(PlanOptions options)
        {
            using var weights = new Residence(Gpu);
            using var plan = Plan.Compile(weights, [], [y], options: options);
            plan.Upload("photo", OpCase.Floats(new Shape(1, 3, 48, 48), 3));
            for (var done = false; !done;)
                Gpu.Run(c => done = plan.ExecuteSlices(c, options.Budgeted ? 1 : int.MaxValue));
            return plan.Fetch(y);
        }
        Assert.That(Run(Half with { Budgeted = true, Measure = false, SliceMilliseconds = 0.1 }), Is.EqualTo(Run(Half)));
    }

    [Test]
    public void Conversions_are_cut_where_a_binding_would_be_too_large()
    {
        var conversion = new Conversion(0, true, null, false);
        var device = Pretend.Device with { MaxBindingBytes = 1 << 20 };
        var launches = conversion.Launches(
            1_000_003, new Place(Region.Input, 0, 0, 4_000_032), new Place(Region.Arena, 0, 64, 2_000_032), device).ToArray();
        Assert.That(launches, Has.Length.GreaterThan(3));
        Assert.That(launches.Sum(l => (long)l.Step.Push[0].Bits), Is.EqualTo(1_000_003));
        Assert.That(launches.Select(l => Math.Max(l.From.Bytes, l.To.Bytes)), Is.All.LessThanOrEqualTo(1 << 20));
        for (var i = 1; i < launches.Length; i++)
        {
            Assert.That(launches[i].From.Offset, Is.EqualTo(launches[i - 1].From.Offset + launches[i - 1].From.Bytes));
            Assert.That(launches[i].To.Offset, Is.EqualTo(launches[i - 1].To.Offset + launches[i - 1].To.Bytes));
        }
    }
}
