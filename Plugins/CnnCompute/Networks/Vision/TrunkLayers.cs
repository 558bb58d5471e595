// What a trunk sees in pictures: its layers by name, and its scores.
using Engine;

namespace CnnCompute;

/// <summary>The values of a <see cref="Trunk"/> applied to pictures.</summary>
public sealed class TrunkLayers
{
    private const int MostListed = 12;
    private readonly (string Name, Node Node)[] named;
    private readonly Exception? failure;
    private ClassScores? classes;
    private Tensor? logits;

    // Names that the graph had before the net, and those of the net's input, are no layers; nor is what others name afterwards.
    internal TrunkLayers(ModelFile model, Tensor pictures, Tensor input, ModelOutputs? outputs, HashSet<string> foreign, Exception? failure)
    {
        (Model, Pictures, Outputs, this.failure) = (model, pictures, outputs, failure);
        var graph = pictures.Graph;
        named = [.. graph.Names.Where(n => !foreign.Contains(n.Key) && n.Value > input.Id).Select(n => (n.Key, graph.Nodes[n.Value]))
            .Where(n => n.Item2.Op is not SourceOp && n.Item2.HasOutput && n.Item2.Type == DType.F32).OrderBy(n => n.Item2.Id)];
    }

    /// <summary>Appends <paramref name="model"/>, as it is, to the graph of its input, which is normalised already.</summary>
    /// <exception cref="ShapeException">The model does not take such an input.</exception>
    public static TrunkLayers Of(ModelFile model, Tensor input)
    {
        var before = input.Graph.Names.Keys.ToHashSet();
        return new TrunkLayers(model, input, input, model.Apply(input), before, null);
    }

    /// <summary>The model.</summary>
    public ModelFile Model { get; }

    /// <summary>The pictures [N,3,H,W] of 0..1.</summary>
    public Tensor Pictures { get; }

    /// <summary>What the model gives, as it gives it; null where it does not take pictures of this size.</summary>
    public ModelOutputs? Outputs { get; }

    /// <summary>The first of them.</summary>
    public Tensor? Output => Outputs?.First;

    /// <summary>Names of layers whose values are maps [N,C,H,W], from shallow to deep.</summary>
    public IReadOnlyList<string> Maps => [.. named.Where(n => n.Node.Shape.Rank == 4).Select(n => n.Name)];

    /// <summary>Whether there is a layer of that name.</summary>
    public bool Has(string name) => named.Any(n => n.Name == name);

    /// <summary>The value of a layer.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the nearest names are listed. Or the pictures are too small to reach
    /// it.</exception>
    public Tensor this[string name] => Has(name) ? Pictures.Graph[name] : throw Missing(name);

    /// <summary>Scores of classes.</summary>
    /// <exception cref="InvalidDataException">The model gives no classes, or does not take pictures of this size.</exception>
    public ClassScores Classes => classes ??= Outputs is { } outputs ? outputs.Classes
        : throw new InvalidDataException($"{Model.Path}: gives no classes for pictures of {Pictures.Shape[3]}×{Pictures.Shape[2]}"
            + $"{(Model.Height > 0 ? $"; it takes {Model.Width}×{Model.Height}" : "")} ({Why})", failure);

    /// <summary>Class scores [N,classes] before any softmax or sigmoid.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Classes"/>.</exception>
    public Tensor Logits => logits ??= Classes.Logits;

    /// <summary>
    /// Features [N,C] of a trunk that has no classes, the means of its last maps; null of any other net. Where a classifier would be asked for a
    /// class, the strongest of them is meant.
    /// </summary>
    public Tensor? Features => Model.HasFeatures ? Output : null;

    /// <summary>What tells pictures apart: <see cref="Features"/>, else <see cref="Logits"/>.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Classes"/>.</exception>
    public Tensor Scores => Features ?? Logits;

    // Of a file it begins with the file's name, which is said already.
    private string Why => failure!.Message.Replace($"{Model.Path}: ", "", StringComparison.Ordinal);

    private ArgumentException Missing(string name)
    {
        // Deep nets have hundreds; the ends of them tell how they are named.
        string[] all = [.. named.Select(n => n.Name)];
        var listed = all.Length <= MostListed ? string.Join(", ", all.DefaultIfEmpty("none"))
            : $"{string.Join(", ", all.Take(MostListed / 2))}, … {string.Join(", ", all.TakeLast(MostListed / 2))} (all of them: ./cnn inspect)";
        var near = Spelling.Nearest(name, all) is { } nearest ? $"; did you mean \"{nearest}\"?" : ";";
        return new ArgumentException(failure is null
            ? $"{Model.Path}: no layer \"{name}\"{near} there are {listed}"
            : $"{Model.Path}: no layer \"{name}\" for pictures of {Pictures.Shape[3]}×{Pictures.Shape[2]}{near} the net makes only {listed} of them "
                + $"({Why})", failure);
    }
}
