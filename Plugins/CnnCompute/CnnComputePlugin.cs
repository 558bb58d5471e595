// The plugin: what the engine finds in this assembly.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>Convolutional networks on Vulkan compute, as components, systems and verbs.</summary>
public sealed class CnnComputePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Install(App app)
    {
    }

    /// <inheritdoc/>
    public IEnumerable<Verb> Commands() =>
        [TrainCommand.Create(), EvalCommand.Create(), ClassifyCommand.Create(), InspectCommand.Create(), BenchCommand.Create()];
}
