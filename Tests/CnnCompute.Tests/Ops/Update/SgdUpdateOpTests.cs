// SGD as PyTorch does it.
namespace CnnCompute.Tests;

public sealed class SgdUpdateOpTests
{
    private static readonly (int N, float Momentum, float Decay, bool Nesterov)[] Cases =
        [(1, 0, 0, false), (13, 0, 0.01f, false), (127, 0.9f, 0, false), (13, 0.9f, 5e-4f, false), (127, 0.9f, 5e-4f, true), (4099, 0.9f, 0, true)];

    [TestCaseSource(nameof(Cases))]
    public void SgdUpdate_matches_in_every_recipe((int N, float Momentum, float Decay, bool Nesterov) c)
    {
        var weight = new Parameter("weight", new Shape(c.N), new float[c.N]);
        var buffer = c.Momentum == 0 ? null : new Parameter("buffer", new Shape(c.N), new float[c.N], false);
        new OpCase(g => g.Input("gradient", c.N).SgdUpdate(weight, buffer, g.Value("rate"), c.Momentum, c.Decay, c.Nesterov))
        {
            Gradient = false,
            Tolerance = 1e-6,
            Values = (key, _) => key == "rate" ? [0.1] : null,
        }.Check();
    }

    // lr 0.1, momentum 0.9, weight decay 0.01, gradient 1, from w = 1: worked out step by step from the algorithm in torch.optim.SGD's documentation.
    [TestCase(false, 0.433874699)]
    [TestCase(true, 0.188455015)]
    public void Three_steps_give_the_weight_of_PyTorchs_algorithm(bool nesterov, double expected)
    {
        Parameter weight = new("weight", new Shape(1), [1]), buffer = new("buffer", new Shape(1), [0], false);
        var graph = new Graph();
        var update = graph.Input("gradient", 1).SgdUpdate(weight, buffer, graph.Value("rate"), 0.9f, 0.01f, nesterov);
        var (w, m) = (1.0, 0.0);
        for (var step = 0; step < 3; step++)
        {
            var oracle = new Oracle(new Dictionary<string, double[]> { ["gradient"] = [1], ["rate"] = [0.1] })
            {
                Parameters = { [weight] = [w], [buffer] = [m] },
            };
            _ = oracle[update];
            (w, m) = (oracle.Written[weight][0], oracle.Written[buffer][0]);
        }
        Assert.That(w, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Momentum_without_a_buffer_is_refused()
    {
        var graph = new Graph();
        var weight = new Parameter("weight", new Shape(3), new float[3]);
        Assert.That(() => graph.Input("gradient", 3).SgdUpdate(weight, null, graph.Value("rate"), 0.9f),
            Throws.TypeOf<ShapeException>().With.Message.Contains("momentum needs a buffer"));
    }

    private sealed class Formula : Reference<SgdUpdateOp>
    {
        protected override double[] Compute(SgdUpdateOp op, Node node, double[][] x, Oracle run)
        {
            var w = run.Update(op.Weight);
            var m = op.Buffer is null ? null : run.Update(op.Buffer);
            for (var i = 0; i < w.Length; i++)
            {
                var g = x[0][i] + op.WeightDecay * w[i];
                if (m is not null)
                {
                    m[i] = op.Momentum * m[i] + g;
                    g = op.Nesterov ? g + op.Momentum * m[i] : m[i];
                }
                w[i] -= x[1][0] * g;
            }
            return [0];
        }
    }
}
