// The engine's own components and systems, installed as a plugin's are.
namespace Engine;

/// <summary>Pictures in (sources, motion) and pictures out (meshes and the overlay). Install it first.</summary>
public sealed class EnginePlugin : IPlugin
{
    /// <inheritdoc/>
    public void Install(App app) => app
        .Component<Transform>("Transform").Component<Camera>("Camera").Component<MeshRenderer>("MeshRenderer")
        .Component<Panel>("Panel").Component<Sprite>("Sprite").Component<Fullscreen>("Fullscreen").Component<BarChart>("BarChart").Component<Label>("Label").Component<KeyLegend>("KeyLegend")
        .Component<VideoSource>("VideoSource").Component<Motion>("Motion")
        .Every(Phase.Capture, CaptureSystem.Run).Every(Phase.Capture, MotionSystem.Run).Every(Phase.Update, FullscreenSystem.Run).Every(Phase.Draw, KeyLegendSystem.Run).Every(Phase.Draw, DrawSystem.Run);
}
