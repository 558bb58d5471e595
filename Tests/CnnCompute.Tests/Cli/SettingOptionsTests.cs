// Options of verbs that come from declared settings: names, help, what is read back.
using System.CommandLine;
using System.Numerics;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute.Tests;

public sealed class SettingOptionsTests
{
    /// <summary>What a cake is baked by.</summary>
    internal sealed record CakeOptions : Settings
    {
        [Setting("How many layers it has.", Least = 1, Most = 9)]
        public int Layers { get; init; } = 3;

        [Setting("How sweet it is.", Least = 0.00001, Most = 1, Option = "--sugar", Form = "SHARE")]
        public float Sweetness { get; init; } = 0.5f;

        [Setting("Whether it burns.")]
        public bool Burnt { get; init; }

        [Setting("Where the cherry is.", Least = -1, Most = 1)]
        public Vector2 Cherry { get; init; }

        [Setting("What optimises it.")]
        public StyleOptimizer Baker { get; init; } = StyleOptimizer.Adam;

        [Setting("Who eats it.", Usual = "everybody")]
        public Names Guests { get; init; } = [];

        [Setting("What is in it.")]
        public string Filling { get; init; } = "";

        public int Oven { get; init; } = 180;
    }

    internal sealed record PieOptions : Settings
    {
        [Setting("How many layers it has.", Least = 1, Most = 9)]
        public int Layers { get; init; } = 1;

        [Setting("Its crust's thickness.")]
        public int Crust { get; init; } = 2;
    }

    internal sealed record SoupOptions : Settings
    {
        [Setting("None.")]
        public string Layers { get; init; } = "";
    }

    private static (SettingOptions<CakeOptions> Cake, Func<string[], ParseResult> Parse) Kitchen()
    {
        var cake = SettingOptions<CakeOptions>.Of(new CakeOptions());
        var verb = new Verb("bake") { cake.Options };
        return (cake, arguments => verb.Parse(arguments));
    }

    [Test]
    public void Names_help_and_defaults_come_from_the_declaration()
    {
        var options = SettingOptions<CakeOptions>.Of(new CakeOptions()).Options.ToArray();
        Assert.That(options.Select(o => $"{o.Name} <{o.HelpName}> {o.Description}"), Is.EqualTo([
            "--layers <N> How many layers it has. [1 to 9, default: 3]", "--sugar <SHARE> How sweet it is. [0.00001 to 1, default: 0.5]",
            "--burnt <> Whether it burns.", "--cherry <X Y> Where the cherry is. [-1 to 1]",
            "--baker <lbfgs|adam> What optimises it. [default: adam]", "--guests <TEXT> Who eats it. [default: everybody]",
            "--filling <TEXT> What is in it.",
        ]));
    }

    [Test]
    public void What_is_given_is_read_and_the_rest_stays()
    {
        var (cake, parse) = Kitchen();
        Assert.That(cake.Given(parse([])), Is.EqualTo(new CakeOptions()));
        Assert.That(cake.Given(parse([]), new CakeOptions { Oven = 9 }), Is.EqualTo(new CakeOptions { Oven = 9 }));
        var given = parse(
            ["--layers", "0", "--sugar", "0.25", "--burnt", "--cherry", "0.5", "-1", "--baker", "LBFGS", "--guests", "ann,bob", "--filling", "jam"]);
        var expected = new CakeOptions
        {
            Layers = 0,
            Sweetness = 0.25f,
            Burnt = true,
            Cherry = new Vector2(0.5f, -1),
            Baker = StyleOptimizer.Lbfgs,
            Guests = ["ann", "bob"],
            Filling = "jam",
        };
        Assert.That(cake.Given(given), Is.EqualTo(expected));
        Assert.That(() => cake.Checked(given), Throws.ArgumentException.With.Message.EqualTo("--layers 0 is not possible: 1 to 9"));
        Assert.That(cake.Checked(parse(["--layers", "9"])).Layers, Is.EqualTo(9));
    }

    [Test]
    public void What_is_not_possible_is_clamped_with_a_sentence()
    {
        var ((cake, parse), before, error) = (Kitchen(), Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            Assert.That(cake.Clamped(parse(["--layers", "12", "--cherry", "3", "0"])),
                Is.EqualTo(new CakeOptions { Layers = 9, Cherry = new Vector2(1, 0) }));
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(error.ToString().Trim().Split('\n').Select(l => l.Trim()),
            Is.EqualTo(["layers 12 is not possible; 9 is taken (1 to 9)", "cherry 3 0 is not possible; 1 0 is taken (-1 to 1)"]));
    }

    [TestCase("--baker", "adm", "--baker cannot be 'adm'; did you mean 'adam'?")]
    [TestCase("--layers", "many", "Cannot parse argument 'many' for option '--layers'")]
    [TestCase("--lyers", "3", "--lyers")]
    public void What_cannot_be_read_is_told(string option, string value, string message) =>
        Assert.That(Kitchen().Parse([option, value]).Errors.Select(e => e.Message), Has.Some.Contains(message));

    [Test]
    public void Records_of_one_verb_share_an_option()
    {
        var verb = new VerbSettings();
        var (cake, pie) = (verb.Add(new CakeOptions(), "cake", nameof(CakeOptions.Filling)), verb.Add(new PieOptions(), "pie"));
        var command = new Verb("bake") { verb.Options };
        Assert.That(command.Options.Select(o => o.Name), Is.Unique.And.Contain("--crust").And.Not.Contain("--filling"));
        Assert.That(command.Options.Single(o => o.Name == "--layers").Description,
            Is.EqualTo("cake, pie: How many layers it has. [1 to 9, default: 3 of cake, 1 of pie]"));
        var (none, some) = (command.Parse([]), command.Parse(["--layers", "5"]));
        Assert.That((cake.Given(none).Layers, pie.Given(none).Layers, cake.Given(some).Layers, pie.Given(some).Layers), Is.EqualTo((3, 1, 5, 5)));
        Assert.That((pie.IsGiven(none, "Layers"), pie.IsGiven(some, "Layers")), Is.EqualTo((false, true)));
        Assert.That(() => verb.Add(new SoupOptions()), Throws.InvalidOperationException.With.Message.Contains("--layers is a Int32 already"));
    }

    [Test]
    public void Every_record_of_settings_makes_options()
    {
        Settings[] all = [new DreamOptions(), DreamFiles.None, StyleOptions.Usual, new NeuralStyleOptions(), new StyleTrainingOptions(),
            AttributionOptions.Live, HeatOptions.Usual, new VisualizerOptions(), new InversionOptions(),
            Attack.Pgd(4), new FeatureGrid(ColourMap.Viridis)];
        var declared = typeof(DreamOptions).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Settings)));
        Assert.That(all.Select(s => s.GetType()), Is.EquivalentTo(declared), "a record that is missing here");
        foreach (var settings in all)
        {
            foreach (var setting in Settings.Of(settings.GetType()))
            {
                var option = new SettingOption(setting);
                option.Serve(setting, setting.Of(settings), "");
                Assert.That(option.Option.Description, Does.EndWith(".").Or.EndWith("]"),
                    $"{settings.GetType().Name}.{setting.Property} is described by sentences");
                Assert.That(setting.Within(setting.Of(settings)), Is.EqualTo(setting.Of(settings)),
                    $"the default of {settings.GetType().Name}.{setting.Property} is possible");
            }
        }
    }
}
