// Where gradients stop.
namespace CnnCompute.Tests;

public sealed class DetachOpTests
{
    [TestCase(1)]
    [TestCase(127)]
    public void The_value_passes_and_the_gradient_does_not(int n)
    {
        new OpCase(g => g.Input("x", n).Detach()) { Gradient = false }.Check();
        var graph = new Graph();
        var x = graph.Input("x", n);
        var values = OpCase.Uniform(x.Shape, 1);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, x.Detach(), Autodiff.Gradients(x * x.Detach(), [x])[0]);
        Assert.That(run, Is.All.EqualTo(values));
    }

    private sealed class Formula : Reference<DetachOp>
    {
        protected override double[] Compute(DetachOp op, Node node, double[][] x) => x[0];
    }
}
