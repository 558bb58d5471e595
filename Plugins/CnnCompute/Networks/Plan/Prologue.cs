// Finds what depends on parameters alone: it is computed again only when one of them changed.
namespace CnnCompute;

/// <summary>
/// The derived part of a plan (HOUSE g2): nodes, and preparing steps of recipes, whose inputs come from parameters that the plan does not update.
/// </summary>
internal sealed class Prologue
{
    private readonly Selection selection;
    private readonly HashSet<int> nodes = [];

    private Prologue(Selection selection) => this.selection = selection;

    /// <summary>Parameters whose change makes the prologue run again.</summary>
    public HashSet<Parameter> Parameters { get; } = [];

    /// <summary>Analyses a selection whose recipes are chosen.</summary>
    public static Prologue Find(Selection selection)
    {
        var prologue = new Prologue(selection);
        foreach (var node in selection.Nodes.Values)
        {
            if (node.Op is SourceOp || !node.Op.IsPure || node.Inputs.Count == 0 || prologue.UsesImage(node))
                continue;
            var constants = node.Inputs.Where(i => prologue.IsConstant(i.Id)).Select(i => i.Id).ToArray();
            if (node.Inputs.All(i => prologue.FromParameters(i.Id) || constants.Contains(i.Id)) && constants.Length < node.Inputs.Count)
            {
                prologue.nodes.Add(node.Id);
                prologue.nodes.UnionWith(constants);
                foreach (var input in node.Inputs)
                    prologue.Note(input.Id);
            }
        }
        foreach (var (id, recipe) in selection.Recipes)
        {
            if (!prologue.Contains(id) && prologue.PreparesOnce(selection.Nodes[id]))
            {
                foreach (var input in Prepared(selection.Nodes[id], recipe))
                    prologue.Note(input);
            }
        }
        return prologue;
    }

    /// <summary>Whether the node runs in the prologue.</summary>
    public bool Contains(int id) => nodes.Contains(id);

    /// <summary>Whether the node has preparing steps that belong to the prologue though the node itself does not.</summary>
    public bool PreparesOnce(Node node) =>
        !Contains(node.Id) && selection.Recipes.TryGetValue(node.Id, out var recipe) && recipe.Prepare.Count > 0
        && Prepared(node, recipe).All(FromParameters) && recipe.Prepare.All(s => s.Bindings.All(b => b.Kind is OperandKind.Input or OperandKind.Derived));

    private static IEnumerable<int> Prepared(Node node, Recipe recipe) =>
        recipe.Prepare.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Input).Select(b => node.Inputs[b.Index].Id).Distinct();

    /// <summary>Counts a parameter among those whose change makes the prologue run again.</summary>
    public void Note(int id)
    {
        if (selection.Nodes[id].Op is ParameterOp p)
            Parameters.Add(p.Parameter);
    }

    /// <summary>Whether a tensor is computed from parameters alone that the plan does not update.</summary>
    public bool FromParameters(int id) => nodes.Contains(id) || (selection.Nodes[id].Op is ParameterOp p && !selection.Updated.Contains(p.Parameter));

    private bool IsConstant(int id) => selection.Nodes[id] is { Op: { IsPure: true } and not SourceOp, Inputs.Count: 0 } node && !UsesImage(node);

    private bool UsesImage(Node node) =>
        selection.Recipes.TryGetValue(node.Id, out var recipe) && recipe.Steps.Any(s => s.Bindings.Any(b => b.Kind == OperandKind.Image));
}
