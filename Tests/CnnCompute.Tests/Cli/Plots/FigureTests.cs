// Charts as pictures and as vector graphics.
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Engine;

namespace CnnCompute.Tests;

public sealed partial class FigureTests
{
    private static readonly double[] Steps = [1, 2, 3, 4, 5];
    private static readonly (byte, byte, byte) Blue = (0x00, 0x72, 0xB2), Orange = (0xD5, 0x5E, 0x00);

    private static (int Width, int Height, byte[] Rgba) Drawn(Figure figure, int width = 300, int height = 200)
    {
        var folder = Directory.CreateTempSubdirectory("figure").FullName;
        try
        {
            var path = Path.Combine(folder, "new", "figure.png");
            figure.Save(path, width, height);
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1), "nothing is left beside it");
            return PictureDecoder.Decode(File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Pixels((int Width, int Height, byte[] Rgba) picture, (byte R, byte G, byte B) colour) =>
        picture.Rgba.Chunk(4).Count(p => p[0] == colour.R && p[1] == colour.G && p[2] == colour.B);

    [Test]
    public void Curves_have_their_colours_and_gaps_where_values_are_no_numbers()
    {
        var whole = Drawn(new Figure().Add(new Chart().Curve("a", Steps, [1, 2, 3, 4, 5]).Curve("b", Steps, [5, 4, 3, 2, 1])));
        Assert.That(new[] { Pixels(whole, Blue), Pixels(whole, Orange) }, Is.All.GreaterThan(50), "both are drawn");
        Assert.That((whole.Width, whole.Height), Is.EqualTo((324, 224)), "with a margin");
        var gap = Drawn(new Figure().Add(new Chart().Curve("a", Steps, [1, 2, double.NaN, 4, 5]).Curve("b", Steps, [5, 4, 3, 2, 1])));
        Assert.That(Pixels(gap, Blue), Is.InRange(20, Pixels(whole, Blue) - 20));
        Assert.Throws<ArgumentException>(() => Drawn(new Figure().Add(new Chart().Curve("a", Steps, [1, 2]))));
        Assert.Throws<InvalidOperationException>(() => Drawn(new Figure()));
    }

    [Test]
    public void Every_kind_of_chart_is_drawn()
    {
        Chart[] charts =
        [
            new Chart { LogX = true, LogY = true }.Curve("", Steps, [-1, 0, 0.1, 10, 1000]),
            new Chart().Points("points", Steps, Steps),
            new Chart().Bars(["one", "two"], [1, 2]),
            new Chart().Histogram("values", [0, 1, 1, 2, float.NaN, float.PositiveInfinity]),
            new Chart().Histogram("all the same", [3, 3]),
            new Chart().Matrix(new double[,] { { 1, 0 }, { 0.2, 1 } }, null, ["a", "b"], ["a long name", "b"]),
        ];
        foreach (var (i, chart) in charts.Index())
        {
            var picture = Drawn(new Figure().Add(chart));
            var blue = picture.Rgba.Chunk(4).Count(p => p[2] > p[0] + 60);
            Assert.That(blue, Is.GreaterThan(10), $"chart {i}");
        }
    }

    [Test]
    public void A_grid_holds_all_its_charts_and_one_legend()
    {
        var figure = new Figure(2, "title", oneLegend: true);
        for (var i = 0; i < 3; i++)
            figure.Add(new Chart().Curve("first", Steps, Steps).Curve("second", Steps, [.. Steps.Reverse()], dashed: true));
        var picture = Drawn(figure);
        Assert.That(picture.Height, Is.GreaterThan(2 * 200));
        Assert.That(picture.Width, Is.InRange(2 * 300 + 60, 2 * 300 + 200));
        foreach (var (x, y) in new[] { (0, 0), (1, 0), (0, 1) })
        {
            var inside = Enumerable.Range(0, 150 * 250).Select(i => (X: (x * 312) + 40 + (i % 250), Y: 60 + (y * 212) + (i / 250)))
                .Count(p => picture.Rgba[((p.Y * picture.Width) + p.X) * 4] < 20);
            Assert.That(inside, Is.GreaterThan(50), $"chart {x},{y} is there");
        }
    }

    [Test]
    public void Vector_graphics_take_the_colour_of_the_page_and_meet_no_others()
    {
        var figure = new Figure().Add(new Chart { Title = "a < b & \"c\"", XLabel = "step" }.Curve("<script>", Steps, Steps));
        var (one, two) = (figure.ToSvg("one", 300, 200), figure.ToSvg("two", 300, 200));
        var root = XElement.Parse(one);
        XNamespace svg = "http://www.w3.org/2000/svg";
        var texts = root.Descendants(svg + "text").ToArray();
        Assert.That(texts.Select(t => t.Value), Does.Contain("a < b & \"c\"").And.Contain("<script>").And.Contain("step"));
        Assert.That(texts.Select(t => t.Attribute("fill")?.Value), Is.All.EqualTo("currentColor"));
        Assert.That(texts.Select(t => (double)t.Attribute("textLength")!), Is.All.GreaterThan(0));
        Assert.That(root.Descendants(svg + "rect").Where(r => r.Parent!.Name != svg + "clipPath" && r.Attribute("fill") is null
            && r.Attribute("stroke") is null), Is.Empty, "what has no colour is black");
        Assert.That(root.Attribute("viewBox")!.Value, Is.EqualTo("0 0 324 224"));
        var ids = Ids().Matches(one).Concat(Ids().Matches(two)).Select(m => m.Groups[1].Value).ToArray();
        Assert.That(ids, Is.Not.Empty.And.Unique);
        Assert.That(References().Matches(one).Select(m => m.Groups[1].Value), Is.Not.Empty.And.SubsetOf(ids));
    }

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("url\\(#([^)]+)\\)")]
    private static partial Regex References();
}
