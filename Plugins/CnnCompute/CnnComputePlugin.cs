// The plugin: what the engine finds in this assembly.
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>Convolutional networks on Vulkan compute, as components, systems and verbs.</summary>
public sealed class CnnComputePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Install(App app)
    {
        app.Component<Visualization>("Visualization").Every(Phase.Compute, VisualizationSystem.Run);
        app.Component<Classifier>("Classifier").Component<FeatureMaps>("FeatureMaps").Component<Readout>("Readout").Component<ClassBars>("ClassBars")
            .Component<Saliency>("Saliency").Component<DeepDream>("DeepDream").Component<DreamReadout>("DreamReadout")
            .Component<StyleTransfer>("StyleTransfer").Component<StyleReadout>("StyleReadout")
            .Every(Phase.Update, SaliencySystem.Keys).Every(Phase.Update, DreamSystem.Keys).Every(Phase.Update, StyleTransferSystem.Keys)
            .Every(Phase.Compute, ClassifierSystem.Run).Every(Phase.Compute, SaliencySystem.Run).Every(Phase.Compute, DreamSystem.Run)
            .Every(Phase.Compute, StyleTransferSystem.Run).Every(Phase.Compute, ReadoutSystem.Run).Every(Phase.Compute, StyleReadoutSystem.Run);
        app.Shared(_ => new FrameSources()).Add("dataset", DatasetSource.Open);
    }

    /// <inheritdoc/>
    public IEnumerable<Verb> Commands() =>
    [
        TrainCommand.Create(), EvalCommand.Create(), ClassifyCommand.Create(), DreamCommand.Create(), StyleCommand.Create(), ExplainCommand.Create(), InspectCommand.Create(), ExportCommand.Create(),
        ConformanceCommand.Create(), BenchCommand.Create(),
    ];
}
