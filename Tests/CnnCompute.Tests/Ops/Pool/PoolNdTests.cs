// Pooling over one axis and three, against naive windows.
namespace CnnCompute.Tests;

public sealed class PoolNdTests
{
    private static readonly (Shape, PoolAxis[], bool)[] Cases =
    [
        (new(2, 3, 13), [new(3, 2, 1, 1)], false),
        (new(1, 8, 7), [new(2, 3, 0, 1, 2)], true),
        (new(2, 3, 4, 5, 6), [new(2, 2), new(3, 1, 1, 1), new(2, 3, 0, 1)], true),
        (new(1, 2, 5, 3, 4), [new(3, 1, 2, 0, 2), new(1), new(2, 1)], false),
        (new(1, 3, 6, 5), [new(3, 2, 1, 0), new(2, 2, 0, 1)], false),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Pools_of_any_rank_match_naive_windows((Shape X, PoolAxis[] Axes, bool Ceil) c)
    {
        var x = new Graph().Input("x", c.X);
        var values = OpCase.Distinct(c.X);
        var run = (Tensor y) => Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, y)[0];
        Tensor max = x.MaxPool(c.Axes, c.Ceil), mean = x.AvgPool(c.Axes, c.Ceil), inside = x.AvgPool(c.Axes, c.Ceil, countIncludePad: false),
            norm = x.LpPool(2, c.Axes, c.Ceil);
        Assert.Multiple(() =>
        {
            Assert.That(run(max), Is.EqualTo(Naive(c.X, max.Shape, c.Axes, values, (taps, _) => taps.Max())));
            Assert.That(run(mean), Is.EqualTo(Naive(c.X, max.Shape, c.Axes, values, (taps, padded) => taps.Sum() / padded)).Within(1e-12));
            Assert.That(run(inside), Is.EqualTo(Naive(c.X, max.Shape, c.Axes, values, (taps, _) => taps.Average())).Within(1e-12));
            Assert.That(run(x.AvgPool(c.Axes, c.Ceil, divisor: 7)),
                Is.EqualTo(Naive(c.X, max.Shape, c.Axes, values, (taps, _) => taps.Sum() / 7)).Within(1e-12));
            Assert.That(run(norm), Is.EqualTo(Naive(c.X, max.Shape, c.Axes, values, (taps, _) => Math.Sqrt(taps.Sum(v => v * v)))).Within(1e-9));
        });
    }

    [TestCaseSource(nameof(Cases))]
    public void Recipes_and_gradients_match((Shape X, PoolAxis[] Axes, bool Ceil) c)
    {
        new OpCase(g => g.Input("x", c.X).MaxPool(c.Axes, c.Ceil)) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();
        new OpCase(g => g.Input("x", c.X).AvgPool(c.Axes, c.Ceil)).Check();
    }

    [Test]
    public void PyTorchs_names_have_PyTorchs_sizes()
    {
        Tensor line = new Graph().Input("x", 1, 2, 9), room = new Graph().Input("x", 1, 2, 9, 7, 5);
        Assert.That(line.MaxPool1d(3, 2, 1).Shape, Is.EqualTo(new Shape(1, 2, 5)));
        Assert.That(line.AvgPool1d(2, ceilMode: true).Shape, Is.EqualTo(new Shape(1, 2, 5)));
        Assert.That(room.MaxPool3d(3, 2, 1).Shape, Is.EqualTo(new Shape(1, 2, 5, 4, 3)));
        Assert.That(room.AvgPool3d(2).Shape, Is.EqualTo(new Shape(1, 2, 4, 3, 2)));
        Assert.That(() => line.MaxPool1d(2, padding: 2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("MaxPool1d of [1,2,9]").And.Message.Contains("at most half"));
        Assert.That(() => room.MaxPool3d(6), Throws.TypeOf<ShapeException>().With.Message.Contains("[1,2,9,7,5]").And.Message.Contains("fits"));
    }

    private static double[] Naive(Shape x, Shape y, PoolAxis[] axes, double[] values, Func<double[], int, double> value) =>
        [.. Places.Of(y).Select(o =>
        {
            var taps = new List<double>();
            var padded = 0;
            foreach (var k in Places.Of(new Shape([.. axes.Select(a => a.Kernel)])))
            {
                var at = (int[])o.Clone();
                for (var i = 0; i < axes.Length; i++)
                    at[i + 2] = o[i + 2] * (axes[i].Stride == 0 ? axes[i].Kernel : axes[i].Stride) - axes[i].Before + k[i] * axes[i].Dilation;
                padded += Enumerable.Range(2, axes.Length).All(i => at[i] < x[i] + axes[i - 2].After) ? 1 : 0;
                if (Enumerable.Range(2, axes.Length).All(i => at[i] >= 0 && at[i] < x[i]))
                    taps.Add(values[Places.At(x, at)]);
            }
            return value([.. taps], padded);
        })];
}
