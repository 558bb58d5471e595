// Ten steps of every optimiser against PyTorch's numbers, and against formulas in double where PyTorch has no such optimiser.
using System.Globalization;

namespace CnnCompute.Tests;

/// <summary>
/// The numbers lie in OptimizerTables.txt, made by Tests/Benchmarks/optimizer_tables.py with PyTorch 1.13.1 in double precision: name, tensor, its
/// first, middle and last element, its sum.
/// </summary>
public sealed class OptimizerTableTests
{
    private static readonly Shape[] Shapes = [new(1), new(3), new(13), new(127), new(2, 3, 3, 1), new(3, 13)];

    private static readonly Dictionary<string, (float Rate, StepOptions? How, Func<IReadOnlyList<ParameterGroup>, Optimizer> Make)> Optimizers = new()
    {
        ["sgd"] = (0.1f, null, g => new Sgd(g)),
        ["sgd-decay"] = (0.1f, null, g => new Sgd(g, weightDecay: 0.1f)),
        ["sgd-elastic"] = (0.1f, null, g => new Sgd(g, weightDecay: 0.1f, l1: 0.05f)),
        ["momentum"] = (0.1f, null, g => new Sgd(g, 0.9f, weightDecay: 0.01f)),
        ["dampening"] = (0.1f, null, g => new Sgd(g, 0.9f, dampening: 0.3f)),
        ["nesterov"] = (0.1f, null, g => new Sgd(g, 0.9f, nesterov: true)),
        ["adagrad"] = (0.1f, null, g => new Adagrad(g, rateDecay: 0.05, weightDecay: 0.01, initialSum: 0.1)),
        ["rmsprop"] = (0.05f, null, g => new RmsProp(g, alpha: 0.9, weightDecay: 0.01)),
        ["rmsprop-momentum"] = (0.05f, null, g => new RmsProp(g, alpha: 0.9, momentum: 0.5)),
        ["rmsprop-centred"] = (0.05f, null, g => new RmsProp(g, alpha: 0.9, momentum: 0.5, centred: true)),
        ["adadelta"] = (1, null, g => new Adadelta(g, rho: 0.8, weightDecay: 0.01)),
        ["adam"] = (0.1f, null, g => new Adam(g, weightDecay: 0.01)),
        ["adamw"] = (0.1f, null, g => new AdamW(g, weightDecay: 0.1)),
        ["nadam"] = (0.1f, null, g => new NAdam(g, weightDecay: 0.01)),
        ["clip-norm"] = (0.1f, new StepOptions { ClipNorm = 1.5f }, g => new Sgd(g, 0.9f)),
        ["clip-value"] = (0.1f, new StepOptions { ClipValue = 0.3f }, g => new Sgd(g, 0.9f)),
    };

    private static IEnumerable<string> Names => Optimizers.Keys;

    private static double Weight(int tensor, int k) => Math.Sin(1 + k + 10 * tensor);

    private static double Aim(int tensor, int k) => Math.Cos(2 + 3 * k + tensor);

    private static double Curve(int k) => 0.5 + k % 5 / 4.0;

    private static float[] Values(Shape shape, Func<int, double> at) => [.. Enumerable.Range(0, (int)shape.Count).Select(k => (float)at(k))];

    private static Tensor LossOf(Graph graph, IReadOnlyList<Parameter> weights) => Tensor.SumOf(
    [
        .. weights.Select((w, i) =>
        {
            Parameter aim = new($"aim {i}", w.Shape, Values(w.Shape, k => Aim(i, k)), false),
                curve = new($"curve {i}", w.Shape, Values(w.Shape, Curve), false);
            return ((graph.Parameter(w) - graph.Parameter(aim)).Square() * graph.Parameter(curve)).Sum() * 0.5f;
        }),
    ]);

    private static double[][] Train(Func<IReadOnlyList<ParameterGroup>, Optimizer> make, float rate, StepOptions? how)
    {
        Parameter[] weights = [.. Shapes.Select((s, i) => new Parameter($"w{i}", s, Values(s, k => Weight(i, k))))];
        var optimizer = make(ParameterGroup.Of(weights));
        var graph = new Graph();
        var loss = LossOf(graph, weights);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, optimizer.Step(loss, how), [loss]);
        for (var step = 1; step <= 10; step++)
        {
            plan.Set(Optimizer.RateName, rate);
            if (plan.HasValue(Optimizer.StepName))
                plan.Set(Optimizer.StepName, step);
            plan.Run();
        }
        return [.. weights.Select(w => residence.Get(w).Select(v => (double)v).ToArray())];
    }

    [TestCaseSource(nameof(Names))]
    public void Ten_steps_are_those_of_PyTorch(string name)
    {
        var (rate, how, make) = Optimizers[name];
        var trained = Train(make, rate, how);
        var table = File.ReadAllLines(Path.Combine(GpuFixture.Repository, "Tests", "CnnCompute.Tests", "Optim", "OptimizerTables.txt"))
            .Select(l => l.Split(' ')).Where(l => l[0] == name).ToArray();
        Assert.That(table, Has.Length.EqualTo(Shapes.Length));
        foreach (var line in table)
        {
            var tensor = int.Parse(line[1], CultureInfo.InvariantCulture);
            double[] expected = [.. line[2..].Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
            var w = trained[tensor];
            Assert.That(new[] { w[0], w[w.Length / 2], w[^1] }, Is.EqualTo(expected[..3]).Within(2e-5), $"{name}, tensor {tensor}");
            Assert.That(w.Sum(), Is.EqualTo(expected[3]).Within(1e-5 * w.Length + 1e-5), $"{name}, sum of tensor {tensor}");
        }
    }

    // Formulas of the papers on one tensor at a time, in double: (weights, gradient, step, loss, states) -> new weights.
    private static double[][] ByFormula(float rate, Func<double[], double[], int, double, Shape, Dictionary<string, double[]>, double[]> step)
    {
        double[][] w = [.. Shapes.Select((s, i) => Enumerable.Range(0, (int)s.Count).Select(k => (double)(float)Weight(i, k)).ToArray())];
        var states = Shapes.Select(_ => new Dictionary<string, double[]>()).ToArray();
        for (var t = 1; t <= 10; t++)
        {
            double[][] off = [.. w.Select((v, i) => v.Select((x, k) => x - Aim(i, k)).ToArray())];
            var loss = off.Sum(o => o.Select((x, k) => 0.5 * Curve(k) * x * x).Sum());
            w = [.. w.Select((v, i) => step(v, [.. off[i].Select((x, k) => Curve(k) * x)], t, loss, Shapes[i], states[i]))];
        }
        return w;
    }

    private static double[] State(Dictionary<string, double[]> states, string name, int count, double first = 0)
    {
        if (!states.TryGetValue(name, out var state))
            states[name] = state = [.. Enumerable.Repeat(first, count)];
        return state;
    }

    private static double Norm(IEnumerable<double> v) => Math.Sqrt(v.Sum(x => x * x));

    private static double[] AdamDirection(double[] g, int t, Dictionary<string, double[]> states, double beta2, double eps)
    {
        double[] m = State(states, "m", g.Length), v = State(states, "v", g.Length);
        var direction = new double[g.Length];
        for (var i = 0; i < g.Length; i++)
        {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
            direction[i] = m[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(beta2, t))) + eps);
        }
        return direction;
    }

    private static void AreClose(double[][] actual, double[][] expected, double tolerance = 3e-5)
    {
        for (var i = 0; i < Shapes.Length; i++)
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance), $"tensor {i} {Shapes[i]}");
    }

    [Test]
    public void Lars_is_that_of_its_paper() => AreClose(
        Train(g => new Lars(g, momentum: 0.9, weightDecay: 0.01, trust: 0.1), 0.5f, null),
        ByFormula(0.5f, (w, g, t, _, shape, states) =>
        {
            var b = State(states, "b", w.Length);
            var trust = shape.Rank == 1 ? 1 : 0.1 * Norm(w) / (Norm(g) + 0.01 * Norm(w) + 1e-9);
            for (var i = 0; i < b.Length; i++)
                b[i] = 0.9 * b[i] + 0.5 * trust * (g[i] + 0.01 * w[i]);
            return [.. w.Zip(b, (x, y) => x - y)];
        }));

    [Test]
    public void Lamb_is_that_of_its_paper() => AreClose(
        Train(g => new Lamb(g, weightDecay: 0.05), 0.1f, null),
        ByFormula(0.1f, (w, g, t, _, _, states) =>
        {
            double[] u = [.. AdamDirection(g, t, states, 0.999, 1e-6).Zip(w, (d, x) => d + 0.05 * x)];
            return [.. w.Zip(u, (x, y) => x - 0.1 * Norm(w) / Norm(u) * y)];
        }));

    [Test]
    public void Eve_is_that_of_its_paper() => AreClose(
        Train(g => new Eve(g, beta3: 0.9), 0.02f, null),
        ByFormula(0.02f, (w, g, t, f, _, states) =>
        {
            var s = State(states, "d, f", 2, 1);
            if (t == 1)
            {
                s[1] = f;
            }
            else
            {
                var (least, most) = f >= s[1] ? (1.1, 11.0) : (1 / 11.0, 1 / 1.1);
                var now = Math.Min(Math.Max(least, f / s[1]), most) * s[1];
                (s[0], s[1]) = (0.9 * s[0] + 0.1 * Math.Abs(now - s[1]) / Math.Min(now, s[1]), now);
            }
            return [.. w.Zip(AdamDirection(g, t, states, 0.999, 1e-8), (x, d) => x - 0.02 / s[0] * d)];
        }));

    [Test]
    public void Muon_is_that_of_its_author() => AreClose(
        Train(g => new Muon(g, weightDecay: 0.1, otherRate: 0.5f), 0.05f, null),
        ByFormula(0.05f, (w, g, t, _, shape, states) =>
        {
            if (shape.Rank == 1)
            {
                double[] m = State(states, "m", w.Length), v = State(states, "v", w.Length);
                var next = new double[w.Length];
                for (var i = 0; i < w.Length; i++)
                {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
                    next[i] = w[i] * (1 - 0.025 * 0.1)
                        - 0.025 * m[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, t))) + 1e-10);
                }
                return next;
            }
            var b = State(states, "b", w.Length);
            for (var i = 0; i < b.Length; i++)
                b[i] = 0.95 * b[i] + g[i];
            var o = NewtonSchulz([.. g.Zip(b, (x, y) => x + 0.95 * y)], shape[0], w.Length / shape[0]);
            var scale = Math.Sqrt(Math.Max(1, shape[0] / (w.Length / (double)shape[0])));
            return [.. w.Zip(o, (x, y) => x * (1 - 0.05 * 0.1) - 0.05 * scale * y)];
        }), 2e-4);

    // Without transposition: A = X Xᵀ of any size gives the same, as the iteration is a polynomial in X Xᵀ times X.
    private static double[] NewtonSchulz(double[] x, int rows, int columns)
    {
        var norm = Norm(x) + 1e-7;
        x = [.. x.Select(v => v / norm)];
        double[] Product(double[] p, double[] q, int n, int inner, int m, bool transposed) =>
        [
            .. from r in Enumerable.Range(0, n)
               from c in Enumerable.Range(0, m)
               select Enumerable.Range(0, inner).Sum(k => p[r * inner + k] * (transposed ? q[c * inner + k] : q[k * m + c])),
        ];
        for (var i = 0; i < 5; i++)
        {
            var a = Product(x, x, rows, columns, rows, true);
            var b = a.Zip(Product(a, a, rows, rows, rows, false), (p, q) => -4.7750 * p + 2.0315 * q).ToArray();
            x = [.. x.Zip(Product(b, x, rows, rows, columns, false), (p, q) => 3.4445 * p + q)];
        }
        return x;
    }
}
