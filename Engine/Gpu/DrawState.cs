// The fixed-function state of a draw pipeline.
namespace Engine;

/// <summary>How drawn pixels meet those already there.</summary>
public enum Blend
{
    /// <summary>They replace them.</summary>
    None,
    /// <summary>Straight alpha in linear light: source·α + target·(1 − α).</summary>
    Alpha,
}

/// <summary>Which triangles are left out; the front is counter-clockwise on the screen.</summary>
public enum Cull
{
    /// <summary>None.</summary>
    None,
    /// <summary>Those seen from behind.</summary>
    Back,
    /// <summary>Those seen from the front.</summary>
    Front,
}

/// <summary>Depth is 0 near to 1 far; a pixel passes the test when it is no farther than what is there.</summary>
public readonly record struct DrawState(bool DepthTest = false, bool DepthWrite = false, Blend Blend = Blend.None, Cull Cull = Cull.None);
