// What is drawn above a scene's own labels.
namespace Engine;

/// <summary>Parts that add to the overlay after everything else, in the order they were added.</summary>
internal sealed class OverlayLayers
{
    private readonly List<Action<Frame, Overlay, bool>> layers = [];

    /// <summary>Adds one; it hears whether a picture is shown alone, over the whole window.</summary>
    public void Add(Action<Frame, Overlay, bool> draw) => layers.Add(draw);

    /// <summary>Collects them.</summary>
    public void Draw(Frame frame, Overlay overlay, bool isAlone)
    {
        foreach (var draw in layers)
            draw(frame, overlay, isAlone);
    }
}
