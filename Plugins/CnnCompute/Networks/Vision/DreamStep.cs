// What one step of a dream came to.
namespace CnnCompute;

/// <summary>A step of ascent.</summary>
/// <param name="Octave">From 0, the smallest picture.</param>
/// <param name="Step">From 0.</param>
/// <param name="Objective">What the objective was before it.</param>
/// <param name="Gradient">Mean absolute gradient; where it is 0 nothing rises.</param>
public readonly record struct DreamStep(int Octave, int Step, float Objective, float Gradient)
{
    /// <summary>Whether the picture was changed: an objective or a gradient that is no number changes nothing.</summary>
    public bool IsFinite => float.IsFinite(Objective) && float.IsFinite(Gradient);
}
