// How far a scene's work goes in one frame.
using Engine;

namespace CnnCompute;

/// <summary>
/// Advances within a frame's budget: everything at once where there is none, else as much as fits. A stepped scene counts slices instead of
/// milliseconds, so that it does the same on every machine.
/// </summary>
internal static class Budgets
{
    private const float SlicesOfFrame = 6, LeastSlice = 0.5f;

    /// <summary>Appends this frame's part of a round; whether the round is finished with it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="sequence">What runs.</param>
    /// <param name="milliseconds">The budget; 0 or less for all at once.</param>
    /// <param name="slices">Slices of a stepped frame.</param>
    public static bool Advance(this Frame frame, PlanSequence sequence, float milliseconds, int slices = 1) =>
        milliseconds <= 0 ? sequence.AdvanceSlices(frame.Commands, int.MaxValue)
        : frame.App.IsDeterministic ? sequence.AdvanceSlices(frame.Commands, slices)
        : sequence.Advance(frame.Commands, milliseconds);

    /// <summary>The same for one plan.</summary>
    public static bool Advance(this Frame frame, Plan plan, float milliseconds, int slices = 1) =>
        milliseconds <= 0 ? plan.ExecuteSlices(frame.Commands, int.MaxValue)
        : frame.App.IsDeterministic ? plan.ExecuteSlices(frame.Commands, slices)
        : plan.ExecuteBudgeted(frame.Commands, milliseconds);

    /// <summary>How plans are compiled that shall advance so: cut where there is a budget, and measured unless the scene is stepped.</summary>
    public static PlanOptions PlansFor(this App app, string name, float milliseconds)
    {
        var options = new PlanOptions { Name = name, Budgeted = milliseconds > 0, Measure = !app.IsDeterministic };
        // Smaller slices fill a frame better; how many a stepped frame has must not depend on that.
        var part = app.IsDeterministic ? milliseconds : Math.Max(milliseconds / SlicesOfFrame, LeastSlice);
        return milliseconds > 0 ? options with { SliceMilliseconds = Math.Min(options.SliceMilliseconds, part) } : options;
    }
}
