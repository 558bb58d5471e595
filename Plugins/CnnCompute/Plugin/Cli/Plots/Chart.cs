// One chart: curves, points, bars, a histogram or a matrix, with its axes.
using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CnnCompute;

/// <summary>
/// What is to be drawn, in the order in which it was added; a <see cref="Figure"/> draws it. Values that are no finite numbers (and on a logarithmic
/// axis those that are not positive) are gaps.
/// </summary>
internal sealed class Chart
{
    private const float LineWidth = 2, MarkerSize = 6;
    private const int MarkColour = 6;
    private readonly List<Action<Plot, ChartStyle>> parts = [];
    private readonly List<(string, Color, bool)> names = [];
    private int colours;

    /// <summary>What its legend holds: names, colours, and whether lines are broken.</summary>
    public IReadOnlyList<(string Name, Color Colour, bool Dashed)> Names => names;

    /// <summary>Above the chart; none when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Below the horizontal axis.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Beside the vertical axis.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic.</summary>
    public bool LogY { get; init; }

    /// <summary>Whether the horizontal axis has marks at whole numbers only.</summary>
    public bool WholeX { get; init; }

    /// <summary>Ends of the vertical axis; null for those of the values.</summary>
    public (double Low, double High)? RangeY { get; init; }

    /// <summary>Whether the legend lies below the chart instead of beside it, which leaves narrow ones more room.</summary>
    public bool NamesBelow { get; init; }

    /// <summary>Size of letters in pixels.</summary>
    public float TextSize { get; init; } = ChartStyle.TextSize;

    /// <summary>Whether marks along the vertical axis have numbers: without them, small panels side by side have more room.</summary>
    public bool HasNumbersY { get; init; } = true;

    /// <summary>Adds a line through points, with a name in the legend where it has one.</summary>
    /// <param name="name">In the legend; empty for none.</param>
    /// <param name="xs">Places along the horizontal axis.</param>
    /// <param name="ys">As many values.</param>
    /// <param name="dashed">Whether the line is broken, which tells kinds apart without colour.</param>
    /// <param name="colour">Number of its colour, when it shall be that of another; null for the next one.</param>
    /// <param name="markers">Whether points are marked, too; single ones always are.</param>
    public Chart Curve(
        string name, IReadOnlyList<double> xs, IReadOnlyList<double> ys, bool dashed = false, int? colour = null, bool markers = false)
    {
        var ink = Named(name, colour, dashed);
        parts.Add((plot, style) =>
        {
            var label = name;
            foreach (var run in Runs(xs, ys))
            {
                var line = plot.Add.Scatter(run, ink);
                (line.LineWidth, line.MarkerSize) = (WidthOf(dashed, style), markers || run.Length == 1 ? MarkerSize : 0);
                line.LinePattern = dashed && style.BreaksLines ? LinePattern.Dashed : LinePattern.Solid;
                (line.LegendText, label) = (label, "");
            }
        });
        return this;
    }

    /// <summary>Adds points.</summary>
    public Chart Points(string name, IReadOnlyList<double> xs, IReadOnlyList<double> ys, int? colour = null)
    {
        var ink = Named(name, colour);
        parts.Add((plot, _) =>
        {
            var points = plot.Add.ScatterPoints(Runs(xs, ys).SelectMany(r => r).ToArray(), ink);
            (points.MarkerSize, points.LegendText) = (MarkerSize, name);
        });
        return this;
    }

    /// <summary>Adds a dotted vertical line, named in the legend.</summary>
    public Chart Mark(string name, double x)
    {
        var ink = Named(name, MarkColour, dashed: true);
        parts.Add((plot, style) => plot.Add.VerticalLine(
            LogX ? Math.Log10(x) : x, WidthOf(true, style), ink, style.BreaksLines ? LinePattern.Dotted : LinePattern.Solid).LegendText = name);
        return this;
    }

    /// <summary>Adds horizontal bars, the first at the top, with their numbers beside them.</summary>
    public Chart Bars(IReadOnlyList<string> names, IReadOnlyList<double> values, string format = "G3")
    {
        var ink = Colour(null);
        parts.Add((plot, style) =>
        {
            var bars = plot.Add.Bars((Bar[])[.. values.Select((value, i) => new Bar
            {
                Position = -i, Value = value, Size = 0.7, FillColor = ink, LineWidth = 0, Orientation = Orientation.Horizontal,
                Label = value.ToString(format, CultureInfo.InvariantCulture),
            })]);
            (bars.Horizontal, bars.ValueLabelStyle.ForeColor, bars.ValueLabelStyle.FontSize) = (true, style.Ink, TextSize);
            plot.Axes.Left.TickGenerator = new NumericManual([.. names.Select((_, i) => (double)-i)], [.. names]);
            plot.Axes.Left.MajorTickStyle.Length = 0;
            plot.Grid.YAxisStyle.IsVisible = false;
            plot.Axes.Margins(0, 0.15, 0.02, 0.02);
        });
        return this;
    }

    /// <summary>
    /// Adds a row for each name, the first at the top: a point for each of its values, a stroke at their mean, and beside them what is said of it.
    /// </summary>
    public Chart Spreads(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> values, IReadOnlyList<string> texts)
    {
        var ink = Colour(null);
        parts.Add((plot, style) =>
        {
            foreach (var (row, all) in values.Index())
            {
                var line = plot.Add.Line(all.Min(), -row, all.Max(), -row);
                (line.LineWidth, line.LineColor) = (LineWidth, ink.WithAlpha(0.4));
                var stroke = plot.Add.Line(all.Average(), -row - 0.25, all.Average(), -row + 0.25);
                (stroke.LineWidth, stroke.LineColor) = (2 * LineWidth, ink);
                var points = plot.Add.ScatterPoints(all.Select(v => new Coordinates(v, -row)).ToArray(), ink.WithAlpha(0.7));
                points.MarkerSize = MarkerSize;
                var text = plot.Add.Text(texts[row], all.Max(), -row);
                (text.LabelAlignment, text.LabelFontSize, text.LabelFontColor, text.OffsetX) = (Alignment.MiddleLeft, TextSize, style.Ink, 10);
            }
            plot.Axes.Left.TickGenerator = new NumericManual([.. names.Select((_, i) => (double)-i)], [.. names]);
            plot.Axes.Left.MajorTickStyle.Length = 0;
            plot.Grid.YAxisStyle.IsVisible = false;
            // The texts lie to the right of the values.
            plot.Axes.Margins(0.05, 0.5, 0.1, 0.1);
        });
        return this;
    }

    /// <summary>Adds a histogram of the values that are finite, as an outline that is filled.</summary>
    /// <param name="name">In the legend; empty for none.</param>
    /// <param name="values">The values.</param>
    /// <param name="bins">Into how many parts their range is divided.</param>
    /// <param name="range">The range; null for that of the values.</param>
    public Chart Histogram(string name, ReadOnlySpan<float> values, int bins = 50, (double Low, double High)? range = null)
    {
        var (low, high) = range ?? Range(values);
        var (counts, width) = (new double[bins], (high - low) / bins);
        foreach (var value in values)
        {
            if (float.IsFinite(value) && value >= low && value <= high)
                counts[Math.Min(bins - 1, (int)((value - low) / width))]++;
        }
        var ink = Named(name, null);
        parts.Add((plot, _) =>
        {
            var bars = plot.Add.Bars((Bar[])[.. counts.Select((count, i) => new Bar
            {
                Position = low + ((i + 0.5) * width), Value = count, Size = width, FillColor = ink.WithAlpha(0.7), LineWidth = 0,
            })]);
            bars.LegendText = name;
            plot.Axes.Margins(0.02, 0.02, 0, 0.08);
        });
        return this;
    }

    /// <summary>
    /// A table whose cells are the darker, the larger their share; rows from the top. Cells of share 0 stay empty but for their text.
    /// </summary>
    /// <param name="shares">Rows and columns of 0 to 1.</param>
    /// <param name="texts">What is written into the cells; null for nothing.</param>
    /// <param name="rows">Names of the rows.</param>
    /// <param name="columns">Names of the columns.</param>
    public Chart Matrix(double[,] shares, string[,]? texts, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        var ink = Colour(null);
        parts.Add((plot, style) =>
        {
            foreach (var (row, column) in Cells(shares))
            {
                var share = Math.Clamp(shares[row, column], 0, 1);
                if (share > 0)
                {
                    var cell = plot.Add.Rectangle(column - 0.48, column + 0.48, -row - 0.48, -row + 0.48);
                    (cell.FillColor, cell.LineWidth) = (ink.WithAlpha(share), 0);
                }
                if (texts?[row, column] is not { Length: > 0 } text)
                    continue;
                var number = plot.Add.Text(text, column, -row);
                (number.LabelAlignment, number.LabelFontSize) = (Alignment.MiddleCenter, TextSize);
                number.LabelFontColor = share > 0.5 ? Colors.White : style.Ink;
            }
            plot.Axes.Left.TickGenerator = new NumericManual([.. rows.Select((_, i) => (double)-i)], [.. rows]);
            plot.Axes.Bottom.TickGenerator = new NumericManual([.. columns.Select((_, i) => (double)i)], [.. columns]);
            if (columns.Count > 1 && columns.Max(c => c.Length) > 4)
            {
                (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (-45, Alignment.MiddleRight);
                // The library leaves room for level labels only.
                plot.Axes.Bottom.MinimumSize = (columns.Max(c => c.Length) * TextSize * 0.38f) + (2.5f * TextSize);
            }
            (plot.Axes.Left.MajorTickStyle.Length, plot.Axes.Bottom.MajorTickStyle.Length) = (0, 0);
            plot.HideGrid();
            plot.Axes.SetLimits(-0.5, columns.Count - 0.5, -rows.Count + 0.5, 0.5);
        });
        return this;
    }

    /// <summary>The library's form of it.</summary>
    /// <param name="style">What it looks like.</param>
    /// <param name="hasLegend">Whether it has a legend of its own, as far as there are names.</param>
    public Plot Build(ChartStyle style, bool hasLegend)
    {
        ChartStyle.UseFont();
        var plot = new Plot();
        plot.Font.Set(ChartStyle.FontName);
        (plot.FigureBackground.Color, plot.DataBackground.Color) = (style.Paper, style.Paper);
        plot.Axes.Color(style.Ink);
        (plot.Grid.MajorLineColor, plot.Axes.Right.IsVisible, plot.Axes.Top.IsVisible) = (style.Grid, false, false);
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            (axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (TextSize, style.Ink);
            axis.FrameLineStyle.Color = style.Ink.WithAlpha(0.5);
        }
        if (Title.Length > 0)
            plot.Title(Title, TextSize * 1.1f);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(XLabel, TextSize);
        plot.YLabel(YLabel, TextSize);
        (plot.Axes.Left.Label.Bold, plot.Axes.Bottom.Label.Bold) = (false, false);
        (plot.Axes.Left.TickGenerator, plot.Axes.Bottom.TickGenerator) = (Ticks(LogY, false, HasNumbersY), Ticks(LogX, WholeX, true));
        plot.Axes.Margins(0.02, 0.05);
        foreach (var part in parts)
            part(plot, style);
        if (RangeY is { } range)
            plot.Axes.SetLimitsY(LogY ? Math.Log10(range.Low) : range.Low, LogY ? Math.Log10(range.High) : range.High);
        plot.HideLegend();
        if (hasLegend && names.Count > 0)
            ShowNames(plot, style);
        return plot;
    }

    private void ShowNames(Plot plot, ChartStyle style)
    {
        // Beside the chart, where it hides no curve.
        plot.ShowLegend(NamesBelow ? Edge.Bottom : Edge.Right);
        var legend = plot.Legend;
        legend.Orientation = NamesBelow ? Orientation.Horizontal : Orientation.Vertical;
        (legend.FontName, legend.FontSize, legend.FontColor) = (ChartStyle.FontName, TextSize, style.Ink);
        (legend.BackgroundColor, legend.ShadowColor, legend.OutlineWidth) = (Colors.Transparent, Colors.Transparent, 0);
    }

    private static ITickGenerator Ticks(bool log, bool whole, bool numbers)
    {
        if (log)
            return new LogTicks(numbers);
        var ticks = new NumericAutomatic { IntegerTicksOnly = whole };
        if (!numbers)
            ticks.LabelFormatter = _ => "";
        return ticks;
    }

    private static float WidthOf(bool broken, ChartStyle style) => broken && !style.BreaksLines ? LineWidth / 2 : LineWidth;

    private Color Named(string name, int? colour, bool dashed = false)
    {
        var ink = Colour(colour);
        if (name.Length > 0)
            names.Add((name, ink, dashed));
        return ink;
    }

    private Color Colour(int? wanted) => ChartStyle.Palette[(wanted ?? colours++) % ChartStyle.Palette.Count];

    // Parts of a curve without gaps, as coordinates of the axes.
    private List<Coordinates[]> Runs(IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        if (xs.Count != ys.Count)
            throw new ArgumentException($"{xs.Count} places and {ys.Count} values are no curve", nameof(ys));
        var (runs, run) = (new List<Coordinates[]>(), new List<Coordinates>());
        for (var i = 0; i <= xs.Count; i++)
        {
            var (x, y) = i < xs.Count ? (LogX ? Math.Log10(xs[i]) : xs[i], LogY ? Math.Log10(ys[i]) : ys[i]) : (double.NaN, double.NaN);
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                run.Add(new Coordinates(x, y));
                continue;
            }
            if (run.Count > 0)
                runs.Add([.. run]);
            run.Clear();
        }
        return runs;
    }

    private static (double Low, double High) Range(ReadOnlySpan<float> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        return low < high ? (low, high) : low == high ? (low - 0.5, high + 0.5) : (0, 1);
    }

    private static IEnumerable<(int Row, int Column)> Cells(double[,] table) =>
        Enumerable.Range(0, table.Length).Select(i => (i / table.GetLength(1), i % table.GetLength(1)));
}
