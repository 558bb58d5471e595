// OpCase, continued: the gradient of the gradient.
namespace CnnCompute.Tests;

internal sealed partial class OpCase
{
    // A gradient's oracle is slow; what differs between large and small shapes is the recipes.
    private const int MostSecondElements = 800, MostSecondDifferences = 4;

    /// <summary>Why the gradient has no gradient, if it has none.</summary>
    public string? NoSecondGradient { get; init; }

    /// <summary>The same as <see cref="GradientTolerance"/> for second derivatives, whose formulas hold constants rounded to floats.</summary>
    public double SecondTolerance { get; init; } = 1e-5;

    /// <summary>
    /// The gradient along random directions, differentiated by autodiff once more, with respect to every input and to the gradient that came in,
    /// against its central differences: what Hessian-vector products and gradient penalties compute.
    /// </summary>
    public void CheckSecondGradient()
    {
        var graph = new Graph();
        var loss = Loss(graph, build(graph));
        Tensor[] all = [.. graph.Nodes.Where(n => n.Op is InputOp { Type: DType.F32, IsValue: false }).Select(n => new Tensor(graph, n.Id))];
        Tensor[] xs = [.. all.Where(x => ((InputOp)x.Node.Op).Key != "cotangent")];
        if (all.Sum(x => x.Shape.Count) > MostSecondElements)
            return;
        var first = Autodiff.Gradients(loss, xs);
        var along = Tensor.SumOf([.. first.Select((g, k) => (g * graph.Input($"direction {k}", g.Shape)).Sum())]);
        var second = Autodiff.Gradients(along, all);
        var inputs = InputsOf(graph);
        for (var k = 0; k < all.Length; k++)
        {
            var key = ((InputOp)all[k].Node.Op).Key;
            var analytic = NewOracle(inputs)[second[k]];
            var scale = Math.Max(1e-3, analytic.Max(Math.Abs));
            foreach (var i in Enumerable.Range(0, analytic.Length).OrderBy(i => new Philox(4).Word((ulong)i)).Take(MostSecondDifferences))
            {
                const double step = 1e-5;
                double At(double delta)
                {
                    var moved = (double[])inputs[key].Clone();
                    moved[i] += delta;
                    return NewOracle(new Dictionary<string, double[]>(inputs) { [key] = moved })[along][0];
                }
                var numeric = (At(step) - At(-step)) / (2 * step);
                Assert.That(Math.Abs(numeric - analytic[i]) / scale, Is.LessThanOrEqualTo(SecondTolerance),
                    $"second derivative by {key}[{i}]: it is {analytic[i]}, the difference quotient {numeric}");
            }
        }
    }
}
