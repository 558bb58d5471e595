// A recipe choice as a checkpoint stores it.
namespace CnnCompute;

/// <summary>What was chosen for one node of a plan.</summary>
/// <param name="Node">The node's id in its graph.</param>
/// <param name="Op">Name of its op, by which a change of the graph is noticed.</param>
/// <param name="Recipe">Name of the recipe.</param>
public readonly record struct StoredRecipe(int Node, string Op, string Recipe);
