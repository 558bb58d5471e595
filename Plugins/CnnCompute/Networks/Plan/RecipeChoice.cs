// Gives every node that computes one of its recipes.
namespace CnnCompute;

/// <summary>Recipe choice: by the caller, by stored names where all of them fit the graph, by the tuner, else the last recipe the op yields (the specialised one).</summary>
internal static class RecipeChoice
{
    /// <summary>Fills <see cref="Selection.Recipes"/>.</summary>
    /// <exception cref="InvalidOperationException">An op has no recipe for the device.</exception>
    public static void Run(Selection selection, DeviceTraits device, PlanOptions options, Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned = null)
    {
        var choices = new List<(Node Node, Recipe[] Recipes)>();
        foreach (var node in selection.Nodes.Values)
        {
            if (Selection.IsSilent(node))
                continue;
            var recipes = node.Op.Recipes(node, device).Select(r => r.Fit(node, device)).ToArray();
            if (recipes.Length == 0)
                throw new InvalidOperationException($"{node} has no recipe for this device; every op must yield its plain one first");
            choices.Add((node, recipes));
        }
        var stored = options.Recipes?.GroupBy(r => r.Node).ToDictionary(g => g.Key, g => g.First());
        selection.HasStoredRecipes = options.Choose is null && stored is not null && stored.Count == choices.Count
            && choices.All(c => stored.TryGetValue(c.Node.Id, out var r) && r.Op == c.Node.Op.Name && c.Recipes.Any(recipe => recipe.Name == r.Recipe));
        foreach (var (node, recipes) in choices)
        {
            selection.Recipes[node.Id] = selection.HasStoredRecipes
                ? Array.Find(recipes, r => r.Name == stored![node.Id].Recipe)!
                : Choose(node, recipes, options, tuned);
        }
    }

    private static Recipe Choose(Node node, Recipe[] recipes, PlanOptions options, Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned)
    {
        if (options.Choose is { } choose)
            return choose(node, recipes);
        return tuned is not null && recipes.Length > 1 ? tuned(node, recipes) : recipes[^1];
    }
}
