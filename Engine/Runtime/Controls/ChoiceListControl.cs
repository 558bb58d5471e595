// A list that runs.
using System.Numerics;

namespace Engine;

/// <summary>
/// The choices of its component, of a field, of what the entity offers, or the words that its own field can be: the first there are.
/// </summary>
internal sealed class ChoiceListControl : Control<ChoiceList>
{
    private const float Inset = 4;

    private string[] fixedChoices = [], split = [];
    private string? splitText;
    private BoundField? source;
    private Entity offering;
    private float first;
    private Vector2 mouse;

    private ChoiceListControl(App app, Entity entity) : base(app, entity, "choice list")
    {
    }

    public static ChoiceListControl Make(Frame frame, Entity entity, ChoiceList wanted)
    {
        var made = new ChoiceListControl(frame.App, entity);
        made.Takes(wanted);
        return made;
    }

    /// <inheritdoc/>
    public override void Up(bool inside)
    {
        if (inside && RowAt(mouse) is >= 0 and var row)
            Choose(row);
    }

    /// <inheritdoc/>
    public override void Down(Vector2 at) => mouse = at;

    /// <inheritdoc/>
    public override void Drag(Vector2 at) => mouse = at;

    /// <inheritdoc/>
    public override void Wheel(float steps) => first = Math.Clamp(first - steps, 0, Math.Max(0, Count - Rows));

    /// <inheritdoc/>
    public override void Take(in Stroke stroke, bool shift)
    {
        var chosen = Chosen;
        int? next = stroke.Key switch
        {
            Key.Down or Key.Right => chosen + 1,
            Key.Up or Key.Left => chosen < 0 ? Count - 1 : chosen - 1,
            Key.PageDown => chosen + Rows,
            Key.PageUp => chosen - Rows,
            Key.Home => 0,
            Key.End => Count - 1,
            _ => null,
        };
        if (next is not { } row || Count == 0)
            return;
        row = Math.Clamp(row, 0, Count - 1);
        Choose(row);
        Show(row);
    }

    /// <inheritdoc/>
    public override void Enter()
    {
        if (Chosen is >= 0 and var row)
            Show(row);
    }

    /// <inheritdoc/>
    public override void Draw(Overlay overlay, Looks looks)
    {
        var (letters, on) = (Wanted.TextSize, IsOn);
        if (Wanted.Text.Length > 0)
            overlay.Text(Wanted.Text, Position, letters, false, TextAlign.Left, on ? Palette.Faint : Palette.Dim, Size.X);
        var (at, size) = (Position + new Vector2(0, Head), Size - new Vector2(0, Head));
        overlay.Box(at, size, 8, Palette.Well);
        overlay.Ring(at, size, 8, 1, Palette.Edge);
        Ring(overlay, at, size, 8, looks);
        var (count, rows, chosen) = (Count, Rows, Chosen);
        first = Math.Clamp(first, 0, Math.Max(0, count - rows));
        var hovered = looks.HasFlag(Looks.Hovered) ? RowAt(Overlay.Place(Input.Mouse, App.Target.Width, App.Target.Height)) : -1;
        var (top, wide) = ((int)first, size.X - 2 * Inset - (count > rows ? 10 : 0));
        for (var row = top; row < Math.Min(count, top + rows); row++)
        {
            var line = at + new Vector2(Inset, Inset + (row - top) * RowHeight);
            if (row == chosen || row == hovered)
                overlay.Box(line, new Vector2(wide, RowHeight), 5, row == chosen ? Palette.Chosen : Palette.Faded(Palette.Hovered, 0.7f));
            var (ink, y) = (on ? Palette.Ink : Palette.Dim, (RowHeight / 2) - letters * 0.36f);
            var note = Note(row);
            var noteWidth = note.Length > 0 ? overlay.Measure(note, letters) + letters * 0.6f : 0;
            overlay.Text(Name(row), line + new Vector2(letters * 0.5f, y), letters, row == chosen, TextAlign.Left, ink,
                Math.Max(1, wide - letters - noteWidth));
            if (note.Length > 0)
                overlay.Text(note, line + new Vector2(wide - letters * 0.5f, y), letters, false, TextAlign.Right, Palette.Faint);
        }
        if (count == 0)
            overlay.Text("…", at + new Vector2(letters, Inset + letters * 0.4f), letters, false, TextAlign.Left, Palette.Dim);
        if (count > rows)
            Scrollbar(overlay, at + new Vector2(size.X - 10, 6), size.Y - 12, (float)rows / count, first / count);
    }

    protected override void Check(in ChoiceList wanted, BoundField? bound)
    {
        var type = bound!.Field.Type;
        if (wanted.Index ? !SceneValue.IsNumber(type) : !SceneValue.IsOneWord(type))
            throw Unfit(bound, wanted.Index ? "a number for the choice's place" : "a word; index: true writes the choice's place");
        var from = wanted.Of == Entity.Null ? wanted.Target : wanted.Of;
        source = wanted.From.Length > 0 ? BoundField.Find(App, from, wanted.From, Who) : null;
        if (source is not null && (source.Field.Type != typeof(string) && !SceneValue.IsOneWord(source.Field.Type)))
            throw new InvalidOperationException($"{Who}: {source.Name} holds no choices; a text with commas between them is wanted");
        fixedChoices = wanted.Choices is { Length: > 0 } given ? given
            : source is null && type.IsEnum ? [.. Enum.GetNames(type).Select(n => char.ToLowerInvariant(n[0]) + n[1..])] : [];
        if (!wanted.Index)
        {
            foreach (var choice in wanted.Choices ?? [])
                bound.Parse(choice, Who);
        }
        (offering, splitText) = (from, null);
    }

    private float Head => Wanted.Text.Length > 0 ? Wanted.TextSize * 1.5f : 0;

    private float RowHeight => Wanted.TextSize * 1.65f;

    private int Rows => Math.Max(1, (int)((Size.Y - Head - 2 * Inset) / RowHeight));

    private Choices? Offered => fixedChoices.Length == 0 && source is null ? App.World.Find<Choices>(offering) : null;

    // Split again only where the text changed.
    private string[] Names
    {
        get
        {
            if (fixedChoices.Length > 0 || source is not { IsThere: true })
                return fixedChoices;
            var text = source.Text;
            if (!ReferenceEquals(text, splitText))
                (split, splitText) = (text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), text);
            return split;
        }
    }

    private int Count => Offered?.Count ?? Names.Length;

    private string Name(int row) => Offered is { } offered ? offered[row] : Names[row];

    private ReadOnlySpan<char> Note(int row) => Offered is { } offered ? offered.Note(row).Text : [];

    private int Chosen
    {
        get
        {
            if (!IsOn)
                return -1;
            if (Wanted.Index)
                return Bound!.Number is >= 0 and var place && place < Count ? (int)place : -1;
            var text = Bound!.Text;
            for (var row = 0; row < Count; row++)
            {
                if (Name(row) == text)
                    return row;
            }
            return -1;
        }
    }

    private int RowAt(Vector2 at)
    {
        var y = at.Y - Position.Y - Head - Inset;
        var row = (int)first + (int)(y / RowHeight);
        return y >= 0 && y < Rows * RowHeight && row < Count ? row : -1;
    }

    private void Choose(int row)
    {
        if (!IsOn)
            return;
        try
        {
            if (Wanted.Index)
                Bound!.Write(row);
            else
                Bound!.Write(Name(row), Who);
        }
        catch (SceneException unfit)
        {
            // What a field or a system offers may be no value of this one.
            Log.Warning(unfit.Message);
        }
    }

    private void Show(int row) => first = Math.Clamp((int)first, row - Rows + 1, row);

    private static void Scrollbar(Overlay overlay, Vector2 at, float height, float share, float start)
    {
        overlay.Box(at, new Vector2(4, height), 2, Palette.Faded(Palette.Track, 0.6f));
        overlay.Box(at + new Vector2(0, height * start), new Vector2(4, Math.Max(8, height * share)), 2, Palette.Faint);
    }
}
