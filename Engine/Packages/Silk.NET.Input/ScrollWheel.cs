// The motion of a scroll wheel.
namespace Silk.NET.Input;

/// <summary>Steps since the last event, positive to the right and away from the user.</summary>
public readonly struct ScrollWheel(float x, float y)
{
    public float X { get; } = x;

    public float Y { get; } = y;
}
