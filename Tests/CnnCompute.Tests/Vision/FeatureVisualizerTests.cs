// Ascents from noise: steps as in double, what rises, what is random, what goes wrong.
namespace CnnCompute.Tests;

public sealed class FeatureVisualizerTests
{
    private static readonly VisualizerOptions Small = new()
    {
        Height = 28,
        Width = 28,
        Steps = 1,
        Pixels = true,
        Jitter = 0,
        Zoom = 0,
        Turn = 0,
        RedirectSteps = 0,
        TotalVariation = 0,
        Decay = 0,
        BlurEvery = 0,
    };

    [Test]
    public void The_first_step_is_that_of_the_gradient_in_double()
    {
        var options = Small with { TotalVariation = 0.5f, Decay = 0.3f, Seed = 3 };
        var pixels = new PixelPicture(new Shape(1, 3, 28, 28), 3);
        var graph = new Graph();
        var whole = pixels.Build(graph);
        var loss = -Objective.Parse("class:7+0.1*6:3").Build(new Trunk(Fashion()).Apply(whole))
            + (whole.TotalVariation(reduction: LossReduction.Mean) * 0.5f)
            + (whole.Scale(1, -0.5f).Square().Mean() * 0.3f);
        var gradient = Oracle.Run(new Dictionary<string, double[]>(), Autodiff.Gradients(loss, [graph.Parameter(pixels.Values)])[0])[0];
        var made = Run(Fashion(), "class:7+0.1*6:3", options);
        var most = gradient.Max(Math.Abs);
        int[] judged = [.. Enumerable.Range(0, gradient.Length).Where(i => Math.Abs(gradient[i]) > 1e-3 * most)];
        Assert.That(judged, Has.Length.GreaterThan(1000));
        // Adam's first step is the rate in the gradient's direction.
        foreach (var i in judged)
        {
            Assert.That(made.Picture[i], Is.EqualTo(1 / (1 + Math.Exp(-(pixels.Values.Initial[i] - (0.05 * Math.Sign(gradient[i])))))).Within(1e-5),
                $"value {i}");
        }
    }

    [Test]
    public void What_is_wanted_rises_and_seeds_decide()
    {
        var options = Small with { Steps = 12, Jitter = 2, Zoom = 0.05f, Turn = 5, RedirectSteps = 2, BlurEvery = 5 };
        var made = Run(Fashion(), "class:7", options);
        Assert.That(made.Broken, Is.Null);
        Assert.That(made.Rise, Has.Count.EqualTo(12));
        Assert.That(made.Objective, Is.GreaterThan(made.Rise[0] + 1));
        Assert.That(made.Picture, Is.All.InRange(0, 1));
        Assert.That(Run(Fashion(), "class:7", options).Picture, Is.EqualTo(made.Picture));
        Assert.That(Run(Fashion(), "class:7", options with { Seed = 1 }).Picture, Is.Not.EqualTo(made.Picture));
    }

    [Test]
    public void Frequencies_rise_as_well()
    {
        var made = Run(Fashion(), "class:7", Small with { Pixels = false, Steps = 12, Jitter = 2, RedirectSteps = 2 });
        Assert.That(made.Broken, Is.Null);
        Assert.That(made.Objective, Is.GreaterThan(made.Rise[0] + 1));
    }

    [Test]
    public void A_channel_that_is_off_everywhere_starts_where_the_gradient_is_redirected()
    {
        var model = Fashion();
        // Batch-norm's shift decides what the rectifier sees.
        model.Module.StateDict()["1.bias"].Initial = [.. Enumerable.Repeat(-30f, 32)];
        var still = Run(model, "2:5", Small with { Steps = 3 });
        Assert.That(still.Picture,
            Is.EqualTo(new PixelPicture(new Shape(1, 3, 28, 28), 0).Values.Initial.Select(v => 1 / (1 + MathF.Exp(-v)))).Within(1e-6));
        var moved = Run(model, "2:5", Small with { Steps = 3, RedirectSteps = 3 });
        Assert.That(moved.Picture.Zip(still.Picture, (a, b) => Math.Abs(a - b)).Max(), Is.GreaterThan(0.02));
    }

    [Test]
    public void The_redirected_rule_opens_pictures_in_which_nothing_passes()
    {
        var graph = new Graph();
        var x = graph.Input("x", 2, 1, 1, 3);
        var loss = (x.Relu() * graph.Input("weights", 2, 1, 1, 3)).Sum();
        var inputs = new Dictionary<string, double[]>
        {
            ["x"] = [-1, -2, -3, /* the second picture has one that passes */ -1, 2, -3],
            ["weights"] = [5, -6, 0, 5, -6, 7],
        };
        Assert.That(Oracle.Run(inputs, Autodiff.Gradients(loss, [x], [RedirectedRelu.Rule])[0])[0], Is.EqualTo(new double[] { 0, -6, 0, 0, -6, 0 }));

        var six = (x.Clamp(0, 6) * graph["weights"]).Sum();
        inputs["x"] = [-1, 8, 9, -1, 2, -3];
        Assert.That(Oracle.Run(inputs, Autodiff.Gradients(six, [x], [RedirectedRelu.Rule])[0])[0], Is.EqualTo(new double[] { 0, 0, 0, 0, -6, 0 }));
        inputs["weights"] = [-5, 6, -7, 5, -6, 7];
        Assert.That(Oracle.Run(inputs, Autodiff.Gradients(six, [x], [RedirectedRelu.Rule])[0])[0], Is.EqualTo(new double[] { -5, 6, 0, 0, -6, 0 }));
    }

    [Test]
    public void What_becomes_no_number_ends_the_ascent_with_the_last_good_picture()
    {
        var model = Fashion();
        model.Module.StateDict()["12.bias"].Initial = [.. Enumerable.Repeat(float.NaN, 10)];
        var made = Run(model, "class:7", Small with { Steps = 5 });
        Assert.That(made.Broken, Does.Contain("step 1"));
        Assert.That(made.Picture, Is.All.InRange(0.4, 0.6), "the noise that it began with");
    }

    [Test]
    public void Wrong_input_is_named()
    {
        Assert.That(() => Run(Fashion(), "nowhere", Small), Throws.ArgumentException.With.Message.Contains("no layer \"nowhere\""));
        Assert.That(() => Run(Fashion(), "2:99", Small),
            Throws.ArgumentException.With.Message.Contains("no channel 99").And.Message.Contains("0 to 31"));
        Assert.That(() => Run(Fashion(), "class:7", Small with { Jitter = 28 }), Throws.ArgumentException.With.Message.Contains("jitter 28"));
        Assert.That(() => Run(Fashion(), "class:7", Small with { Rate = 0 }), Throws.ArgumentException.With.Message.Contains("rate 0 "));
    }

    private static ModelFile Fashion() => ModelFile.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors"));

    private static Visualized Run(ModelFile model, string objective, VisualizerOptions options)
    {
        using var residence = new Residence(GpuFixture.Gpu);
        using var visualizer = new FeatureVisualizer(residence, new Trunk(model), Objective.Parse(objective), options);
        return visualizer.Run();
    }
}
