// Runs spread over frames: the same bits, latched inputs, published results.
using Engine;

namespace CnnCompute.Tests;

public class BudgetTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private static (Graph Graph, Tensor Y, Tensor Update, Parameter P) Net()
    {
        var graph = new Graph();
        var p = new Parameter("p", new Shape(2, 16, 20, 20), PlanTests.Ramp(12800, 0.01f));
        Tensor x = graph.Input("x", 2, 16, 20, 20), w = graph.Parameter(p);
        var y = x;
        for (var i = 0; i < 6; i++)
            y = y + w + y.SumTo(new Shape(16, 1, 1));
        y.Named("y");
        return (graph, y, graph.Append(new AccumulateOp(p), y), p);
    }

    [Test]
    public void Sliced_and_unsliced_runs_give_equal_bits([Values(0.01, 0.03, 0.1)] double slice)
    {
        var (_, y, update, p) = Net();
        float[][] Results(PlanOptions options, Action<Plan> run)
        {
            using var weights = new Residence(Gpu);
            using var plan = Plan.Compile(weights, [update], [y], options: options);
            plan.Upload("x", PlanTests.Ramp(12800, 0.1f));
            run(plan);
            run(plan);
            if (options.Budgeted)
                Assert.That(plan.SliceCount, Is.GreaterThan(2), "nothing was sliced");
            return [plan.Fetch(y), weights.Get(p)];
        }
        var whole = Results(new PlanOptions(), plan => plan.Run());
        var budgeted = new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = slice };
        var sliced = Results(budgeted, plan =>
        {
            for (var done = false; !done;)
                Gpu.Run(c => done = plan.ExecuteSlices(c, 1));
        });
        var timed = Results(budgeted, plan =>
        {
            for (var done = false; !done;)
                Gpu.Run(c => done = plan.ExecuteBudgeted(c, 0.05));
        });
        Assert.That(whole[0].Any(v => v != 0));
        for (var i = 0; i < 2; i++)
        {
            Assert.That(sliced[i], Is.EqualTo(whole[i]));
            Assert.That(timed[i], Is.EqualTo(whole[i]));
        }
    }

    [Test]
    public void Inputs_and_values_that_change_during_a_run_count_for_the_next_and_results_change_at_its_end()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 4096), y = x;
        for (var i = 0; i < 8; i++)
            y = y + x + graph.Value("v");
        y.Named("y");
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [], [y], options: new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.001 });
        void Set(float input, float value)
        {
            plan.Upload("x", Enumerable.Repeat(input, 4096).ToArray());
            plan.Set("v", value);
        }
        var finished = false;
        Set(1, 10);
        Gpu.Run(plan.Execute);
        Assert.That(plan.Fetch("y"), Is.All.EqualTo(9 + 80));
        Set(2, 20);
        for (var i = 0; !finished; i++)
        {
            Assert.That(plan.Fetch("y"), Is.All.EqualTo(9 + 80), $"slice {i}");
            Gpu.Run(c => finished = plan.ExecuteSlices(c, 1));
            if (i == 0)
                Set(3, 30);
        }
        Assert.That(plan.Fetch("y"), Is.All.EqualTo(18 + 160));
        plan.Run();
        Assert.That(plan.Fetch("y"), Is.All.EqualTo(27 + 240));
    }

    [Test]
    public void Measuring_while_compiling_changes_neither_parameters_nor_versions_nor_results()
    {
        var (graph, y, update, p) = Net();
        var rate = graph.Value("rate");
        var scaled = (y * rate).Named("scaled");
        float[][] Results(bool measure)
        {
            using var weights = new Residence(Gpu);
            weights.Set(p, PlanTests.Ramp(12800, 0.03f));
            var version = weights.Version(p);
            using var plan = Plan.Compile(
                weights, [update], [y, scaled], options: new PlanOptions { Budgeted = true, Measure = measure, SliceMilliseconds = 0.001 });
            Assert.That(weights.Get(p), Is.EqualTo(PlanTests.Ramp(12800, 0.03f)), "compiling left the parameter alone");
            Assert.That((weights.Version(p), plan.Runs, plan.IsRunning), Is.EqualTo((version, 0L, false)));
            Assert.That(() => Gpu.Run(c => plan.ExecuteSlices(c, 1)), Throws.InvalidOperationException.With.Message.Contains("rate"),
                "the value is still to be set");
            plan.Set("rate", 2);
            plan.Upload("x", PlanTests.Ramp(12800, 0.1f));
            for (var done = false; !done;)
                Gpu.Run(c => done = plan.ExecuteBudgeted(c, plan.NextSliceMilliseconds));
            Assert.That(weights.Version(p), Is.GreaterThan(version));
            return [plan.Fetch(y), plan.Fetch(scaled), weights.Get(p)];
        }
        var (estimated, measured) = (Results(false), Results(true));
        Assert.That(estimated[1].Any(v => v != 0));
        for (var i = 0; i < estimated.Length; i++)
            Assert.That(measured[i], Is.EqualTo(estimated[i]));
    }

    [Test]
    public void The_next_slice_tells_what_it_will_cost()
    {
        var (_, y, update, _) = Net();
        using var weights = new Residence(Gpu);
        using var plan = Plan.Compile(weights, [update], [y], options: new PlanOptions { Budgeted = true, SliceMilliseconds = 0.01 });
        var costs = Slices.Costs(plan.Commands, plan.Launches);
        plan.Upload("x", PlanTests.Ramp(12800, 0.1f));
        foreach (var cost in costs)
        {
            Assert.That(plan.NextSliceMilliseconds, Is.EqualTo(cost).And.GreaterThan(0));
            Gpu.Run(c => plan.ExecuteSlices(c, 1));
        }
        Assert.That(plan.IsRunning, Is.False);
    }

    [Test]
    public void A_plan_that_is_not_budgeted_cannot_be_spread_and_one_under_way_not_run()
    {
        var (_, y, _, _) = Net();
        using var weights = new Residence(Gpu);
        using var whole = Plan.Compile(weights, [], [y]);
        Assert.That(whole.SliceCount, Is.EqualTo(1));
        Gpu.Run(c => Assert.That(whole.ExecuteBudgeted(c, 0), Is.True, "one slice is one frame"));
        using var sliced = Plan.Compile(weights, [], [y], options: new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.01 });
        Gpu.Run(c => sliced.ExecuteSlices(c, 1));
        Assert.That(sliced.IsRunning);
        Assert.That(sliced.Run, Throws.InvalidOperationException.With.Message.Contains("slices have run"));
    }
}
