// A line of text that is being typed, or not.
using System.Numerics;

namespace Engine;

/// <summary>Shows the field; with the keyboard a draft of it, which Enter, Tab or a click elsewhere writes.</summary>
internal sealed class TextFieldControl : Control<TextField>
{
    private const float Padding = 10;

    private readonly TextDraft draft = new();
    private bool isTyped, isWrong;
    private int firstShown;
    private float clicked = float.NaN;

    private TextFieldControl(App app, Entity entity) : base(app, entity, "text field")
    {
    }

    public static TextFieldControl Make(Frame frame, Entity entity, TextField wanted)
    {
        var made = new TextFieldControl(frame.App, entity);
        made.Takes(wanted);
        return made;
    }

    /// <inheritdoc/>
    public override bool TakesText => true;

    // Where letters are is known where they are drawn.
    /// <inheritdoc/>
    public override void Down(Vector2 at) => clicked = at.X;

    /// <inheritdoc/>
    public override void Enter()
    {
        (isTyped, isWrong, firstShown) = (true, false, 0);
        draft.Set(IsOn ? Bound!.Text : "");
    }

    /// <inheritdoc/>
    public override void Leave(bool cancelled)
    {
        if (!cancelled && isTyped)
            Write();
        (isTyped, isWrong, firstShown) = (false, false, 0);
    }

    /// <inheritdoc/>
    public override void Take(in Stroke stroke, bool shift)
    {
        isWrong = false;
        if (stroke.Key is Key.Enter or Key.KeypadEnter)
        {
            if (Write())
                ControlSet.Of(App).GiveUp(this);
        }
        else if (stroke.Key != Key.Unknown)
        {
            draft.Edit(stroke.Key);
        }
        else if (stroke.Character != default)
        {
            draft.Insert(stroke.Character);
        }
    }

    /// <inheritdoc/>
    public override void Draw(Overlay overlay, Looks looks)
    {
        var (letters, on) = (Wanted.TextSize, IsOn);
        if (Wanted.Text.Length > 0)
            overlay.Text(Wanted.Text, Position, letters, false, TextAlign.Left, on ? Palette.Faint : Palette.Dim, Size.X);
        var head = Wanted.Text.Length > 0 ? letters * 1.5f : 0;
        var (at, size) = (Position + new Vector2(0, head), Size - new Vector2(0, head));
        var radius = Math.Min(8, size.Y / 2);
        overlay.Box(at, size, radius, looks.HasFlag(Looks.Hovered) && !isTyped ? Palette.Body : Palette.Well);
        overlay.Ring(at, size, radius, 1, isWrong ? Palette.Wrong : Palette.Edge);
        Ring(overlay, at, size, radius, looks);
        var pen = new Vector2(at.X + Padding, at.Y + size.Y / 2 - letters * 0.36f);
        var wide = Math.Max(1, size.X - 2 * Padding);
        var text = isTyped ? draft.Text : on ? Bound!.Text : [];
        if (text.Length == 0 && !isTyped)
            overlay.Text(on ? Wanted.Hint : "…", pen, letters, false, TextAlign.Left, Palette.Dim, wide);
        if (isTyped)
            Scroll(overlay, letters, wide, pen.X);
        var shown = Fitting(overlay, text[firstShown..], letters, wide);
        overlay.Text(shown, pen, letters, false, TextAlign.Left, on ? isWrong ? Palette.Wrong : Palette.Ink : Palette.Dim);
        if (isTyped)
        {
            var caret = overlay.Measure(text[firstShown..draft.Caret], letters);
            overlay.Box(new Vector2(pen.X + caret - 0.75f, pen.Y - letters * 0.25f), new Vector2(1.5f, letters * 1.2f), 0.5f, Palette.Accent);
        }
    }

    protected override void Check(in TextField wanted, BoundField? bound)
    {
        if (!SceneValue.IsOneWord(bound!.Field.Type))
            throw Unfit(bound, "a text, or what is written as one");
    }

    // What is no value of the field is said and stays, to be mended; whether the field took it.
    private bool Write()
    {
        if (!IsOn || draft.Text.SequenceEqual(Bound!.Text))
            return true;
        try
        {
            Bound.Write(draft.Text.ToString(), Who);
            return true;
        }
        catch (SceneException wrong)
        {
            Log.Warning(wrong.Message);
            isWrong = true;
            return false;
        }
    }

    // The part around the caret is shown where not all fits; a click that waits puts the caret between the nearest letters.
    private void Scroll(Overlay overlay, float letters, float wide, float left)
    {
        if (!float.IsNaN(clicked))
        {
            var nearest = firstShown;
            for (var i = firstShown; i <= draft.Text.Length; i++)
            {
                if (Math.Abs(At(i) - clicked) < Math.Abs(At(nearest) - clicked))
                    nearest = i;
            }
            draft.MoveTo(nearest);
            clicked = float.NaN;
        }
        firstShown = Math.Min(firstShown, draft.Caret);
        while (overlay.Measure(draft.Text[firstShown..draft.Caret], letters) > wide)
            firstShown++;

        float At(int i) => left + overlay.Measure(draft.Text[firstShown..i], letters);
    }

    private static ReadOnlySpan<char> Fitting(Overlay overlay, ReadOnlySpan<char> text, float letters, float wide)
    {
        while (text.Length > 0 && overlay.Measure(text, letters) > wide)
            text = text[..^1];
        return text;
    }
}
