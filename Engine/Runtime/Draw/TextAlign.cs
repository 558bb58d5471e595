// Which edge of a line of text its position names.
namespace Engine;

/// <summary>Horizontal alignment of text about its position.</summary>
public enum TextAlign
{
    /// <summary>The text begins at the position.</summary>
    Left,

    /// <summary>The text is centred on the position.</summary>
    Centre,

    /// <summary>The text ends at the position.</summary>
    Right,
}
