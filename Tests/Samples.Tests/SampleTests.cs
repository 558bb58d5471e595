// The samples, built upon the packages and run as their pages say.
using System.IO.Compression;
using System.Text.RegularExpressions;
using Engine;

namespace Samples.Tests;

public sealed partial class SampleTests
{
    private const int Largest = 5_000_000;
    private static readonly string Assets = Path.Combine(PackageFeed.Repository, "Scenes", "Assets");
    private static readonly string Photographs = Path.Combine(PackageFeed.Repository, "samples", "photographs");

    [Test]
    public void A_camera_is_classified() =>
        Assert.That(Run("ClassifyCamera", Emoji, Path.Combine(Photographs, "chelsea.jpg"), "--headless"), Does.Match(@"^.+ \(\d+\.\d %\)\n$"));

    [Test]
    public void A_dream_is_the_texture_of_a_cube()
    {
        Run("DreamTexture", Path.Combine(Photographs, "coffee.jpg"), "--headless");
        var (width, height, rgba) = PictureFile.Read(Path.Combine(PackageFeed.Folder, "DreamTexture", "dream.png"));
        Assert.That((width, height), Is.EqualTo((1280, 720)));
        var middle = rgba.AsSpan(((360 * 1280) + 640) * 4, 3).ToArray();
        Assert.That(rgba.AsSpan(0, 3).ToArray(), Is.Not.EqualTo(middle), "the cube is not the background");
    }

    [Test]
    public void A_video_is_painted()
    {
        var said = Run("StyleVideo", Path.Combine(Assets, "style-wave.safetensors"), "scenery", "wave.mp4", "12");
        Assert.That(said, Is.EqualTo("12 frames in wave.mp4\n"));
        Assert.That(new FileInfo(Path.Combine(PackageFeed.Folder, "StyleVideo", "wave.mp4")).Length, Is.GreaterThan(1000));
    }

    [Test]
    public void Arrays_are_learnt()
    {
        var said = Percent().Match(Run("TrainArrays"));
        Assert.That(double.Parse(said.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), Is.GreaterThan(95));
    }

    [Test]
    public void Patterns_are_taught() => Assert.That(Run("TeachFromCode"), Does.Contain("stripes is seen as stripes")
        .And.Contain("checks is seen as checks").And.Contain("rings is seen as rings").And.Contain("the file says rings"));

    [Test]
    public void A_plugin_has_a_component_and_a_verb()
    {
        var wide = Wide().Match(Run("OwnPlugin", Emoji, "--headless"));
        Assert.That(int.Parse(wide.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 400));
        var labels = Run("OwnPlugin", "labels", Emoji).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(labels, Has.Length.EqualTo(64).And.Contain("airplane"));
    }

    [Test]
    public void A_window_shows_a_landscape_and_a_text()
    {
        Run("MinimalWindow", "--headless");
        var (_, _, rgba) = PictureFile.Read(Path.Combine(PackageFeed.Folder, "MinimalWindow", "window.png"));
        Assert.That(rgba.Distinct().Count(), Is.GreaterThan(200));
    }

    [Test]
    public void A_new_app_of_the_template_plays_its_scene()
    {
        var (folder, hive) = (Path.Combine(PackageFeed.Folder, "MyApp"), Path.Combine(PackageFeed.Folder, "hive"));
        var package = PackageFeed.Packages.Single(p => NameOf(p) == "Templates");
        SampleRun.Good(PackageFeed.Folder, "dotnet", "new", "install", package, "--debug:custom-hive", hive);
        SampleRun.Good(PackageFeed.Folder, "dotnet", "new", "cnnplayground-app", "-n", "MyApp", "--debug:custom-hive", hive);
        SampleRun.Good(folder, "dotnet", "build", "-c", "Release", "-nologo", "-v", "q");
        Run("MyApp", "--headless");
        var (_, _, rgba) = PictureFile.Read(Path.Combine(folder, "scene.png"));
        Assert.That(rgba.Distinct().Count(), Is.GreaterThan(100));
    }

    [Test]
    public void Each_sample_has_a_page_of_a_few_lines()
    {
        foreach (var folder in PackageFeed.Projects.Append("SceneOnly").Select(p => Path.Combine(PackageFeed.Repository, "samples", p)))
            Assert.That(File.ReadAllLines(Path.Combine(folder, "README.md")), Has.Length.InRange(5, 14), folder);
    }

    [Test]
    public void Packages_are_small_and_carry_licence_page_symbols_and_comments()
    {
        var sizes = PackageFeed.Packages.ToDictionary(NameOf, p => new FileInfo(p).Length);
        Assert.That(sizes.Keys, Is.EquivalentTo(new[] { "Gpu", "Engine", "Networks", "CnnCompute", "ResNet18", "Templates" }));
        TestContext.Out.WriteLine(string.Join(", ", sizes.Select(s => $"{s.Key} {s.Value:N0} bytes")));
        Assert.That(sizes.Where(s => s.Key != "ResNet18").Sum(s => s.Value), Is.LessThan(Largest), "without models");
        foreach (var package in PackageFeed.Packages)
        {
            using var zip = ZipFile.OpenRead(package);
            var names = zip.Entries.Select(e => e.FullName).ToArray();
            Assert.That(names, Does.Contain("LICENSE").And.Contain("README.md"), package);
            foreach (var own in names.Where(n => Path.GetExtension(n) == ".dll" && Path.GetFileName(n) != "Engine.Shaders.dll"))
            {
                Assert.That(names, Does.Contain(Path.ChangeExtension(own, ".pdb")), own);
                Assert.That(names, Does.Contain(Path.ChangeExtension(own, ".xml")), own);
            }
        }
    }

    private static string Emoji => Path.Combine(Assets, "emoji-small.safetensors");

    private static string NameOf(string package) => Path.GetFileName(package).Split('.')[1];

    private static string Run(string sample, params string[] arguments)
    {
        var folder = Path.Combine(PackageFeed.Folder, sample);
        var run = SampleRun.Good(folder, Path.Combine(folder, "bin", "Release", "net10.0", sample), arguments);
        var compiled = Path.Combine(PackageFeed.Folder, "cache", "cnnplayground", "spirv");
        Assert.That(Directory.Exists(compiled), Is.False, "no shader is compiled to SPIR-V");
        return run.Output;
    }

    [GeneratedRegex(@"^(\d+\.\d)\s?% of the test pictures")]
    private static partial Regex Percent();

    [GeneratedRegex(@"^the sprite is (\d+) wide")]
    private static partial Regex Wide();
}
