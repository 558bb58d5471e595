// The plugin: what the engine finds in this assembly.
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>Convolutional networks on Vulkan compute, as components, systems and verbs.</summary>
public sealed class CnnComputePlugin : ICommandLinePlugin
{
    /// <inheritdoc/>
    public void Install(App app) => NetworkComponents.Install(app);

    /// <inheritdoc/>
    public IEnumerable<Verb> Commands() => Verbs.Create();

    /// <inheritdoc/>
    public IEnumerable<PlayOption> PlayOptions() =>
    [
        // The layers a scene names are those of its own network; of another one what looks at layers begins with what it finds.
        new("--model", "model", "the network (.safetensors or .onnx, or resnet18_features) in place of the scene's")
        {
            IsPath = true,
            Clears = ["layer", "layers"],
        },
        new("--net", "net", "the style net (.safetensors or .onnx) in place of the scene's") { IsPath = true },
        new("--labels", "labels", "file of class names, one a line") { IsPath = true },
        new("--norm", "norm", $"how pixels become the network's input: {PixelNorm.Choices}, or numbers (see classify --help)"),
        new("--scores", "scores", "what a classifier's scores are: softmax, sigmoid or none [default: what the network computes tells]"),
    ];
}
