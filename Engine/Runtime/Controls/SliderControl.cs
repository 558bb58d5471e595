// A slider that runs.
using System.Globalization;
using System.Numerics;

namespace Engine;

/// <summary>Its knob stands where the field's value is; moved, it writes one with as few digits as a step of it needs.</summary>
internal sealed class SliderControl : Control<Slider>
{
    private const float Knob = 8, Thickness = 6, Bottom = 11;
    private const double Steps = 50, Page = 10, Fine = 0.2;

    private double from, to;
    private bool isWhole, isMoving;
    private float grip;

    private SliderControl(App app, Entity entity) : base(app, entity, "slider")
    {
    }

    public static SliderControl Make(Frame frame, Entity entity, Slider wanted)
    {
        var made = new SliderControl(frame.App, entity);
        made.Takes(wanted);
        return made;
    }

    /// <inheritdoc/>
    public override void Down(Vector2 at)
    {
        // The words above the track are no part of it.
        isMoving = IsOn && Math.Abs(at.Y - TrackY) <= 2 * Knob;
        var off = at.X - KnobX;
        grip = Math.Abs(off) <= Knob + 2 ? off : 0;
    }

    /// <inheritdoc/>
    public override void Drag(Vector2 at)
    {
        if (isMoving && IsOn)
            Bound!.Write(ValueAt((at.X - grip - Left) / Way));
    }

    /// <inheritdoc/>
    public override void Up(bool inside) => isMoving = false;

    /// <inheritdoc/>
    public override void Wheel(float steps) => Step(steps);

    /// <inheritdoc/>
    public override void Take(in Stroke stroke, bool shift)
    {
        var size = shift ? Fine : 1;
        switch (stroke.Key)
        {
            case Key.Right or Key.Up:
                Step(size);
                break;
            case Key.Left or Key.Down:
                Step(-size);
                break;
            case Key.PageUp:
                Step(Page * size);
                break;
            case Key.PageDown:
                Step(-Page * size);
                break;
            case Key.Home or Key.End when IsOn:
                Bound!.Write(stroke.Key == Key.Home ? from : to);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Draw(Overlay overlay, Looks looks)
    {
        var (letters, on) = (Wanted.TextSize, IsOn);
        Span<char> written = stackalloc char[48];
        var value = on ? Written(written) : "–";
        overlay.Text(Wanted.Text, Position, letters, false, TextAlign.Left, on ? Palette.Ink : Palette.Dim,
            Math.Max(1, Size.X - overlay.Measure(value, letters, true) - letters));
        overlay.Text(value, Position + new Vector2(Size.X, 0), letters, true, TextAlign.Right, on ? Palette.Ink : Palette.Dim);
        var (left, y) = (Position.X, TrackY);
        overlay.Box(new Vector2(left, y - Thickness / 2), new Vector2(Size.X, Thickness), Thickness / 2, Palette.Track);
        if (!on)
            return;
        overlay.Box(new Vector2(left, y - Thickness / 2), new Vector2(Math.Max(Thickness, KnobX - left), Thickness), Thickness / 2, Palette.Accent);
        var isLarge = isMoving || looks.HasFlag(Looks.Hovered);
        var radius = new Vector2(isLarge ? Knob + 1 : Knob);
        overlay.Box(new Vector2(KnobX, y) - radius, 2 * radius, radius.X, isMoving ? Palette.Accent : Palette.Ink);
        if (isMoving)
            overlay.Box(new Vector2(KnobX, y) - radius / 2, radius, radius.X / 2, Palette.Ink);
        Ring(overlay, new Vector2(KnobX, y) - radius, 2 * radius, radius.X, looks);
    }

    protected override void Check(in Slider wanted, BoundField? bound)
    {
        var field = bound!.Field;
        if (!SceneValue.IsNumber(field.Type))
            throw Unfit(bound, "a number");
        double least = wanted.From ?? Finite(field.Limits.Least, 0), most = wanted.To ?? Finite(field.Limits.Most, 1);
        if (!(least < most))
            throw new InvalidOperationException($"{Who} goes from {Text(least)} to {Text(most)}; from must be below to");
        if (wanted.Logarithmic && !(least > 0))
            throw new InvalidOperationException($"{Who} is logarithmic and goes from {Text(least)}; both ends must be above 0");
        isWhole = wanted.Whole || Numbers.AreWhole(field.Type);
        foreach (var end in (ReadOnlySpan<double>)[least, most])
        {
            if (Numbers.AreWhole(field.Type) && Convert.ToDouble(Numbers.Near(end, field.Type)) != end)
                throw new InvalidOperationException($"{Who}: {bound.Name} cannot be {Text(end)}, where it ends");
        }
        try
        {
            _ = least.ToString(wanted.Format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new InvalidOperationException($"{Who}: '{wanted.Format}' is no format of a number; write F2, 0.0 ms or the like");
        }
        (from, to) = (least, most);
    }

    private float Left => Position.X + Knob;

    private float Way => Math.Max(1, Size.X - 2 * Knob);

    private float TrackY => Position.Y + Size.Y - Bottom;

    private float KnobX => Left + (float)Place(Bound!.Number) * Way;

    private double Place(double value)
    {
        var place = Wanted.Logarithmic ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from);
        return double.IsNaN(place) ? 0 : Math.Clamp(place, 0, 1);
    }

    private double ValueAt(double place)
    {
        place = Math.Clamp(place, 0, 1);
        var value = Wanted.Logarithmic ? from * Math.Pow(to / from, place) : from + (to - from) * place;
        // Three digits: of the value where equal ways are factors, of the whole way elsewhere.
        var digits = isWhole ? 1 : Math.Pow(10, Math.Floor(Math.Log10(Wanted.Logarithmic ? value : to - from)) - (Wanted.Logarithmic ? 2 : 3));
        value = Math.Round(Math.Round(value / digits) * digits, 12);
        return Math.Clamp(value, from, to);
    }

    // A step of whole numbers changes them, however many there are.
    private void Step(double steps)
    {
        if (!IsOn || steps == 0)
            return;
        var (now, value) = (Bound!.Number, ValueAt(Place(Bound.Number) + steps / Steps));
        if (isWhole && Math.Abs(value - now) < 1)
            value = Math.Clamp(Math.Round(now) + Math.Sign(steps), from, to);
        Bound.Write(value);
    }

    private ReadOnlySpan<char> Written(Span<char> text)
    {
        var format = Wanted.Format.Length > 0 ? Wanted.Format : isWhole ? "0" : Wanted.Logarithmic ? "G3" : "0.###";
        return Bound!.Number.TryFormat(text, out var length, format, CultureInfo.InvariantCulture) ? text[..length] : "…";
    }

    private static double Finite(double value, double otherwise) => double.IsFinite(value) ? value : otherwise;

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
