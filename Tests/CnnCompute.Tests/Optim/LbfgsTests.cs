// L-BFGS on the device against the textbook's on doubles, and that it converges.
namespace CnnCompute.Tests;

public sealed class LbfgsTests
{
    private const int History = 5;

    // A badly scaled bowl with its minimum at 1, 2, 3, ...
    private static Tensor Bowl(Tensor x)
    {
        var n = (int)x.Shape.Count;
        var scale = new Parameter("scale", new Shape(n), [.. Enumerable.Range(0, n).Select(i => 1f + i % 5 * 4)], false);
        var middle = new Parameter("middle", new Shape(n), [.. Enumerable.Range(1, n).Select(i => (float)i)], false);
        return (x.Graph.Parameter(scale) * (x.Reshape(n) - x.Graph.Parameter(middle)).Square()).Sum();
    }

    private static double Bowl(double[] x, double[] g)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var (a, d) = (1 + i % 5 * 4, x[i] - (i + 1));
            g[i] = 2 * a * d;
            sum += a * d * d;
        }
        return sum;
    }

    // Rosenbrock's valley, in pairs.
    private static Tensor Valley(Tensor x)
    {
        var pairs = x.Reshape((int)x.Shape.Count / 2, 2);
        Tensor a = pairs.Slice(1, 0, 1), b = pairs.Slice(1, 1, 1);
        return ((b - a.Square()).Square() * 100 + (1 - a).Square()).Sum();
    }

    private static double Valley(double[] x, double[] g)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i += 2)
        {
            double a = x[i], b = x[i + 1], v = b - a * a;
            (g[i], g[i + 1]) = (-400 * a * v - 2 * (1 - a), 200 * v);
            sum += 100 * v * v + (1 - a) * (1 - a);
        }
        return sum;
    }

    private static (float[] Losses, float[] Best, float[] Status) Descend(
        Func<Tensor, Tensor> loss, float[] start, int trials, float rate, Shape? shape = null, int history = History)
    {
        var graph = new Graph();
        var x = new Parameter("x", shape ?? new Shape(start.Length), start);
        var optimizer = new Lbfgs(ParameterGroup.Of([x]), history);
        var value = loss(graph.Parameter(x)).Named("loss");
        var updates = optimizer.Step(value);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, updates, [value, graph[Lbfgs.StatusName], optimizer.Best(graph, x).Named("best")]);
        plan.Set(Optimizer.RateName, rate);
        var losses = new List<float>();
        for (var i = 0; i < trials; i++)
        {
            plan.Run();
            losses.Add(plan.Fetch("loss")[0]);
        }
        var status = plan.Fetch(Lbfgs.StatusName);
        plan.Run();
        return ([.. losses], plan.Fetch("best"), status);
    }

    // Algorithms 7.4 and 3.1 of Nocedal and Wright on vectors: the losses of its trials.
    private static List<double> Textbook(Func<double[], double[], double> function, double[] start, int trials, double rate)
    {
        static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();
        double[] x = start, g = new double[x.Length];
        var pairs = new List<(double[] S, double[] Y)>();
        var f = function(x, g);
        var losses = new List<double> { f };
        while (losses.Count < trials)
        {
            double[] q = [.. g];
            var alphas = new double[pairs.Count];
            for (var i = pairs.Count - 1; i >= 0; i--)
            {
                alphas[i] = Dot(pairs[i].S, q) / Dot(pairs[i].S, pairs[i].Y);
                q = [.. q.Zip(pairs[i].Y, (a, b) => a - alphas[i] * b)];
            }
            if (pairs.Count > 0)
                q = [.. q.Select(v => v * Dot(pairs[^1].S, pairs[^1].Y) / Dot(pairs[^1].Y, pairs[^1].Y))];
            for (var i = 0; i < pairs.Count; i++)
            {
                var beta = Dot(pairs[i].Y, q) / Dot(pairs[i].S, pairs[i].Y);
                q = [.. q.Zip(pairs[i].S, (a, b) => a + (alphas[i] - beta) * b)];
            }
            var slope = -Dot(q, g);
            for (var t = pairs.Count > 0 ? 1 : Math.Min(1, 1 / g.Sum(Math.Abs)) * rate; losses.Count < trials;)
            {
                double[] next = [.. x.Zip(q, (a, b) => a - t * b)], gradient = new double[x.Length];
                var trial = function(next, gradient);
                losses.Add(trial);
                if (trial > f + 1e-4 * t * slope)
                {
                    t = Math.Clamp(-slope * t * t / (2 * (trial - f - slope * t)), 0.1 * t, 0.5 * t);
                    continue;
                }
                double[] s = [.. next.Zip(x, (a, b) => a - b)], y = [.. gradient.Zip(g, (a, b) => a - b)];
                if (Dot(s, y) > 0)
                    pairs.Add((s, y));
                if (pairs.Count > History)
                    pairs.RemoveAt(0);
                (x, g, f) = (next, gradient, trial);
                break;
            }
        }
        return losses;
    }

    [Test]
    public void Every_trial_is_where_the_textbook_makes_it([Values] bool valley)
    {
        float[] start = [-1.2f, 1, 0.5f, -0.5f, 1.5f, 2, -1, -1];
        var expected = valley ? Textbook(Valley, [.. start.Select(v => (double)v)], 14, 1) : Textbook(Bowl, [.. start.Select(v => (double)v)], 14, 1);
        var losses = Descend(valley ? Valley : Bowl, start, 14, 1).Losses;
        for (var i = 0; i < losses.Length; i++)
        {
            Assert.That(losses[i], Is.EqualTo(expected[i]).Within(2).Percent.Or.EqualTo(expected[i]).Within(1e-4 * expected[0]),
                $"trial {i}: {string.Join(" ", losses)}; textbook {string.Join(" ", expected)}");
        }
        Assert.That(expected.Zip(expected.Skip(1)).Any(p => p.Second > p.First) || !valley,
            "a trial was refused, or the case shows less than it should");
    }

    [Test]
    public void It_converges_and_keeps_the_best_point()
    {
        var valley = Descend(Valley, [-1.2f, 1], 90, 1);
        Assert.That(valley.Best, Is.All.EqualTo(1f).Within(1e-3));
        Assert.That(valley.Status[LbfgsStepOp.Loss], Is.LessThan(1e-6f));
        var bowl = Descend(Bowl, new float[12], 40, 1, new Shape(1, 3, 2, 2));
        Assert.That(bowl.Best, Is.EqualTo(Enumerable.Range(1, 12).Select(i => (float)i)).Within(1e-3));
    }

    [Test]
    public void What_is_not_finite_is_never_taken()
    {
        // The logarithm ends at 0; the first step falls beyond it.
        var run = Descend(x => (x - x.Log() * 0.5f).Sum(), [3, 2, 1, 0.6f], 40, 12);
        Assert.That(run.Losses, Has.Some.Matches<float>(v => !float.IsFinite(v)));
        Assert.That(run.Best, Is.All.EqualTo(0.5f).Within(1e-2));
        var lost = Descend(x => x.Log().Sum(), [-1, -2], 3, 1);
        Assert.That(lost.Best, Is.EqualTo(new float[] { -1, -2 }));
    }

    [Test]
    public void Several_parameters_descend_together()
    {
        var graph = new Graph();
        Parameter a = new("a", new Shape(2, 3, 2, 2), new float[24]), b = new("b", new Shape(5), new float[5]),
            frozen = new("frozen", new Shape(1), [3], false);
        var loss = ((graph.Parameter(a) - 2).Square().Sum() + (graph.Parameter(b) - graph.Parameter(frozen)).Square().Sum() * 7).Named("loss");
        var optimizer = new Lbfgs(ParameterGroup.Of([a, b, frozen]));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, optimizer.Step(loss), [loss]);
        plan.Set(Optimizer.RateName, 1);
        for (var i = 0; i < 20; i++)
            plan.Run();
        Assert.That(weights.Get(a), Is.All.EqualTo(2f).Within(1e-3));
        Assert.That(weights.Get(b), Is.All.EqualTo(3f).Within(1e-3));
        Assert.That(weights.Get(frozen), Is.EqualTo([3f]));
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.That(() => new Lbfgs(ParameterGroup.Of([])), Throws.ArgumentException);
        var one = ParameterGroup.Of([new Parameter("x", new Shape(1), [1])]);
        Assert.That(() => new Lbfgs(one, 0), Throws.ArgumentException);
        Assert.That(() => new Lbfgs(one).Best(new Graph(), new Parameter("y", new Shape(1), [1])),
            Throws.ArgumentException.With.Message.Contains("y"));
    }
}
