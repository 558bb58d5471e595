// The page of a run: complete, safe, without a network, and readable in a browser.
using System.Diagnostics;
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute.Tests;

public sealed partial class ReportPageTests
{
    private const string Nasty = "<b>&\"cats\"</b>";

    private static RunReport Report()
    {
        var matrix = new ConfusionMatrix(2);
        foreach (var (label, prediction) in new[] { (0, 0), (0, 0), (0, 1), (1, 1) })
            matrix.Add(label, prediction);
        return new RunReport
        {
            Title = $"a run {Nasty}",
            Classes = [Nasty, "dogs"],
            Recipe = "model: tiny # </pre><script>alert(1)</script>",
            Command = "./cnn train --data 'a & b'",
            Facts = [("device", "some <device>"), ("seed", "7")],
            Scores = [new ReportScore("validation", 40, 0.5, 0.8, null, "Chosen by it."), new ReportScore("test", 4, double.NaN, 0.75, 1, "Reported.")],
            Epochs = [new ReportEpoch(1, 1, 0.5, 0.9, 0.6, 0.1, 0), new ReportEpoch(2, 0.5, 0.7, double.NaN, 0.8, 0.05, 120)],
            Confusion = matrix,
            Mistakes = [new Mistake([.. Enumerable.Repeat((byte)200, 12)], 2, 2, 3, 0, 1, 0.987)],
            Filters = new TensorData(new Shape(2, 3, 3, 3), [.. Enumerable.Range(0, 54).Select(i => i - 27f)]),
        };
    }

    [Test]
    public void Everything_is_there_and_what_people_named_is_text()
    {
        var page = ReportPage.Of(Report());
        foreach (var part in new[] { "75.00&nbsp;%", "validation", "Chosen by it.", "./cnn train --data &#39;a &amp; b&#39;", "some &lt;device&gt;",
            "98.70&nbsp;%", "66.67&nbsp;%", "mean of the classes", "learning rate" })
        {
            Assert.That(page, Does.Contain(part));
        }
        Assert.That(page, Does.Not.Contain(Nasty).And.Not.Contain("<script").And.Not.Contain("<b>&"));
        Assert.That(Regex.Count(page, "<svg "), Is.EqualTo(5), "four curves and the matrix");
        Assert.That(Regex.Count(page, "<img "), Is.EqualTo(2), "a mistake and the filters");
        Assert.That(Opened().Matches(page).Select(m => m.Groups[1].Value).Order(), Is.EqualTo(Closed().Matches(page).Select(m => m.Groups[1].Value)
            .Order()), "what is opened is closed");
        Assert.That(Addresses().Matches(page).Select(m => m.Groups[1].Value).Where(a => a[0] != '#' && !a.StartsWith("data:", StringComparison.Ordinal)),
            Is.Empty, "nothing comes from elsewhere");
    }

    [Test]
    public void What_is_not_known_is_left_out()
    {
        var page = ReportPage.Of(new RunReport { Title = "empty", Classes = [] });
        Assert.That(page, Does.Contain("<h1>empty</h1>").And.Not.Contain("<h2>").And.Not.Contain("<table"));
        Assert.Throws<ArgumentException>(() => ReportPage.Of(Report() with { Classes = ["one"] }));
    }

    [Test]
    public void A_browser_shows_it_light_and_dark_and_on_phones()
    {
        var browser = new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (browser is null)
            Assert.Ignore("no Chromium is there (Debian's package chromium)");
        var folder = Directory.CreateTempSubdirectory("page").FullName;
        try
        {
            var page = Path.Combine(folder, "run.html");
            ReportPage.Write(page, Report());
            var (light, dark) = (Shot(browser!, folder, page, 1280, dark: false), Shot(browser!, folder, page, 500, dark: true));
            Assert.That(Share(light, brighter: 250), Is.GreaterThan(0.7), "white paper");
            Assert.That(Share(light, brighter: 250), Is.LessThan(0.995), "with something on it");
            Assert.That(Share(dark, brighter: 100), Is.LessThan(0.3), "dark paper");
            Assert.That(Share(dark, brighter: 150), Is.GreaterThan(0.005), "with light letters");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Shot(string browser, string folder, string page, int width, bool dark)
    {
        var picture = Path.Combine(folder, $"{width}.png");
        string[] line =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile", $"--window-size={width},1500",
            $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}", $"--screenshot={picture}", $"file://{page}",
        ];
        using var process = Process.Start(new ProcessStartInfo(browser, line) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the browser did not end within a minute");
        }
        Assert.That(File.Exists(picture), said.Result);
        var (wide, _, rgba) = PictureDecoder.Decode(File.ReadAllBytes(picture));
        Assert.That(wide, Is.EqualTo(width));
        return rgba;
    }

    private static double Share(byte[] rgba, int brighter) => rgba.Chunk(4).Count(p => p[1] > brighter) * 4.0 / rgba.Length;

    [GeneratedRegex(@"<(h1|h2|table|tr|th|td|div|figure|figcaption|p|pre|main|body|html|head|style|title|svg|g)[\s>]")]
    private static partial Regex Opened();

    [GeneratedRegex(@"</(h1|h2|table|tr|th|td|div|figure|figcaption|p|pre|main|body|html|head|style|title|svg|g)>")]
    private static partial Regex Closed();

    [GeneratedRegex("""(?:\bsrc=|\bhref=|url\()["']?([^"')\s]+)""")]
    private static partial Regex Addresses();
}
