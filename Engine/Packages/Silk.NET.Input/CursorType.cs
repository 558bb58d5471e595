// Where the picture of the mouse pointer comes from.
namespace Silk.NET.Input;

/// <summary>One of the system, or a picture of one's own.</summary>
public enum CursorType
{
    Standard = 0,
    Custom = 1,
}
