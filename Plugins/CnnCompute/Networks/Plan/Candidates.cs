// The recipes by which each node could be computed on a device.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>One node and its recipes as they fit the device, the plain one first.</summary>
internal sealed record Candidate(Node Node, ImmutableArray<Recipe> Recipes)
{
    /// <summary>The most specialised recipe, which is taken unless somebody chooses.</summary>
    public Recipe Last => Recipes[^1];
}

/// <summary>What there is to choose from, by ascending id of the node.</summary>
internal sealed record Candidates(ImmutableArray<Candidate> All)
{
    /// <summary>Asks the op of every node that computes.</summary>
    /// <exception cref="InvalidOperationException">An op has no recipe for the device.</exception>
    public static Candidates Of(Selection selection, DeviceTraits device)
    {
        Candidate Ask(Node node)
        {
            ImmutableArray<Recipe> recipes = [.. node.Op.Recipes(node, device).Select(r => r.Fit(node, device))];
            return recipes.Length > 0 ? new Candidate(node, recipes)
                : throw new InvalidOperationException($"{node} has no recipe for this device; every op must yield its plain one first");
        }
        return new Candidates([.. selection.Computing.Select(Ask)]);
    }
}
