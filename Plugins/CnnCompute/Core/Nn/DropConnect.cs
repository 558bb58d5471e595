// Weights that drop connections at random while training.
namespace CnnCompute;

/// <summary>
/// DropConnect (Wan et al., 2013): in training mode each element of a weight is zero with probability p, the others are divided by 1 - p; drawn anew
/// for each run from the graph's value <see cref="Dropout.KeyName"/>. State-dict keys stay as they are.
/// </summary>
public sealed class DropConnect : Parametrization
{
    private readonly Module module;
    private readonly Parameter weight, original;
    private readonly float p;

    /// <summary>Puts itself behind <paramref name="weight"/> of <paramref name="module"/>, whose mode it follows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    public DropConnect(Module module, Parameter weight, float p = 0.5f)
    {
        if (p is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "DropConnect: the probability must be at least 0 and less than 1");
        (this.module, this.weight, this.p) = (module, weight, p);
        original = new Parameter("", weight.Shape, () => weight.Initial, weight.RequiresGrad);
        weight.Parametrization = this;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Suffix, Parameter Parameter, bool IsBuffer)> State => [("", original, false)];

    /// <inheritdoc/>
    public override Tensor Value(Graph graph)
    {
        var w = graph.Parameter(original);
        return module.Training && p > 0 ? w.Dropout(p, RandomLayer.Key(graph)) : w;
    }

    /// <inheritdoc/>
    public override void Reset() => original.Initialize(() => weight.Initial);
}
