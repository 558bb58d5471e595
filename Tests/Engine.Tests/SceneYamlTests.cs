// Scene files that would take the stack, the memory or the time: one sentence with file and line.
using System.Text;

namespace Engine.Tests;

public sealed class SceneYamlTests
{
    private const string Whole = "entities:\n  - name: one\n    Label: { text: hello }\n";
    private string path = null!;

    [SetUp]
    public void NameFile() => path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");

    [TearDown]
    public void DeleteFile() => File.Delete(path);

    private static string Brackets => $"entities:\n  - name: {new string('[', 100_000)}";

    private static string Braces => $"entities:\n  - name: {string.Concat(Enumerable.Repeat("{a: ", 100_000))}";

    private static string Indented =>
        "entities:\n" + string.Concat(Enumerable.Range(1, 200).Select(i => $"{new string(' ', i)}a:\n"));

    // Each line names the one before it ten times: a billion and more values.
    private static string Bomb
    {
        get
        {
            var text = new StringBuilder("entities:\n  - name: one\n    x0: &a0 [lol]\n");
            for (var i = 1; i <= 9; i++)
                text.Append($"    x{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
            return text.ToString();
        }
    }

    private const string Itself = "entities:\n  - name: one\n    Label: &a\n      text: *a\n";

    private static IEnumerable<TestCaseData> Hostile =>
    [
        new TestCaseData(Brackets, 2, "deeper than").SetArgDisplayNames("brackets"),
        new TestCaseData(Braces, 2, "deeper than").SetArgDisplayNames("braces"),
        new TestCaseData(Indented, 33, "deeper than").SetArgDisplayNames("indented"),
        new TestCaseData(Bomb, 8, "more than").SetArgDisplayNames("bomb"),
        new TestCaseData(Itself, 4, "*a stands inside of what it names").SetArgDisplayNames("itself"),
    ];

    [TestCaseSource(nameof(Hostile))]
    public void A_scene_is_refused_with_file_and_line(string text, int line, string what)
    {
        File.WriteAllText(path, text);
        using var app = Make();
        Assert.That(() => app.Load(path), Throws.TypeOf<SceneException>().With.Message.StartsWith($"{path}:{line}: ").And.Message.Contains(what));
    }

    [TestCaseSource(nameof(Hostile))]
    public void So_it_is_with_values_given_beside_it(string text, int line, string what)
    {
        File.WriteAllText(path, text);
        using var app = Make(("text", "other"));
        Assert.That(() => app.Load(path), Throws.TypeOf<SceneException>().With.Message.StartsWith($"{path}:{line}: ").And.Message.Contains(what));
    }

    [TestCaseSource(nameof(Hostile))]
    public void A_running_scene_says_it_once_and_goes_on(string text, int line, string what)
    {
        File.WriteAllText(path, Whole);
        using var app = Make();
        var scene = app.Load(path);
        app.Run(2);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        Assert.That(scene.ReloadIfChanged, Throws.TypeOf<SceneException>().With.Message.StartsWith($"{path}:{line}: "));
        Assert.That(scene.ReloadIfChanged(), Is.False);
        app.Run(2);
        Assert.That(app.World.Get<Label>(scene.Find("one")).Text, Is.EqualTo("hello"));
        Assert.That(what, Is.Not.Empty);
    }

    [Test]
    public void What_has_no_end_is_no_scene()
    {
        using var app = Make();
        Assert.That(() => app.Load("/dev/zero"), Throws.TypeOf<SceneException>().With.Message.Contains("no scene"));
    }

    [Test]
    public void Aliases_are_read_where_they_end()
    {
        File.WriteAllText(path, "entities:\n  - name: one\n    Label: &a { text: hello, size: 20 }\n  - name: two\n    Label: *a\n");
        using var app = Make();
        Assert.That(app.World.Get<Label>(app.Load(path).Find("two")).Text, Is.EqualTo("hello"));
    }

    [TestCase("Label.sizze", "3", "--set Label.sizze=3: nothing in ", "Label has no field 'sizze'; did you mean 'size'?")]
    [TestCase("Lable.size", "3", "--set Lable.size=3: nothing in ", "no entity has a component 'Lable'; did you mean 'Label'?")]
    [TestCase("sizze", "3", "--set sizze=3: nothing in ", "no component has a field 'sizze'; did you mean 'size'?")]
    [TestCase("model", "net.onnx", "--model net.onnx: nothing in ", "no component has a field 'model'")]
    [TestCase("size", "large", "--set size=large: Label.size wants a number, found 'large'", "")]
    [TestCase("position", "[1, two]", "--set position=[1, two]: Label.position wants a number, found 'two'", "")]
    public void What_is_given_beside_the_file_is_named_as_it_was_typed(string field, string value, string begin, string end)
    {
        File.WriteAllText(path, Whole);
        using var app = Make((field, value));
        Assert.That(() => app.Load(path), Throws.TypeOf<SceneException>().With.Message.StartsWith(begin).And.Message.Contains(end));
    }

    [Test]
    public void A_value_of_brackets_is_refused_too()
    {
        File.WriteAllText(path, Whole);
        using var app = Make(("text", new string('[', 100_000) + "]"));
        Assert.That(() => app.Load(path), Throws.ArgumentException.With.Message.Contains("deeper than"));
    }

    private static App Make(params (string Field, string Value)[] given)
    {
        var app = new App(new AppOptions
        {
            Headless = true,
            Width = 8,
            Height = 8,
            Overrides = given.ToDictionary(o => o.Field, o => o.Value),
            Typed = new Dictionary<string, string> { ["model"] = "--model net.onnx" },
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        return app;
    }
}
