// The recipe of every node that computes.
namespace CnnCompute;

/// <summary>Recipes by node.</summary>
internal sealed class ChosenRecipes
{
    private readonly IReadOnlyDictionary<int, Recipe> recipes;

    private ChosenRecipes(Candidates candidates, Func<Candidate, Recipe> choose) =>
        recipes = candidates.All.ToDictionary(c => c.Node.Id, choose);

    /// <summary>Whether the recipes are those that the caller had stored.</summary>
    public bool AreStored { get; private init; }

    /// <summary>Whether the caller left the choice open.</summary>
    public bool AreFree { get; private init; }

    /// <summary>How many nodes compute.</summary>
    public int Count => recipes.Count;

    /// <summary>The recipe of a node that computes.</summary>
    public Recipe this[Node node] => recipes[node.Id];

    /// <summary>The caller's choice, or the stored recipes where all of them fit the graph, or the last of each node's.</summary>
    public static ChosenRecipes Of(Candidates candidates, PlanOptions options)
    {
        if (options.Choose is { } choose)
            return Of(candidates, c => choose(c.Node, c.Recipes));
        var stored = options.Recipes?.GroupBy(r => r.Node).ToDictionary(g => g.Key, g => g.First());
        var fits = stored?.Count == candidates.All.Length && candidates.All.All(c => stored.TryGetValue(c.Node.Id, out var r)
            && r.Op == c.Node.Op.Name && c.Recipes.Any(recipe => recipe.Name == r.Recipe));
        return fits
            ? new ChosenRecipes(candidates, c => c.Recipes.First(r => r.Name == stored![c.Node.Id].Recipe)) { AreStored = true }
            : new ChosenRecipes(candidates, c => c.Last) { AreFree = true };
    }

    /// <summary>The recipe that <paramref name="choose"/> gives each node.</summary>
    public static ChosenRecipes Of(Candidates candidates, Func<Candidate, Recipe> choose) => new(candidates, choose);

    /// <summary>The node's inputs that some launch binds, and whether only preparing steps do.</summary>
    public IEnumerable<(int Index, bool OnlyPrepared)> Touched(Node node)
    {
        static IEnumerable<int> Inputs(IEnumerable<Step> steps) =>
            steps.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Input && !b.Idle).Select(b => b.Index);
        var recipe = this[node];
        var steps = Inputs(recipe.Steps).ToHashSet();
        return Inputs(recipe.Prepare.Concat(recipe.Steps)).Distinct().Select(i => (i, !steps.Contains(i)));
    }

    /// <summary>Names of the images that the node's steps bind.</summary>
    public IEnumerable<string> Images(Node node) =>
        this[node].Steps.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Image).Select(b => b.Name!).Distinct();
}
