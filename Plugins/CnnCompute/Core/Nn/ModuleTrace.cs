// Follows a module's forward pass: which module made which values.
namespace CnnCompute;

/// <summary>One pass of a module and all below it over a graph, with the path, the nodes and the output of each application.</summary>
public sealed class ModuleTrace
{
    [ThreadStatic]
    private static ModuleTrace? current;

    private readonly Dictionary<Module, string> paths = [];
    private readonly Dictionary<string, int> uses = [];
    private readonly List<Application> applications = [];
    private readonly string? until;

    private ModuleTrace(Module module, string? until)
    {
        this.until = until;
        // A module that is held twice goes by its first path.
        foreach (var (path, below) in module.NamedModules())
            paths.TryAdd(below, path);
    }

    /// <summary>One application of a module.</summary>
    /// <param name="Path">The module's path; the second application of one is <c>path_1</c>.</param>
    /// <param name="Module">The module.</param>
    /// <param name="First">The first node that may be its own.</param>
    /// <param name="End">Number of nodes when it was done.</param>
    /// <param name="Output">What it gave.</param>
    public readonly record struct Application(string Path, Module Module, int First, int End, Tensor Output);

    /// <summary>The pass that is going on in this thread.</summary>
    public static ModuleTrace? Current => current;

    /// <summary>What the pass gave.</summary>
    public Tensor Output { get; private set; }

    /// <summary>Every application; one inside another comes before it.</summary>
    public IReadOnlyList<Application> Applications => applications;

    /// <summary>
    /// Follows <paramref name="module"/> over <paramref name="x"/>, to its end or until the application called <paramref name="until"/>.
    /// </summary>
    /// <exception cref="ArgumentException">No application is called so.</exception>
    public static ModuleTrace Run(Module module, Tensor x, string? until = null)
    {
        var (outer, trace) = (current, new ModuleTrace(module, until));
        current = trace;
        try
        {
            trace.Output = trace.Call(module, x);
        }
        catch (Reached reached)
        {
            trace.Output = reached.Output;
            return trace;
        }
        finally
        {
            current = outer;
        }
        return until is null ? trace : throw new ArgumentException(
            $"{module.GetType().Name} applies no layer called \"{until}\"; "
                + $"there are {string.Join(", ", trace.applications.Select(a => a.Path).Where(p => p.Length > 0))}");
    }

    /// <summary>Applies a module that this pass has reached.</summary>
    public Tensor Call(Module module, Tensor x)
    {
        var graph = x.Graph;
        var first = graph.Nodes.Count;
        var output = module.Forward(x);
        // Modules made during the pass have no path.
        if (!paths.TryGetValue(module, out var path))
            return output;
        var use = uses[path] = uses.GetValueOrDefault(path, -1) + 1;
        if (use > 0)
            path = $"{path}_{use}";
        applications.Add(new Application(path, module, first, graph.Nodes.Count, output));
        if (path.Length > 0 && !graph.Names.ContainsKey(path))
            output.Named(path);
        return path == until ? throw new Reached(output) : output;
    }

    // Unwinds the modules that are not finished: what they would append after the layer is not wanted.
    private sealed class Reached(Tensor output) : Exception
    {
        public Tensor Output { get; } = output;
    }
}
