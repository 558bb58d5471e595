// A trained net that learns other classes.
using System.IO.Enumeration;
using Engine;

namespace CnnCompute;

/// <summary>
/// The trunk of a trained net, cut at a layer, the means of its maps, and a new head: dropout and a linear layer, or another. The parameters of both
/// are found by name, <c>trunk.layer4.0.conv1.weight</c> and <c>head.1.bias</c>.
/// </summary>
/// <remarks>
/// The usual order (Howard and Ruder, "Universal language model fine-tuning", 2018, sections 3.2 and 3.3): first the head alone, on features that
/// are computed once (<see cref="FeatureExtractor"/>, <see cref="FeatureTraining"/>), then all of it, earlier layers by lower rates
/// (<see cref="RateGroups"/>).
/// </remarks>
public sealed class TransferNet : Module
{
    /// <summary>A net with the file's weights and a head whose weights are drawn from <paramref name="seed"/>.</summary>
    /// <param name="trunk">The trained net.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="layer">The layer it is cut at; null: a classifier's last layer is left out, of others all is kept.</param>
    /// <param name="dropout">Share of the features that are dropped in training.</param>
    /// <param name="side">Side of the pictures; 0 for the file's own, or 224.</param>
    /// <param name="seed">Seed of the head's weights.</param>
    /// <param name="filters">Channels of a convolution with which the head begins; 0: it is a linear layer on the means of the maps.</param>
    /// <exception cref="ArgumentException">There is no such layer, or it has no maps for a convolution.</exception>
    /// <exception cref="ShapeException">The net does not take pictures of that size.</exception>
    /// <exception cref="InvalidDataException">The file takes no pictures.</exception>
    public TransferNet(ModelFile trunk, int classes, string? layer = null, float dropout = 0, int side = 0, ulong seed = 0, int filters = 0)
        : this(trunk, classes, features => HeadedNet.HeadFor(features, filters, classes, dropout), layer, side, filters)
    {
        Head.Initialize(seed);
        // Parameters learn their names where they are listed.
        StateDict();
    }

    /// <summary>A net with the file's weights and a head of its own kind.</summary>
    /// <param name="trunk">The trained net.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="head">Makes the head: logits [N,classes] of features [N,length], for their length.</param>
    /// <param name="layer">As above.</param>
    /// <param name="side">As above.</param>
    /// <inheritdoc cref="TransferNet(ModelFile, int, string?, float, int, ulong, int)" path="/exception"/>
    public TransferNet(ModelFile trunk, int classes, Func<int, Module> head, string? layer = null, int side = 0)
        : this(trunk, classes, features => head(features[1]), layer, side, filters: 0)
    {
    }

    private TransferNet(ModelFile trunk, int classes, Func<Shape, Module> head, string? layer, int side, int filters)
    {
        trunk.NeedPictures();
        // Many nets that name a size take others, too; the shapes tell.
        (Trunk, Layer, (Height, Width)) = (trunk, layer, side > 0 ? (side, side) : trunk.SizeFor());
        (Classes, Filters) = (classes, filters);
        FeatureCount = Features(Trial()).Shape[1];
        Head = head(filters > 0 ? Cut(Trial()).Shape : new Shape(1, FeatureCount));
        StateDict();
    }

    /// <summary>The trained net.</summary>
    public ModelFile Trunk { get; }

    /// <summary>The layer it is cut at; null for the end of what is no classifier.</summary>
    public string? Layer { get; }

    /// <summary>Channels of the head's convolution; 0 where it has none.</summary>
    public int Filters { get; }

    /// <summary>Logits of features [N,length]: dropout and a linear layer, <see cref="ConvHead"/>, or what was asked for.</summary>
    public Module Head { get; }

    /// <summary>Features of a picture.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Rows of the pictures.</summary>
    public int Height { get; }

    /// <summary>Columns of the pictures.</summary>
    public int Width { get; }

    /// <summary>
    /// Whether batch norms of the trunk go on using the statistics they were trained with, as is best where there are few pictures; their scales and
    /// shifts are learnt all the same.
    /// </summary>
    public bool KeepsStatistics { get; init; } = true;

    /// <summary>Features [N,length] of normalised pictures [N,C,H,W].</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="ShapeException">The trunk does not take pictures of that size.</exception>
    public Tensor Features(Tensor pictures)
    {
        if (KeepsStatistics)
            Trunk.Module.Eval();
        return HeadedNet.Flat(Cut(pictures), Filters);
    }

    /// <summary>Logits [N,classes] of normalised pictures [N,C,H,W].</summary>
    public override Tensor Forward(Tensor x) => Head.Call(Features(x).Named("features"));

    /// <summary>
    /// The trunk's parameters that are learnt, as they follow one another from the picture to the features; what lies behind the cut is none of them.
    /// </summary>
    public IReadOnlyList<Parameter> TrunkParameters()
    {
        var features = Features(Trial());
        var (graph, used, first) = (features.Graph, new HashSet<int> { features.Id }, new OrderedDictionary<Parameter, int>());
        for (var id = features.Id; id >= 0; id--)
        {
            if (!used.Contains(id))
                continue;
            foreach (var input in graph.Nodes[id].Inputs)
            {
                used.Add(input.Id);
                if (input.Node.Op is ParameterOp { Parameter: { RequiresGrad: true } parameter })
                    first[parameter] = id;
            }
        }
        return [.. first.OrderBy(p => p.Value).Select(p => p.Key)];
    }

    /// <summary>
    /// Discriminative rates: the trunk's parameters in <paramref name="groups"/> groups from the picture to the features, the last of which learns by
    /// <paramref name="factor"/> of the head's rate, each earlier one by that share of the next; and the head, whose scale is 1.
    /// </summary>
    /// <exception cref="ArgumentException">No group, or a factor that is not above 0 and at most 1.</exception>
    public IReadOnlyList<ParameterGroup> RateGroups(int groups = 3, float factor = 0.3f)
    {
        if (groups < 1 || factor is not (> 0 and <= 1))
        {
            throw new ArgumentException(
                $"{groups} groups of rates, each {factor} of the next: one at least is needed, and a factor above 0, at most 1");
        }
        var trunk = TrunkParameters();
        var result = new List<ParameterGroup>();
        for (var g = 0; g < groups; g++)
        {
            Parameter[] some = [.. trunk.Skip(g * trunk.Count / groups).Take(((g + 1) * trunk.Count / groups) - (g * trunk.Count / groups))];
            if (some.Length > 0)
                result.Add(new ParameterGroup(some, MathF.Pow(factor, groups - g)));
        }
        return [.. result, new ParameterGroup(Head.Parameters())];
    }

    /// <summary>Leaves parameters as they are whose names match a pattern with * and ?, such as <c>trunk.layer1.*</c>; gives how many.</summary>
    /// <exception cref="ArgumentException">None is called so; the message gives some that there are.</exception>
    public int Freeze(string pattern)
    {
        var all = StateDict().Where(e => e.Value.RequiresGrad).ToArray();
        var chosen = all.Where(e => FileSystemName.MatchesSimpleExpression(pattern, e.Key, ignoreCase: false)).ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException($"No parameter that learns is called \"{pattern}\"; there are "
                + string.Join(", ", all.Select(e => e.Key).Take(3).Append("…").Append(all.LastOrDefault().Key ?? "none")));
        }
        foreach (var (_, parameter) in chosen)
            parameter.RequiresGrad = false;
        return chosen.Length;
    }

    /// <summary>
    /// Writes the net as one ONNX file that says of itself its classes, the size of its pictures and how bytes become input: classify, explain, dream
    /// and export take it without further options.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="weights">Where trained weights lie; null for the initial ones.</param>
    /// <param name="notes">Further notes for the file.</param>
    /// <exception cref="ArgumentException">Another number of names than classes.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void Save(
        string path, IReadOnlyList<string> classes, Residence? weights = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        if (classes.Count != Classes)
            throw new ArgumentException($"{path}: {classes.Count} names for {Classes} classes", nameof(classes));
        var (mode, input) = (Training, new Shape(1, Trunk.Channels, Height, Width));
        var metadata = ModelMetadata.Of($"{Trunk.Name}_transfer", (input[1], input[2], input[3]), Trunk.NeededNorm, classes);
        foreach (var (key, value) in notes ?? new Dictionary<string, string>())
            metadata.TryAdd(key, value);
        Eval();
        try
        {
            OnnxExport.Save(path, this, input, weights is null ? null : weights.Get, $"{Trunk.Name}_transfer", metadata);
        }
        finally
        {
            Train(mode);
        }
    }

    /// <summary>Writes the head alone, for a trunk that comes with the program: a file of a few hundred kilobytes.</summary>
    /// <inheritdoc cref="HeadedNet.Save" path="/exception"/>
    public void SaveHead(string path, IReadOnlyList<string> classes, IReadOnlyDictionary<string, string>? notes = null) =>
        HeadedNet.Save(path, Trunk, Layer, Filters, Head, Height, classes, notes);

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => [("trunk", Trunk.Module), ("head", Head)];

    private Tensor Trial() => new Graph().Input("pictures", 1, Trunk.Channels, Height, Width);

    private Tensor Cut(Tensor pictures)
    {
        var (graph, outputs) = (pictures.Graph, Trunk.Apply(pictures));
        if (Layer is not null)
        {
            return graph.Names.ContainsKey(Layer) ? graph[Layer] : throw new ArgumentException(
                $"{Trunk.Path}: no layer is called \"{Layer}\"{Spelling.Hint(Layer, [.. graph.Names.Keys])} (all of them: ./cnn inspect)");
        }
        // Some trunks give several maps, the deepest last.
        var output = outputs.All[^1].Value;
        if (Trunk.Module is ResNetFeatures || (output.Shape.Rank == 4 && output.Shape[2] * output.Shape[3] > 1))
            return output;
        // A classifier's last layer with weights is what the head stands in for.
        var last = graph.Nodes.Take(output.Id + 1).Skip(pictures.Id + 1).LastOrDefault(n => n.Op.Macs(n) > 0);
        return last?.Inputs[0] is { } before && before.Id != pictures.Id ? before : output;
    }
}
