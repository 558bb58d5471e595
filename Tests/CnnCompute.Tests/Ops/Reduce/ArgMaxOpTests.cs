// Indices of maxima and minima.
namespace CnnCompute.Tests;

public sealed class ArgMaxOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1), 0), (new(127), 0), (new(13, 3), 1), (new(3, 13), 0), (new(2, 13, 3, 5), 1), (new(2, 3, 13, 5), 2), (new(2, 3, 5, 13), -1),
        (new(2, 13, 5), 1), (new(2, 3, 13, 2, 3), 2), (new(2, 3, 2, 3, 2, 3, 2, 3), 5),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Indices_match_in_every_recipe((Shape X, int Axis) c)
    {
        foreach (var keepDim in new[] { false, true })
        {
            new OpCase(g => g.Input("x", c.X).ArgMax(c.Axis, keepDim)) { Gradient = false, Tolerance = 0 }.Check();
            new OpCase(g => g.Input("x", c.X).ArgMin(c.Axis, keepDim)) { Gradient = false, Tolerance = 0 }.Check();
        }
    }

    [Test]
    public void The_axis_goes_or_stays()
    {
        var x = new Graph().Input("x", 2, 3, 4, 5);
        Assert.That(x.ArgMax(2).Shape, Is.EqualTo(new Shape(2, 3, 5)));
        Assert.That(x.ArgMin(2, keepDim: true).Shape, Is.EqualTo(new Shape(2, 3, 1, 5)));
        Assert.That(() => x.ArgMax(4), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3,4,5]").And.Message.Contains("out of range"));
    }

    [Test]
    public void The_first_or_last_of_equals_is_taken([Values] bool last, [Values] bool smallest, [Values(DType.F32, DType.I32)] DType type) =>
        new OpCase(g => g.Input("x", new Shape(13, 7), type) is var x && smallest ? x.ArgMin(-1, false, last) : x.ArgMax(-1, false, last))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => Math.Round(v))],
        }.Check();

    private sealed class Formula : Reference<ArgMaxOp>
    {
        protected override double[] Compute(ArgMaxOp op, Node node, double[][] x) =>
        [
            .. SoftmaxOpTests.Lines(node.Inputs[0].Shape, op.Axis).Select(line =>
            {
                var values = line.Select(i => x[0][i]).ToArray();
                var best = op.Smallest ? Extreme.Smallest(values) : Extreme.Largest(values);
                return (double)(op.Last ? Array.LastIndexOf(values, best) : Array.IndexOf(values, best));
            })
        ];
    }
}
