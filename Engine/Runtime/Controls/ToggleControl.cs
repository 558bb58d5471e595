// A switch that runs.
using System.Numerics;

namespace Engine;

/// <summary>Its knob stands right where the field is true.</summary>
internal sealed class ToggleControl : Control<Toggle>
{
    private ToggleControl(App app, Entity entity) : base(app, entity, "toggle")
    {
    }

    public static ToggleControl Make(Frame frame, Entity entity, Toggle wanted)
    {
        var made = new ToggleControl(frame.App, entity);
        made.Takes(wanted);
        return made;
    }

    /// <inheritdoc/>
    public override void Up(bool inside)
    {
        if (inside && IsOn)
            Bound!.Write(!Bound.Flag);
    }

    /// <inheritdoc/>
    public override void Take(in Stroke stroke, bool shift)
    {
        if (!IsOn)
            return;
        switch (stroke.Key)
        {
            case Key.Enter or Key.KeypadEnter or Key.Space:
                Bound!.Write(!Bound.Flag);
                break;
            case Key.Left or Key.Right:
                Bound!.Write(stroke.Key == Key.Right);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Draw(Overlay overlay, Looks looks)
    {
        var (on, letters, mid) = (IsOn, Wanted.TextSize, Position.Y + Size.Y / 2);
        var isTrue = on && Bound!.Flag;
        var pill = new Vector2(letters * 2.5f, letters * 1.4f);
        var at = new Vector2(Position.X + Size.X - pill.X, mid - pill.Y / 2);
        overlay.Text(Wanted.Text, new Vector2(Position.X, mid - letters * 0.36f), letters, false, TextAlign.Left, on ? Palette.Ink : Palette.Dim,
            Math.Max(1, Size.X - pill.X - letters));
        overlay.Box(at, pill, pill.Y / 2, isTrue ? Palette.Accent : looks.HasFlag(Looks.Hovered) ? Palette.Hovered : Palette.Track);
        var inset = looks.HasFlag(Looks.Pressed) ? 4 : 3;
        var knob = new Vector2(pill.Y - 2 * inset);
        overlay.Box(at + new Vector2(isTrue ? pill.X - pill.Y + inset : inset, inset), knob, knob.X / 2, on ? Palette.Ink : Palette.Dim);
        Ring(overlay, at, pill, pill.Y / 2, looks);
    }

    protected override void Check(in Toggle wanted, BoundField? bound)
    {
        if (bound!.Field.Type != typeof(bool))
            throw Unfit(bound, "true or false");
    }
}
