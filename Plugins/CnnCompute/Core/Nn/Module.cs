// The base of layers and models: named parameters, modes and the state dict.
namespace CnnCompute;

/// <summary>
/// A layer or a model. Its state is found by walking its fields and properties: a <see cref="Parameter"/> (a buffer where marked
/// <see cref="BufferAttribute"/>), a Module or a list of Modules, named in snake_case: <c>RunningMean</c> is <c>running_mean</c>.
/// A graph has no mode: a module in training mode appends other nodes than one in evaluation mode.
/// </summary>
public abstract class Module
{
    /// <summary>Whether <see cref="Forward"/> appends what training needs: dropout, batch statistics and updates of running statistics.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Appends this module applied to <paramref name="x"/> to x's graph.</summary>
    /// <exception cref="ShapeException">x does not fit.</exception>
    public abstract Tensor Forward(Tensor x);

    /// <summary>
    /// <see cref="Forward"/>, as a module applies the ones it holds: where the outermost was entered by <see cref="ForwardNamed"/> or
    /// <see cref="Features"/>, the output gets this module's path as a name.
    /// </summary>
    /// <exception cref="ShapeException">x does not fit.</exception>
    public Tensor Call(Tensor x) => ModuleTrace.Current is { } trace ? trace.Call(this, x) : Forward(x);

    /// <summary>
    /// <see cref="Forward"/> with the output of every module called by its path, so that <c>graph["features.3"]</c> finds it. A module's second
    /// output is <c>relu_1</c>, as torchvision.models.feature_extraction names it; names that the graph has already are left alone.
    /// </summary>
    /// <exception cref="ShapeException">x does not fit.</exception>
    public Tensor ForwardNamed(Tensor x) => ModuleTrace.Run(this, x).Output;

    /// <summary>This module up to the one at path <paramref name="layer"/>, whose output is given; nothing after it is appended.</summary>
    /// <param name="x">The input.</param>
    /// <param name="layer">A path such as <c>layer3</c>, <c>features.12</c>, <c>layer1.0.relu_1</c>.</param>
    /// <exception cref="ArgumentException">No module of that path was applied; the message lists those that were.</exception>
    /// <exception cref="ShapeException">x does not fit.</exception>
    public Tensor Features(Tensor x, string layer) => ModuleTrace.Run(this, x, layer).Output;

    /// <summary>Training mode (or not) for this module and all below it; takes effect at the next <see cref="Forward"/>.</summary>
    public void Train(bool mode = true)
    {
        foreach (var module in Modules())
            module.Training = mode;
    }

    /// <summary>Evaluation mode for this module and all below it.</summary>
    public void Eval() => Train(false);

    /// <summary>Whether optimisers update the parameters of this module and all below it.</summary>
    public void RequiresGrad(bool value)
    {
        foreach (var parameter in Parameters())
            parameter.RequiresGrad = value;
    }

    /// <summary>
    /// Gives every parameter its layer's usual initial values, drawn from <paramref name="seed"/>. Models do this when they are made, with seed 0;
    /// values are computed only when they are first read. A module comes after its children, so that a model may overrule its layers.
    /// </summary>
    public void Initialize(ulong seed)
    {
        foreach (var (stream, module) in Modules().Index().Reverse())
            module.ResetParameters(new Philox(seed, (ulong)stream));
    }

    /// <summary>This module and all below it, each before its children.</summary>
    public IEnumerable<Module> Modules() => NamedModules().Select(m => m.Module);

    /// <summary>As <see cref="Modules"/>, with paths such as <c>features.3.squeeze</c>; this module's own is empty.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        yield return ("", this);
        foreach (var (name, child) in Children())
        {
            foreach (var (path, module) in child.NamedModules())
                yield return (path.Length == 0 ? name : $"{name}.{path}", module);
        }
    }

    /// <summary>What is learnt, in order, each once.</summary>
    public IReadOnlyList<Parameter> Parameters() => [.. Walk().Where(e => !e.IsBuffer).Select(e => e.Parameter).Distinct()];

    /// <summary>What is saved but not learnt, such as running statistics.</summary>
    public IReadOnlyList<Parameter> Buffers() => [.. Walk().Where(e => e.IsBuffer).Select(e => e.Parameter).Distinct()];

    /// <summary>Number of learnable values.</summary>
    public long ParameterCount() => Parameters().Sum(p => p.Shape.Count);

    /// <summary>Parameters and buffers by PyTorch's keys, in PyTorch's order. Their values live in a residence, or are the initial ones.</summary>
    public IReadOnlyDictionary<string, Parameter> StateDict()
    {
        var dict = new OrderedDictionary<string, Parameter>();
        foreach (var (name, parameter, _) in Walk())
            dict.Add(name, parameter);
        return dict;
    }

    /// <summary>Replaces the initial values of all parameters and buffers; all or nothing.</summary>
    /// <param name="state">Values by key, NCHW order.</param>
    /// <param name="strict">False: missing and unexpected keys are let pass, as in PyTorch.</param>
    /// <exception cref="StateDictException">Keys are missing, unexpected or of another shape; all are listed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, TensorData> state, bool strict = true)
    {
        var own = StateDict();
        var former = NamedModules().SelectMany(m => m.Module.FormerKeys.Select(k => (m.Name, k.Former, k.Key)))
            .ToDictionary(k => k.Name.Length == 0 ? k.Former : $"{k.Name}.{k.Former}", k => k.Name.Length == 0 ? k.Key : $"{k.Name}.{k.Key}");
        if (former.Count > 0)
            state = state.ToDictionary(e => former.TryGetValue(e.Key, out var key) && !state.ContainsKey(key) ? key : e.Key, e => e.Value);
        var ignored = NamedModules().SelectMany(m => m.Module.IgnoredKeys.Select(k => m.Name.Length == 0 ? k : $"{m.Name}.{k}")).ToHashSet();
        string[] missing = strict ? [.. own.Keys.Where(k => !state.ContainsKey(k))] : [];
        string[] unexpected = strict ? [.. state.Keys.Where(k => !own.ContainsKey(k) && !ignored.Contains(k))] : [];
        string[] misshapen =
        [
            .. own.Where(e => state.TryGetValue(e.Key, out var value) && value.Shape != e.Value.Shape)
                .Select(e => $"{e.Key}: {state[e.Key].Shape} instead of {e.Value.Shape}")
        ];
        if (missing.Length + unexpected.Length + misshapen.Length > 0)
            throw new StateDictException(GetType().Name, missing, unexpected, misshapen);
        foreach (var (key, parameter) in own)
        {
            if (state.TryGetValue(key, out var value))
                parameter.Initial = value.Values;
        }
    }

    /// <summary>
    /// The nodes that <see cref="Forward"/> appended to <paramref name="graph"/> to update this module's buffers (running statistics), in order.
    /// A training step passes them to its plan beside the optimiser's.
    /// </summary>
    public IReadOnlyList<Tensor> Updates(Graph graph) => graph.UpdatesOf(Buffers());

    /// <summary>The modules held directly, with their names.</summary>
    protected virtual IEnumerable<(string Name, Module Module)> Children()
    {
        foreach (var (name, field, _) in ModuleFields.Of(GetType()))
        {
            if (field.GetValue(this) is Module module)
            {
                yield return (name, module);
            }
            else if (field.GetValue(this) is IEnumerable<Module> list)
            {
                foreach (var (i, element) in list.Index())
                    yield return ($"{name}.{i}", element);
            }
        }
    }

    /// <summary>Parameters and buffers held directly, with their names.</summary>
    protected virtual IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> State()
    {
        foreach (var (name, field, isBuffer) in ModuleFields.Of(GetType()))
        {
            if (field.GetValue(this) is not Parameter parameter)
                continue;
            if (parameter.Parametrization is null)
                yield return (name, parameter, isBuffer);
            foreach (var (suffix, own, ownIsBuffer) in parameter.Parametrization?.State ?? [])
                yield return (name + suffix, own, ownIsBuffer);
        }
    }

    /// <summary>What another module holds, for one that stands in its place with the same keys.</summary>
    private protected static IEnumerable<(string Name, Module Module)> ChildrenOf(Module other) => other.Children();

    /// <summary>What another module holds, for one that stands in its place with the same keys.</summary>
    private protected static IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> StateOf(Module other) => other.State();

    /// <summary>Gives this module's own parameters (not its children's) their initial values; layers with parameters override it.</summary>
    protected virtual void ResetParameters(Philox random)
    {
    }

    /// <summary>Keys that PyTorch saves for such a module and that mean nothing here; loading passes over them.</summary>
    protected virtual IReadOnlyList<string> IgnoredKeys => [];

    /// <summary>Keys that published files use for ones which PyTorch has renamed since; loading takes both.</summary>
    protected virtual IEnumerable<(string Former, string Key)> FormerKeys => [];

    // Own parameters, own buffers, then the children's, as PyTorch orders them.
    private IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> Walk()
    {
        foreach (var (path, module) in NamedModules())
        {
            foreach (var (name, parameter, isBuffer) in module.State().OrderBy(e => e.IsBuffer))
            {
                var key = path.Length == 0 ? name : $"{path}.{name}";
                // A walk from further outside knows more of the name; parameters keep the longest.
                if (key.Length > parameter.Name.Length)
                    parameter.Name = key;
                yield return (key, parameter, isBuffer);
            }
        }
    }
}
