// Finds what depends on parameters alone: it is computed again only when one of them changed.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// The derived weights of a plan (docs/architecture.md, "Derived weights"): derived nodes, and preparing steps of recipes, whose inputs come from
/// parameters that the plan does not update. What computes them anew is a derivation.
/// </summary>
internal sealed class DerivedWeights
{
    private readonly Selection selection;
    private readonly IReadOnlySet<int> derived, preparing;

    private DerivedWeights(Selection selection, ChosenRecipes recipes)
    {
        this.selection = selection;
        derived = Derive(selection, recipes);
        preparing = selection.Computing.Where(n => !derived.Contains(n.Id) && PreparesOnce(n, recipes[n])).Select(n => n.Id).ToHashSet();
        Nodes = [.. selection.Computing.Where(n => derived.Contains(n.Id))];
        Parameters = selection.Nodes.Where(n => derived.Contains(n.Id)).SelectMany(n => n.Inputs).Select(i => i.Id)
            .Concat(selection.Computing.Where(PreparesOnce).SelectMany(n => Prepared(n, recipes[n])))
            .Select(id => (selection[id].Op as ParameterOp)?.Parameter).OfType<Parameter>().ToHashSet();
    }

    /// <summary>The derived nodes that compute, in order.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>Parameters whose change makes derived weights stale.</summary>
    public IReadOnlySet<Parameter> Parameters { get; }

    /// <summary>Analyses nodes and their recipes.</summary>
    public static DerivedWeights Find(Selection selection, ChosenRecipes recipes) => new(selection, recipes);

    /// <summary>Whether the node is derived.</summary>
    public bool Contains(int id) => derived.Contains(id);

    /// <summary>Whether the node, which is not derived itself, has preparing steps that make derived weights.</summary>
    public bool PreparesOnce(Node node) => preparing.Contains(node.Id);

    /// <summary>Whether a node that is not derived would make derived weights by this recipe's preparing steps.</summary>
    public bool PreparesOnce(Node node, Recipe recipe) =>
        recipe.Prepare.Count > 0 && Prepared(node, recipe).All(FromParameters)
        && recipe.Prepare.All(s => s.Bindings.All(b => b.Kind is OperandKind.Input or OperandKind.Derived));

    /// <summary>Whether a tensor is computed from parameters alone that the plan does not update.</summary>
    public bool FromParameters(int id) => derived.Contains(id) || IsFixed(selection, id);

    private static bool IsFixed(Selection selection, int id) => selection[id].Op is ParameterOp p && !selection.Updated.Contains(p.Parameter);

    // Nodes whose inputs are fixed parameters, derived nodes and constants, not constants alone; those constants too.
    private static HashSet<int> Derive(Selection selection, ChosenRecipes recipes)
    {
        var found = new HashSet<int>();
        bool MayBe(Node node) => node.Op is { IsPure: true } and not SourceOp && (node.Op.Aliases(node) >= 0 || !recipes.Images(node).Any());
        bool IsConstant(int id) => selection[id] is { Inputs.Count: 0 } node && MayBe(node);
        foreach (var node in selection.Nodes.Where(n => n.Inputs.Count > 0 && MayBe(n)))
        {
            var constants = node.Inputs.Where(i => IsConstant(i.Id)).Select(i => i.Id).ToArray();
            if (constants.Length < node.Inputs.Count
                && node.Inputs.All(i => found.Contains(i.Id) || IsFixed(selection, i.Id) || constants.Contains(i.Id)))
            {
                found.Add(node.Id);
                found.UnionWith(constants);
            }
        }
        return found;
    }

    private static IEnumerable<int> Prepared(Node node, Recipe recipe) =>
        recipe.Prepare.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Input).Select(b => node.Inputs[b.Index].Id).Distinct();
}
