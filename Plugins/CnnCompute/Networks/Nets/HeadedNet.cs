// A small file for a large net: a head for a trunk that comes with the program.
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// A trunk that is trained already and comes with the program, cut at a layer, and a head on its features: logits [N,classes] of normalised pictures
/// [N,3,H,W]. Its file holds the head alone and names the trunk.
/// </summary>
public sealed class HeadedNet : Module
{
    private const string LayerKey = "layer", FiltersKey = "filters", Prefix = "head.";
    private readonly ModelFile trunk;
    private readonly string? layer;
    private readonly Module head;

    private HeadedNet(ModelFile trunk, string? layer, int filters, int classes, int side)
    {
        (this.trunk, this.layer) = (trunk, layer);
        var features = Features(new Graph().Input("pictures", 1, trunk.Channels, side, side)).Shape;
        head = HeadFor(features, filters, classes);
    }

    /// <summary>
    /// A head for features: [N,C,H,W] with a convolution, where <paramref name="filters"/> is above 0, else dropout and a linear layer on the means
    /// of maps.
    /// </summary>
    /// <exception cref="ArgumentException">A convolution for what has no maps, or too small ones.</exception>
    public static Module HeadFor(Shape features, int filters, int classes, float dropout = 0)
    {
        if (filters == 0)
            return new Sequential(new Dropout(dropout), new Linear(features[1], classes));
        return features.Rank == 4
            ? new ConvHead((features[1], features[2], features[3]), filters, classes, dropout)
            : throw new ArgumentException("a head with a convolution needs maps, and the net has none where it is cut; cut it earlier");
    }

    /// <summary>What a head gets, [N,length]: the maps themselves for one with a convolution, else their means.</summary>
    public static Tensor Flat(Tensor features, int filters) =>
        (features.Shape.Rank == 4 && filters == 0 ? features.GlobalAvgPool() : features).Flatten();

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => head.Call(Flat(Features(x), head is ConvHead ? 1 : 0).Named("features"));

    /// <summary>Whether a file can hold a head alone for this net: its trunk comes with the program.</summary>
    public static bool IsTrunk(ModelFile trunk) => PackagedWeights.PathOf(trunk.Name) is { } path && path == trunk.Path;

    /// <summary>Writes a head for one of the program's own trunks.</summary>
    /// <param name="path">A .safetensors file.</param>
    /// <param name="trunk">The trunk, see <see cref="IsTrunk"/>.</param>
    /// <param name="layer">Where it is cut; null for its end.</param>
    /// <param name="filters">As it was given to <see cref="HeadFor"/>.</param>
    /// <param name="head">What <see cref="HeadFor"/> gave; its initial values are written.</param>
    /// <param name="side">Side of the pictures that it learnt from.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="notes">Further notes for the file.</param>
    /// <exception cref="ArgumentException">The trunk lies elsewhere.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(
        string path, ModelFile trunk, string? layer, int filters, Module head, int side, IReadOnlyList<string> classes,
        IReadOnlyDictionary<string, string>? notes = null)
    {
        if (!IsTrunk(trunk))
            throw new ArgumentException($"{trunk.Path} does not come with the program, so a head alone would be of no use to others", nameof(trunk));
        var metadata = ModelMetadata.OfHead(trunk.Name, nameof(HeadedNet), (trunk.Channels, side, side), trunk.NeededNorm, classes);
        metadata[LayerKey] = layer ?? "";
        metadata[FiltersKey] = filters.ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in notes ?? new Dictionary<string, string>())
            metadata.TryAdd(key, value);
        var tensors = head.StateDict().ToDictionary(p => Prefix + p.Key, p => new TensorData(p.Value.Shape, p.Value.Initial));
        metadata[Checksum.Key] = Checksum.Of(tensors, metadata);
        Safetensors.Save(path, tensors, metadata);
    }

    /// <summary>The net of a file that holds such a head; null of other files.</summary>
    /// <exception cref="FormatException">It names a trunk that does not come with the program, or another layer.</exception>
    /// <exception cref="StateDictException">It holds no head for it.</exception>
    internal static HeadedNet? Of(Safetensors file)
    {
        var said = file.Metadata;
        if (ModelMetadata.FindName(said) != nameof(HeadedNet))
            return null;
        var name = ModelMetadata.Trunk(said) ?? "";
        if (PackagedWeights.PathOf(name) is null)
            throw new FormatException($"it is a head for the trunk \"{name}\", which does not come with this program");
        var filters = int.Parse(said.GetValueOrDefault(FiltersKey) ?? "0", CultureInfo.InvariantCulture);
        var layer = said.GetValueOrDefault(LayerKey) is { Length: > 0 } cut ? cut : null;
        var net = new HeadedNet(ModelFile.Open(name), layer, filters, ModelMetadata.Classes(said).Length, ModelMetadata.Input(said).H);
        net.head.LoadStateDict(file.Tensors.Where(t => t.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(t => t.Key[Prefix.Length..], t => t.Value));
        net.Eval();
        return net;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => [("trunk", trunk.Module), ("head", head)];

    private Tensor Features(Tensor x)
    {
        var (graph, end) = (x.Graph, trunk.Module.ForwardNamed(x));
        return layer is null ? end
            : graph.Names.ContainsKey(layer) ? graph[layer]
            : throw new FormatException($"it is a head for the layer \"{layer}\", which {trunk.Name} does not have");
    }
}
