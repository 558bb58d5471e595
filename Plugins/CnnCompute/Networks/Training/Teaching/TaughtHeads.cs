// The heads of a teaching on the device, and the plans that fill, ask and train them.
using Engine;

namespace CnnCompute;

/// <summary>
/// Rows of features at length 1, of which heads are made: mean rows, the nearest rows, layers that are trained. All of it stays on the device; the
/// CPU says which row is of which class.
/// </summary>
internal sealed class TaughtHeads : IDisposable
{
    /// <summary>Rows of an answer: shares by each head, cosines to the classes, and the cosine of the nearest example in every place.</summary>
    public const int Answers = 6, Cosines = 4, Nearest = 5;

    /// <summary>Examples whose answers are asked for at once.</summary>
    public const int Asked = 64;

    // Added to the logit of a class without examples: no share is left of it.
    private const float Never = -1e4f;
    private const float Further = 4, LeastDistance = 1e-3f;
    private const string Row = "row", Slot = "slot", Labels = "labels", Rows = "rows", Answer = "answers", Named = "named", Alike = "alike";

    private readonly Residence weights;
    private readonly TeachingOptions options;
    private readonly PlanOptions plans;
    private readonly int length;
    private readonly Parameter table, penalty, known;
    private readonly Linear prototypes;
    private readonly Sequential[] trained;
    private readonly List<Plan> all = [];
    private readonly List<Parameter> own;
    private readonly Plan store, fold, answer, evaluation;
    private readonly Plan[] steps;
    private readonly long[] made = new long[2];
    private bool isGone;

    /// <summary>Compiles heads for so many examples and classes.</summary>
    /// <param name="weights">Where they lie.</param>
    /// <param name="length">Features of a picture.</param>
    /// <param name="room">Examples there is room for.</param>
    /// <param name="classes">Classes there is room for.</param>
    /// <param name="options">What they compute.</param>
    /// <param name="plans">How plans are compiled.</param>
    public TaughtHeads(Residence weights, int length, int room, int classes, TeachingOptions options, PlanOptions plans)
    {
        (this.weights, this.options, this.plans, this.length, Room, Classes) = (weights, options, plans, length, room, classes);
        table = new Parameter("examples", new Shape(room, length), () => new float[room * length], requiresGrad: false);
        known = new Parameter("labels", new Shape(room), () => new float[room], requiresGrad: false);
        penalty = new Parameter("penalty", new Shape(1, classes), () => new float[classes], requiresGrad: false);
        prototypes = new Linear(length, classes, bias: false);
        Init.Fill(prototypes.Weight, 0);
        trained = [TaughtNet.Head(length, classes), TaughtNet.Head(length, classes, options.Hidden)];
        foreach (var head in trained)
            head.Initialize(options.Seed);
        // What is a single layer needs no random numbers to begin with.
        foreach (var parameter in trained[0].Parameters())
            Init.Fill(parameter, 0);
        own = [table, known, penalty, prototypes.Weight, .. trained.SelectMany(head => head.Parameters())];
        try
        {
            (store, fold) = (Compile("store", Storing), Compile("fold", Folding));
            answer = Compile("answers", graph => ([], [Asking(graph.Input(Row, 1, length).L2Normalize([1])).Named(Answer)]));
            evaluation = Compile("held-out", graph =>
            {
                var rows = graph.Parameter(table).Gather(0, graph.Input(Rows, new Shape(Asked), DType.I32));
                return ([], [Asking(rows).Slice(0, 0, Cosines * Asked).Reshape(Cosines, Asked, classes).ArgMax(2).Named(Named)]);
            }, inSlices: true);
            steps = [.. trained.Select((head, i) => Compile($"step {i}", graph => Training(graph, head), inSlices: true))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Examples there is room for.</summary>
    public int Room { get; }

    /// <summary>Classes there is room for.</summary>
    public int Classes { get; }

    /// <summary>The plan that asks about held-out examples.</summary>
    public Plan Evaluation => evaluation;

    /// <summary>Steps that were trained of a head.</summary>
    public long StepsOf(TeachHead head) => TrainedIndex(head) is >= 0 and var index ? made[index] : 0;

    /// <summary>Whether a head is trained at all.</summary>
    public static bool IsTrained(TeachHead head) => TrainedIndex(head) >= 0;

    /// <summary>Its parameters, in the order of <see cref="TaughtNet"/>'s keys.</summary>
    public IReadOnlyList<(string Key, Parameter Parameter)> ParametersOf(TeachHead head) => TrainedIndex(head) is >= 0 and var index
        ? [.. trained[index].StateDict().Select(p => (TaughtNet.HeadPrefix + p.Key, p.Value))]
        : [($"{TaughtNet.HeadPrefix}1.weight", prototypes.Weight)];

    /// <summary>Makes rows of a table with less room the first ones here.</summary>
    public void TakeRows(Commands commands, TaughtHeads smaller)
    {
        using var plan = Compile(weights, "rows", graph =>
        {
            var rows = graph.Parameter(smaller.table);
            if (Room > smaller.Room)
                rows = Tensor.Concat(0, rows, graph.Fill(new Shape(Room - smaller.Room, length), 0));
            return ([rows.AssignTo(table)], []);
        }, plans with { Budgeted = false });
        plan.Execute(commands);
    }

    /// <summary>Appends the storing of a row of features.</summary>
    public void Store(Commands commands, Binding features, int slot)
    {
        commands.Barrier();
        commands.Copy(features, store.Input(Row));
        store.SetInt(Slot, slot);
        store.Execute(commands);
    }

    /// <summary>Appends the making of mean rows, and the way back of how alike they are.</summary>
    /// <param name="commands">The frame's.</param>
    /// <param name="labels">The class of each row; <see cref="TaughtExamples.None"/> of those that are not learnt from.</param>
    /// <param name="tag">Comes back with the cosines.</param>
    public void Fold(Commands commands, ReadOnlySpan<int> labels, long tag)
    {
        commands.Barrier();
        fold.Upload(commands, Labels, labels);
        fold.Execute(commands);
        fold.Read(commands, tag);
    }

    /// <summary>The cosines between mean rows [classes,classes], where new ones have come.</summary>
    public bool TryReadAlike(Span<float> cosines, out long tag) => fold.TryRead(Alike, cosines, out tag);

    /// <summary>Appends the answers of all heads about a row of features, and their way back.</summary>
    public void Ask(Commands commands, Binding features, long tag)
    {
        commands.Barrier();
        commands.Copy(features, answer.Input(Row));
        answer.Execute(commands);
        answer.Read(commands, tag);
    }

    /// <summary>The newest answer [<see cref="Answers"/>,classes], where a new one has come.</summary>
    public bool TryReadAnswer(Span<float> answers, out long tag) => answer.TryRead(Answer, answers, out tag);

    /// <summary>Begins with questions about rows.</summary>
    public void BeginEvaluation(Commands commands, ReadOnlySpan<int> rows) => evaluation.Upload(commands, Rows, rows);

    /// <summary>The classes [heads,rows] that were named, where they have come.</summary>
    public bool TryReadNamed(Span<int> named, out long tag) => evaluation.TryRead(Named, named, out tag);

    /// <summary>The plan of a step of a trained head.</summary>
    public Plan Step(TeachHead head) => steps[TrainedIndex(head)];

    /// <summary>Begins a step: rows, their classes and the rate.</summary>
    public void BeginStep(Commands commands, TeachHead head, ReadOnlySpan<int> rows, ReadOnlySpan<int> labels, float rate)
    {
        var (plan, number) = (Step(head), ++made[TrainedIndex(head)]);
        commands.Barrier();
        plan.Upload(commands, Rows, rows);
        plan.Upload(commands, Labels, labels);
        plan.Set(Optimizer.RateName, rate);
        plan.Set(Optimizer.StepName, number);
    }

    /// <summary>Frees plans and rows.</summary>
    public void Dispose()
    {
        if (isGone)
            return;
        isGone = true;
        foreach (var plan in all)
            plan.Dispose();
        weights.Remove(own);
    }

    private static int TrainedIndex(TeachHead head) => head switch { TeachHead.Logistic => 0, TeachHead.Mlp => 1, _ => -1 };

    private static Plan Compile(
        Residence weights, string name, Func<Graph, (IEnumerable<Tensor> Roots, IReadOnlyList<Tensor> Fetch)> make, PlanOptions plans)
    {
        var (roots, fetch) = make(new Graph());
        return Plan.Compile(weights, roots, fetch, options: plans with { Name = $"{plans.Name} {name}" });
    }

    private Plan Compile(string name, Func<Graph, (IEnumerable<Tensor> Roots, IReadOnlyList<Tensor> Fetch)> make, bool inSlices = false)
    {
        var plan = Compile(weights, name, make, inSlices ? plans : plans with { Budgeted = false });
        all.Add(plan);
        return plan;
    }

    private (IEnumerable<Tensor>, IReadOnlyList<Tensor>) Storing(Graph graph) =>
        ([graph.Input(Row, 1, length).L2Normalize([1]).IndexCopyTo(table, graph.Value(Slot, new Shape(1), DType.I32))], []);

    private (IEnumerable<Tensor>, IReadOnlyList<Tensor>) Folding(Graph graph)
    {
        var labels = graph.Labels(Labels, Room);
        var members = labels.OneHot(Classes);
        var means = members.MatMul(graph.Parameter(table), transA: true).L2Normalize([1]);
        var missing = members.Sum([0], keepDim: true).Less(0.5f).Cast(DType.F32);
        return ([
            means.Scale(options.Sharpness).AssignTo(prototypes.Weight), missing.Scale(Never).AssignTo(penalty),
            labels.Cast(DType.F32).AssignTo(known),
        ], [means.MatMul(means, transB: true).Named(Alike)]);
    }

    // [6·B,classes] of rows [B,length], head after head.
    private Tensor Asking(Tensor rows)
    {
        var (graph, count) = (rows.Graph, rows.Shape[0]);
        var none = graph.Parameter(penalty);
        var cosines = prototypes.Forward(rows);
        var labels = graph.Parameter(known);
        var near = rows.MatMul(graph.Parameter(table), transB: true);
        var far = labels.GreaterEqual(TaughtExamples.None).Cast(DType.F32).Scale(Further).Unsqueeze(0);
        var found = (far - near).Nearest(options.Neighbours);
        var distances = found.Slice(1, 0, options.Neighbours).Scale(1, 1);
        var places = found.Slice(1, options.Neighbours, options.Neighbours).Cast(DType.I32);
        var votes = labels.Gather(0, places).Cast(DType.I32).OneHot(Classes) * distances.Clamp(LeastDistance).Reciprocal().Unsqueeze(2);
        var summed = votes.Sum([1]);
        var shares = summed / summed.Sum([1], keepDim: true).Clamp(float.Epsilon);
        var nearest = distances.Slice(1, 0, 1).Scale(-1, 1).BroadcastTo(new Shape(count, Classes));
        Tensor Layers(Sequential head)
        {
            // Rows have length 1 already, so the first module is left out.
            var x = rows;
            for (var i = 1; i < head.Count; i++)
                x = head[i].Forward(x);
            return (x + none).Softmax(1);
        }
        return Tensor.Concat(0, (cosines + none).Softmax(1), shares, Layers(trained[0]), Layers(trained[1]),
            cosines.Scale(1 / options.Sharpness) + none, nearest);
    }

    private (IEnumerable<Tensor>, IReadOnlyList<Tensor>) Training(Graph graph, Sequential head)
    {
        var rows = graph.Parameter(table).Gather(0, graph.Input(Rows, new Shape(options.Batch), DType.I32));
        for (var i = 1; i < head.Count; i++)
            rows = head[i].Forward(rows);
        var loss = (rows + graph.Parameter(penalty)).CrossEntropy(graph.Labels(Labels, options.Batch));
        var adam = new Adam(ParameterGroup.Of(head.Parameters()), weightDecay: 1e-4);
        var updates = adam.Step(loss);
        own.AddRange(adam.StateDict().Values);
        return (updates, []);
    }
}
