// Normal numbers are the host's own, with the moments they should have.
namespace CnnCompute.Tests;

public sealed class RandomNormalOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(1, 3, 13, 7, 2)]
    [TestCase(2, 8, 3, 127, 2)]
    public void RandomNormal_matches_in_every_recipe(int n, int c, int h, int w, int words) => Case(new Shape(n, c, h, w), words).Check();

    [Test]
    public void Any_rank() => Case(new Shape(13), 2).Check();

    [Test]
    public void Numbers_cut_between_launches_are_the_same() =>
        new OpCase(g => g.RandomNormal(new Shape(1000), g.Value("key", new Shape(2), DType.I32)))
        {
            Gradient = false,
            Values = (_, _) => [3, 4],
            Device = d => d with { MaxBindingBytes = 1024 },
        }.Check();

    [Test]
    public void Mean_deviation_and_tails_are_those_of_the_distribution_and_the_device_draws_them()
    {
        var graph = new Graph();
        var key = graph.Value("key", new Shape(2), DType.I32);
        Tensor one = graph.RandomNormal(new Shape(20_000), key), other = graph.RandomNormal(new Shape(20_000), key);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [one, other]);
        float[] Draw(Tensor t, int seed, int step)
        {
            plan.SetInt("key", [seed, step]);
            plan.Run();
            return plan.Fetch(t);
        }
        var (x, y) = (Draw(one, 1, 2), plan.Fetch(other));
        var mean = x.Average();
        Assert.Multiple(() =>
        {
            Assert.That(mean, Is.EqualTo(0).Within(0.025));
            Assert.That(Math.Sqrt(x.Average(v => (v - mean) * (v - mean))), Is.EqualTo(1).Within(0.02));
            Assert.That(x.Count(v => Math.Abs(v) > 1.959964) / 20_000.0, Is.EqualTo(0.05).Within(0.006));
            Assert.That(x.Average(v => v * v * v), Is.EqualTo(0).Within(0.07));
            Assert.That(x.Zip(y, (a, b) => a * b).Average(), Is.EqualTo(0).Within(0.03), "two ops are independent");
            Assert.That(Draw(one, 1, 2), Is.EqualTo(x));
            Assert.That(Draw(one, 2, 2), Is.Not.EqualTo(x));
            Assert.That(Draw(one, 1, 3), Is.Not.EqualTo(x));
        });
    }

    [Test]
    public void A_key_of_one_or_two_integers_is_needed()
    {
        var graph = new Graph();
        Assert.That(() => graph.RandomNormal(new Shape(3), graph.Value("three", new Shape(3), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("seed"));
        Assert.That(() => graph.RandomNormal(new Shape(3), graph.Value("float")), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    private static OpCase Case(Shape shape, int words) => new(g => g.RandomNormal(shape, g.Value("key", new Shape(words), DType.I32)))
    {
        Gradient = false,
        Values = (_, _) => [.. new double[] { -77, 5 }.Take(words)],
    };

    private sealed class Formula : Reference<RandomNormalOp>
    {
        protected override double[] Compute(RandomNormalOp op, Node node, double[][] x)
        {
            var random = RandomKey.Stream((int)x[0][0], x[0].Length > 1 ? (int)x[0][1] : 0, op.Id);
            return node.Shape.FromMemory<double>([.. Enumerable.Range(0, (int)node.Shape.Count).Select(i => (double)random.Normal((ulong)i))]);
        }
    }
}
