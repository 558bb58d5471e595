// Whole networks: fused against plain, sliced against whole, barriers, memory.
using Engine;

namespace CnnCompute.Tests;

public class WholeNetTests
{
    private const int Batch = 8;

    private static Gpu Gpu => GpuFixture.Gpu;

    // Three steps of training; the loss of each and all parameters afterwards.
    private static (float[] Losses, Dictionary<string, float[]> Weights) Train(PlanOptions options, Action<Plan>? run = null)
    {
        var nets = new Nets();
        var (loss, updates) = nets.GarmentsTraining(Batch);
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, updates, [loss], options: options);
        var losses = new List<float>();
        for (var i = 1; i <= 3; i++)
        {
            plan.Upload("images", OpCase.Floats(new Shape(Batch, 1, 28, 28), (uint)i));
            plan.Upload("labels", [.. Enumerable.Range(0, Batch).Select(n => (n * 7 + i) % 10)]);
            plan.Set("rate", 0.01f);
            plan.Set("step", i);
            if (run is null)
                plan.Run();
            else
                run(plan);
            losses.Add(plan.Fetch("loss")[0]);
        }
        return ([.. losses], nets.Parameters.ToDictionary(p => p.Key, p => weights.Get(p.Value)));
    }

    [Test]
    public void Inference_fused_and_specialised_agrees_with_the_plain_plan()
    {
        var y = new Nets().Photos(2, 48);
        float[] Run(PlanOptions options, out int steps)
        {
            using var weights = new Residence(Gpu);
            using var plan = Plan.Compile(weights, [], [y], options: options);
            steps = plan.Steps;
            plan.Upload("photo", OpCase.Floats(new Shape(2, 3, 48, 48), 3));
            plan.Run();
            return plan.Fetch(y);
        }
        var plain = Run(PlanOptions.Plain, out var many);
        var fused = Run(new PlanOptions(), out var few);
        var fusedPlain = Run(new PlanOptions { Choose = (_, r) => r[0] }, out var fewer);
        Assert.That(plain.Max() - plain.Min(), Is.GreaterThan(1e-3f), "the net says nothing");
        Assert.That(Difference.Relative(fused, plain), Is.LessThan(1e-5));
        Assert.That(Difference.Relative(fusedPlain, plain), Is.LessThan(1e-5));
        Assert.That(fewer, Is.LessThan(many));
    }

    [Test]
    public void Batch_norm_bias_relu_and_residual_leave_only_the_convolutions()
    {
        var y = new Nets().Photos(1, 48);
        var plan = Blueprint.Draw([], [y], Plan.Traits(Gpu.Info), Reflect, new PlanOptions { Choose = (_, r) => r[0] });
        var names = plan.Main.Select(l => l.Label).Distinct();
        Assert.That(names, Is.EquivalentTo(new[] { "Conv2d", "MaxPool2d", "Concat", "GlobalAvgPool", "Softmax" }));
        Assert.That(plan.Deriving.Select(l => l.Label).Distinct(), Is.EquivalentTo(new[] { "BatchNormScaleShift" }));
        Assert.That(plan.Memory.Arena.Peak, Is.LessThanOrEqualTo(1.25 * plan.Memory.Arena.LowerBound));
    }

    [Test]
    public void A_training_step_agrees_with_the_plain_plan_and_learns()
    {
        var fast = Train(new PlanOptions());
        var plain = Train(PlanOptions.Plain);
        Assert.That(fast.Losses[2], Is.Not.EqualTo(fast.Losses[0]));
        Assert.That(Difference.Relative(fast.Losses[..1], plain.Losses[..1]), Is.LessThan(1e-5));
        foreach (var (name, values) in plain.Weights.Where(w => w.Key.Contains("running")))
            Assert.That(Difference.Relative(fast.Weights[name], values), Is.LessThan(1e-2), name);
        Assert.That(Difference.Relative(fast.Losses, plain.Losses), Is.LessThan(1e-2),
            "Adam divides small gradients by their size, so rounding grows");
    }

    [Test]
    public void A_training_step_sliced_over_frames_gives_the_same_bits()
    {
        var whole = Train(new PlanOptions());
        var slices = 0;
        var sliced = Train(new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.2 }, plan =>
        {
            for (var done = false; !done;)
                Gpu.Run(c => done = plan.ExecuteSlices(c, 1));
            slices = plan.SliceCount;
        });
        TestContext.Out.WriteLine($"{slices} slices");
        Assert.That(slices, Is.GreaterThan(10));
        Assert.That(sliced.Losses, Is.EqualTo(whole.Losses));
        foreach (var (name, values) in whole.Weights)
            Assert.That(sliced.Weights[name], Is.EqualTo(values), name);
    }

    [Test]
    public void An_arena_of_several_buffers_gives_the_same_bits()
    {
        var (whole, cut) = (Train(new PlanOptions()), Train(new PlanOptions { ArenaBufferBytes = 7 << 18 }, plan =>
        {
            Assert.That(plan.Blueprint.Memory.ArenaBytes.Length, Is.GreaterThan(1));
            plan.Run();
        }));
        Assert.That(cut.Losses, Is.EqualTo(whole.Losses));
        foreach (var (name, values) in whole.Weights)
            Assert.That(cut.Weights[name], Is.EqualTo(values), name);
    }

    [Test]
    public void The_live_plan_of_a_net_follows_its_training()
    {
        var nets = new Nets();
        var (loss, updates) = nets.GarmentsTraining(Batch);
        var live = new Nets(nets.Parameters);
        var logits = live.Garments(live.Graph.Input("image", 1, 1, 28, 28), train: false, []).Named("logits");
        using var weights = new Residence(Gpu);
        using var train = Plan.Compile(weights, updates, [loss]);
        using var show = Plan.Compile(weights, [], [logits]);
        show.Upload("image", OpCase.Floats(new Shape(784), 9));
        train.Upload("images", OpCase.Floats(new Shape(Batch, 1, 28, 28), 1));
        train.Upload("labels", new int[Batch]);
        train.Set("rate", 0.01f);
        train.Set("step", 1);
        float[] Show()
        {
            show.Run();
            return show.Fetch("logits");
        }
        var before = Show();
        Assert.That(Show(), Is.EqualTo(before));
        train.Run();
        var after = Show();
        Assert.That(after[0], Is.GreaterThan(before[0]), "class 0 was trained");
        Assert.That(show.Derivations, Is.EqualTo(2));
        // The same weights in a Residence of their own, derived from scratch, give the same bits.
        using var copy = new Residence(Gpu);
        foreach (var p in nets.Parameters.Values)
            copy.Set(p, weights.Get(p));
        using var fresh = Plan.Compile(copy, [], [logits]);
        fresh.Upload("image", OpCase.Floats(new Shape(784), 9));
        fresh.Run();
        Assert.That(fresh.Fetch("logits"), Is.EqualTo(after));
    }

    [Test]
    public void Deleting_any_barrier_of_a_real_training_step_is_noticed()
    {
        var (loss, updates) = new Nets().GarmentsTraining(2);
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, updates, [loss]);
        var commands = plan.Commands;
        var barriers = 0;
        for (var i = 0; i < commands.Count; i++)
        {
            if (commands[i].Kind != CommandKind.Barrier)
                continue;
            barriers++;
            var mutated = commands.Where((_, j) => j != i).ToArray();
            Assert.That(BarrierChecker.FindHazard(Pretend.Replay(mutated, plan.Blueprint.Main)), Is.Not.Null, $"barrier {barriers}");
        }
        TestContext.Out.WriteLine($"{plan.Steps} steps, {barriers} barriers");
        Assert.That(barriers, Is.InRange(10, plan.Steps - 1));
    }

    [Test]
    public void Arenas_of_real_nets_stay_within_a_quarter_of_the_lower_bound([Values(1, 64, 256)] int batch, [Values] bool fuse)
    {
        var options = new PlanOptions { Fuse = fuse };
        var (loss, updates) = new Nets().GarmentsTraining(batch);
        var training = Blueprint.Draw(updates, [loss], Plan.Traits(Gpu.Info), Reflect, options).Memory.Arena;
        var inference = Blueprint.Draw([], [new Nets().Photos(batch, 96)], Plan.Traits(Gpu.Info), Reflect, options).Memory.Arena;
        foreach (var (name, arena) in new[] { ("training", training), ("inference", inference) })
        {
            TestContext.Out.WriteLine($"{name}, batch {batch}, fuse {fuse}: peak {arena.Peak:N0}, lower bound {arena.LowerBound:N0}, "
                + $"ratio {(double)arena.Peak / arena.LowerBound:F4}");
            Assert.That(arena.Peak, Is.LessThanOrEqualTo(1.25 * arena.LowerBound));
        }
    }

    internal static KernelFacts Reflect(Step step)
    {
        var kernel = Gpu.Kernel(step.Shader, step.Constants);
        return new KernelFacts(kernel.LocalSize, [.. kernel.Bindings.Select(b => b.Access != Access.Write)],
            [.. kernel.Bindings.Select(b => b.Access != Access.Read)]);
    }
}
