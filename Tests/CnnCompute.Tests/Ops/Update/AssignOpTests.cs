// Setting a parameter.
namespace CnnCompute.Tests;

public sealed class AssignOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    public void The_parameter_becomes_the_value(int n)
    {
        var target = new Parameter("target", new Shape(n), new float[n], false);
        new OpCase(g => g.Input("x", n).AssignTo(target)) { Gradient = false, Tolerance = 0 }.Check();
        Assert.That(() => new Graph().Input("x", n + 1).AssignTo(target), Throws.TypeOf<ShapeException>().With.Message.Contains("target"));
    }

    private sealed class Formula : Reference<AssignOp>
    {
        protected override double[] Compute(AssignOp op, Node node, double[][] x, Oracle run)
        {
            x[0].CopyTo(run.Update(op.Target), 0);
            return [];
        }
    }
}
