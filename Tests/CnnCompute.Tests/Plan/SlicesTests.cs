// Slices cover every workgroup once and respect what must come first and last.
namespace CnnCompute.Tests;

public class SlicesTests
{
    [Test]
    public void Every_workgroup_runs_exactly_once([Values(0.001, 0.02, 1.0, 1000.0)] double milliseconds)
    {
        var (loss, updates) = Pretend.TrainingStep(5, n: 16);
        var plan = Pretend.Draw(updates, [loss], new PlanOptions { Budgeted = true });
        var commands = Slices.Cut(plan.Main, milliseconds);
        for (var i = 0; i < plan.Main.Length; i++)
        {
            var groups = plan.Main[i].Groups;
            var counts = new int[groups.X * groups.Y * groups.Z];
            foreach (var c in commands.Where(c => c.Launch == i))
            {
                for (var z = c.First.Z; z < c.First.Z + c.Groups.Z; z++)
                {
                    for (var y = c.First.Y; y < c.First.Y + c.Groups.Y; y++)
                    {
                        for (var x = c.First.X; x < c.First.X + c.Groups.X; x++)
                            counts[(z * groups.Y + y) * groups.X + x]++;
                    }
                }
            }
            Assert.That(counts, Is.All.EqualTo(1), plan.Main[i].Label);
        }
        Assert.That(commands[^1].Kind, Is.Not.EqualTo(CommandKind.EndSlice));
        Assert.That(Slices.Costs(commands, plan.Main).Sum(), Is.EqualTo(plan.Main.Sum(l => l.Milliseconds)).Within(1e-9));
    }

    [Test]
    public void Inputs_are_latched_in_the_first_slice_and_results_published_in_the_last()
    {
        var (loss, updates) = Pretend.TrainingStep(5);
        var plan = Pretend.Draw(updates, [loss], new PlanOptions { Budgeted = true });
        var commands = Slices.Cut(plan.Main, 0.02);
        var list = commands.ToList();
        var first = list.FindIndex(c => c.Kind == CommandKind.EndSlice);
        var last = list.FindLastIndex(c => c.Kind == CommandKind.EndSlice);
        Assert.That(first, Is.LessThan(last));
        var latch = list.FindIndex(c => c.Launch >= 0 && plan.Main[c.Launch].Label == "latch \"x\"");
        var publish = list.FindIndex(c => c.Launch >= 0 && plan.Main[c.Launch].Label.StartsWith("publish"));
        Assert.That(latch, Is.InRange(0, first));
        Assert.That(publish, Is.GreaterThan(last));
        Assert.That(plan.Main.Where(l => l.Step is not null).SelectMany(l => l.Places).Any(p => p.Region == Region.Input), Is.False,
            "kernels read the latched copy");
    }

    [Test]
    public void A_long_launch_is_split_by_workgroups_along_its_longest_axis()
    {
        var step = new Step("Test/heavy1", (1, 1, 1), [], Operand.In(0), Operand.Out());
        var launch = new Launch(null, "long", step, [new(Region.Input, 0, 0, 32), new(Region.Arena, 0, 0, 32)], (3, 100, 2),
            new KernelFacts((1, 1, 1), [true, false], [false, true]))
        {
            Milliseconds = 10,
        };
        var parts = Slices.Cut([launch], 3).Where(c => c.Kind == CommandKind.Dispatch).ToArray();
        Assert.That(parts, Has.Length.EqualTo(4));
        Assert.That(parts, Has.All.Matches<Command>(c => c.Groups.X == 3 && c.Groups.Z == 2 && c.Groups.Y == 25));
    }
}
