// Stretches pictures at random.
namespace CnnCompute;

/// <summary>
/// Each picture is made wider and higher about its middle, by two numbers of <paramref name="Low"/> to <paramref name="High"/>: its aspect changes.
/// </summary>
[Named("random-stretch", "Stretches pictures along each axis by a factor of its own.")]
public sealed record RandomStretch(
    float Low = 0.8f, float High = 1.25f, WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Stretch, new DrawRange(Low, High, Low, High), P);
}
