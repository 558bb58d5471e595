// What an ascent maximises, from its text form.
namespace CnnCompute.Tests;

public sealed class ObjectiveTests
{
    private const int Side = 28, Batch = 2;

    private static TrunkLayers Layers() => new Trunk(TrunkTests.Fashion()).Apply(new Graph().Input("picture", Batch, 3, Side, Side));

    private static readonly double[] Pictures = [.. OpCase.Uniform(new Shape(Batch, 3, Side, Side), 5).Select(v => (v + 1) / 2)];

    private static double Value(TrunkLayers layers, string text) => Oracle.Run(Inputs, Objective.Parse(text).Build(layers))[0][0];

    private static readonly Dictionary<string, double[]> Inputs = new() { ["picture"] = Pictures };

    [Test]
    public void Terms_are_what_they_say_summed_over_pictures()
    {
        var layers = Layers();
        var values = Oracle.Run(Inputs, layers["0"], layers.Logits);
        var (map, plane) = (values[0], Side * Side);
        var channel5 = Enumerable.Range(0, Batch).Sum(n => map.Skip(((n * 32) + 5) * plane).Take(plane).Average());
        var neuron = Enumerable.Range(0, Batch).Sum(n => map[(((n * 32) + 5) * plane) + (3 * Side) + 7]);
        var meanSquare = Enumerable.Range(0, Batch).Sum(n => map.Skip(n * 32 * plane).Take(32 * plane).Average(v => v * v));
        var coat = values[1][4] + values[1][14];
        Assert.That(Value(layers, "0"), Is.EqualTo(meanSquare).Within(1e-4).Percent);
        Assert.That(Value(layers, "0:5"), Is.EqualTo(channel5).Within(1e-4).Percent);
        Assert.That(Value(layers, "0:5@3,7"), Is.EqualTo(neuron).Within(1e-9));
        Assert.That(Value(layers, "class:4"), Is.EqualTo(coat).Within(1e-9));
        Assert.That(Value(layers, "class:coat"), Is.EqualTo(coat).Within(1e-9));
        Assert.That(Value(layers, " 0.5*0:5 + -2 * class:Coat"), Is.EqualTo((0.5 * channel5) - (2 * coat)).Within(1e-6));
        Assert.That(neuron, Is.Not.EqualTo(0).Within(1e-6), "a neuron that says something");
    }

    [Test]
    public void A_pictures_gradient_is_its_own()
    {
        var layers = Layers();
        var gradient = Oracle.Run(Inputs, Autodiff.Gradients(Objective.Parse("2:5").Build(layers), [layers.Pictures])[0])[0];
        var alone = new Trunk(TrunkTests.Fashion()).Apply(new Graph().Input("picture", 1, 3, Side, Side));
        var first = Oracle.Run(new Dictionary<string, double[]> { ["picture"] = Pictures[..(3 * Side * Side)] },
            Autodiff.Gradients(Objective.Parse("2:5").Build(alone), [alone.Pictures])[0])[0];
        Assert.That(Difference.Relative(gradient[..first.Length], first), Is.LessThan(1e-12));
    }

    [TestCase("", "a term is empty")]
    [TestCase("2+", "a term is empty")]
    [TestCase("much*2", "\"much\" is no weight")]
    [TestCase("nan*2", "no weight")]
    public void What_cannot_be_read_is_refused(string text, string message) =>
        Assert.That(() => Objective.Parse(text), Throws.ArgumentException.With.Message.Contains(message));

    [TestCase("2:32", "there is no channel 32; there are 32, 0 to 31")]
    [TestCase("2:-1", "there is no channel -1")]
    [TestCase("2:5@28,0", "there is no row 28")]
    [TestCase("2:5@1", "layer:channel@row,column")]
    [TestCase("12:3@0,0", "layer:channel@row,column")]
    [TestCase("99", "no layer \"99\"")]
    [TestCase("class:10", "class 10 does not exist; there are 10, 0 to 9")]
    [TestCase("class:Coad", "near to it are Coat")]
    public void What_does_not_exist_is_named(string text, string message)
    {
        var layers = Layers();
        Assert.That(() => Objective.Parse(text).Build(layers), Throws.ArgumentException.With.Message.Contains(message));
    }
}
