// Settings that are declared once: their names, their ranges, what needs other plans, and how scene files hold them.
using System.Numerics;

namespace Engine.Tests;

/// <summary>Words that know how they are written.</summary>
public sealed record Words(string Joined) : IParsable<Words>
{
    public static Words Parse(string s, IFormatProvider? provider) =>
        s.Contains('!')
            ? throw new FormatException("no word holds a !")
            : new Words(string.Join(", ", s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    public static bool TryParse(string? s, IFormatProvider? provider, out Words result) => (result = Parse(s ?? "", provider)) is not null;

    public override string ToString() => Joined;
}

/// <summary>Settings of every kind.</summary>
public sealed record PotOptions : Settings
{
    public static PotOptions Live { get; } = new() { Rounds = 2 };

    [Setting("How often it is turned.", Least = 1, Most = 12), Compiled]
    public int Rounds { get; init; } = 4;

    [Setting("How wide it is.", Least = 1.05, Most = 4, Name = "Width")]
    public float RimWidth { get; init; } = 1.4f;

    [Setting("What it looks like.", Option = "--looks"), Compiled]
    public Shape Form { get; init; }

    [Setting("Where it stands.", Least = -1, Most = 1)]
    public Vector2 StandsAt { get; init; }

    [Setting("Whether it shines.")]
    public bool Glaze { get; init; }

    [Setting("What is written on it."), Compiled]
    public Words Says { get; init; } = new("");

    [Setting("A picture on it.")]
    public string Picture { get; init; } = "";

    [Setting("Of its spots.", Least = 0)]
    public int Seed { get; init; }

    public int Kiln { get; init; } = 7;
}

public record struct Pot()
{
    [Compiled]
    public string Clay { get; set; } = "";

    public PotOptions Options { get; set; } = PotOptions.Live;

    public float Budget { get; set; } = 8;
}

public record struct Twice()
{
    public int Rounds { get; set; }

    public PotOptions Options { get; set; } = new();
}

public sealed class SettingsTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("settings").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private App Open(string text, params (string Field, string Value)[] overrides)
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, text);
        var app = new App(new AppOptions { Headless = true, Width = 8, Height = 8, Overrides = overrides.ToDictionary(o => o.Field, o => o.Value) },
            GpuFixture.Gpu).Component<Pot>("Pot");
        try
        {
            app.Load(path);
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }

    private static ref Pot Found(App app) => ref app.World.Get<Pot>(app.Scene!.Find("a"));

    [Test]
    public void Names_come_from_the_property_or_from_what_is_declared()
    {
        var settings = Settings.Of(typeof(PotOptions));
        Assert.That(settings.Select(s => s.Name), Is.EqualTo(["rounds", "width", "form", "standsAt", "glaze", "says", "picture", "seed"]),
            "in the order of the record; what is not declared is no setting");
        Assert.That(settings.Select(s => s.Option),
            Is.EqualTo(["--rounds", "--width", "--looks", "--stands-at", "--glaze", "--says", "--picture", "--seed"]));
        Assert.That(settings.Single(s => s.Name == "standsAt").Words, Is.EqualTo("stands at"));
        Assert.That(settings.Select(s => s.Range), Is.EqualTo(["1 to 12", "1.05 to 4", null, "-1 to 1", null, null, null, "at least 0"]));
    }

    [Test]
    public void What_is_possible_stays_the_very_same_record()
    {
        var (said, options) = (new List<string>(), new PotOptions { RimWidth = 1.05f });
        Assert.That(options.Clamped(said), Is.SameAs(options));
        Assert.That(said, Is.Empty);
        Assert.That(options.Check, Throws.Nothing);
    }

    [Test]
    public void What_is_not_possible_is_clamped_with_a_sentence_or_refused()
    {
        var (said, options) = (new List<string>(),
            new PotOptions { Rounds = 99, RimWidth = float.NaN, StandsAt = new Vector2(0.5f, -3), Seed = -1, Kiln = -5 });
        Assert.That(options.Clamped(said),
            Is.EqualTo(new PotOptions { Rounds = 12, RimWidth = 1.05f, StandsAt = new Vector2(0.5f, -1), Seed = 0, Kiln = -5 }));
        Assert.That(said, Is.EqualTo([
            "rounds 99 is not possible; 12 is taken (1 to 12)", "width NaN is not possible; 1.05 is taken (1.05 to 4)",
            "stands at 0.5 -3 is not possible; 0.5 -1 is taken (-1 to 1)",
            "seed -1 is not possible; 0 is taken (at least 0)",
        ]));
        Assert.That(options, Has.Property("Rounds").EqualTo(99), "the record itself is never changed");
        Assert.That(options.Check, Throws.ArgumentException.With.Message.EqualTo("rounds 99 is not possible: 1 to 12"));
    }

    [Test]
    public void Only_what_is_compiled_needs_other_plans()
    {
        var pot = new Pot { Clay = "red" };
        Assert.That(
            Settings.NeedSamePlans(pot, pot with { Budget = 1, Options = pot.Options with { RimWidth = 3, Picture = "x", Seed = 4, Kiln = 1 } }));
        Assert.That(Settings.NeedSamePlans(pot, pot with { Options = pot.Options with { Says = new Words("") } }), "values count, not objects");
        Assert.That(Settings.NeedSamePlans(pot, pot with { Clay = "white" }), Is.False);
        Assert.That(Settings.NeedSamePlans(pot, pot with { Options = pot.Options with { Rounds = 3 } }), Is.False);
        Assert.That(Settings.NeedSamePlans(pot.Options, pot.Options with { Form = Shape.Sphere }), Is.False);
        Assert.That(Settings.NeedSamePlans(pot.Options, pot.Options with { Glaze = true }));
    }

    [Test]
    public void Scene_files_hold_settings_among_a_components_own_fields()
    {
        using var app = Open("entities:\n  - name: a\n    Pot: { clay: red, width: 2, form: sphere, standsAt: [0.5, 0], glaze: true, says: "
            + "'to, be', budget: 3 }\n  - name: b\n    Pot:\n");
        var expected = PotOptions.Live with
        {
            RimWidth = 2,
            Form = Shape.Sphere,
            StandsAt = new Vector2(0.5f, 0),
            Glaze = true,
            Says = new Words("to, be"),
        };
        Assert.That(Found(app), Is.EqualTo(new Pot { Clay = "red", Options = expected, Budget = 3 }),
            "components that are equal in all values are equal");
        Assert.That(app.World.Get<Pot>(app.Scene!.Find("b")).Options, Is.SameAs(PotOptions.Live));
        Assert.That(PotOptions.Live, Is.EqualTo(new PotOptions { Rounds = 2 }), "what others hold is not changed");
    }

    [Test]
    public void A_list_may_be_written_as_one()
    {
        using var app = Open("entities:\n  - name: a\n    Pot: { says: [to, be] }\n");
        Assert.That(Found(app).Options.Says, Is.EqualTo(new Words("to, be")));
    }

    [Test]
    public void Settings_are_found_by_overrides()
    {
        using var app = Open("entities:\n  - name: a\n    Pot: { rounds: 3 }\n", ("Pot.rounds", "5"), ("glaze", "true"), ("says", "[x, y]"));
        Assert.That(Found(app).Options, Is.EqualTo(PotOptions.Live with { Rounds = 5, Glaze = true, Says = new Words("x, y") }));
        Assert.That(() => Open("entities:\n  - name: a\n    Pot:\n", ("rimWidth", "1")).Dispose(),
            Throws.InstanceOf<SceneException>().With.Message.Contains("'rimWidth'"));
    }

    [Test]
    public void Only_what_differs_from_the_components_default_is_saved()
    {
        using var app = Open("entities:\n  - name: a\n    Pot: { rounds: 4, form: box, clay: red }\n");
        Found(app).Options = Found(app).Options with { RimWidth = 3, Kiln = 1, Says = new Words("hi") };
        var path = Path.Combine(folder, "saved.yaml");
        app.Scene!.Save(path);
        Assert.That(File.ReadAllText(path), Does.Contain("Pot: {clay: red, rounds: 4, width: 3, says: hi}"));
    }

    [TestCase("ruonds: 3", "Pot has no field 'ruonds'; did you mean 'rounds'?")]
    [TestCase("options: {}", "Pot has no field 'options'")]
    [TestCase("rounds: many", "Pot.rounds wants a whole number, found 'many'.")]
    [TestCase("form: spere", "Pot.form cannot be 'spere'; did you mean 'sphere'?")]
    [TestCase("says: oh!", "Pot.says cannot be 'oh!': no word holds a !")]
    public void What_is_wrong_is_named_as_in_every_component(string field, string message) =>
        Assert.That(() => Open($"entities:\n  - name: a\n    Pot: {{ {field} }}\n").Dispose(),
            Throws.InstanceOf<SceneException>().With.Message.Contains(message).And.Property("Line").EqualTo(3));

    [Test]
    public void A_field_of_a_settings_name_is_refused()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 8, Height = 8 }, GpuFixture.Gpu);
        Assert.That(() => app.Component<Twice>("Twice"),
            Throws.InvalidOperationException.With.Message.Contains("two of its fields are called rounds"));
    }

    [Test]
    public void Comparing_a_component_that_nobody_edited_makes_no_garbage()
    {
        var (a, b, same) = (new Pot(), new Pot(), 0);
        for (var i = 0; i < 3; i++)
            same += a == b ? 1 : 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            same += a == b ? 1 : 0;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(same, Is.EqualTo(103));
    }
}
