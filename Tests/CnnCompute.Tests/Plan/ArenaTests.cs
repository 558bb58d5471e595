// Packing by lifetime: nothing overlaps, little is wasted.
namespace CnnCompute.Tests;

public class ArenaTests
{
    private static uint state = 12345;

    private static int Next(int limit)
    {
        state = state * 1664525 + 1013904223;
        return (int)((state >> 8) % (uint)limit);
    }

    private static void AssertDisjoint(IReadOnlyList<Allocation> all, int alignment, long buffer)
    {
        foreach (var a in all)
        {
            Assert.That(a.Offset % alignment, Is.Zero);
            Assert.That(a.Offset / buffer, Is.EqualTo((a.Offset + a.Bytes - 1) / buffer), "within one buffer");
            foreach (var b in all)
            {
                if (!ReferenceEquals(a, b) && a.Start <= b.End && b.Start <= a.End)
                    Assert.That(a.Offset >= b.Offset + b.Bytes || b.Offset >= a.Offset + a.Bytes, $"{a.Label} and {b.Label}");
            }
        }
    }

    [Test]
    public void Allocations_that_live_together_never_overlap([Values(32, 256)] int alignment, [Values(1L << 40, 1L << 14)] long buffer)
    {
        for (var trial = 0; trial < 20; trial++)
        {
            var all = Enumerable.Range(0, 60).Select(i =>
            {
                var start = Next(50);
                return new Allocation(1 + Next(9000), start, start + Next(12), $"{i}");
            }).ToArray();
            var arena = Arena.Pack(all, alignment, buffer);
            AssertDisjoint(arena.Allocations, alignment, buffer);
            Assert.That(all, Has.All.Property("Offset").EqualTo(0), "what is packed is left alone");
            Assert.That(arena.Peak, Is.EqualTo(arena.Allocations.Max(a => a.Offset + a.Bytes)).And.GreaterThanOrEqualTo(arena.LowerBound));
        }
    }

    [Test]
    public void A_tensor_beyond_one_buffer_is_an_error_that_names_it() =>
        Assert.That(() => Arena.Pack([new Allocation(5000, 0, 0, "Conv2d %7 [1,2]")], 32, 4096),
            Throws.InvalidOperationException.With.Message.Contains("Conv2d %7"));

    [Test]
    public void A_training_step_stays_within_a_quarter_of_the_lower_bound([Values(1, 3, 12, 40)] int layers, [Values] bool fuse)
    {
        var (loss, updates) = Pretend.TrainingStep(layers);
        var memory = Pretend.Draw(updates, [loss], new PlanOptions { Fuse = fuse }).Memory.Arena;
        TestContext.Out.WriteLine(
            $"{layers} layers: peak {memory.Peak}, lower bound {memory.LowerBound}, ratio {(double)memory.Peak / memory.LowerBound:F3}");
        AssertDisjoint(memory.Allocations, 32, Arena.MaxBufferBytes);
        Assert.That(memory.Peak, Is.LessThanOrEqualTo(memory.LowerBound * 1.25));
    }

    [Test]
    public void An_elementwise_op_takes_over_memory_that_dies_there_and_only_then()
    {
        var graph = new Graph();
        var heavy = graph.Input("x", 64).Heavy();
        var light = heavy.Light(clamps: false);
        Assert.That(Pretend.Draw([], [light]).Memory.Arena.Allocations, Has.Length.EqualTo(1));
        Assert.That(Pretend.Draw([], [light, heavy]).Memory.Arena.Allocations, Has.Length.EqualTo(2), "the input is fetched");
        var sum = light.Heavy(heavy);
        Assert.That(Pretend.Draw([], [sum]).Memory.Arena.Allocations, Has.Length.EqualTo(3), "the input is read later");
        var direct = graph.Input("x", 64).Light(clamps: false);
        var plan = Pretend.Draw([], [direct]);
        Assert.That(plan.Main.Single().Places[1].Region, Is.EqualTo(Region.Arena), "inputs are never overwritten");
    }

    [Test]
    public void A_view_keeps_the_memory_it_looks_at_alive()
    {
        var graph = new Graph();
        var x = graph.Input("x", 4, 16);
        var heavy = x.Heavy();
        var view = graph.Append(new ViewOp(new Shape(64)), heavy);
        var other = heavy.Heavy().Heavy().SumTo(new Shape(16));
        var late = view.Heavy(other);
        var plan = Pretend.Draw([], [late, view]);
        AssertDisjoint(plan.Memory.Arena.Allocations, 32, Arena.MaxBufferBytes);
        Assert.That(plan.Memory.Tensor(view.Id), Is.EqualTo(plan.Memory.Tensor(heavy.Id)));
        Assert.That(plan.Main.Single(l => l.Node!.Id == late.Id).Places[0], Is.EqualTo(plan.Memory.Tensor(heavy.Id)));
    }
}
