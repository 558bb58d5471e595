// Attributions that look at many variants of a picture: what each keeps on the device, and its three graphs.
namespace CnnCompute;

/// <summary>
/// A method in three phases, each a graph of its own: <see cref="Begin"/> latches the picture and what is explained, <see cref="Sample"/> looks at
/// one variant and adds what it finds to a sum, <see cref="End"/> makes the map. Between them everything lies in parameters, so that each run is
/// short.
/// </summary>
internal abstract class SampledAttribution
{
    private Parameter? chosen, probabilities;

    protected SampledAttribution(Trunk trunk, AttributionOptions options, Shape picture, Shape sum)
    {
        (Trunk, Options) = (trunk, options);
        Picture = State("picture", picture);
        Sum = State("sum", sum);
        Score = State("score", new Shape(1));
    }

    /// <summary>How often <see cref="Sample"/> runs.</summary>
    public abstract int Runs { get; }

    /// <summary>Everything it keeps on the device.</summary>
    public IEnumerable<Parameter> Parameters => parameters;

    protected Trunk Trunk { get; }

    protected AttributionOptions Options { get; }

    /// <summary>The latched picture.</summary>
    public Parameter Picture { get; }

    protected Parameter Sum { get; }

    /// <summary>The picture's score.</summary>
    protected Parameter Score { get; }

    private readonly List<Parameter> parameters = [];

    /// <summary>The method that the options ask for.</summary>
    public static SampledAttribution Of(Trunk trunk, AttributionOptions options, Shape picture) => options.Method switch
    {
        AttributionMethod.SmoothGrad => new SmoothGradAttribution(trunk, options, picture),
        AttributionMethod.IntegratedGradients => new IntegratedAttribution(trunk, options, picture),
        AttributionMethod.Occlusion => new OcclusionAttribution(trunk, options, picture),
        _ => throw new ArgumentException($"{options.Method} looks once at a picture", nameof(options)),
    };

    /// <summary>Latches the picture [1,3,H,W] and what is explained of it, and clears the sum.</summary>
    public virtual IEnumerable<Tensor> Begin(Tensor picture)
    {
        var target = AttributionTarget.Of(Trunk.Apply(picture), Options.Explained);
        yield return picture.AssignTo(Picture);
        yield return picture.Graph.Fill(Sum.Shape, 0).AssignTo(Sum);
        yield return target.Score.Reshape(1).AssignTo(Score);
        if (target.Chosen is { } one)
        {
            yield return one.AssignTo(chosen ??= State("chosen", one.Shape));
            yield return target.Probabilities!.Value.AssignTo(probabilities ??= State("probabilities", one.Shape));
        }
    }

    /// <summary>Looks at one variant; returns updates.</summary>
    public abstract IEnumerable<Tensor> Sample(Graph graph);

    /// <summary>Sets the values of run number <paramref name="run"/> of <see cref="Sample"/>.</summary>
    public abstract void Set(Plan plan, int run);

    /// <summary>The map of what was summed.</summary>
    public AttributionMap End(Graph graph)
    {
        var values = Values(graph);
        var (one, all) = (chosen is null ? (Tensor?)null : graph.Parameter(chosen),
            probabilities is null ? (Tensor?)null : graph.Parameter(probabilities));
        return new AttributionMap(values, Attribution.Heat(Options.Method, values), one?.ArgMax(1), one is { } o ? (o * all!.Value).Sum([1]) : null)
        {
            Difference = Difference(graph),
        };
    }

    protected abstract Tensor Values(Graph graph);

    protected virtual Tensor? Difference(Graph graph) => null;

    /// <summary>The score of a variant: of the class that was chosen for the picture itself, or the objective.</summary>
    protected Tensor ScoreOf(Tensor variant)
    {
        var layers = Trunk.Apply(variant);
        return chosen is null ? Options.Explained!.Build(layers) : (layers.Scores * variant.Graph.Parameter(chosen)).Sum();
    }

    protected Parameter State(string name, Shape shape)
    {
        var parameter = new Parameter($"attribution {name}", shape, () => new float[shape.Count], requiresGrad: false);
        parameters.Add(parameter);
        return parameter;
    }
}
