// Logical or: every recipe.
namespace CnnCompute.Tests;

public sealed class OrOpTests
{
    [Test]
    public void Or_matches_in_every_recipe() => Elementwise.CheckInts((a, b) => a.Or(b), DType.Bool);

    [Test]
    public void Xor_is_true_where_the_values_differ() => Elementwise.CheckInts((a, b) => a.Xor(b), DType.Bool);

    private sealed class Formula : Reference<OrOp>
    {
        protected override double[] Compute(OrOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, (a, b) => a != 0 || b != 0 ? 1 : 0);
    }
}
