// A button that runs.
using System.Numerics;

namespace Engine;

/// <summary>Acts when the mouse's button goes up on it, or at Enter or Space; a key that it presses follows the button down and up.</summary>
internal sealed class ButtonControl : Control<Button>
{
    private bool isHeld;
    private Key heldBy;

    private ButtonControl(App app, Entity entity) : base(app, entity, "button")
    {
    }

    public static ButtonControl Make(Frame frame, Entity entity, Button wanted)
    {
        var made = new ButtonControl(frame.App, entity);
        made.Takes(wanted);
        return made;
    }

    /// <inheritdoc/>
    public override void Down(Vector2 at)
    {
        if (Wanted.Key != Key.Unknown)
            Hold();
    }

    /// <inheritdoc/>
    public override void Up(bool inside)
    {
        if (isHeld)
            Free();
        else if (inside)
            Act();
    }

    /// <inheritdoc/>
    public override void Take(in Stroke stroke, bool shift)
    {
        if (stroke.Key is not (Key.Enter or Key.KeypadEnter or Key.Space))
            return;
        if (Wanted.Key == Key.Unknown)
            Act();
        else
            Hold();
        heldBy = stroke.Key;
    }

    /// <inheritdoc/>
    public override void Leave(bool cancelled) => Free();

    /// <inheritdoc/>
    public override void Tick()
    {
        if (heldBy != Key.Unknown && !Input.IsHeld(heldBy))
            Free();
    }

    /// <inheritdoc/>
    public override void Draw(Overlay overlay, Looks looks)
    {
        var isThere = Wanted.Key != Key.Unknown || IsOn;
        var isMarked = isThere && Wanted.Key == Key.Unknown && Wanted.Set.Length > 0 && Bound!.Text == Wanted.Set;
        var isDown = looks.HasFlag(Looks.Pressed) || heldBy != Key.Unknown;
        var fill = isDown ? Palette.Pressed : isMarked ? Palette.Chosen : looks.HasFlag(Looks.Hovered) && isThere ? Palette.Hovered : Palette.Body;
        var (radius, letters) = (Math.Min(8, Size.Y / 2), Wanted.TextSize);
        overlay.Box(Position, Size, radius, fill);
        overlay.Ring(Position, Size, radius, 1, isDown || isMarked ? Palette.Accent : Palette.Edge);
        overlay.Text(Wanted.Text, Position + new Vector2(Size.X / 2, Size.Y / 2 - letters * 0.36f), letters, false, TextAlign.Centre,
            isThere ? Palette.Ink : Palette.Dim, Math.Max(1, Size.X - letters));
        Ring(overlay, Position, Size, radius, looks);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Free();
        base.Dispose();
    }

    protected override bool NeedsField(in Button wanted) => wanted.Key == Key.Unknown;

    protected override void Check(in Button wanted, BoundField? bound)
    {
        Free();
        if (bound is null)
            return;
        if (wanted.Set.Length > 0)
            bound.Parse(wanted.Set, Who);
        else if (!SceneValue.IsNumber(bound.Field.Type))
            throw Unfit(bound, "a number to add to; write set: VALUE, or add: to a field that counts");
    }

    private void Act()
    {
        if (!IsOn)
            return;
        if (Wanted.Set.Length > 0)
            Bound!.Write(Wanted.Set, Who);
        else
            Bound!.Write(Bound.Number + Wanted.Add);
    }

    private void Hold()
    {
        isHeld = true;
        Input.Send(Wanted.Key);
    }

    private void Free()
    {
        if (isHeld)
            Input.Release(Wanted.Key);
        (isHeld, heldBy) = (false, Key.Unknown);
    }
}
