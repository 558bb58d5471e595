// The base of optimisers: they append gradients and updates to a graph.
namespace CnnCompute;

/// <summary>
/// Changes parameters so that a loss falls. An optimiser only appends nodes; its state (momenta) are parameters of its own, which a residence
/// holds and a checkpoint saves. The learning rate is the graph's value <see cref="RateName"/>, given anew for every run. All parameters of a group
/// are changed by one update.
/// </summary>
public abstract partial class Optimizer
{
    /// <summary>Name of the value that holds the learning rate, F32.</summary>
    public const string RateName = "lr";

    /// <summary>Name of the value that holds the number of the step, F32, counted from 1; only some optimisers need it.</summary>
    public const string StepName = "step";

    /// <summary>Name of the length of all gradients together, where options look at it: [1], before it is clipped.</summary>
    public const string NormName = "grad_norm";

    /// <summary>Name of the loss scale of the step, where there is one: [1].</summary>
    public const string ScaleName = "loss_scale";

    /// <summary>Key, before the parameter's name, of a running mean of weights in the state.</summary>
    public const string EmaPrefix = "ema.";

    private const string Prefix = "optimizer.";
    private readonly OrderedDictionary<string, Parameter> state = [];
    private readonly IReadOnlyList<Parameter>[] states;

    /// <summary>An optimiser of the given groups, usually of <see cref="Module.Parameters"/>.</summary>
    /// <param name="groups">What it changes.</param>
    /// <param name="stateNames">States that each parameter has, of its shape, zero at first.</param>
    /// <exception cref="ArgumentException">A parameter is in two groups.</exception>
    protected Optimizer(IReadOnlyList<ParameterGroup> groups, params IReadOnlyList<string> stateNames)
    {
        (Groups, Parameters) = (groups, [.. groups.SelectMany(g => g.Parameters)]);
        if (Parameters.GroupBy(p => p).FirstOrDefault(p => p.Count() > 1) is { } twice)
            throw new ArgumentException($"{GetType().Name}: {twice.Key.Name} is in two groups of parameters; one must be left");
        states = [.. Parameters.Select((_, i) => (IReadOnlyList<Parameter>)[.. stateNames.Select(n => NewState(i, n))])];
    }

    /// <summary>What is treated alike.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>What it changes, where <see cref="Parameter.RequiresGrad"/> is set: all groups' parameters in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Its state by key, such as <c>optimizer.0.momentum</c>; the number is the parameter's place.</summary>
    public IReadOnlyDictionary<string, Parameter> StateDict() => state;

    /// <summary>
    /// Replaces the initial values of its state, as saved under <see cref="StateDict"/>'s keys; keys that do not begin with "optimizer." or "ema."
    /// are passed over. Call <see cref="Prepare"/> before where options keep state.
    /// </summary>
    /// <exception cref="StateDictException">Keys are missing, unexpected or of another shape; nothing was changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, TensorData> values)
    {
        string[] missing = [.. state.Keys.Where(k => !values.ContainsKey(k))];
        string[] unexpected = [.. values.Keys.Where(k => IsKey(k) && !state.ContainsKey(k))];
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

    /// <summary>Refuses (in the constructor) settings of groups that the optimiser does not know and would pass over.</summary>
    /// <param name="isUnknown">Whether a group has such a setting.</param>
    /// <param name="what">The end of the sentence "a group has …".</param>
    /// <exception cref="ArgumentException">One has.</exception>
    protected void Refuse(Func<ParameterGroup, bool> isUnknown, string what)
    {
        if (Groups.Any(isUnknown))
            throw new ArgumentException($"{GetType().Name}: a group of parameters has {what}; leave it out, or choose another optimiser");
    }

    /// <summary>The settings, in words that two optimisers share only where they do the same.</summary>
    public override string ToString() => $"{GetType().Name}({Settings})";

    /// <summary>The settings as in a constructor's call.</summary>
    protected abstract string Settings { get; }

    /// <summary>States of the parameter at a place.</summary>
    protected virtual IReadOnlyList<Parameter> StatesOf(int index) => states[index];

    /// <summary>Makes (in the constructor) a piece of state for parameter <paramref name="index"/>, of its shape, zero at first.</summary>
    protected Parameter NewState(int index, string name) => NewState($"{index}.{name}", Parameters[index].Shape);

    /// <summary>Makes (in the constructor) a piece of state of any shape; its key is <c>optimizer.</c> and the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="value">What all elements are at first.</param>
    protected Parameter NewState(string name, Shape shape, float value = 0) => Keep($"{Prefix}{name}", shape, () =>
    {
        var values = new float[shape.Count];
        Array.Fill(values, value);
        return values;
    });

    private static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) || key.StartsWith(EmaPrefix, StringComparison.Ordinal);

    private Parameter Keep(string key, Shape shape, Func<float[]> initial)
    {
        var parameter = new Parameter(key, shape, initial, requiresGrad: false);
        state.Add(key, parameter);
        return parameter;
    }
}
