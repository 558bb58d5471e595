// Plans on the device: results, values, updates, frames.
using Engine;

namespace CnnCompute.Tests;

public class PlanTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    internal static float[] Ramp(int count, float scale = 1) => [.. Enumerable.Range(0, count).Select(i => (i % 97 - 48) * scale)];

    [Test]
    public void A_plan_computes_its_fetches_in_NCHW_order()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 4, 5), bias = graph.Input("bias", 3, 1, 1);
        var sum = (x + bias).Named("sum");
        var total = sum.SumTo(new Shape(3, 1, 1));
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], [sum, total]);
        float[] xs = Ramp(120), bs = [100, 200, 300];
        plan.Upload("x", xs);
        plan.Upload("bias", bs);
        plan.Run();
        var expected = xs.Select((v, i) => v + bs[i / 20 % 3]).ToArray();
        Assert.That(plan.Fetch("sum"), Is.EqualTo(expected));
        Assert.That(plan.Fetch(total), Is.EqualTo(Enumerable.Range(0, 3).Select(c => expected.Where((_, i) => i / 20 % 3 == c).Sum())));
        Assert.That(() => plan.Fetch("x"), Throws.ArgumentException.With.Message.Contains("it fetches sum"));
    }

    [Test]
    public void Values_change_from_run_to_run_within_one_submission()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(4), new float[4]);
        var update = graph.Append(new AccumulateOp(p), graph.Fill(new Shape(4), 1) + graph.Value("v"));
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [update]);
        Assert.That(plan.Run, Throws.InvalidOperationException.With.Message.Contains("\"v\" was never set"));
        Gpu.Run(c =>
        {
            for (var i = 0; i < 3; i++)
            {
                plan.Set("v", i * 10);
                c.Execute(plan);
            }
        });
        Assert.That(weights.Get(p), Is.All.EqualTo(33));
        Assert.That(() => plan.SetInt("v", 1), Throws.ArgumentException.With.Message.Contains("F32"));
        Assert.That(() => plan.Set("w", 1), Throws.ArgumentException.With.Message.Contains("it has v"));
    }

    [Test]
    public void Reads_see_a_parameter_before_the_run_and_its_fetch_after()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(1, 2, 2, 2), Ramp(8));
        Tensor w = graph.Parameter(p), ones = graph.Fill(p.Shape, 1);
        var first = graph.Append(new AccumulateOp(p), ones);
        var second = graph.Append(new AccumulateOp(p), ones + ones);
        var before = w + graph.Fill(p.Shape, 0);
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [second, first], [before, w]);
        for (var run = 0; run < 3; run++)
        {
            plan.Run();
            Assert.That(plan.Fetch(before), Is.EqualTo(Ramp(8).Select(v => v + run * 3)));
            Assert.That(plan.Fetch(w), Is.EqualTo(Ramp(8).Select(v => v + run * 3 + 3)));
        }
    }

    [Test]
    public void Parameters_that_swap_read_each_other_as_they_were()
    {
        var graph = new Graph();
        Parameter a = new("a", new Shape(8), Ramp(8)), b = new("b", new Shape(8), [.. Ramp(8).Select(v => v + 1000)]);
        Tensor wa = graph.Parameter(a), wb = graph.Parameter(b);
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [graph.Append(new AccumulateOp(a), wb), graph.Append(new AccumulateOp(b), wa)]);
        plan.Run();
        Assert.That(weights.Get(a), Is.EqualTo(Ramp(8).Select(v => 2 * v + 1000)));
        Assert.That(weights.Get(b), Is.EqualTo(Ramp(8).Select(v => 2 * v + 1000)));
    }

    [Test]
    public void A_live_plan_sees_training_and_derives_its_weights_anew_only_then()
    {
        var p = new Parameter("p", new Shape(8), Ramp(8));
        var graph = new Graph();
        var folded = graph.Parameter(p) + graph.Fill(p.Shape, 0.5f);
        var y = graph.Input("x", 8) + folded;
        var training = new Graph();
        using var weights = new Residence(Gpu);
        using var live = Plan.Compile(weights, [], [y]);
        using var train = Plan.Compile(weights, [training.Append(new AccumulateOp(p), training.Input("g", 8))]);
        live.Upload("x", new float[8]);
        train.Upload("g", Ramp(8, -1));
        Assert.That(live.Steps, Is.EqualTo(1), "the sum of parameter and constant is derived once");
        live.Run();
        live.Run();
        Assert.That(live.Fetch(y), Is.EqualTo(Ramp(8).Select(v => v + 0.5f)));
        Assert.That(live.Derivations, Is.EqualTo(1));
        Gpu.Run(c =>
        {
            c.Execute(train);
            c.Execute(live);
        });
        Assert.That(live.Fetch(y), Is.All.EqualTo(0.5f));
        Assert.That(live.Derivations, Is.EqualTo(2));
        weights.Set(p, Ramp(8, 2));
        live.Run();
        Assert.That(live.Fetch(y), Is.EqualTo(Ramp(8, 2).Select(v => v + 0.5f)));
    }

    [Test]
    public void A_residence_outlives_its_plans()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(4), new float[4]);
        var weights = new Residence(Gpu);
        var plan = Plan.Compile(weights, [], [graph.Parameter(p) + graph.Input("x", 4)]);
        Assert.That(weights.Dispose, Throws.InvalidOperationException.With.Message.Contains("1 of its plans"));
        plan.Dispose();
        weights.Dispose();
        Assert.That(() => Plan.Compile(weights, [], [graph.Parameter(p)]), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Fetches_arrive_by_readback_without_waiting()
    {
        var graph = new Graph();
        var y = (graph.Input("x", 1, 2, 2, 2) + graph.Value("v")).Named("y");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("x", Ramp(8));
        var result = new float[8];
        Assert.That(plan.TryRead("y", result, out _), Is.False);
        for (var i = 0; i < 4; i++)
        {
            plan.Set("v", i);
            var commands = Gpu.Begin();
            commands.Execute(plan);
            plan.Read(commands, 100 + i);
            Gpu.Submit(commands);
        }
        Gpu.WaitIdle();
        Assert.That(plan.TryRead("y", result, out var frame), Is.True);
        Assert.That(frame, Is.EqualTo(103));
        Assert.That(result, Is.EqualTo(Ramp(8).Select(v => v + 3)));
    }

    [Test]
    public void A_parameter_whose_first_upload_failed_is_uploaded_by_the_next_plan()
    {
        var ready = false;
        var p = new Parameter("p", new Shape(4), () => ready ? [1, 2, 3, 4] : throw new InvalidDataException("not yet"));
        var graph = new Graph();
        var y = graph.Parameter(p) + graph.Fill(p.Shape, 1);
        using var weights = new Residence(Gpu);
        Assert.That(() => Plan.Compile(weights, [], [y]), Throws.InstanceOf<InvalidDataException>());
        ready = true;
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Run();
        Assert.That(plan.Fetch(y), Is.EqualTo(new float[] { 2, 3, 4, 5 }));
    }

    [Test]
    public void A_steady_frame_allocates_no_managed_memory()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(1, 4, 8, 8), new float[256]);
        var x = graph.Input("x", 1, 4, 8, 8);
        var y = (x + graph.Value("v") + (graph.Parameter(p) + graph.Fill(p.Shape, 1))).Named("y");
        var training = new Graph();
        using var weights = new Residence(Gpu);
        using var live = Plan.Compile(weights, [], [y], options: new PlanOptions { Budgeted = true });
        using var train = Plan.Compile(weights, [training.Append(new AccumulateOp(p), training.Value("g"))]);
        var xs = Ramp(256);
        var result = new float[256];
        void Frame(int i)
        {
            var commands = Gpu.Begin();
            train.Set("g", i);
            commands.Execute(train);
            live.Set("v", i);
            live.Upload(commands, "x", xs);
            live.ExecuteBudgeted(commands, 4);
            live.Read(commands);
            Gpu.Submit(commands);
            live.TryRead("y", result, out _);
        }
        SteadyFrames.AllocateNothing(Frame);
    }

    [Test]
    public void Explain_names_every_step_and_profile_leaves_parameters_alone()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(1024), Ramp(1024));
        var grad = (graph.Input("g", 1024) + graph.Fill(new Shape(1024), 1)).Named("grad");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [graph.Append(new AccumulateOp(p), grad)], [graph.Parameter(p) + grad]);
        var table = plan.Explain();
        Assert.That(table, Does.Contain("Accumulate").And.Contain("Cnn/fill").And.Contain("\"grad\"").And.Contain("ratio").And.Contain("\nb  "));
        var profile = plan.Profile(3);
        Assert.That(profile.Steps, Has.Count.EqualTo(plan.Steps));
        Assert.That(profile.Steps.Select(s => s.Milliseconds), Is.All.GreaterThanOrEqualTo(0).And.All.LessThan(10_000));
        Assert.That(profile.ToString(), Does.Contain("GFLOP/s"));
        Assert.That(weights.Get(p), Is.EqualTo(Ramp(1024)));
    }
}
