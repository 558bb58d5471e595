// Recipes chosen by measuring what the plan runs, and never one that computes something else.
using Engine;

namespace CnnCompute.Tests;

/// <summary>A sum with a plain recipe of twenty steps, one of a single step and a wrong one, of a single step too.</summary>
internal sealed record ChoiceOp : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var plain = new AddOp().Recipes(node, device).First();
        yield return plain with { Name = "plain", Steps = [.. Enumerable.Repeat(plain.Steps[0], 20)], InPlace = -1 };
        yield return plain with { Name = "fast", InPlace = -1 };
        var step = plain.Steps[0];
        yield return plain with { Name = "wrong", Steps = [step with { Threads = (step.Threads.X / 2, 1, 1) }], InPlace = -1 };
    }
}

public class TunerTests
{
    private string folder = "";

    private static Gpu Gpu => GpuFixture.Gpu;

    [SetUp]
    public void NameFolder() => folder = Path.Combine(Path.GetTempPath(), $"tuner-{Guid.NewGuid():N}");

    [TearDown]
    public void DeleteFolder()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static Blueprint Draw(
        Tensor y, Func<IReadOnlyList<Trial>, Recipe>? tuned, Storage storage, DeviceTraits? device = null, IReadOnlyList<Tensor>? updates = null) =>
        Blueprint.Draw(
            updates ?? [], [y], device ?? Plan.Traits(Gpu.Info), WholeNetTests.Reflect, new PlanOptions { Storage = storage }, tuned,
            shader => Plan.Follows(Gpu, shader));

    // A convolution, what is to vanish into it, and a pool that reads its result as it is stored.
    private static Tensor Conv(EpilogueParts parts, float max = float.PositiveInfinity)
    {
        var nets = new Nets();
        var x = nets.Graph.Input("x", 1, 20, 12, 12);
        var y = x.Conv2d(nets.Weight("w", 20, 20, 3, 3), padding: 1);
        if (parts.HasFlag(EpilogueParts.Bias))
            y += nets.PerChannel("b", 20).Reshape(20, 1, 1);
        if (parts.HasFlag(EpilogueParts.Residual))
            y += x;
        if (parts.HasFlag(EpilogueParts.Clamp))
            y = y.Clamp(0, max);
        return y.MaxPool2d(2);
    }

    [Test]
    public void A_fused_convolution_is_tuned_once_and_remembered([Values] Storage storage)
    {
        var y = Conv(EpilogueParts.Bias | EpilogueParts.Clamp);
        var tuner = new Tuner(Gpu, folder);
        var blueprint = Draw(y, tuner.Choose, storage);
        Assert.That(blueprint.Schedule.Nodes[0].Epilogue.Parts, Is.EqualTo(EpilogueParts.Bias | EpilogueParts.Clamp));
        Assert.That(tuner.Measured, Is.GreaterThan(0));
        var later = new Tuner(Gpu, folder);
        var again = Draw(y, later.Choose, storage);
        Assert.That(later.Measured, Is.Zero, "read from disk");
        Assert.That(again.Main.Select(l => l.Recipe), Is.EqualTo(blueprint.Main.Select(l => l.Recipe)));
    }

    [Test]
    public void What_is_measured_is_the_launch_of_the_plan([Values] Storage storage, [Values] bool takePlain)
    {
        var tried = new Dictionary<(int Node, string Recipe), Trial>();
        var tuner = new Tuner(Gpu, folder, run =>
        {
            tried[(run.Trial.ComputedNode.Node.Id, run.Trial.ComputedNode.Recipe.Name)] = run.Trial;
            var (once, each) = run.Trial.Lower();
            var counted = run.Trial.PreparesOnce ? each : once.Concat(each);
            Assert.That(run.Measured.Select(l => l.Step), Is.EqualTo(counted.Select(l => l.Step)), "what counts");
            return takePlain ? tried.Count : -tried.Count;
        });
        var y = new Nets().Photos(1, 48);
        Blueprint blueprint = Draw(y, tuner.Choose, storage), untuned = Draw(y, null, storage);
        var (work, compared) = (blueprint.Work, 0);
        foreach (var node in work.Nodes.Computing)
        {
            Assert.That(work.Storage.IsHalf(node.Id), Is.EqualTo(untuned.Work.Storage.IsHalf(node.Id)), $"{node} is stored as without tuning");
            if (!tried.TryGetValue((node.Id, work.Recipes[node].Name), out var trial))
                continue;
            compared++;
            Assert.That(trial.PreparesOnce, Is.EqualTo(work.Derived.PreparesOnce(node)));
            var (prepare, compute) = trial.Lower();
            // Conversions carry the node too, but no recipe.
            Launch[] planned = [.. blueprint.Deriving.Concat(blueprint.Main).Where(l => l.Node?.Id == node.Id && l.Recipe != "")];
            Launch[] measured = [.. prepare, .. compute];
            Assert.That(planned, Has.Length.EqualTo(measured.Length), $"{node}");
            foreach (var (ours, theirs) in measured.Zip(planned))
                AssertSame(ours, theirs, node, blueprint.Memory);
        }
        TestContext.Out.WriteLine($"{compared} of {work.Recipes.Count} nodes tried, {tried.Count} trials, {work.Storage.Count} nodes in 16 bits");
        Assert.That(compared, Is.GreaterThan(4));
        Assert.That(tried.Values.Any(t => t.ComputedNode.Half is not null), Is.EqualTo(storage == Storage.F16));
        Assert.That(tried.Values.Select(t => t.ComputedNode.Node.Epilogue.Parts).Distinct().Count(), Is.GreaterThan(2), "epilogues of several kinds");
        if (takePlain)
            Assert.That(tried.Keys.Where(k => work.Recipes[work.Nodes[k.Node]].Name == k.Recipe).Select(k => k.Recipe), Is.All.EqualTo("plain"));
    }

    private static void AssertSame(Launch measured, Launch planned, Node node, MemoryMap memory)
    {
        var what = $"{node}: {planned.Title} {planned.Step?.Shader}";
        var (ours, theirs) = (measured.Step!, planned.Step!);
        Assert.That((ours.Shader, measured.Half, measured.Groups, measured.Recipe, measured.Title),
            Is.EqualTo((theirs.Shader, planned.Half, planned.Groups, planned.Recipe, planned.Title)), what);
        Assert.That(ours.Constants, Is.EqualTo(theirs.Constants), what);
        Assert.That(ours.Push, Is.EqualTo(theirs.Push), what);
        Assert.That(measured.Places.Select(p => p.Bytes), Is.EqualTo(planned.Places.Select(p => p.Bytes)), what);
        for (var i = 0; i < theirs.Bindings.Length; i++)
        {
            if (theirs.Bindings[i].Idle)
                continue;
            var begin = memory.Operand(node, theirs.Bindings[i]).Offset;
            Assert.That(measured.Places[i].Offset, Is.EqualTo(planned.Places[i].Offset - begin), $"{what}, range of {i}");
        }
    }

    [Test]
    public void A_choice_is_kept_for_one_epilogue_one_storage_and_one_way_of_cutting()
    {
        var device = Plan.Traits(Gpu.Info);
        string Key(Tensor y, Storage storage, DeviceTraits? on = null)
        {
            var key = "";
            Draw(y, trials =>
            {
                if (trials[0].ComputedNode.Node.Op is Conv2dOp)
                    key = Tuner.Key(trials);
                return trials[^1].ComputedNode.Recipe;
            }, storage, on);
            return key;
        }
        var keys = new List<string>();
        foreach (var storage in new[] { Storage.F32, Storage.F16 })
        {
            foreach (var parts in new[] { EpilogueParts.None, EpilogueParts.Bias, EpilogueParts.Residual, EpilogueParts.Bias | EpilogueParts.Clamp })
                keys.Add(Key(Conv(parts), storage));
            keys.Add(Key(Conv(EpilogueParts.Bias | EpilogueParts.Clamp, 6), storage));
        }
        keys.Add(Key(Conv(EpilogueParts.None), Storage.F32, device with { MaxBindingBytes = 32768 }));
        Assert.That(keys, Has.None.Empty.And.Unique, string.Join('\n', keys));
        Assert.That(Key(Conv(EpilogueParts.Bias), Storage.F16), Is.EqualTo(keys[6]), "the same of another graph");
    }

    [Test]
    public void The_fastest_recipe_that_agrees_is_taken_and_remembered([Values] Storage storage)
    {
        var graph = new Graph();
        Tensor choice = graph.Append(new ChoiceOp(), graph.Input("x", 1 << 12), graph.Input("z", 1 << 12)), y = choice.Relu();
        string Chosen(out int measured)
        {
            var tuner = new Tuner(Gpu, folder, run => run.Measured.Count);
            var blueprint = Draw(y, tuner.Choose, storage);
            Assert.That(blueprint.Work.Storage.IsHalf(choice.Id), Is.EqualTo(storage == Storage.F16));
            measured = tuner.Measured;
            return blueprint.Work.Recipes[choice.Node].Name;
        }
        Assert.That(Chosen(out var first), Is.EqualTo("fast"));
        Assert.That(first, Is.GreaterThan(0));
        Assert.That(Chosen(out var second), Is.EqualTo("fast"));
        Assert.That(second, Is.Zero, "read from disk");
        foreach (var file in Directory.GetFiles(folder))
            File.WriteAllText(file, "{ not json");
        Assert.That(Chosen(out var third), Is.EqualTo("fast"));
        Assert.That(third, Is.EqualTo(first), "a corrupt file is ignored");
    }

    [Test]
    public void Nothing_is_tuned_where_parameters_are_updated_or_the_caller_chose()
    {
        var nets = new Nets();
        var (loss, updates) = nets.GarmentsTraining(2);
        static Recipe Never(IReadOnlyList<Trial> trials) => throw new AssertionException($"{trials[0].ComputedNode} was tuned");
        Assert.That(() => Draw(loss, Never, Storage.F32), Throws.InstanceOf<AssertionException>(), "without updates it would be");
        Assert.That(Draw(loss, Never, Storage.F32, updates: updates).Main, Is.Not.Empty);
        Assert.That(Draw(loss, Never, Storage.F16, updates: updates).Main, Is.Not.Empty);
        var chosen = Blueprint.Draw([], [loss], Plan.Traits(Gpu.Info), WholeNetTests.Reflect, PlanOptions.Plain, Never);
        Assert.That(chosen.Main.Select(l => l.Recipe), Is.All.EqualTo("plain"));
    }

    [Test]
    public void Recipes_are_measured_where_the_device_is_no_CPU_and_never_in_a_training_plan()
    {
        Assert.That(Plan.IsTuned(null, isCpu: false, updates: false), Is.True);
        Assert.That(Plan.IsTuned(null, isCpu: true, updates: false), Is.False);
        Assert.That(Plan.IsTuned(true, isCpu: true, updates: false), Is.True);
        Assert.That(Plan.IsTuned(false, isCpu: false, updates: false), Is.False);
        Assert.That(Plan.IsTuned(true, isCpu: false, updates: true), Is.False);
    }
}
