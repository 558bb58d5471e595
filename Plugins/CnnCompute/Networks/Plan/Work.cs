// What a plan has to do, before it is put in order.
namespace CnnCompute;

/// <summary>The decisions about nodes that all later passes read.</summary>
/// <param name="Nodes">Fused nodes.</param>
/// <param name="Recipes">How each is computed.</param>
/// <param name="Storage">Which run on 16-bit activations.</param>
/// <param name="Derived">What depends on parameters alone.</param>
internal sealed record Work(Selection Nodes, ChosenRecipes Recipes, HalfStorage Storage, DerivedWeights Derived)
{
    /// <summary>How a node is computed.</summary>
    public ComputedNode ComputationOf(Node node) => new(node, Recipes[node], Storage.HalvesOf(node));
}
