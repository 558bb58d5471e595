// A network as a picture: boxes for layers, lines for what flows between them.
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CnnCompute;

/// <summary>Draws a summary as SVG.</summary>
internal static class GraphPicture
{
    private const int BoxWidth = 200, BoxHeight = 38, RowHeight = 62, Gap = 18, Margin = 20, MostLetters = 32;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly (string Colour, string[] Words)[] Kinds =
    [
        ("#cfe3f7", ["Conv"]), ("#d8cff7", ["Linear", "MatMul", "Gemm"]), ("#f7e0c4", ["Pool"]), ("#d5efd2", ["Norm", "Affine"]),
        ("#f6f3c2", ["Concat", "Add", "Mul"]),
    ];

    private const int MostLayers = 5000;

    /// <summary>The picture's text.</summary>
    /// <param name="summary">Layers and their inputs.</param>
    /// <param name="inputs">Names and shapes of the network's inputs.</param>
    /// <exception cref="ArgumentException">There are too many layers for a picture that anyone could look at.</exception>
    public static string Draw(ModelSummary summary, IReadOnlyList<(string Name, int[] Shape)> inputs)
    {
        if (summary.Layers.Count > MostLayers)
            throw new ArgumentException($"--graph: the network has {summary.Layers.Count:N0} layers; pictures of up to {MostLayers:N0} are drawn");
        var boxes = inputs.Select(i => ("input", i.Name, i.Shape)).Concat(summary.Layers.Select(l => (l.Op, l.Name, Shape: l.Output))).ToArray();
        var edges = summary.Layers.SelectMany(
            (l, i) => l.Inputs.Select(from => (From: from < 0 ? -1 - from : from + inputs.Count, To: i + inputs.Count))).ToArray();
        var layout = LayeredLayout.Of(boxes.Length, edges, BoxWidth, Gap);
        double width = layout.Width + (2 * Margin), height = (layout.Row.Max() * RowHeight) + BoxHeight + (2 * Margin);
        var root = new XElement(Svg + "svg", new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"), new XAttribute("font-family", "Liberation Sans, Arial, sans-serif"));
        root.Add(Shape("rect", ("width", "100%"), ("height", "100%"), ("fill", "white")));
        double X(int point) => layout.X[point] + Margin;
        double Y(int point) => (layout.Row[point] * RowHeight) + Margin;
        foreach (var way in layout.Ways)
            root.Add(Shape("path", ("d", Line([.. way.Select(p => (X(p), Y(p)))])), ("fill", "none"), ("stroke", "#778"), ("stroke-width", "1.2")));
        foreach (var (i, (op, name, shape)) in boxes.Index())
        {
            var (x, y) = (X(i) - (BoxWidth / 2), Y(i));
            var box = new XElement(Svg + "g", new XElement(Svg + "title", $"{name} {op} [{string.Join(",", shape)}]"));
            box.Add(Shape("rect", ("x", Number(x)), ("y", Number(y)), ("width", $"{BoxWidth}"), ("height", $"{BoxHeight}"), ("rx", "5"),
                ("fill", Colour(op)), ("stroke", "#445"), ("stroke-width", "1")));
            box.Add(Text(x + (BoxWidth / 2), y + 15, 12, "bold", name.Length > 0 ? name : op));
            box.Add(Text(x + (BoxWidth / 2), y + 30, 11, "normal", $"{op} {string.Join("×", shape)}"));
            root.Add(box);
        }
        return new XDocument(root).ToString();
    }

    // From the lower edge of a box through the middles of the rows between to the upper edge of another.
    private static string Line((double X, double Y)[] points)
    {
        var path = new StringBuilder();
        var (x, y) = (points[0].X, points[0].Y + BoxHeight);
        path.Append(CultureInfo.InvariantCulture, $"M{Number(x)} {Number(y)}");
        foreach (var (i, (toX, top)) in points.Index().Skip(1))
        {
            // Straight down past the boxes of a row, and a curve in the space between two rows.
            var middle = (y + top) / 2;
            path.Append(CultureInfo.InvariantCulture, $" C{Number(x)} {Number(middle)} {Number(toX)} {Number(middle)} {Number(toX)} {Number(top)}");
            (x, y) = (toX, i == points.Length - 1 ? top : top + BoxHeight);
            if (i < points.Length - 1)
                path.Append(CultureInfo.InvariantCulture, $" L{Number(x)} {Number(y)}");
        }
        return path.ToString();
    }

    private static XElement Text(double x, double y, int size, string weight, string text)
    {
        var shown = text.Length <= MostLetters ? text : $"…{text[^(MostLetters - 1)..]}";
        var element = Shape("text", ("x", Number(x)), ("y", Number(y)), ("font-size", $"{size}"), ("font-weight", weight),
            ("text-anchor", "middle"), ("fill", "#112"));
        element.Add(shown);
        return element;
    }

    private static XElement Shape(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var element = new XElement(Svg + name);
        foreach (var (attribute, value) in attributes)
            element.Add(new XAttribute(attribute, value));
        return element;
    }

    private static string Colour(string op) =>
        Kinds.FirstOrDefault(k => k.Words.Any(w => op.Contains(w, StringComparison.OrdinalIgnoreCase))).Colour
            ?? (op == "input" ? "#dddddd" : "#f4f4f4");

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
