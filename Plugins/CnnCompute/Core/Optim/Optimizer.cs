// The base of optimisers: they append gradients and updates to a graph.
namespace CnnCompute;

/// <summary>
/// Changes parameters so that a loss falls. An optimiser only appends nodes; its state (momenta) are parameters of its own, which a residence
/// holds and a checkpoint saves. The learning rate is the graph's value <see cref="RateName"/>, given anew for every run.
/// </summary>
public abstract class Optimizer
{
    /// <summary>Name of the value that holds the learning rate, F32.</summary>
    public const string RateName = "lr";

    /// <summary>Name of the value that holds the number of the step, F32, counted from 1; only some optimisers need it.</summary>
    public const string StepName = "step";

    private readonly OrderedDictionary<string, Parameter> state = [];

    /// <summary>An optimiser of the given groups, usually of <see cref="Module.Parameters"/>.</summary>
    /// <exception cref="ArgumentException">A parameter is in two groups.</exception>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups)
    {
        (Groups, Parameters) = (groups, [.. groups.SelectMany(g => g.Parameters)]);
        if (Parameters.GroupBy(p => p).FirstOrDefault(p => p.Count() > 1) is { } twice)
            throw new ArgumentException($"{GetType().Name}: {twice.Key.Name} is in two groups of parameters; one must be left");
    }

    /// <summary>What is treated alike.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>What it changes, where <see cref="Parameter.RequiresGrad"/> is set: all groups' parameters in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Its state by key, such as <c>optimizer.0.momentum</c>; the number is the parameter's place.</summary>
    public IReadOnlyDictionary<string, Parameter> StateDict() => state;

    /// <summary>
    /// Replaces the initial values of its state, as saved under <see cref="StateDict"/>'s keys; other keys that do not begin with "optimizer." are
    /// passed over.
    /// </summary>
    /// <exception cref="StateDictException">Keys are missing, unexpected or of another shape; nothing was changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, TensorData> values)
    {
        string[] missing = [.. state.Keys.Where(k => !values.ContainsKey(k))];
        string[] unexpected = [.. values.Keys.Where(k => k.StartsWith("optimizer.", StringComparison.Ordinal) && !state.ContainsKey(k))];
        string[] misshapen =
        [
            .. state.Where(e => values.TryGetValue(e.Key, out var v) && v.Shape != e.Value.Shape)
                .Select(e => $"{e.Key}: {values[e.Key].Shape} instead of {e.Value.Shape}")
        ];
        if (missing.Length + unexpected.Length + misshapen.Length > 0)
            throw new StateDictException(GetType().Name, missing, unexpected, misshapen);
        foreach (var (key, parameter) in state)
            parameter.Initial = values[key].Values;
    }

    /// <summary>
    /// Appends the gradients of <paramref name="loss"/> and updates of every parameter that requires one and occurs in loss's graph; gives the
    /// update nodes, for the plan.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="how">What is done to gradients and weights besides; null for nothing.</param>
    /// <param name="rules">Replace the gradients of some ops.</param>
    public abstract IReadOnlyList<Tensor> Step(Tensor loss, StepOptions? how = null, IReadOnlyList<GradientRule>? rules = null);

    /// <summary>One update for each parameter, by its place, its gradient (by other rules where some are given) and the rate.</summary>
    protected IReadOnlyList<Tensor> StepEach(Tensor loss, Func<int, Tensor, Tensor, Tensor> update, IReadOnlyList<GradientRule>? rules = null)
    {
        var graph = loss.Graph;
        var used = graph.Nodes.Select(n => (n.Op as ParameterOp)?.Parameter).ToHashSet();
        var (indices, tensors) = (new List<int>(), new List<Tensor>());
        foreach (var (i, parameter) in Parameters.Index())
        {
            if (!parameter.RequiresGrad || !used.Contains(parameter))
                continue;
            indices.Add(i);
            tensors.Add(graph.Parameter(parameter));
        }
        var gradients = Autodiff.Gradients(loss, tensors, rules);
        var rate = graph.Value(RateName);
        return [.. indices.Select((parameter, i) => update(parameter, gradients[i], rate))];
    }

    /// <summary>Makes (in the constructor) a piece of state for parameter <paramref name="index"/>, of its shape, zero at first.</summary>
    protected Parameter NewState(int index, string name) => NewState($"{index}.{name}", Parameters[index].Shape);

    /// <summary>Makes (in the constructor) a piece of state of any shape, zero at first; its key is <c>optimizer.</c> and the name.</summary>
    protected Parameter NewState(string name, Shape shape)
    {
        var parameter = new Parameter($"optimizer.{name}", shape, () => new float[shape.Count], requiresGrad: false);
        state.Add(parameter.Name, parameter);
        return parameter;
    }
}
