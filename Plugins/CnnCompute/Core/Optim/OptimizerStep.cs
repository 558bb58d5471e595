// What an optimiser's rule is applied to.
namespace CnnCompute;

/// <summary>A gradient of a step.</summary>
/// <param name="Index">Its parameter's place among the optimiser's.</param>
/// <param name="Source">The gradient, or a flat array of all of them.</param>
/// <param name="Start">Its first element there; -1 where the source is the gradient alone.</param>
public readonly record struct StepGradient(int Index, Tensor Source, long Start = -1);

/// <summary>One step while it is appended to a graph.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Gradients">Of the parameters that the step changes.</param>
/// <param name="Loss">What is descended on, not scaled; null where gradients were accumulated.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Control">
/// [2 or more]: what multiplies gradients before they are clipped by value, and after; where one is not finite nothing may change. Null for neither.
/// </param>
/// <param name="Skipped">Steps so far that changed nothing; null where there can be none.</param>
/// <param name="Clip">The limit of values.</param>
public sealed record OptimizerStep(
    Graph Graph, IReadOnlyList<StepGradient> Gradients, Tensor? Loss, Tensor Rate, Tensor? Control, Tensor? Skipped, double Clip)
{
    /// <summary>The number of this step among those that changed something, from 1.</summary>
    public Tensor Time() => Skipped is { } skipped ? Graph.Value(Optimizer.StepName) - skipped : Graph.Value(Optimizer.StepName);

    /// <summary>The value, or, where the step changes nothing, what was before.</summary>
    public Tensor Unless(Tensor value, Tensor before) =>
        Control is { } control ? Tensor.Where(control.Slice(0, 1, 1).GreaterEqual(0), value, before) : value;
}
