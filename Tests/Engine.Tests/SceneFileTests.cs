// Scene files: what they bring into the world, what they say when they are wrong, and the way back.
using System.Numerics;

namespace Engine.Tests;

public enum Shape
{
    Box,
    Sphere,
    RoundedBox,
}

public record struct Corner(float Radius = 0.5f, int Steps = 4);

public record struct Thing()
{
    public float Size { get; set; } = 1;

    public int Count { get; set; } = 3;

    public bool IsLit = true;

    public string Label { get; set; } = "thing";

    public Shape Shape { get; set; }

    public Vector2 Offset { get; set; }

    public Vector3 Position { get; set; }

    public Vector4 Color { get; set; } = Vector4.One;

    public float[] Weights { get; set; } = [];

    public string[] Tags { get; set; } = [];

    public Corner Corner { get; set; } = new(0.5f, 4);

    public float? Limit { get; set; }

    public Entity Target { get; set; } = Entity.Null;
}

public record struct Marker;

public sealed class SceneFileTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("scene").FullName;
    private App app = null!;

    [SetUp]
    public void CreateApp() => app = new App(new AppOptions { Headless = true }, GpuFixture.Gpu).Component<Thing>("Thing").Component<Marker>("Marker")
        .Component<Corner>("Corner");

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Every_kind_of_field_is_read()
    {
        var scene = Load("""
            name: everything
            entities:
              - name: one
                Thing:
                  size: 2.5
                  count: -7
                  isLit: false
                  label: "a: b"
                  shape: roundedBox
                  offset: [1, 2]
                  position: [1, -2, 3e1]
                  color: '#ff800080'
                  weights: [0.5, 1]
                  tags: [red, two words]
                  corner: { radius: 2 }
                  limit: 9
                  target: two
              - name: two
                Marker:
                Corner: { steps: 8 }
              - Marker: {}
            """);
        var thing = app.World.Get<Thing>(scene.Find("one"));
        Assert.That(scene.Name, Is.EqualTo("everything"));
        Assert.That(thing.Size, Is.EqualTo(2.5f));
        Assert.That(thing.Count, Is.EqualTo(-7));
        Assert.That(thing.IsLit, Is.False);
        Assert.That(thing.Label, Is.EqualTo("a: b"));
        Assert.That(thing.Shape, Is.EqualTo(Shape.RoundedBox));
        Assert.That(thing.Offset, Is.EqualTo(new Vector2(1, 2)));
        Assert.That(thing.Position, Is.EqualTo(new Vector3(1, -2, 30)));
        Assert.That(thing.Color, Is.EqualTo(new Vector4(1, 128 / 255f, 0, 128 / 255f)));
        Assert.That(thing.Weights, Is.EqualTo([0.5f, 1]));
        Assert.That(thing.Tags, Is.EqualTo(["red", "two words"]));
        Assert.That(thing.Corner, Is.EqualTo(new Corner(2, 4)));
        Assert.That(thing.Limit, Is.EqualTo(9));
        Assert.That(thing.Target, Is.EqualTo(scene.Find("two")));
        Assert.That(() => scene.Find("tow"), Throws.TypeOf<SceneException>().With.Message.Contains("no entity 'tow'").And.Message.Contains("two"));
        Assert.That(app.World.Get<Corner>(scene.Find("two")), Is.EqualTo(new Corner(0.5f, 8)), "defaults of the constructor's parameters");
        Assert.That(app.World.Get<EntityName>(scene.Find("two")).Name, Is.EqualTo("two"));
        Assert.That(app.World.CountEntities(new QueryDescription().WithAll<Marker>()), Is.EqualTo(2));
        Assert.That(app.World.Size, Is.EqualTo(3));
    }

    [Test]
    public void A_saved_scene_loads_as_it_was_and_saves_the_same_text()
    {
        var scene = Load("""
            name: round trip
            entities:
              - name: one
                Thing: { size: 0.1, label: 'yes: #1', shape: sphere, position: [0.1, 1e-7, 3], weights: [1, 2], tags: ['', '~'],
                  corner: { steps: 5 }, limit: 0, target: two }
              - name: two
                Marker:
                Thing: { tags: [a] }
              - Marker: {}
            """);
        ref var two = ref app.World.Get<Thing>(scene.Find("two"));
        two.Label = "";
        two.Target = scene.Find("one");
        string first = Path.Combine(folder, "first.yaml"), second = Path.Combine(folder, "second.yaml");
        scene.Save(first);
        var one = app.World.Get<Thing>(scene.Find("one"));
        var edited = app.World.Get<Thing>(scene.Find("two"));

        var again = app.Load(first);
        Thing oneAgain = app.World.Get<Thing>(again.Find("one")), twoAgain = app.World.Get<Thing>(again.Find("two"));
        Assert.That(again.Name, Is.EqualTo("round trip"));
        Assert.That(oneAgain.Weights, Is.EqualTo(one.Weights));
        Assert.That(oneAgain.Tags, Is.EqualTo(one.Tags));
        Assert.That(oneAgain.Target, Is.EqualTo(again.Find("two")));
        Assert.That(twoAgain.Target, Is.EqualTo(again.Find("one")));
        Assert.That(twoAgain.Label, Is.EqualTo(edited.Label));
        Assert.That(oneAgain with { Weights = one.Weights, Tags = one.Tags, Target = one.Target }, Is.EqualTo(one));
        again.Save(second);
        Assert.That(File.ReadAllText(second), Is.EqualTo(File.ReadAllText(first)));
        Assert.That(File.ReadAllText(first), Does.Not.Contain("isLit"), "fields with their default value are not written");
        Assert.That(app.World.Size, Is.EqualTo(3));
    }

    [TestCase("Thing: { sise: 2 }", 4, "Thing has no field 'sise'; did you mean 'size'?")]
    [TestCase("Thing: { xyzzyplugh: 2 }", 4, "known are color, corner, count, ")]
    [TestCase("Thnig: { size: 2 }", 4, "unknown component 'Thnig'; did you mean 'Thing'?")]
    [TestCase("Thing:\n      size: 1\n      position: [1, 2]", 6,
        "Thing.position wants 3 numbers, as in [0, 0, 0], or a colour, as in '#ff8000' (with quotes), found a list of 2.")]
    [TestCase("Thing: { position: [1, x, 2] }", 4, "Thing.position wants a number, found 'x'.")]
    [TestCase("Thing: { size: wide }", 4, "Thing.size wants a number, found 'wide'.")]
    [TestCase("Thing: { size: .nan }", 4, "Thing.size wants a number")]
    [TestCase("Thing: { count: 1.5 }", 4, "Thing.count wants a whole number, found '1.5'.")]
    [TestCase("Thing: { count: 99999999999 }", 4, "Thing.count wants a whole number that fits Int32, found '99999999999'.")]
    [TestCase("Thing: { isLit: maybe }", 4, "Thing.isLit wants true or false, found 'maybe'.")]
    [TestCase("Thing: { shape: spere }", 4, "Thing.shape cannot be 'spere'; did you mean 'sphere'?")]
    [TestCase("Thing: { weights: 3 }", 4, "Thing.weights wants a list, as in [a, b], found '3'.")]
    [TestCase("Thing: { weights: [1, b] }", 4, "Thing.weights[1] wants a number, found 'b'.")]
    [TestCase("Thing: { corner: { radios: 1 } }", 4, "Thing.corner has no field 'radios'; did you mean 'radius'?")]
    [TestCase("Thing: { label: [a] }", 4, "Thing.label wants a text, found a list of 1.")]
    [TestCase("Thing: { color: #ff0000\n      }", 4, "Thing.color wants 4 numbers")]
    [TestCase("Thing: { target: oen }", 4, "Thing.target names the entity 'oen', which the scene does not have; did you mean 'one'?")]
    [TestCase("Thing: 5", 4, "Thing wants its fields")]
    [TestCase("Thing: { size: 1, size: 2 }", 4, "not valid YAML")]
    [TestCase("Thing: { size: 1\n    Marker:", 4, "not valid YAML")]
    public void A_wrong_component_is_named_with_file_line_field_and_the_nearest_valid_name(string component, int line, string message)
    {
        var error = Assert.Throws<SceneException>(() => Load($"name: wrong\nentities:\n  - name: one\n    {component}\n"))!;
        Assert.That(error.Message, Does.Contain(message).And.StartWith(Path.Combine(folder, "scene.yaml") + ":" + line + ": "));
        Assert.That(error.Line, Is.EqualTo(line));
        Assert.That(error.Message, Does.Not.Contain("\n"));
        Assert.That(app.World.Size, Is.Zero, "a scene that is wrong leaves nothing behind");
    }

    [TestCase("nmae: x\nentities: []", 1, "A scene has no 'nmae'; did you mean 'name'?")]
    [TestCase("name: x\n", 1, "The scene has no entities")]
    [TestCase("name: x\nentities:\n  name: one", 3, "entities wants a list")]
    [TestCase("name: x\nentities:\n  - one", 3, "An entity wants its name and components")]
    [TestCase("name: x\nentities:\n  - name: a\n  - name: a", 4, "A second entity is named 'a'")]
    [TestCase("- 1\n- 2", 1, "A scene begins with 'name:'")]
    [TestCase("", 1, "A scene is one YAML document; this file has 0.")]
    [TestCase("name: x\n\tentities: []", 2, "not valid YAML")]
    public void A_wrong_file_is_named_with_its_line(string text, int line, string message)
    {
        var error = Assert.Throws<SceneException>(() => Load(text))!;
        Assert.That(error.Message, Does.Contain(message));
        Assert.That(error.Line, Is.EqualTo(line));
    }

    [Test]
    public void A_missing_file_is_answered_with_the_nearest_one()
    {
        Load("entities: []");
        Assert.That(() => app.Load(Path.Combine(folder, "scnee.yaml")),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("did you mean 'scene.yaml'?"));
    }

    [Test]
    public void An_edited_file_changes_only_what_was_edited()
    {
        var scene = Load("""
            entities:
              - name: kept
                Thing: { size: 1, tags: [a] }
                Marker:
              - name: gone
                Marker:
            """);
        Entity kept = scene.Find("kept"), gone = scene.Find("gone");
        app.World.Get<Thing>(kept).Size = 77;
        Assert.That(scene.ReloadIfChanged(), Is.False);

        Edit("""
            entities:
              - name: new
                Thing: { target: kept }
              - name: kept
                Thing: { size: 1, tags: [a] }
                Corner: { steps: 2 }
            """, seconds: 1);
        Assert.That(scene.ReloadIfChanged(), Is.True);
        Assert.That(scene.Find("kept"), Is.EqualTo(kept));
        Assert.That(app.World.Get<Thing>(kept).Size, Is.EqualTo(77), "the file's Thing did not change, the running one did");
        Assert.That(app.World.Has<Marker>(kept), Is.False);
        Assert.That(app.World.Get<Corner>(kept).Steps, Is.EqualTo(2));
        Assert.That(app.World.IsAlive(gone), Is.False);
        Assert.That(app.World.Get<Thing>(scene.Find("new")).Target, Is.EqualTo(kept));

        Edit("entities:\n  - name: kept\n    Thing: { sise: 5 }", seconds: 2);
        Assert.That(scene.ReloadIfChanged, Throws.InstanceOf<SceneException>());
        Assert.That(app.World.Size, Is.EqualTo(2), "a wrong edit changes nothing");

        Edit("entities:\n  - name: kept\n    Thing: { size: 5 }", seconds: 3);
        Assert.That(scene.ReloadIfChanged(), Is.True);
        Assert.That(app.World.Get<Thing>(kept).Size, Is.EqualTo(5));
        Assert.That(app.World.Size, Is.EqualTo(1));
    }

    [Test]
    public void A_component_that_yaml_cannot_hold_is_refused_when_it_is_registered()
    {
        Assert.That(() => app.Component<Handle>("Handle"),
            Throws.InvalidOperationException.With.Message.Contains("cannot hold Handle.Stream of type Stream"));
        Assert.That(() => app.Component<Marker>("Thing"), Throws.InvalidOperationException.With.Message.Contains("Two components are called Thing"));
    }

    private Scene Load(string text)
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, text);
        return app.Load(path);
    }

    private void Edit(string text, int seconds)
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(seconds));
    }

    private record struct Handle(Stream Stream);

    [Test]
    public void Overrides_count_as_written_in_every_component_that_has_the_field()
    {
        var path = Path.Combine(folder, "override.yaml");
        File.WriteAllText(path, "entities:\n  - name: a\n    Thing: { label: plain, size: 2 }\n  - name: b\n    Thing:\n");
        using var other = new App(new AppOptions
        {
            Headless = true,
            Width = 8,
            Height = 8,
            Overrides = new Dictionary<string, string> { ["nothing?"] = "x", ["label?"] = "other", ["label"] = "special" },
        }, GpuFixture.Gpu);
        other.Component<Thing>("Thing");
        var scene = other.Load(path);
        Assert.That(other.World.Get<Thing>(scene.Find("a")), Has.Property("Label").EqualTo("special").And.Property("Size").EqualTo(2));
        Assert.That(other.World.Get<Thing>(scene.Find("b")), Has.Property("Label").EqualTo("special"));
        using var wrong = new App(new AppOptions
        {
            Headless = true,
            Width = 8,
            Height = 8,
            Overrides = new Dictionary<string, string> { ["lable"] = "x" },
        }, GpuFixture.Gpu);
        wrong.Component<Thing>("Thing");
        Assert.That(() => wrong.Load(path), Throws.InstanceOf<SceneException>().With.Message.Contains("'lable'"));
    }

    [TestCase("[1, 2, 3]", 3)]
    [TestCase("[]", 0)]
    public void An_override_of_a_list_is_written_as_in_a_file(string list, int count)
    {
        var path = Path.Combine(folder, "list.yaml");
        File.WriteAllText(path, "entities:\n  - name: a\n    Numbers: { values: [9] }\n");
        using var other = new App(new AppOptions
        {
            Headless = true,
            Width = 8,
            Height = 8,
            Overrides = new Dictionary<string, string> { ["Numbers.values"] = list },
        }, GpuFixture.Gpu);
        other.Component<Numbers>("Numbers");
        Assert.That(other.World.Get<Numbers>(other.Load(path).Find("a")).Values, Has.Length.EqualTo(count));
    }

    private record struct Numbers(float[] Values);

    [Test]
    public void Saving_the_file_changes_the_running_scene_and_a_wrong_text_does_not()
    {
        var path = Path.Combine(folder, "live.yaml");
        File.WriteAllText(path, "entities:\n  - name: a\n    Thing: { size: 2 }\n");
        using var live = new App(new AppOptions { Headless = true, Width = 8, Height = 8, HotReload = true }, GpuFixture.Gpu);
        live.Component<Thing>("Thing");
        var a = live.Load(path).Find("a");
        live.Step();
        File.WriteAllText(path, "entities:\n  - name: a\n    Thing: { size: 5 }\n");
        Assert.That(() =>
        {
            live.Step();
            return live.World.Get<Thing>(a).Size;
        }, Is.EqualTo(5).After(10_000, 5));
        File.WriteAllText(path, "entities:\n  - name: a\n    Thing: { siez: 7 }\n");
        live.Run(50);
        Assert.That(live.World.Get<Thing>(a).Size, Is.EqualTo(5));
    }
}
