// Eve's feedback against the formulas of its paper.
namespace CnnCompute.Tests;

public sealed class EveFeedbackOpTests
{
    [TestCase(2.0, new[] { 1.0, 0, 0 })]
    [TestCase(2.0, new[] { 1.0, 1.9, 3 })]
    [TestCase(1.8, new[] { 0.7, 1.9, 3 })]
    [TestCase(100.0, new[] { 0.7, 1.9, 3 })]
    [TestCase(0.01, new[] { 0.7, 1.9, 3 })]
    [TestCase(double.PositiveInfinity, new[] { 0.7, 1.9, 3 })]
    public void EveFeedback_matches_in_every_recipe(double loss, double[] state) =>
        new OpCase(g => g.Append(new EveFeedbackOp(0.9, 0.1f, 10), g.Input("loss", 1), g.Input("rate", 1), g.Input("state", 3)))
        {
            Gradient = false,
            Values = (key, _) => key switch { "loss" => [loss], "state" => state, _ => [0.1] },
        }.CheckRecipes();

    private sealed class Formula : Reference<EveFeedbackOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand == 2 ? "a state is never NaN" : null;

        protected override double[] Compute(EveFeedbackOp op, Node node, double[][] x)
        {
            var (f, d, before, steps) = (x[0][0], x[2][0], x[2][1], x[2][2]);
            if (double.IsFinite(f))
            {
                if (steps > 0)
                {
                    var (least, most) = f >= before ? (op.Low + 1, op.High + 1) : (1 / (op.High + 1), 1 / (op.Low + 1));
                    var now = Math.Min(Math.Max(least, f / before), most) * before;
                    (d, before) = (op.Beta3 * d + (1 - op.Beta3) * Math.Abs(now - before) / Math.Min(now, before), now);
                }
                else
                {
                    before = f;
                }
                steps++;
            }
            return [d, before, steps, x[1][0] / d];
        }
    }
}
