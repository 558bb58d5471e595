// Chooses recipes by measuring what the plan would run.
namespace CnnCompute;

/// <summary>
/// Gives every node that can be tried alone the recipe that was measured to be the best. Only recipes that read and leave the same storage as the
/// untuned one take part, so what is stored how stays as decided and every launch is the one that was tried.
/// </summary>
internal static class Tuning
{
    /// <summary>Chooses.</summary>
    /// <param name="candidates">All recipes.</param>
    /// <param name="untuned">The nodes with the recipes they have without tuning.</param>
    /// <param name="lowering">Makes the launches.</param>
    /// <param name="alignment">Offsets of bindings are multiples of this.</param>
    /// <param name="choose">Chooses among trials, the plain recipe's first.</param>
    /// <param name="follows">By position, how a shader's bindings follow the storage of activations; null where all is stored in 32 bits.</param>
    public static ChosenRecipes Choose(
        Candidates candidates, Work untuned, Lowering lowering, int alignment, Func<IReadOnlyList<Trial>, Recipe> choose,
        Func<string, Follow[]>? follows)
    {
        IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? Halves(Node node, Recipe recipe) =>
            follows is null ? null : HalfStorage.Operands(node, recipe, alignment, follows);
        Recipe Tuned(Candidate candidate)
        {
            var (node, usual) = (candidate.Node, candidate.Last);
            Recipe[] alike = CanBeTried(candidate)
                ? [.. candidate.Recipes.Where(r => AreAlike(node, Halves(node, r), Halves(node, usual)))]
                : [];
            if (alike.Length < 2 || alike[0] != candidate.Recipes[0])
                return usual;
            return choose([.. alike.Select(recipe => new Trial(
                new ComputedNode(node, recipe, untuned.Storage.HalvesOf(node) is null ? null : Halves(node, recipe)),
                !untuned.Derived.Contains(node.Id) && untuned.Derived.PreparesOnce(node, recipe), untuned.Nodes.Root, lowering))]);
        }
        return ChosenRecipes.Of(candidates, Tuned);
    }

    // Updates would change parameters, and images are the caller's.
    private static bool CanBeTried(Candidate candidate) =>
        candidate.Node.HasOutput && candidate.Node.Op.IsPure && candidate.Node.Type == DType.F32
        && candidate.Recipes.SelectMany(r => r.Steps).SelectMany(s => s.Bindings).All(b => b.Kind != OperandKind.Image);

    private static bool AreAlike(
        Node node, IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? a, IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? b)
    {
        bool Same(OperandKind kind, int index) => (a?.GetValueOrDefault((kind, index)) ?? false) == (b?.GetValueOrDefault((kind, index)) ?? false);
        return Same(OperandKind.Output, 0) && Enumerable.Range(0, node.Inputs.Count).All(i => Same(OperandKind.Input, i));
    }
}
