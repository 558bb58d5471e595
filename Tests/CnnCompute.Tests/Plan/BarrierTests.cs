// Barriers are enough (the checker) and none is superfluous (the mutation).
namespace CnnCompute.Tests;

public class BarrierTests
{
    [Test]
    public void Training_steps_of_all_sizes_pass_the_checker(
        [Values(1, 4, 20)] int layers, [Values] bool fuse, [Values(0, 0.02)] double slice, [Values] bool budgeted)
    {
        var (loss, updates) = Pretend.TrainingStep(layers);
        var plan = Pretend.Draw(updates, [loss], new PlanOptions { Fuse = fuse, Budgeted = budgeted });
        Assert.That(BarrierChecker.FindHazard(Pretend.Replay(Blueprint.Commands(plan.Main, slice), plan.Main)), Is.Null);
    }

    [Test]
    public void Deleting_any_barrier_of_a_training_step_is_noticed()
    {
        var (loss, updates) = Pretend.TrainingStep(3);
        var plan = Pretend.Draw(updates, [loss]);
        var commands = Blueprint.Commands(plan.Main);
        var deleted = 0;
        for (var i = 0; i < commands.Length; i++)
        {
            if (commands[i].Kind != CommandKind.Barrier)
                continue;
            var mutated = commands.Where((_, j) => j != i).ToList();
            Assert.That(BarrierChecker.FindHazard(Pretend.Replay(mutated, plan.Main)), Is.Not.Null,
                $"barrier {deleted} before {plan.Main[commands[i + 1].Launch].Label}");
            deleted++;
        }
        Assert.That(deleted, Is.GreaterThan(5));
    }

    [Test]
    public void Launches_that_touch_different_bytes_share_no_barrier()
    {
        var graph = new Graph();
        var x = graph.Input("x", 64);
        Tensor a = x.Heavy(), b = x.Light();
        var plan = Pretend.Draw([], [a, b]);
        Assert.That(Blueprint.Commands(plan.Main).Count(c => c.Kind == CommandKind.Barrier), Is.Zero);
        Assert.That(Blueprint.Commands(Pretend.Draw([], [a.Heavy(b)]).Main).Count(c => c.Kind == CommandKind.Barrier), Is.EqualTo(1));
    }

    [Test]
    public void The_checker_names_each_kind_of_hazard()
    {
        static Replay At(int i, long offset, bool reads, bool writes) => new($"step {i}", i, false, [new Touch("arena", offset, 64, reads, writes)]);
        Assert.That(BarrierChecker.FindHazard([At(0, 0, false, true), At(1, 32, true, false)]), Does.StartWith("read after write"));
        Assert.That(BarrierChecker.FindHazard([At(0, 0, true, false), At(1, 63, false, true)]), Does.StartWith("write after read"));
        Assert.That(BarrierChecker.FindHazard([At(0, 0, false, true), At(1, 0, false, true)]), Does.StartWith("write after write"));
        Assert.That(BarrierChecker.FindHazard([At(0, 0, false, true), At(1, 64, true, true)]), Is.Null);
        Assert.That(BarrierChecker.FindHazard([At(0, 0, true, false), At(1, 0, true, false)]), Is.Null);
        Assert.That(BarrierChecker.FindHazard([At(0, 0, false, true), new Replay("Barrier", -1, true, []), At(1, 0, true, false)]), Is.Null);
        Assert.That(BarrierChecker.FindHazard([new Replay("step 0", 0, false,
            [new Touch("arena", 0, 64, true, false), new Touch("arena", 32, 64, false, true)])]), Does.Contain("own operand"));
    }
}
