// Order of nodes and updates, derived weights, recipe choice.
namespace CnnCompute.Tests;

public class ScheduleTests
{
    private static int Position(Blueprint b, Tensor t) => b.Schedule.Nodes.ToList().FindIndex(n => n.Id == t.Id);

    [Test]
    public void Only_what_the_roots_need_is_run()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 8, 4, 4);
        var unused = x.Heavy().Heavy();
        var y = x.Light();
        Assert.That(Pretend.Draw([], [y]).Schedule.Nodes.Select(n => n.Id), Is.EqualTo([y.Id]));
        Assert.That(graph.Nodes, Has.Count.GreaterThan(unused.Id));
    }

    [Test]
    public void Updates_follow_every_reader_and_chain_in_append_order()
    {
        var graph = new Graph();
        var p = Pretend.Parameter("p", 8);
        var w = graph.Parameter(p);
        var g = graph.Input("g", 8);
        var first = graph.Append(new AccumulateOp(p), g);
        var second = graph.Append(new AccumulateOp(p), g.Light());
        var late = graph.Append(new ViewOp(new Shape(1, 8)), w).Heavy();
        var plan = Pretend.Draw([second, first], [late]);
        Assert.That(Position(plan, late), Is.LessThan(Position(plan, first)), "a reader appended later, through a view, still sees the old value");
        Assert.That(Position(plan, first), Is.LessThan(Position(plan, second)));
        Assert.That(plan.Dependencies.Snapshots, Is.Empty);
    }

    [Test]
    public void An_update_that_reads_what_an_earlier_one_wrote_gets_a_snapshot()
    {
        var graph = new Graph();
        Parameter a = Pretend.Parameter("a", 8), b = Pretend.Parameter("b", 8);
        Tensor wa = graph.Parameter(a), wb = graph.Parameter(b);
        var updateA = graph.Append(new AccumulateOp(a), wb);
        var updateB = graph.Append(new AccumulateOp(b), wa);
        var plan = Pretend.Draw([updateA, updateB], []);
        Assert.That(plan.Dependencies.Snapshots, Is.EqualTo([(a, updateB.Id)]));
        Assert.That(plan.Main[0].Label, Is.EqualTo("keep a"));
        var reads = plan.Main.Single(l => l.Node?.Id == updateB.Id).Places[1];
        Assert.That(reads, Is.EqualTo(plan.Main[0].Places[1]));
        Assert.That(plan.Main.Single(l => l.Node?.Id == updateA.Id).Places[1].Region, Is.EqualTo(Region.Parameter));
    }

    [Test]
    public void A_schedule_keeps_fewer_bytes_alive_than_the_order_of_appending()
    {
        var (_, updates) = Pretend.TrainingStep(8);
        var plan = Pretend.Draw(updates, []);
        var order = plan.Schedule.Nodes.Select(n => n.Id).ToList();
        Assert.That(order.FindIndex(id => id == updates[^1].Id), Is.LessThan(order.FindIndex(id => id == updates[0].Id) - 4),
            "updates run as soon as their gradient is there");
    }

    [Test]
    public void What_depends_on_parameters_alone_is_derived_unless_the_plan_updates_them()
    {
        var graph = new Graph();
        Parameter p = Pretend.Parameter("p", 8, 1, 1), q = Pretend.Parameter("q", 8, 1, 1);
        var x = graph.Input("x", 1, 8, 4, 4);
        var folded = graph.Parameter(p) + graph.Fill(new Shape(8, 1, 1), 1e-5f);
        var moving = graph.Parameter(q) + graph.Parameter(p);
        var y = x.Heavy(folded, moving);
        var still = Pretend.Draw([], [y]);
        Assert.That(still.Deriving.Select(l => l.Label), Is.EquivalentTo(new[] { "Fill", "Add", "Add" }));
        Assert.That(still.DerivedFrom, Is.EquivalentTo(new[] { p, q }));
        Assert.That(still.Main.Single().Places[1].Region, Is.EqualTo(Region.Derived));
        var training = Pretend.Draw([graph.Append(new AccumulateOp(q), graph.Input("g", 8, 1, 1))], [y]);
        Assert.That(training.Deriving, Has.Length.EqualTo(2));
        Assert.That(training.DerivedFrom, Is.EquivalentTo(new[] { p }));
    }

    [Test]
    public void Preparing_steps_run_once_for_fixed_weights_and_inline_for_moving_ones()
    {
        var graph = new Graph();
        var p = Pretend.Parameter("p", 8, 8, 3, 3);
        Tensor x = graph.Input("x", 1, 8, 4, 4), w = graph.Parameter(p);
        var y = graph.Append(new HeavyOp(Prepares: true), x, w);
        var still = Pretend.Draw([], [y]);
        Assert.That(still.Deriving.Single().Label, Is.EqualTo("Heavy prepare"));
        Assert.That(still.Deriving[0].Places[1], Is.EqualTo(still.Main.Single().Places[^1]).And.Property("Region").EqualTo(Region.Derived));
        var training = Pretend.Draw([graph.Append(new AccumulateOp(p), w.Heavy())], [y]);
        Assert.That(training.Deriving, Is.Empty);
        Assert.That(training.Main.Count(l => l.Label == "Heavy prepare"), Is.EqualTo(1));
    }

    [Test]
    public void The_specialised_recipe_is_taken_unless_a_stored_name_or_the_caller_says_otherwise()
    {
        var graph = new Graph();
        var y = graph.Input("x", 8).Heavy();
        string Chosen(PlanOptions options) => Pretend.Draw([], [y], options).Main[0].Recipe;
        Assert.That(Chosen(new()), Is.EqualTo("fast"));
        Assert.That(Chosen(PlanOptions.Plain), Is.EqualTo("plain"));
        Assert.That(Chosen(new() { Recipes = [new(y.Id, "Heavy", "plain")] }), Is.EqualTo("plain"));
    }

    [Test]
    public void Stored_recipes_are_taken_all_or_none()
    {
        var graph = new Graph();
        var x = graph.Input("x", 8).Heavy();
        var y = x.Heavy();
        string Chosen(params StoredRecipe[] stored)
        {
            var plan = Pretend.Draw([], [y], new PlanOptions { Recipes = stored });
            Assert.That(plan.Work.Recipes.AreStored, Is.EqualTo(plan.Main.All(l => l.Recipe == "plain")));
            return string.Join(' ', plan.Main.Select(l => l.Recipe));
        }
        StoredRecipe first = new(x.Id, "Heavy", "plain"), second = new(y.Id, "Heavy", "plain");
        Assert.That(Chosen(first, second), Is.EqualTo("plain plain"));
        Assert.That(Chosen(first), Is.EqualTo("fast fast"), "a node is missing");
        Assert.That(Chosen(first, second, new(99, "Heavy", "plain")), Is.EqualTo("fast fast"), "a node too many");
        Assert.That(Chosen(first, second with { Op = "Add" }), Is.EqualTo("fast fast"), "another op");
        Assert.That(Chosen(first, second with { Recipe = "gone" }), Is.EqualTo("fast fast"), "an unknown recipe");
    }

    [Test]
    public void A_binding_beyond_the_device_limit_is_reached_by_address()
    {
        var graph = new Graph();
        var (small, huge) = (graph.Input("x", 1 << 10).Heavy(), graph.Input("y", 1 << 26).Heavy());
        var launches = Pretend.Draw([], [small, huge]).Main.Where(l => l.Step is not null);
        Assert.That(launches.Select(l => (l.Node!.Shape, l.Large)).Distinct(), Is.EquivalentTo(new[] { (small.Shape, false), (huge.Shape, true) }));
    }
}
