// Numbers as colours: every map, clamped, by fixed and by changing ranges.
namespace CnnCompute.Tests;

public sealed class ColourizeOpTests
{
    private static readonly ColourMap[] Maps = [.. Enum.GetValues<ColourMap>().Where(m => m != ColourMap.Rgb)];

    [TestCaseSource(nameof(Maps))]
    public void Colourize_matches_in_every_recipe(ColourMap map)
    {
        foreach (var (h, w) in new[] { (1, 1), (3, 13), (13, 127) })
            new OpCase(g => g.Input("x", 2, 1, h, w).Colourize(map, -0.8f, 0.7f)) { Gradient = false, HalfTolerance = 2e-3 }.Check();
    }

    [TestCaseSource(nameof(Maps))]
    public void The_range_may_be_a_value_of_the_run(ColourMap map) =>
        new OpCase(g => g.Input("x", 1, 1, 13, 7).Colourize(map, range: g.Value("range", new Shape(2))))
        {
            Gradient = false,
            Values = (key, _) => key == "range" ? [-0.5, 0.75] : null,
        }.Check();

    [Test]
    public void Not_a_number_is_the_first_colour_and_infinities_the_ends() =>
        new OpCase(g => g.Input("x", 1, 1, 1, 3).Colourize(ColourMap.Inferno))
        {
            Gradient = false,
            Values = (_, _) => [double.NaN, double.NegativeInfinity, double.PositiveInfinity],
        }.Check();

    [Test]
    public void Heat_grows_brighter_and_opposites_meet_in_white()
    {
        double[] Row(ColourMap map) =>
            Oracle.Run(new Dictionary<string, double[]> { ["x"] = [0, 0.25, 0.5, 0.75, 1] }, new Graph().Input("x", 1, 1, 1, 5).Colourize(map))[0];
        var heat = Row(ColourMap.Inferno);
        var light = Enumerable.Range(0, 5).Select(i => 0.299 * heat[i] + 0.587 * heat[5 + i] + 0.114 * heat[10 + i]).ToArray();
        Assert.That(light, Is.Ordered.And.Property("Length").EqualTo(5));
        Assert.That(light[4], Is.GreaterThan(light[0] + 0.8));
        var opposites = Row(ColourMap.Diverging);
        Assert.That(new[] { opposites[2], opposites[7], opposites[12] }, Is.All.EqualTo(1));
        Assert.That(opposites[10] > opposites[0] && opposites[4] > opposites[14], "blue below, red above");
    }

    [Test]
    public void What_has_no_colours_is_refused_and_so_are_gradients()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 1, 3, 3);
        Assert.That(() => graph.Input("two", 1, 2, 3, 3).Colourize(ColourMap.Turbo),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[N,1,H,W]"));
        Assert.That(() => x.Colourize(ColourMap.Rgb), Throws.TypeOf<ShapeException>().With.Message.Contains("colour map"));
        Assert.That(() => x.Colourize(ColourMap.Turbo, range: graph.Value("range")),
            Throws.TypeOf<ShapeException>().With.Message.Contains("two numbers"));
        Assert.That(() => Autodiff.Gradients(x.Colourize(ColourMap.Turbo).Sum(), [x]),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Colourize"));
    }

    /// <summary>The colour of a number in [0, 1].</summary>
    internal static double[] Colour(ColourMap map, double t)
    {
        double[] Along(params double[][] stops)
        {
            var k = Math.Min((int)(t * (stops.Length - 1)), stops.Length - 2);
            return [.. stops[k].Zip(stops[k + 1], (u, v) => u + (v - u) * (t * (stops.Length - 1) - k))];
        }
        return map switch
        {
            ColourMap.Viridis =>
                Along([0.267, 0.005, 0.329], [0.229, 0.322, 0.546], [0.128, 0.567, 0.551], [0.369, 0.789, 0.383], [0.993, 0.906, 0.144]),
            ColourMap.Diverging => Along([0.130, 0.300, 0.700], [1, 1, 1], [0.700, 0.090, 0.130]),
            ColourMap.Inferno => Along(
                [0.001, 0, 0.014], [0.129, 0.047, 0.291], [0.342, 0.062, 0.429], [0.541, 0.135, 0.415], [0.736, 0.216, 0.330], [0.894, 0.353, 0.194],
                [0.978, 0.558, 0.035], [0.975, 0.798, 0.206], [0.988, 0.998, 0.645]),
            ColourMap.Turbo => Along([0.190, 0.072, 0.232], [0.276, 0.421, 0.891], [0.158, 0.736, 0.923], [0.197, 0.949, 0.595],
                [0.644, 0.990, 0.234], [0.933, 0.812, 0.227],
                [0.984, 0.493, 0.128], [0.816, 0.185, 0.018], [0.480, 0.016, 0.011]),
            ColourMap.Grey => [t, t, t],
            _ => throw new ArgumentException($"{map} has no colours"),
        };
    }

    private sealed class Formula : Reference<ColourizeOp>
    {
        protected override double[] Compute(ColourizeOp op, Node node, double[][] x)
        {
            var (low, high) = x.Length > 1 ? (x[1][0], x[1][1]) : (op.Min, op.Max);
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var t = (x[0][Places.At(node.Inputs[0].Shape, [p[0], 0, p[2], p[3]])] - low) / (high - low);
                    return Colour(op.Map, double.IsNaN(t) ? 0 : Math.Clamp(t, 0, 1))[p[1]];
                })
            ];
        }
    }
}
