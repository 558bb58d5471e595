// What an attribution explains: a class of a net, a feature of a trunk, or an objective.
namespace CnnCompute;

/// <summary>The value whose causes are looked for.</summary>
/// <param name="Score">S, a scalar: the sum over pictures of the class's score before any softmax, or the objective.</param>
/// <param name="Class">The class of each picture, I32 [N], of a trunk without classes the feature; null with an objective.</param>
/// <param name="Chosen">1 at the class [N,classes], else 0; null with an objective.</param>
/// <param name="Probabilities">Probabilities of all classes [N,classes], or independent scores, or features; null with an objective.</param>
internal readonly record struct AttributionTarget(Tensor Score, Tensor? Class, Tensor? Chosen, Tensor? Probabilities)
{
    /// <summary>Per-run I32 [1]: the class that is explained, or -1 for each picture's most probable one or strongest feature.</summary>
    public const string ClassKey = "class";

    /// <summary>Appends what is explained of <paramref name="layers"/>.</summary>
    /// <exception cref="InvalidDataException">The net gives no classes for such pictures.</exception>
    /// <exception cref="ArgumentException">The objective names what does not exist.</exception>
    public static AttributionTarget Of(TrunkLayers layers, Objective? objective)
    {
        if (objective is not null)
            return new AttributionTarget(objective.Build(layers), null, null, null);
        var scores = layers.Scores;
        var wanted = scores.Graph.Value(ClassKey, new Shape(1), DType.I32);
        var index = Tensor.Where(wanted.Less(0), scores.ArgMax(1), wanted);
        var chosen = index.OneHot(scores.Shape[1]);
        return new AttributionTarget((scores * chosen).Sum(), index, chosen, layers.Features ?? layers.Classes.Shown);
    }

    /// <summary>The class's probability [N], or the feature's value; null with an objective.</summary>
    public Tensor? Probability => Probabilities is { } p ? (p * Chosen!.Value).Sum([1]) : null;
}
