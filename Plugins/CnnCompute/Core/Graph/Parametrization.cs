// A parameter that is computed from others.
namespace CnnCompute;

/// <summary>
/// Stands behind a <see cref="Parameter"/> whose value is computed from parameters of its own (weight and spectral normalisation, dropped
/// connections): graphs then hold the computation where they ask for the parameter, and the state dict and optimisers see its own parameters instead.
/// </summary>
public abstract class Parametrization
{
    /// <summary>The parameters it computes from, with what follows the parameter's own name in their names, and whether they are buffers.</summary>
    public abstract IReadOnlyList<(string Suffix, Parameter Parameter, bool IsBuffer)> State { get; }

    /// <summary>Appends the value.</summary>
    public abstract Tensor Value(Graph graph);

    /// <summary>Takes its initial values anew from those of the parameter it stands behind, which were replaced.</summary>
    public abstract void Reset();
}
