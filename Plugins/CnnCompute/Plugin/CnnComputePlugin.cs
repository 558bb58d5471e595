// The plugin: what the engine finds in this assembly.
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>Convolutional networks on Vulkan compute, as components, systems and verbs.</summary>
public sealed class CnnComputePlugin : ICommandLinePlugin
{
    /// <inheritdoc/>
    public void Install(App app)
    {
        app.Every(Phase.Update, SaliencyKeys.Run).Every(Phase.Update, DreamKeys.Run).Every(Phase.Update, StyleKeys.Run);
        app.Component("Visualization", Phase.Compute,
            new Live<Visualization, VisualizationView>("visualization", VisualizationView.Compile) { Readings = VisualizationView.Readings });
        app.Component<FeatureMaps>("FeatureMaps").Component("Classifier", Phase.Compute,
            new Live<Classifier, Classification>("classifier", Classification.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Beside = ClassifierMaps.Of,
                Readings = Classification.Readings,
            });
        app.Component("Saliency", Phase.Compute,
            new Live<Saliency, SaliencyView>("saliency", SaliencyView.Compile)
            {
                Image = SaliencyView.ImageOf,
                Beside = SaliencyStand.Of,
                Readings = SaliencyView.Readings,
            });
        app.Component("DeepDream", Phase.Compute,
            new Live<DeepDream, Dreaming>("dream", Dreaming.Compile) { Image = (_, wanted) => wanted.Image, Readings = Dreaming.Readings });
        app.Component("StyleTransfer", Phase.Compute,
            new Live<StyleTransfer, LiveStyle>("style", LiveStyle.Compile) { Image = (_, wanted) => wanted.Image, Readings = LiveStyle.Readings });
        app.Component("ClassBars", Phase.Compute, new Live<ClassBars, ClassRows>("class bars", ClassRows.Make));
        app.Shared(_ => new FrameSources()).Add("dataset", DatasetSource.Open);
    }

    /// <inheritdoc/>
    public IEnumerable<Verb> Commands() =>
    [
        TrainCommand.Create(), EvalCommand.Create(), ClassifyCommand.Create(), DreamCommand.Create(), StyleCommand.Create(), ExplainCommand.Create(),
        InspectCommand.Create(), ExportCommand.Create(), ConformanceCommand.Create(), BenchCommand.Create(),
    ];

    /// <inheritdoc/>
    public IEnumerable<PlayOption> PlayOptions() =>
    [
        // The layers a scene names are those of its own network; of another one what looks at layers begins with what it finds.
        new("--model", "model", "the network (.safetensors or .onnx) in place of the scene's") { IsPath = true, Clears = ["layer", "layers"] },
        new("--net", "net", "the style net (.safetensors or .onnx) in place of the scene's") { IsPath = true },
        new("--labels", "labels", "file of class names, one a line") { IsPath = true },
        new("--norm", "norm", $"how pixels become the network's input: {PixelNorm.Choices}"),
    ];
}
