// A pass in which nothing is random.
namespace CnnCompute;

/// <summary>How initialisation and its experiments look at a net: dropout off, batch norms on the batch's own statistics.</summary>
internal static class Quiet
{
    /// <summary>Applies <paramref name="module"/> so; its mode is left as it was.</summary>
    public static ModuleTrace Run(Module module, Tensor x)
    {
        var mode = module.Training;
        module.Eval();
        foreach (var norm in module.Modules().OfType<BatchNorm>())
            norm.Train();
        try
        {
            return ModuleTrace.Run(module, x);
        }
        finally
        {
            module.Train(mode);
        }
    }
}
