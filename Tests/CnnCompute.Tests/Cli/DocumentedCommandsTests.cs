// Every command that the read-me and the gallery show: it runs on a fresh clone as it stands, or takes what the pages say is to be had elsewhere.
using System.CommandLine;
using System.Text.RegularExpressions;

namespace CnnCompute.Tests;

public sealed partial class DocumentedCommandsTests
{
    private const string Elsewhere = "### Files from elsewhere", Garments = "garments";
    private static readonly string[] Pages = ["README.md", "docs/gallery.md"];

    // What makes a command short that would take longer, by how it begins: options with their values, "" of those that have none. What the command
    // has itself is replaced.
    private static readonly (string Start, string[] Options)[] Shortened =
    [
        ("play", ["--headless", "", "--frames", "1", "--size", "64x36", "--out", "out"]),
        ("dream", ["--size", "64", "--octaves", "1", "--steps", "1"]),
        ("style", ["--size", "64", "--steps", "1"]),
        ("explain", ["--size", "64", "--steps", "1", "--samples", "1", "--patch", "64"]),
        ("train fashion", ["--dev-run", "", "--data", Garments]),
        ("lr-find", ["--steps", "12", "--data", Garments]),
        ("eval", ["--data", Garments]),
        ("augment", ["--size", "16", "--samples", "1"]),
        ("lab", ["--quick", "", "--data", Garments]),
        ("render", ["--count", "2"]),
        ("conformance", ["--filter", "test_relu"]),
        ("bench", ["--filter", "GEMM"]),
    ];

    private string folder = "", before = "";

    // The folder of a clone, but that what is written there is gone with the test.
    [OneTimeSetUp]
    public void Clone()
    {
        (folder, before) = (Directory.CreateTempSubdirectory("clone").FullName, Environment.CurrentDirectory);
        foreach (var part in new[] { "docs", "samples", "Scenes" })
            Directory.CreateSymbolicLink(Path.Combine(folder, part), Path.Combine(GpuFixture.Repository, part));
        Environment.CurrentDirectory = folder;
        SmallFashion.Write(Path.Combine(folder, Garments), train: 1280, test: 200);
    }

    [OneTimeTearDown]
    public void Leave()
    {
        Environment.CurrentDirectory = before;
        Directory.Delete(folder, recursive: true);
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(GpuFixture.Repository, page));

    // Lines of the pages' blocks, without what follows a # in them.
    private static IEnumerable<string[]> All() => Pages.SelectMany(page => Blocks().Matches(Text(page)))
        .SelectMany(block => Command().Matches(block.Groups[1].Value))
        .Select(line => Words().Matches(line.Groups[1].Value).Select(word => word.Value.Trim('"')).ToArray()).Where(words => words[0] != "test");

    private static bool IsFile(string word) => word.Contains('/', StringComparison.Ordinal) || FileName().IsMatch(word);

    private static bool IsHere(string word) =>
        File.Exists(Path.Combine(GpuFixture.Repository, word)) || word.StartsWith("out/", StringComparison.Ordinal);

    private static bool IsYours(string word) => word == "/dev/video0" || Capitals().IsMatch(word);

    private static IEnumerable<TestCaseData> Runnable() =>
        All().Where(words => !words.Any(word => IsYours(word) || (IsFile(word) && !IsHere(word)))).DistinctBy(words => string.Join(' ', words))
            .Select(words => new TestCaseData([words]).SetArgDisplayNames(string.Join(' ', words)));

    [TestCaseSource(nameof(Runnable))]
    public void It_runs(string[] words)
    {
        var line = Shorten(words);
        // Those of the player are no verbs of the plugin; a play opens windows.
        var isOwn = new CnnComputePlugin().Commands().Any(verb => verb.Name == words[0]);
        var (code, said) = isOwn ? Verbs.Run(line) : Program(line);
        Assert.That(code, Is.Zero, $"{string.Join(' ', line)}: {said}");
        Assert.That(said, Is.Not.Empty);

        static (int, string) Program(string[] line)
        {
            var (code, output, error) = Verbs.RunProgram(new Dictionary<string, string> { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "" }, line);
            return (code, output + error);
        }
    }

    [Test]
    public void What_they_name_is_here_or_said_to_be_had_elsewhere()
    {
        var elsewhere = Text("README.md").Split(Elsewhere)[1].Split("\n#")[0];
        Assert.That(elsewhere, Does.Contain("https://"));
        foreach (var words in All())
        {
            foreach (var file in words.Where(word => IsFile(word) && !IsHere(word) && !IsYours(word)))
                Assert.That(elsewhere, Does.Contain($"`{file}`").Or.Contain($"/{file}`"), $"{string.Join(' ', words)}: where does {file} come from?");
        }
    }

    [Test]
    public void Verbs_and_options_that_others_need_are_right()
    {
        var root = new RootCommand();
        foreach (var verb in new CnnComputePlugin().Commands())
            root.Add(verb);
        foreach (var words in All().Where(words => root.Subcommands.Any(verb => verb.Name == words[0])))
            Assert.That(root.Parse(words).Errors.Select(error => error.Message), Is.Empty, string.Join(' ', words));
        Assert.That(All().Count(), Is.GreaterThan(30));
        Assert.That(Runnable().Count(), Is.GreaterThan(20));
    }

    [Test]
    public void The_photographs_are_small_and_their_origin_is_said()
    {
        var at = Path.Combine(GpuFixture.Repository, "samples", "photographs");
        var origin = File.ReadAllText(Path.Combine(at, "README.md"));
        string[] pictures = [.. Directory.GetFiles(at, "*.jpg")];
        Assert.That(pictures, Has.Length.EqualTo(3));
        foreach (var picture in pictures)
        {
            Assert.That(new FileInfo(picture).Length, Is.LessThan(150_000), picture);
            Assert.That(Math.Max(Photograph.Load(picture).Width, Photograph.Load(picture).Height), Is.LessThanOrEqualTo(512), picture);
            Assert.That(origin, Does.Contain($"`{Path.GetFileName(picture)}`"));
        }
    }

    private static string[] Shorten(string[] words)
    {
        var line = words.ToList();
        foreach (var (_, options) in Shortened.Where(s => $"{string.Join(' ', words)} ".StartsWith(s.Start + " ", StringComparison.Ordinal)))
        {
            foreach (var pair in options.Chunk(2))
            {
                if (line.IndexOf(pair[0]) is >= 0 and var at)
                    line.RemoveRange(at, pair[1] is "" ? 1 : 2);
                line.AddRange(pair[1].Length == 0 ? [pair[0]] : pair);
            }
        }
        return [.. line];
    }

    [GeneratedRegex(@"^```\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\./cnn ([^#\n]*[^#\s])", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\.(jpe?g|png|onnx|txt|safetensors|yaml|mp4|npz|svg)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Z]{4,}$")]
    private static partial Regex Capitals();
}
