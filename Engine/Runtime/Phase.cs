// The order of work in a frame.
namespace Engine;

/// <summary>A frame runs all systems of one phase, in the order in which they were installed, before the next phase.</summary>
public enum Phase
{
    /// <summary>
    /// What comes in: controls take what is theirs of keys and mouse; the newest frame of each source is uploaded and converted.
    /// </summary>
    Capture,

    /// <summary>The scene's own behaviour: keys, animation, control values.</summary>
    Update,

    /// <summary>Plugins execute their recorded GPU work.</summary>
    Compute,

    /// <summary>Pictures go out: meshes, sprites, labels into the frame's target.</summary>
    Draw,
}
