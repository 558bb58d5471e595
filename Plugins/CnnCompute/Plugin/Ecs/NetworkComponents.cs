// What this plugin brings into a scene.
using Engine;

namespace CnnCompute;

/// <summary>The components of networks and the systems that run them.</summary>
internal static class NetworkComponents
{
    /// <summary>Lets an app's scenes use them.</summary>
    public static void Install(App app)
    {
        // First of all: others open what it trains.
        app.Component("Training", Phase.Compute,
            new Live<Training, LiveTraining>("training", LiveTraining.Compile)
            {
                Loads = (_, wanted) => wanted.Recipe,
                Readings = LiveTraining.Readings,
            });
        app.Component("TrainingCurves", Phase.Compute, new Live<TrainingCurves, TrainingCurvesView>("curves", TrainingCurvesView.Make));
        app.Every(Phase.Update, TrainingKeys.Run).Every(Phase.Update, SaliencyKeys.Run).Every(Phase.Update, DreamKeys.Run)
            .Every(Phase.Update, StyleKeys.Run).Every(Phase.Update, TeachKeys.Run);
        app.Component("Visualization", Phase.Compute,
            new Live<Visualization, VisualizationView>("visualization", VisualizationView.Compile)
            {
                Loads = (world, wanted) => Either(wanted.Model, world, wanted.Classifier),
                Readings = VisualizationView.Readings,
            });
        app.Component<FeatureMaps>("FeatureMaps").Component("Classifier", Phase.Compute,
            new Live<Classifier, Classification>("classifier", Classification.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Loads = (_, wanted) => wanted.Model,
                Beside = ClassifierMaps.Of,
                Readings = Classification.Readings,
            });
        app.Component("Saliency", Phase.Compute,
            new Live<Saliency, SaliencyView>("saliency", SaliencyView.Compile)
            {
                Image = SaliencyView.ImageOf,
                Loads = (world, wanted) => Either(wanted.Model, world, wanted.Classifier),
                Beside = SaliencyStand.Of,
                Readings = SaliencyView.Readings,
            });
        app.Component("DeepDream", Phase.Compute,
            new Live<DeepDream, Dreaming>("dream", Dreaming.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Loads = (_, wanted) => wanted.Model,
                Readings = Dreaming.Readings,
            });
        app.Component("StyleTransfer", Phase.Compute,
            new Live<StyleTransfer, LiveStyle>("style", LiveStyle.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Loads = (_, wanted) => wanted.Net.Length > 0 ? wanted.Net : wanted.Model,
                Readings = LiveStyle.Readings,
            });
        app.Component("Teach", Phase.Compute,
            new Live<Teach, LiveTeaching>("teach", LiveTeaching.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Loads = (_, wanted) => wanted.Model.Length > 0 ? wanted.Model : ModelFile.Usual,
                Readings = LiveTeaching.Readings,
            });
        app.Component("Augmentation", Phase.Compute,
            new Live<Augmentation, AugmentedView>("augmentation", AugmentedView.Compile)
            {
                Image = (_, wanted) => wanted.Image,
                Readings = AugmentedView.Readings,
            });
        app.Component("ClassBars", Phase.Compute, new Live<ClassBars, ClassRows>("class bars", ClassRows.Make));
        var sources = app.Shared(_ => new FrameSources());
        sources.Add("dataset", DatasetSource.Open);
        sources.Add("emoji", EmojiSource.Open);
    }

    private static string Either(string model, World world, Entity classifier) => model.Length > 0 ? model : Classifier.Of(world, classifier).Model;
}
