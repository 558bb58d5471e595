// Groups of parameters with rates and decays of their own.
namespace CnnCompute.Tests;

public sealed class ParameterGroupTests
{
    [TestCase("0.weight", "0.weight", true)]
    [TestCase("*.weight", "0.weight", true)]
    [TestCase("*.weight", "0.bias", false)]
    [TestCase("layer*.*.conv?", "layer1.0.conv1", false)]
    [TestCase("layer*.*.conv1.*", "layer1.0.conv1.weight", true)]
    [TestCase("*", "anything", true)]
    [TestCase("fc*", "a.fc", false)]
    public void Patterns_fit_names(string pattern, string name, bool fits) => Assert.That(new ParameterRule(pattern).Fits(name), Is.EqualTo(fits));

    [Test]
    public void Split_takes_the_first_rule_that_fits_and_lets_vectors_be()
    {
        var parameters = new FashionNet().Parameters();
        ParameterRule[] rules = [new("12.*", RateScale: 10), new("*.weight", WeightDecay: 0.5)];
        var groups = ParameterGroup.Split(parameters, false, rules);
        (string, float, double?)[] expected =
        [
            ("12.weight", 10, null), ("12.bias", 10, 0), ("0.weight 4.weight 9.weight", 1, 0.5), ("1.weight 5.weight", 1, 0),
            ("0.bias 1.bias 4.bias 5.bias 9.bias", 1, 0),
        ];
        Assert.That(groups.Select(g => (string.Join(' ', g.Parameters.Select(p => p.Name)), g.RateScale, g.WeightDecay)), Is.EqualTo(expected));
        Assert.That(ParameterGroup.Split(parameters, true), Has.Count.EqualTo(1));
        Assert.That(() => ParameterGroup.Split(parameters, true, new ParameterRule("head.*")),
            Throws.ArgumentException.With.Message.Contains("head.*"));
        Assert.That(() => new Sgd([.. ParameterGroup.Of(parameters), .. ParameterGroup.Of(parameters)]),
            Throws.ArgumentException.With.Message.Contains("0.weight is in two groups"));
    }

    // Two weights of 1 whose gradients are 1: each group has its own rate and decay.
    [Test]
    public void Groups_have_rates_and_decays_of_their_own()
    {
        Parameter a = new("a", new Shape(3), [1, 1, 1]), b = new("b", new Shape(2), [1, -1]);
        ParameterGroup[] groups = [new([a], RateScale: 0.5f, WeightDecay: 0), new([b], WeightDecay: 0.25, L1: 0.5)];
        // Without momentum decoupled decay is the same as L2.
        foreach (var optimizer in new[] { new Sgd(groups, weightDecay: 9), new Sgd(groups, weightDecay: 9, decoupled: true) })
        {
            var graph = new Graph();
            var loss = graph.Parameter(a).Sum() + graph.Parameter(b).Sum();
            var updates = optimizer.Step(loss);
            Assert.That(updates, Has.Count.EqualTo(2));
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, updates, [loss]);
            plan.Set(Optimizer.RateName, 0.5f);
            plan.Run();
            Assert.That(weights.Get(a), Is.All.EqualTo(0.75f));
            Assert.That(weights.Get(b), Is.EqualTo(new[] { 0.125f, -1.125f }).Within(1e-6), "g = 1 + 0.25 w + 0.5 sign w");
        }
    }

    [Test]
    public void Settings_of_groups_that_an_optimiser_does_not_know_are_refused()
    {
        var matrix = new Parameter("w", new Shape(3, 2), [1, 2, 3, 4, 5, 6]);
        ParameterGroup[] With(double? l1 = null, float rate = 1) => [new ParameterGroup([matrix], rate, L1: l1)];
        Assert.That(() => new Lamb(With(l1: 0.1)), Throws.ArgumentException.With.Message.Contains("Lamb: a group of parameters has L1 decay"));
        Assert.That(() => new Muon(With(l1: 0.1)), Throws.ArgumentException.With.Message.Contains("L1"));
        Assert.That(() => new Lbfgs(With(rate: 2)), Throws.ArgumentException.With.Message.Contains("rate or decay of its own"));
        Assert.That(() => new Muon([new ParameterGroup([matrix], L1: 0.1, Matrices: false)]), Throws.Nothing, "AdamW knows it");
    }

    [Test]
    public void Eve_stands_a_loss_of_nothing()
    {
        var w = new Parameter("w", new Shape(2), [1, -1]);
        var optimizer = new Eve(ParameterGroup.Of([w]));
        var graph = new Graph();
        var loss = (graph.Parameter(w) * 0).Sum();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, optimizer.Step(loss), [loss]);
        for (var step = 1; step <= 4; step++)
        {
            plan.Set(Optimizer.RateName, 0.1f);
            plan.Set(Optimizer.StepName, step);
            plan.Run();
        }
        Assert.That(weights.Get(w), Is.EqualTo(new[] { 1f, -1f }));
    }

    [Test]
    public void Optimisers_say_what_they_do()
    {
        var none = ParameterGroup.Of([]);
        Assert.That(new Sgd(none, 0.9f, nesterov: true).ToString(), Does.StartWith("Sgd(Momentum, momentum 0.9").And.EndWith("nesterov)"));
        var (adam, again) = (new Adam(none).ToString(), new Adam(none).ToString());
        Assert.That(adam, Is.EqualTo(again).And.Not.EqualTo(new Adam(none, weightDecay: 0.1).ToString()));
        Assert.That(new Muon(none, momentum: 0.9f).ToString(), Is.Not.EqualTo(new Muon(none).ToString()));
        Assert.That(new Eve(none, beta3: 0.9).ToString(), Is.Not.EqualTo(new Eve(none).ToString()));
        Assert.That(new NAdam(none, momentumDecay: 0.9).ToString(), Is.Not.EqualTo(new NAdam(none).ToString()));
    }
}
