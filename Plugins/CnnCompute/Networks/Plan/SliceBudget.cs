// How much of a frame several plans may take together.
using Engine;

namespace CnnCompute;

/// <summary>
/// What is left of one frame for work in slices: milliseconds by estimate, or a number of slices where a scene is stepped. The first slice of a frame
/// always runs, however long it is, so that work gets on.
/// </summary>
public sealed class SliceBudget
{
    private double milliseconds;
    private int slices;
    private bool counts, isFirst;

    /// <summary>Milliseconds of the slices that this frame has run, by estimate.</summary>
    public double Spent { get; private set; }

    /// <summary>Whether nothing more fits into the frame.</summary>
    public bool IsSpent => counts ? slices <= 0 : milliseconds <= 0;

    /// <summary>A new frame of so many milliseconds.</summary>
    public void Begin(double milliseconds) =>
        (this.milliseconds, counts, isFirst, Spent) = (Math.Max(milliseconds, double.Epsilon), false, true, 0);

    /// <summary>A new frame of so many slices.</summary>
    public void Begin(int slices) => (this.slices, counts, isFirst, Spent) = (Math.Max(slices, 1), true, true, 0);

    /// <summary>
    /// Whether the plan's next slice would run. What is uploaded for a run that cannot begin would be lost, or counted twice: ask before.
    /// </summary>
    public bool Fits(Plan plan) => !IsSpent && (isFirst || counts || plan.NextSliceMilliseconds <= milliseconds);

    /// <summary>Appends the plan's next slices as far as they fit; whether its run is finished with them.</summary>
    /// <exception cref="InvalidOperationException">The plan was not compiled with <see cref="PlanOptions.Budgeted"/>.</exception>
    public bool Run(Plan plan, Commands commands)
    {
        while (Fits(plan))
        {
            isFirst = false;
            slices--;
            milliseconds -= plan.NextSliceMilliseconds;
            Spent += plan.NextSliceMilliseconds;
            if (plan.ExecuteSlices(commands, 1))
                return true;
        }
        // What is left is for nothing else: the order of work does not depend on what happens to fit.
        (milliseconds, slices) = (0, 0);
        return false;
    }
}
