// An attribution compiled for a device: one plan, or three in turn.
using Engine;

namespace CnnCompute;

/// <summary>
/// Explains picture after picture. Methods that look once are one plan; the others are three: the first latches the picture, the second runs once for
/// each variant, the third makes the map. <see cref="Sequence"/> runs them, whole or spread over frames.
/// </summary>
public sealed class AttributionRun : Computation
{
    private readonly List<Plan> plans = [];
    private readonly bool hasClass;

    /// <summary>Compiles it.</summary>
    /// <param name="weights">Holds the trunk's parameters; what the method keeps joins them until it is disposed.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="options">The method.</param>
    /// <param name="look">Appends the picture [1,3,H,W] of 0..1 to an empty graph, and a second tensor that <paramref name="show"/> gets of the same
    /// moment.</param>
    /// <param name="show">Appends what is done with the map and the second tensor: sinks, or tensors to fetch.</param>
    /// <param name="images">Images that <paramref name="look"/> and <paramref name="show"/> name.</param>
    /// <param name="planOptions">Of all plans.</param>
    /// <exception cref="ArgumentException">A layer or an objective does not fit.</exception>
    /// <exception cref="InvalidDataException">The net gives no classes for pictures of this size.</exception>
    /// <exception cref="NotSupportedException">An operator has no gradient; it is named.</exception>
    public AttributionRun(Residence weights, Trunk trunk, AttributionOptions options, Func<Graph, (Tensor Picture, Tensor Also)> look,
        Func<AttributionMap, Tensor, IEnumerable<Tensor>> show, IReadOnlyList<(string Name, GpuImage Image)>? images = null,
        PlanOptions? planOptions = null) : base(weights)
    {
        (images, planOptions) = (images ?? [], planOptions ?? new PlanOptions { Name = $"{options.Method}" });
        var graph = new Graph();
        var (picture, also) = look(graph);
        using var construction = Constructing();
        if (!Attribution.IsSampled(options.Method))
        {
            Compile([.. show(Attribution.Build(trunk.Apply(picture), options), also)]);
            Sequence = new PlanSequence(new PlanTurn(First));
        }
        else
        {
            var sampled = SampledAttribution.Of(trunk, options, picture.Shape);
            OwnState(sampled.Parameters);
            List<Tensor> begin = [.. sampled.Begin(picture)];
            var kept = sampled.Picture;
            // Shown later, when the source has gone on.
            if (also != picture)
                begin.Add(also.AssignTo(kept = State("attribution shown", also.Shape)));
            Compile(begin);
            Compile([.. sampled.Sample(new Graph())]);
            var end = new Graph();
            Compile([.. show(sampled.End(end), end.Parameter(kept))]);
            var sample = plans[1];
            Sequence = new PlanSequence(new PlanTurn(First), new PlanTurn(sample, sampled.Runs, run => sampled.Set(sample, run)), new PlanTurn(Last));
        }
        hasClass = First.HasValue(AttributionTarget.ClassKey);
        Explain(-1);
        construction.Complete();

        void Compile(IReadOnlyList<Tensor> roots)
        {
            var named = roots[0].Graph.Nodes.Select(
                n => n.Op switch { FromImageOp from => from.Image, ToImageOp to => to.Image, _ => "" }).ToHashSet();
            plans.Add(base.Compile(roots, null, images.Where(i => named.Contains(i.Name)), planOptions));
        }
    }

    /// <summary>Runs all plans in turn.</summary>
    public PlanSequence Sequence { get; }

    /// <summary>The plan that reads the picture.</summary>
    public Plan First => plans[0];

    /// <summary>The plan that makes the map, and has what <c>show</c> returned.</summary>
    public Plan Last => plans[^1];

    /// <summary>All plans.</summary>
    public IReadOnlyList<Plan> Plans => plans;

    /// <summary>
    /// From the next picture on: the class that is explained, or -1 for each picture's most probable one. With an objective nothing.
    /// </summary>
    public void Explain(int index)
    {
        if (hasClass)
            First.SetInt(AttributionTarget.ClassKey, index);
    }

    /// <summary>Explains one picture and waits; for verbs and tests.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; a picture that was begun is lost.</exception>
    public void Run(CancellationToken cancellation = default)
    {
        for (var done = false; !done;)
        {
            cancellation.ThrowIfCancellationRequested();
            Weights.Gpu.Run(commands => done = Sequence.AdvanceSlices(commands, 1));
        }
    }
}
