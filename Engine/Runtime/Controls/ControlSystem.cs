// Controls look at the input before anybody else does, and are drawn above the scene.
namespace Engine;

/// <summary>
/// What is done for all controls of an app together. Its first part runs first of all in a frame: what belongs to a control, no later system sees.
/// </summary>
internal static class ControlSystem
{
    private static readonly QueryDescription Any = new QueryDescription().WithAny<Button, Slider, Toggle, ChoiceList, TextField>();

    /// <summary>Names the components and systems.</summary>
    public static void Install(App app)
    {
        app.Component("Button", Phase.Capture, new Live<Button, ButtonControl>("button", ButtonControl.Make))
            .Component("Slider", Phase.Capture, new Live<Slider, SliderControl>("slider", SliderControl.Make))
            .Component("Toggle", Phase.Capture, new Live<Toggle, ToggleControl>("toggle", ToggleControl.Make))
            .Component("ChoiceList", Phase.Capture, new Live<ChoiceList, ChoiceListControl>("choice list", ChoiceListControl.Make))
            .Component("TextField", Phase.Capture, new Live<TextField, TextFieldControl>("text field", TextFieldControl.Make))
            .Every(Phase.Capture, Run);
        app.Shared(static _ => new OverlayLayers()).Add(Draw);
    }

    private static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in Any) > 0)
            ControlSet.Of(frame.App).Run(frame);
    }

    private static void Draw(Frame frame, Overlay overlay, bool isAlone)
    {
        if (!isAlone && frame.World.CountEntities(in Any) > 0)
            ControlSet.Of(frame.App).Draw(overlay);
    }
}
