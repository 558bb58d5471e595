// What a trunk sees in pictures: its layers by name, and its scores.
using Engine;

namespace CnnCompute;

/// <summary>The values of a <see cref="Trunk"/> applied to pictures.</summary>
public sealed class TrunkLayers
{
    private const int MostListed = 12;
    private readonly Tensor? output;
    private readonly HashSet<string> foreign;
    private readonly Exception? failure;

    internal TrunkLayers(ModelFile model, Tensor pictures, Tensor? output, HashSet<string> foreign, Exception? failure) =>
        (Model, Pictures, this.output, this.foreign, this.failure) = (model, pictures, output, foreign, failure);

    /// <summary>The model.</summary>
    public ModelFile Model { get; }

    /// <summary>The pictures [N,3,H,W] of 0..1.</summary>
    public Tensor Pictures { get; }

    /// <summary>Names of layers whose values are maps [N,C,H,W], from shallow to deep.</summary>
    public IReadOnlyList<string> Maps => [.. Named().Where(n => n.Node.Shape.Rank == 4).Select(n => n.Name)];

    /// <summary>Whether there is a layer of that name.</summary>
    public bool Has(string name) => Pictures.Graph.Names.TryGetValue(name, out var id) && !foreign.Contains(name) && IsLayer(Pictures.Graph.Nodes[id]);

    /// <summary>The value of a layer.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the nearest names are listed. Or the pictures are too small to reach it.</exception>
    public Tensor this[string name] => Has(name)
        ? Pictures.Graph[name]
        : throw new ArgumentException(failure is not null && Named().All(n => n.Name != name) && Spelled(name) is null
            ? $"{Model.Path}: no layer \"{name}\" for pictures of {Pictures.Shape[3]}×{Pictures.Shape[2]}, of which the net makes only {Listed()} ({failure.Message})"
            : $"{Model.Path}: no layer \"{name}\"{(Spelled(name) is { } near ? $"; did you mean \"{near}\"?" : ";")} there are {Listed()}", failure);

    /// <summary>Class scores [N,classes] before any softmax.</summary>
    /// <exception cref="InvalidDataException">The model gives no classes, or does not take pictures of this size.</exception>
    public Tensor Logits
    {
        get
        {
            if (output is not { } value)
            {
                throw new InvalidDataException($"{Model.Path}: gives no classes for pictures of {Pictures.Shape[3]}×{Pictures.Shape[2]}"
                    + $"{(Model.Height > 0 ? $"; it takes {Model.Width}×{Model.Height}" : "")} ({failure!.Message})", failure);
            }
            if (Model.GivesProbabilities)
                value = BeforeSoftmax(value);
            if (value.Shape.Rank == 4 && value.Shape[2] * value.Shape[3] > 1 && value.Shape.Count / value.Shape[0] > 1)
                throw new InvalidDataException($"{Model.Path}: gives maps {value.Shape} for pictures of {Pictures.Shape[3]}×{Pictures.Shape[2]}, no classes");
            return value.Shape.Rank == 2 ? value : value.Flatten();
        }
    }

    private IEnumerable<(string Name, Node Node)> Named() => Pictures.Graph.Names.Where(n => !foreign.Contains(n.Key))
        .Select(n => (Name: n.Key, Node: Pictures.Graph.Nodes[n.Value])).Where(n => IsLayer(n.Node)).OrderBy(n => n.Node.Id);

    private static bool IsLayer(Node node) => node.Op is not SourceOp && node.HasOutput && node.Type == DType.F32 && node.Id > 0;

    private string? Spelled(string name) => Spelling.Nearest(name, Named().Select(n => n.Name));

    // Deep nets have hundreds; the ends of them tell how they are named.
    private string Listed()
    {
        string[] all = [.. Named().Select(n => n.Name)];
        return all.Length <= MostListed ? string.Join(", ", all.DefaultIfEmpty("none"))
            : $"{string.Join(", ", all.Take(MostListed / 2))}, … {string.Join(", ", all.TakeLast(MostListed / 2))} (all of them: ./cnn inspect)";
    }

    private Tensor BeforeSoftmax(Tensor value)
    {
        for (var node = value.Node; node.Inputs.Count > 0; node = node.Inputs[0].Node)
        {
            if (node.Op is SoftmaxOp)
                return node.Inputs[0];
        }
        throw new InvalidDataException($"{Model.Path}: gives probabilities that no softmax makes; a net whose scores can be seen is needed");
    }
}
