// Several plans in turn, spread over frames.
using Engine;

namespace CnnCompute.Tests;

public sealed class PlanSequenceTests
{
    private static readonly PlanOptions Budgeted = new() { Budgeted = true, Measure = false, SliceMilliseconds = 0.01 };

    private static Gpu Gpu => GpuFixture.Gpu;

    // p becomes p * factor + what is added in this run.
    private static Plan Affine(Residence weights, Parameter p, float factor, PlanOptions? options = null)
    {
        var graph = new Graph();
        var (x, add) = (graph.Parameter(p), graph.Value("add"));
        for (var i = 0; i < 4; i++)
            x = (x + add).Sin().Asin() - add;
        return Plan.Compile(weights, [(x.Scale(factor) + add).AssignTo(p)], options: options ?? Budgeted);
    }

    private static Parameter Zeros() => new("p", new Shape(20_000), new float[20_000]);

    [Test]
    public void Turns_run_in_order_as_often_as_they_say([Values(1, 2, 3, 1000)] int slices)
    {
        var p = Zeros();
        using var weights = new Residence(Gpu);
        using Plan first = Affine(weights, p, 1), second = Affine(weights, p, 0.5f);
        var calls = new List<string>();
        var sequence = new PlanSequence(
            new PlanTurn(first, 3, i =>
            {
                calls.Add($"before {i}");
                first.Set("add", 0.01f * (i + 1));
            }, (i, _) => calls.Add($"after {i}")),
            new PlanTurn(second, 1, _ => second.Set("add", 0.001f), (_, _) => calls.Add("second")));
        Assert.That(first.SliceCount, Is.GreaterThan(3));
        Assert.That(sequence.IsRunning, Is.False);
        for (var round = 0; round < 2; round++)
        {
            for (var done = false; !done;)
            {
                Assert.That(sequence.Rounds, Is.EqualTo(round));
                Gpu.Run(c => done = sequence.AdvanceSlices(c, slices));
                Assert.That(sequence.IsRunning, Is.Not.EqualTo(done));
            }
        }
        Assert.That(sequence.Rounds, Is.EqualTo(2));
        string[] once = ["before 0", "after 0", "before 1", "after 1", "before 2", "after 2", "second"];
        Assert.That(calls, Is.EqualTo((string[])[.. once, .. once]));
        var expected = ((((0.06f * 0.5f) + 0.001f) + 0.06f) * 0.5f) + 0.001f;
        Assert.That(weights.Get(p), Is.All.EqualTo(expected).Within(1e-5f));
    }

    [Test]
    public void A_frame_gets_as_many_slices_as_its_budget_holds_but_one_at_least()
    {
        var p = Zeros();
        using var weights = new Residence(Gpu);
        using var plan = Affine(weights, p, 1);
        plan.Set("add", 0);
        var sequence = new PlanSequence(new PlanTurn(plan, 2));
        int Frames(double milliseconds)
        {
            for (var frames = 1; ; frames++)
            {
                var done = false;
                Gpu.Run(c => done = sequence.Advance(c, milliseconds));
                if (done)
                    return frames;
            }
        }
        var whole = 2 * plan.SliceCount;
        Assert.That(Frames(0), Is.EqualTo(whole), "one slice a frame");
        Assert.That(Frames(1e9), Is.EqualTo(1), "one round a frame");
        Assert.That(Frames(3 * plan.NextSliceMilliseconds), Is.InRange(2, whole - 1));
    }

    [Test]
    public void Plans_of_one_slice_take_part_without_being_budgeted()
    {
        var p = Zeros();
        using var weights = new Residence(Gpu);
        using Plan whole = Affine(weights, p, 1, new PlanOptions()), cut = Affine(weights, p, 1);
        whole.Set("add", 0.125f);
        cut.Set("add", 0.25f);
        var sequence = new PlanSequence(new PlanTurn(whole), new PlanTurn(cut));
        for (var done = false; !done;)
            Gpu.Run(c => done = sequence.AdvanceSlices(c, 1));
        Assert.That(weights.Get(p), Is.All.EqualTo(0.375f).Within(1e-5f));
    }

    [Test]
    public void Advancing_allocates_nothing()
    {
        var p = Zeros();
        using var weights = new Residence(Gpu);
        using var plan = Affine(weights, p, 1);
        var sequence = new PlanSequence(new PlanTurn(plan, 3, i => plan.Set("add", i)));
        SteadyFrames.AllocateNothing(_ =>
        {
            var commands = Gpu.Begin();
            sequence.Advance(commands, 0.05);
            Gpu.Submit(commands);
        });
    }

    [Test]
    public void What_makes_no_sense_is_refused()
    {
        var p = Zeros();
        using var weights = new Residence(Gpu);
        using var plan = Affine(weights, p, 1);
        Assert.That(() => new PlanSequence(), Throws.ArgumentException);
        Assert.That(() => new PlanSequence(new PlanTurn(plan, 0)), Throws.ArgumentException);
        Gpu.Run(c => Assert.That(() => new PlanSequence(new PlanTurn(plan)).AdvanceSlices(c, 0), Throws.InstanceOf<ArgumentException>()));
    }

    [Test]
    public void Parameters_are_removed_when_no_plan_uses_them_any_more()
    {
        var (p, other) = (Zeros(), Zeros());
        using var weights = new Residence(Gpu);
        var plan = Affine(weights, p, 1);
        using var stays = Affine(weights, other, 1);
        Assert.That(() => weights.Remove([p]), Throws.InvalidOperationException.With.Message.Contains("1 plans use it"));
        plan.Set("add", 0.5f);
        plan.Run();
        plan.Dispose();
        weights.Remove([p, new Parameter("unknown", new Shape(1), [0])]);
        Assert.That(weights.Parameters, Is.EqualTo([other]));
        using var again = Affine(weights, p, 1);
        Assert.That(weights.Get(p), Is.All.Zero, "it begins from its initial values again");
    }
}
