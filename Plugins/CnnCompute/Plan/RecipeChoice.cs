// Gives every node that computes one of its recipes.
namespace CnnCompute;

/// <summary>Recipe choice: by the caller, by stored names, by the tuner, else the last recipe the op yields (the specialised one).</summary>
internal static class RecipeChoice
{
    /// <summary>Fills <see cref="Selection.Recipes"/>.</summary>
    /// <exception cref="InvalidOperationException">An op has no recipe for the device, or a stored name is no longer among its recipes.</exception>
    public static void Run(Selection selection, DeviceTraits device, PlanOptions options, Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned = null)
    {
        foreach (var node in selection.Nodes.Values)
        {
            if (Selection.IsSilent(node))
                continue;
            var recipes = node.Op.Recipes(node, device).ToArray();
            if (recipes.Length == 0)
                throw new InvalidOperationException($"{node} has no recipe for this device; every op must yield its plain one first");
            selection.Recipes[node.Id] = Choose(node, recipes, options, tuned);
        }
    }

    private static Recipe Choose(Node node, Recipe[] recipes, PlanOptions options, Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned)
    {
        if (options.Choose is { } choose)
            return choose(node, recipes);
        if (options.Recipes is { } stored && stored.TryGetValue(node.Id, out var name))
        {
            return Array.Find(recipes, r => r.Name == name) ?? throw new InvalidOperationException(
                $"{node}: the stored recipe \"{name}\" is not among {string.Join(", ", recipes.Select(r => $"\"{r.Name}\""))}; resume without stored recipes");
        }
        return tuned is not null && recipes.Length > 1 ? tuned(node, recipes) : recipes[^1];
    }
}
