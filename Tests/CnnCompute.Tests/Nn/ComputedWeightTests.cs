// Weights that are computed: weight and spectral normalisation, dropped connections.
namespace CnnCompute.Tests;

public sealed class ComputedWeightTests
{
    [Test]
    public void Reparametrised_layers_have_PyTorchs_keys()
    {
        static string[] Keys(Module module) => [.. module.StateDict().Keys.Order(StringComparer.Ordinal)];
        var conv = new Conv2d(3, 4, 3).WithSpectralNorm();
        Assert.Multiple(() =>
        {
            Assert.That(Keys(new Linear(3, 4).WithWeightNorm()), Is.EqualTo(["bias", "weight_g", "weight_v"]));
            Assert.That(Keys(conv), Is.EqualTo(["bias", "weight_orig", "weight_u", "weight_v"]));
            Assert.That(Keys(new Linear(3, 4).WithDropConnect()), Is.EqualTo(["bias", "weight"]));
            Assert.That(new Sequential(new ReLU(), new Conv2d(3, 4, 3).WithWeightNorm()).StateDict()["1.weight_g"].Shape,
                Is.EqualTo(new Shape(4, 1, 1, 1)));
            Assert.That(conv.Buffers().Select(b => b.Shape), Is.EqualTo([new Shape(4), new Shape(27)]));
            Assert.That(conv.Parameters().Select(p => p.Shape), Is.EquivalentTo(new[] { new Shape(4), new Shape(4, 3, 3, 3) }));
            Assert.That(new ConvTranspose2d(3, 4, 2).WithSpectralNorm().Buffers().Select(b => b.Shape),
                Is.EqualTo([new Shape(4), new Shape(12)]));
            Assert.That(() => new ReLU().WithWeightNorm(), Throws.ArgumentException.With.Message.Contains("no \"weight\""));
        });
    }

    [Test]
    public void Weight_norm_starts_as_the_layer_it_was_and_follows_new_initial_values()
    {
        Conv2d plain = new(3, 4, 3), normed = new Conv2d(3, 4, 3).WithWeightNorm();
        plain.Initialize(5);
        normed.Initialize(5);
        var x = new Graph().Input("x", 1, 3, 5, 5);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) }, plain.Forward(x), normed.Forward(x));
        Assert.That(run[1], Is.EqualTo(run[0]).Within(1e-6));
        // Twice the direction is the same direction.
        var state = normed.StateDict();
        state["weight_v"].Initial = [.. state["weight_v"].Initial.Select(v => 2 * v)];
        var again = normed.Forward(new Graph().Input("x", 1, 3, 5, 5));
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) }, again)[0], Is.EqualTo(run[0]).Within(1e-6));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Weight_and_spectral_norm_match_in_every_recipe_and_gradient(int dim)
    {
        var shape = new Shape(3, 4, 3, 2);
        int rows = shape[dim], columns = (int)shape.Count / rows;
        new OpCase(g => g.Input("v", shape).WeightNorm(g.Input("g", dim == 0 ? new Shape(3, 1, 1, 1) : new Shape(1, 4, 1, 1)), dim))
        {
            GradientTolerance = 1e-5,
        }.Check();
        new OpCase(g => g.Input("w", shape).SpectralNorm(g.Value("u", new Shape(rows)), g.Value("v", new Shape(columns)), dim))
        {
            GradientTolerance = 1e-4,
            Tolerance = 2e-5,
        }.Check();
    }

    [Test]
    public void Spectral_norm_finds_the_largest_singular_value_in_training_and_keeps_its_vectors()
    {
        var linear = new Linear(3, 2, bias: false).WithSpectralNorm();
        var state = linear.StateDict();
        // Singular values 4 and 2: rotations of diag(4, 2, 0).
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        state["weight_orig"].Initial = [(float)(4 * c), (float)(-2 * s), 0, (float)(4 * s), (float)(2 * c), 0];
        var graph = new Graph();
        var y = linear.Forward(graph.Input("x", 3, 3));
        var updates = linear.Updates(graph);
        Assert.That(updates, Has.Count.EqualTo(2));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, updates, [y]);
        double[] x = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        plan.Upload("x", Array.ConvertAll(x, v => (float)v));
        for (var run = 0; run < 30; run++)
            plan.Run();
        double[] expected = [c, s, -s / 2, c / 2, 0, 0];
        Assert.That(plan.Fetch(y), Is.EqualTo(expected).Within(1e-5));
        Assert.That(weights.Get(state["weight_u"]).Select(Math.Abs), Is.EqualTo([Math.Abs(c), Math.Abs(s)]).Within(1e-5));
        Assert.That(weights.Get(state["weight_v"]).Select(Math.Abs), Is.EqualTo(new double[] { 1, 0, 0 }).Within(1e-5));
        // Evaluation takes the vectors as they are and appends no update.
        linear.Eval();
        var still = new Graph();
        using var eval = Plan.Compile(weights, [], [linear.Forward(still.Input("x", 3, 3))]);
        Assert.That(linear.Updates(still), Is.Empty);
        eval.Upload("x", Array.ConvertAll(x, v => (float)v));
        eval.Run();
        Assert.That(eval.Fetch(new Tensor(still, still.Nodes.Count - 1)), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Optimisers_train_what_stands_behind_the_weight()
    {
        foreach (var layer in new[] { new Linear(5, 3).WithWeightNorm(), new Linear(5, 3).WithSpectralNorm(),
            new Linear(5, 3).WithDropConnect(0.3f) })
        {
            var graph = new Graph();
            var loss = layer.Forward(graph.Input("x", 8, 5)).MseLoss(graph.Input("target", 8, 3));
            var steps = new Sgd(ParameterGroup.Of(layer.Parameters()), 0).Step(loss);
            Assert.That(steps.Sum(s => ((GroupUpdateOp)s.Node.Op).Rows.All.Count), Is.EqualTo(layer.Parameters().Count));
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, [.. steps, .. layer.Updates(graph)], [loss]);
            plan.Upload("x", OpCase.Floats(new Shape(8, 5), 1));
            plan.Upload("target", OpCase.Floats(new Shape(8, 3), 2));
            plan.Set(Optimizer.RateName, 0.2f);
            var losses = new float[60];
            for (var run = 0; run < losses.Length; run++)
            {
                if (plan.HasValue(Dropout.KeyName))
                    plan.SetInt(Dropout.KeyName, [1, run]);
                plan.Run();
                losses[run] = plan.Fetch(loss)[0];
            }
            Assert.That(losses[^10..].Average(), Is.LessThan(0.8 * losses[..3].Average()), string.Join(' ', losses));
            foreach (var parameter in layer.Parameters())
                Assert.That(weights.Get(parameter), Is.Not.EqualTo(parameter.Initial), parameter.Name);
        }
    }

    [Test]
    public void Drop_connect_drops_weights_in_training_only()
    {
        var layer = new Linear(40, 50, bias: false).WithDropConnect(0.25f);
        layer.StateDict()["weight"].Initial = [.. Enumerable.Repeat(1f, 2000)];
        var identity = Enumerable.Range(0, 1600).Select(i => i % 41 == 0 ? 1.0 : 0).ToArray();
        double[] Weights(int step)
        {
            var y = layer.Forward(new Graph().Input("x", 40, 40));
            return Oracle.Run(new Dictionary<string, double[]> { ["x"] = identity, [Dropout.KeyName] = [1, step] }, y)[0];
        }
        var first = Weights(0);
        Assert.Multiple(() =>
        {
            Assert.That(first.Distinct().Order(), Is.EqualTo([0, 4 / 3.0]).Within(1e-6));
            Assert.That(first.Average(), Is.EqualTo(1).Within(0.06));
            Assert.That(Weights(0), Is.EqualTo(first));
            Assert.That(Weights(1), Is.Not.EqualTo(first));
            layer.Eval();
            Assert.That(Weights(0), Is.All.EqualTo(1));
            Assert.That(() => new Linear(2, 2).WithDropConnect(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }
}
