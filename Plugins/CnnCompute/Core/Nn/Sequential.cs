// Modules one after another.
namespace CnnCompute;

/// <summary>torch.nn.Sequential: applies its modules in order; their names are 0, 1, 2…, or those given.</summary>
public class Sequential : Module
{
    private readonly Module[] modules;
    private readonly string[] names;

    /// <summary>A chain of the given modules, initialised with seed 0.</summary>
    public Sequential(params Module[] modules) : this([.. modules.Select((m, i) => ($"{i}", m))])
    {
    }

    /// <summary>A chain of named modules, as of an OrderedDict in PyTorch, initialised with seed 0.</summary>
    public Sequential(params (string Name, Module Module)[] modules)
    {
        this.modules = [.. modules.Select(m => m.Module)];
        names = [.. modules.Select(m => m.Name)];
        Initialize(0);
    }

    /// <summary>Number of modules.</summary>
    public int Count => modules.Length;

    /// <summary>Module <paramref name="index"/> of the chain.</summary>
    public Module this[int index] => modules[index];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach (var module in modules)
            x = module.Call(x);
        return x;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => names.Zip(modules);
}
