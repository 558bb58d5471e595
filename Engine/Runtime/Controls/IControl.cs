// What all controls on the screen have in common.
using System.Numerics;

namespace Engine;

/// <summary>
/// A component that shows a field of another entity's component and lets mouse and keyboard change it, exactly as saving the scene file would. Place
/// and size are in design units (1280×720), as those of labels.
/// </summary>
public interface IControl
{
    /// <summary>The entity whose component it changes.</summary>
    Entity Target { get; }

    /// <summary>
    /// <c>Component.field</c> of the target, as scene files write them; the field alone where one component of the target has it.
    /// </summary>
    string Field { get; }

    /// <summary>Left top corner.</summary>
    Vector2 Position { get; }

    /// <summary>Width and height.</summary>
    Vector2 Size { get; }
}
