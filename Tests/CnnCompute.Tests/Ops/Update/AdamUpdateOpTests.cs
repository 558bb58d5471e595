// Adam and AdamW as PyTorch does them.
namespace CnnCompute.Tests;

public sealed class AdamUpdateOpTests
{
    private static readonly (int N, double Step, double Decay, bool Decoupled)[] Cases =
        [(1, 1, 0, false), (13, 2, 0.01, false), (127, 1000, 0, false), (13, 3, 0.01, true), (4099, 50_000, 0, false)];

    [TestCaseSource(nameof(Cases))]
    public void AdamUpdate_matches_in_every_recipe((int N, double Step, double Decay, bool Decoupled) c)
    {
        Parameter New(string name) => new(name, new Shape(c.N), new float[c.N]);
        Parameter weight = New("weight"), first = New("first"), second = New("second");
        new OpCase(g => g.Input("gradient", c.N)
            .AdamUpdate(weight, first, second, g.Value("rate"), g.Value("step"), weightDecay: c.Decay, decoupled: c.Decoupled))
        {
            Gradient = false,
            Tolerance = 1e-6,
            Values = (key, _) => key switch { "rate" => [0.1], "step" => [c.Step], _ => null },
        }.Check();
    }

    [Test]
    public void The_first_step_is_as_long_as_the_rate()
    {
        Parameter weight = new("weight", new Shape(3), [1, 1, 1]), first = new("first", new Shape(3), new float[3]),
            second = new("second", new Shape(3), new float[3]);
        var graph = new Graph();
        var update = graph.Input("gradient", 3).AdamUpdate(weight, first, second, graph.Value("rate"), graph.Value("step"));
        var oracle = new Oracle(new Dictionary<string, double[]> { ["gradient"] = [5, -0.01, 0], ["rate"] = [0.25], ["step"] = [1] });
        _ = oracle[update];
        Assert.That(oracle.Written[weight], Is.EqualTo([0.75, 1.25, 1]).Within(1e-6));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        Parameter New(string name) => new(name, new Shape(128, 3136), new float[128 * 3136]);
        Parameter weight = New("weight"), first = New("first"), second = New("second");
        new OpCase(g => g.Input("gradient", 128, 3136).AdamUpdate(weight, first, second, g.Value("rate"), g.Value("step")))
        {
            Gradient = false,
        }.Perf();
    }

    private sealed class Formula : Reference<AdamUpdateOp>
    {
        protected override double[] Compute(AdamUpdateOp op, Node node, double[][] x, Oracle run)
        {
            double[] w = run.Update(op.Weight), m = run.Update(op.First), v = run.Update(op.Second);
            double rate = x[1][0], correction1 = 1 - Math.Pow(op.Beta1, x[2][0]), correction2 = 1 - Math.Pow(op.Beta2, x[2][0]);
            for (var i = 0; i < w.Length; i++)
            {
                var g = x[0][i];
                if (op.Decoupled)
                    w[i] -= rate * op.WeightDecay * w[i];
                else
                    g += op.WeightDecay * w[i];
                m[i] = op.Beta1 * m[i] + (1 - op.Beta1) * g;
                v[i] = op.Beta2 * v[i] + (1 - op.Beta2) * g * g;
                w[i] -= rate / correction1 * m[i] / (Math.Sqrt(v[i]) / Math.Sqrt(correction2) + op.Eps);
            }
            return [0];
        }
    }
}
