// A list on the screen of which one line is chosen.
using System.Numerics;

namespace Engine;

/// <summary>
/// Shows choices and marks the one that the field has; a click or an arrow key chooses another. Where there are more than fit, the wheel moves them.
/// </summary>
public record struct ChoiceList() : IControl
{
    /// <summary>What stands above it.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public Entity Target { get; set; } = Entity.Null;

    /// <inheritdoc/>
    public string Field { get; set; } = "";

    /// <summary>
    /// The choices. Where there are none here and none by <see cref="From"/>: what the entity offers while it runs (<see cref="Choices"/>), or else
    /// the words that the field can be.
    /// </summary>
    public string[] Choices { get; set; } = [];

    /// <summary>
    /// A field that holds the choices with commas between, such as <c>DeepDream.layers</c>, of the target or of <see cref="Of"/>.
    /// </summary>
    public string From { get; set; } = "";

    /// <summary>The entity that has or offers the choices; none for the target.</summary>
    public Entity Of { get; set; } = Entity.Null;

    /// <summary>The field gets the choice's place, counted from 0, instead of its text.</summary>
    public bool Index { get; set; } = false;

    /// <inheritdoc/>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <inheritdoc/>
    public Vector2 Size { get; set; } = new(280, 160);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 15;

    /// <inheritdoc/>
    public readonly bool Equals(ChoiceList other) =>
        (Text, Target, Field, From, Of, Index) == (other.Text, other.Target, other.Field, other.From, other.Of, other.Index)
        && (Position, Size, TextSize) == (other.Position, other.Size, other.TextSize)
        && (ReferenceEquals(Choices, other.Choices) || (Choices ?? []).AsSpan().SequenceEqual(other.Choices ?? []));

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Text, Target, Field, From, Of, Index, Position, Size);
}
