// Logical and: every recipe.
namespace CnnCompute.Tests;

public sealed class AndOpTests
{
    [Test]
    public void And_matches_in_every_recipe() => Elementwise.CheckInts((a, b) => a.And(b), DType.Bool);

    private sealed class Formula : Reference<AndOp>
    {
        protected override double[] Compute(AndOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, (a, b) => a != 0 && b != 0 ? 1 : 0);
    }
}
