// All controls of an app: which the mouse is on, which has the keyboard, and what of the input is theirs.
using System.Diagnostics;
using System.Numerics;

namespace Engine;

/// <summary>
/// A click outside of them, Esc or a click on another gives the keyboard up; Tab and Shift+Tab hand it on, from top to bottom and left to right. A
/// click gives it to text fields alone, so that keys go on doing what they do in the scene.
/// </summary>
internal sealed class ControlSet
{
    private const double Patience = 0.4, Again = 0.04;      // seconds a key is held before it counts again, and again

    // Nobody else sees these while a control has the keyboard.
    private static readonly Key[] Keys =
    [
        Key.Left, Key.Right, Key.Up, Key.Down, Key.PageUp, Key.PageDown, Key.Home, Key.End, Key.Enter, Key.KeypadEnter, Key.Space, Key.Tab,
        Key.Escape,
    ];

    private readonly App app;
    private readonly List<Control> controls = [];
    private Control? held, focused;
    private bool isUnordered, isElsewhere;
    private Key repeated;
    private double repeats;

    private ControlSet(App app)
    {
        this.app = app;
        app.Shared(_ => new KeyHelp()).Add("Tab", "controls");
    }

    /// <summary>The one of an app.</summary>
    public static ControlSet Of(App app) => app.Shared(static app => new ControlSet(app));

    /// <summary>Adds one, or hears that it was edited.</summary>
    public void Change(Control control)
    {
        if (!controls.Contains(control))
            controls.Add(control);
        isUnordered = true;
    }

    /// <summary>Takes one away.</summary>
    public void Remove(Control control)
    {
        controls.Remove(control);
        if (held == control)
            held = null;
        if (focused == control)
            focused = null;
    }

    /// <summary>Takes the keyboard from one that is done with it.</summary>
    public void GiveUp(Control control)
    {
        if (focused == control)
            focused = null;
        control.Leave(cancelled: true);
    }

    /// <summary>Gives controls what is theirs of the frame's input.</summary>
    public void Run(Frame frame)
    {
        if (controls.Count == 0)
            return;
        // A picture over the whole window hides them.
        if (FullscreenSystem.IsOn(frame.World))
        {
            Focus(null);
            held?.Up(inside: false);
            held = null;
            return;
        }
        if (isUnordered)
            controls.Sort(static (a, b) => (a.Position.Y, a.Position.X).CompareTo((b.Position.Y, b.Position.X)));
        isUnordered = false;
        Claim();
        PointAt(Place(frame.Input.Mouse));
        Type();
        foreach (var control in controls)
            control.Tick();
    }

    /// <summary>Adds them to the picture.</summary>
    public void Draw(Overlay overlay)
    {
        var over = isElsewhere ? null : At(Place(app.Input.Mouse));
        foreach (var control in controls)
        {
            var isUnder = over == control && (held is null || held == control);
            control.Draw(overlay, (isUnder ? Looks.Hovered : 0) | (held == control && isUnder ? Looks.Pressed : 0)
                | (focused == control ? Looks.Focused : 0));
        }
    }

    private void PointAt(Vector2 at)
    {
        var (input, over) = (app.Input, At(at));
        var isDown = input.IsHeld(MouseButton.Left) || input.IsHeld(MouseButton.Right) || input.IsHeld(MouseButton.Middle);
        var goesDown = input.WasPressed(MouseButton.Left);
        // Long frames: the button may have gone down and up again elsewhere than where the mouse is by now.
        var pressed = Place(input.PressedAt(MouseButton.Left));
        // What began beside the controls stays with whoever it began with.
        if (goesDown)
            isElsewhere = held is null && At(pressed) is null;
        else if (!isDown)
            isElsewhere = false;
        else
            isElsewhere |= held is null && over is null;
        if (goesDown && held is null)
        {
            held = At(pressed);
            Focus(held?.TakesText == true ? held : null);
            held?.Down(pressed);
        }
        var isTheirs = held is not null || (over is not null && !isElsewhere);
        var isUp = !input.IsHeld(MouseButton.Left);
        if (isUp)
            at = Place(input.ReleasedAt(MouseButton.Left));
        held?.Drag(at);
        if (held is not null && isUp)
        {
            var control = held;
            held = null;
            control.Up(control.Holds(at));
        }
        if (!isTheirs)
            return;
        if (input.Scroll.Y != 0)
            over?.Wheel(input.Scroll.Y);
        input.TakeMouse();
    }

    private void Type()
    {
        var input = app.Input;
        var shift = input.IsHeld(Key.ShiftLeft) || input.IsHeld(Key.ShiftRight);
        foreach (var stroke in input.Strokes)
        {
            if (stroke.Key == Key.Tab)
                HandOn(shift ? -1 : 1);
            else if (stroke.Key == Key.Escape && focused is not null)
                Focus(null, cancelled: true);
            else
                focused?.Take(stroke, shift);
            if (stroke.Key != Key.Unknown)
                (repeated, repeats) = (stroke.Key, Now + Patience);
        }
        var isMove = repeated is Key.Left or Key.Right or Key.Up or Key.Down or Key.Backspace or Key.Delete or Key.PageUp or Key.PageDown;
        if (focused is null || !isMove || !input.IsHeld(repeated) || Now < repeats)
            return;
        repeats = Now + Again;
        focused.Take(new Stroke(repeated, default), shift);
    }

    private double Now => app.IsDeterministic ? app.Frames / 60.0 : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private void HandOn(int step)
    {
        var at = focused is null ? (step > 0 ? 0 : controls.Count - 1) : (controls.IndexOf(focused) + step + controls.Count) % controls.Count;
        Focus(controls[at]);
    }

    private void Focus(Control? next, bool cancelled = false)
    {
        if (next == focused)
            return;
        var before = focused;
        focused = next;
        before?.Leave(cancelled);
        focused?.Enter();
        Claim();
    }

    private void Claim()
    {
        if (focused?.TakesText == true)
            app.Input.TakeText();
        app.Input.Take(Key.Tab);
        if (focused is null)
            return;
        foreach (var key in Keys)
            app.Input.Take(key);
    }

    private Vector2 Place(Vector2 pixel) => Overlay.Place(pixel, app.Target.Width, app.Target.Height);

    private Control? At(Vector2 place)
    {
        for (var i = controls.Count - 1; i >= 0; i--)
        {
            if (controls[i].Holds(place))
                return controls[i];
        }
        return null;
    }
}
