// The constant weights that losses carry.
namespace CnnCompute;

/// <summary>Weights of a loss as a parameter that nothing learns.</summary>
internal static class LossWeight
{
    /// <summary>The parameter of <paramref name="values"/> [C]; null for none.</summary>
    public static Parameter? Of(float[]? values) =>
        values is null ? null : new Parameter("loss.weight", new Shape(values.Length), values, requiresGrad: false);

    /// <summary>Its value in a graph.</summary>
    public static Tensor? In(Graph graph, Parameter? weight) => weight is null ? null : graph.Parameter(weight);
}
