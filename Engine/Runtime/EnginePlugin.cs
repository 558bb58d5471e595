// The engine's own components and systems, installed as a plugin's are.
namespace Engine;

/// <summary>Controls, pictures in (sources, motion) and pictures out (meshes and the overlay). Install it first.</summary>
public sealed class EnginePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Install(App app)
    {
        ControlSystem.Install(app);
        Notices.Install(app);
        DiagnosticsPanel.Install(app);
        app.Component<Transform>("Transform").Component<Camera>("Camera").Component<MeshRenderer>("MeshRenderer")
            .Component<Panel>("Panel").Component<Sprite>("Sprite").Component<Fullscreen>("Fullscreen")
            .Component<BarChart>("BarChart").Component<LineChart>("LineChart").Component<Label>("Label")
            .Component("VideoSource", Phase.Capture, new Live<VideoSource, Feed>("source", Feed.Open)
            {
                Patience = 0,
                FailsAlone = false,
                Loads = (_, wanted) => FrameSources.IsPath(wanted.Source) ? wanted.Source : "",
                Readings = Feed.Readings,
            })
            .Component("Motion", Phase.Capture, new Live<Motion, Moved>("motion", Moved.Make))
            .Component<Own>("Own").Component<ClassLabel>("ClassLabel").Component<Randomize>("Randomize")
            .Component("SceneCamera", Phase.Capture,
                new Live<SceneCamera, SceneView>("scene camera", SceneView.Make) { Readings = SceneView.Readings })
            .Every(Phase.Capture, PixelSources.Run).Every(Phase.Update, FullscreenSystem.Run)
            .Component("KeyLegend", Phase.Draw, new Live<KeyLegend, KeyLegendText>("key legend", KeyLegendText.Make))
            .Component("Readout", Phase.Draw, new Live<Readout, ReadoutText>("readout", ReadoutText.Make))
            .Every(Phase.Draw, DrawSystem.Run).Every(Phase.Draw, FeedTimes.Run)
            .Every(Phase.Draw, PixelReaders.Run);
    }
}
