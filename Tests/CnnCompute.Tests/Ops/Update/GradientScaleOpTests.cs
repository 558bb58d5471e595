// Clipping by norm and loss scaling, as torch.nn.utils.clip_grad_norm_ and torch.cuda.amp.GradScaler do them.
namespace CnnCompute.Tests;

public sealed class GradientScaleOpTests
{
    private static readonly double[] State = [1 / 64.0, 32, 4, 1];

    public static IEnumerable<TestCaseData> Cases =>
    [
        new TestCaseData(0f, new[] { 1.0, 3 }, State).SetArgDisplayNames("no clipping"),
        new TestCaseData(0.5f, new[] { 1.0, 3, 5 }, State).SetArgDisplayNames("clipped"),
        new TestCaseData(50f, new[] { 1.0 }, State).SetArgDisplayNames("short enough"),
        new TestCaseData(0f, new[] { 1.0, 3 }, new[] { 1 / 64.0, 32, 5, 0 }).SetArgDisplayNames("grows"),
        new TestCaseData(0f, new[] { double.PositiveInfinity, 3 }, State).SetArgDisplayNames("overflow"),
        new TestCaseData(1f, new[] { double.NaN, 3 }, State).SetArgDisplayNames("not a number"),
        new TestCaseData(0f, new[] { 1.0 }, new[] { 1e-38, 3e38, 5, 0 }).SetArgDisplayNames("as large as it can be"),
    ];

    [TestCaseSource(nameof(Cases))]
    public void GradientScale_matches_in_every_recipe(float most, double[] squares, double[] state) =>
        new OpCase(g => g.Append(new GradientScaleOp(most, 2, 0.5f, 6, 2), g.Input("squares", squares.Length), g.Input("state", 4)))
        {
            Gradient = false,
            Values = (key, _) => key == "state" ? state : squares,
        }.CheckRecipes();

    private sealed class Formula : Reference<GradientScaleOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand == 1 ? "a state is never NaN" : null;

        protected override double[] Compute(GradientScaleOp op, Node node, double[][] x)
        {
            var norm = Math.Sqrt(x[0].Sum());
            var (scale, good, skipped) = (x[1][1], x[1][2] + 1, x[1][3]);
            var coefficient = op.MostNorm > 0 ? Math.Min(1, op.MostNorm / (norm + 1e-6)) : 1;
            if (!double.IsFinite(norm))
                (coefficient, scale, good, skipped) = (double.NaN, scale * op.Backoff, 0, skipped + 1);
            else if (good >= op.Interval)
                (scale, good) = (scale * op.Growth > float.MaxValue ? scale : scale * op.Growth, 0);
            return [x[1][0], coefficient, norm, x[1][1], 1 / (scale * op.Batches), scale, good, skipped];
        }
    }
}
