// The mouse pointer over a window.
using Silk.NET.Core;

namespace Silk.NET.Input;

public interface ICursor
{
    CursorType Type { get; set; }

    StandardCursor StandardCursor { get; set; }

    CursorMode CursorMode { get; set; }

    /// <summary>Not offered by GLFW: always false.</summary>
    bool IsConfined { get; set; }

    int HotspotX { get; set; }

    int HotspotY { get; set; }

    /// <summary>The picture of a custom pointer.</summary>
    RawImage Image { get; set; }

    bool IsSupported(CursorMode mode);

    bool IsSupported(StandardCursor standardCursor);
}
