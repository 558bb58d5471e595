// Named objects from text: values, defaults, errors.
namespace CnnCompute.Tests;

/// <summary>Of every type a field can have.</summary>
[Named("everything", "For tests.")]
public sealed record Everything(
    int Count, float Rate = 0.5f, double Share = 0.25, bool Deep = false, string Word = "", long Big = 1, TestViews Views = TestViews.One,
    int? Perhaps = null, (double Low, double High)? Range = null, IReadOnlyList<float>? Numbers = null, IReadOnlyList<string>? Words = null,
    IReadOnlyList<Transform>? Inner = null, ulong Seed = 0) : Anything
{
    /// <summary>Must be positive.</summary>
    public int Count { get; init; } = Count > 0
        ? Count
        : throw new ArgumentOutOfRangeException(nameof(Count), Count, "Everything: count must be positive");
}

/// <summary>A kind of its own.</summary>
public abstract record Anything;

public sealed class CatalogueTests
{
    private static NamedObject Parse(string text) => Catalogue.Parse<Anything>(text, "here");

    [Test]
    public void Every_kind_of_value_is_read_and_written()
    {
        const string Text = "everything: {count: 3, rate: 0.1, share: 1E-05, deep: true, word: \"a: b\", big: 5000000000, views: five-crop, "
            + "perhaps: 7, range: [0.8, 1.2], numbers: [1, 2.5], words: [a, b c], inner: [random-horizontal-flip, {random-shift: {pixels: 2}}]}";
        var read = Parse(Text);
        Assert.That(read.ToString(), Is.EqualTo(Text));
        Assert.That(Parse(read.ToString()).ToString(), Is.EqualTo(Text));
        var made = read.Create<Everything>(("seed", 9ul), ("other", 1));
        Assert.That((made.Count, made.Rate, made.Share, made.Deep, made.Word, made.Big, made.Views, made.Perhaps, made.Range, made.Seed),
            Is.EqualTo((3, 0.1f, 1e-5, true, "a: b", 5_000_000_000L, TestViews.FiveCrop, (int?)7, ((double, double)?)(0.8, 1.2), 9ul)));
        Assert.That(made.Numbers, Is.EqualTo([1f, 2.5f]));
        Assert.That(made.Words, Is.EqualTo(["a", "b c"]));
        Assert.That(made.Inner, Is.EqualTo(new Transform[] { new RandomHorizontalFlip(), new RandomShift(2) }));
    }

    [Test]
    public void What_is_as_usual_is_not_written_and_fields_have_one_order()
    {
        Assert.That(Parse("everything: {rate: 5e-1, count: 1, deep: false}").ToString(), Is.EqualTo("everything: {count: 1}"));
        Assert.That(Parse("everything: {deep: true, count: 1}").With("deep", "false", "x").ToString(), Is.EqualTo("everything: {count: 1}"));
        Assert.That(Parse("everything: {count: 1}").Create<Everything>(), Is.EqualTo(new Everything(1)));
    }

    [TestCase("evrything: {count: 1}", "no Anything is called \"evrything\"; did you mean 'everything'?")]
    [TestCase("everything: {cuont: 1}", "everything has no field \"cuont\"; did you mean 'count'?")]
    [TestCase("everything", "everything needs the field count")]
    [TestCase("everything: {count: many}", "everything's count is a whole number; \"many\" is none")]
    [TestCase("everything: {count: 1.5}", "count is a whole number")]
    [TestCase("everything: {count: [1, 2]}", "count is a whole number, no list")]
    [TestCase("everything: {count: 1, rate: NaN}", "rate is a number; \"NaN\" is none")]
    [TestCase("everything: {count: 1, deep: perhaps}", "deep is true or false")]
    [TestCase("everything: {count: 1, views: flop}", "did you mean 'flip'?")]
    [TestCase("everything: {count: 1, range: 3}", "range is two numbers, as in [0.9, 0.99]")]
    [TestCase("everything: {count: 1, inner: [random-shfit]}", "no transform is called \"random-shfit\"; did you mean 'random-shift'?")]
    [TestCase("everything: {count: 1, count: 2}", "\"count\" stands there twice")]
    [TestCase("everything: 3", "the fields of everything are written as everything: {count: …")]
    [TestCase("[everything]", "is a name, or a name with fields")]
    [TestCase("everything: {count: *a}", "aliases (*name) are no part of recipes")]
    [TestCase("everything: {count: 1", "YAML")]
    public void What_is_wrong_is_told(string text, string expected) =>
        Assert.That(() => Parse(text), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(expected).And.Message.StartsWith("here"));

    [Test]
    public void A_range_is_told_by_the_constructor_and_with_its_line()
    {
        var node = RecipeNode.Parse("a: 1\nthing:\n  everything: {count: -2}\n", "file.yaml").Fields!["thing"];
        Assert.That(() => Catalogue.Read(typeof(Anything), node).Create(),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith("file.yaml, line 3: everything: Everything: count must be positive"));
    }

    [Test]
    public void What_nests_without_end_is_refused() =>
        Assert.That(() => RecipeNode.Parse(new string('[', 50_000), "deep"), Throws.InstanceOf<InvalidDataException>());

    // Those of the program: each is made with its defaults where it has them all, and says the same after it was written.
    [TestCase(typeof(Optimizer))]
    [TestCase(typeof(LrSchedule))]
    [TestCase(typeof(Criterion))]
    [TestCase(typeof(Transform))]
    [TestCase(typeof(Initialization))]
    [TestCase(typeof(DataInitialization))]
    public void Everything_with_a_name_can_be_made(Type kind)
    {
        Assert.That(Catalogue.Of(kind), Is.Not.Empty);
        foreach (var entry in Catalogue.Of(kind))
        {
            var needed = entry.Fields.Where(f => f.IsNeeded).Select(f => $"{f.Name}: {Possible(f.Type)}");
            var text = needed.Any() ? $"{entry.Name}: {{{string.Join(", ", needed)}}}" : entry.Name;
            var read = Catalogue.Read(kind, RecipeNode.Parse(text, "here"));
            var groups = ParameterGroup.Of([new Parameter("w", new Shape(4, 4), new float[16])]);
            Assert.That(() => read.Create(("groups", groups), ("steps", 100L), ("stepsPerEpoch", 10L), ("seed", 1ul)), Throws.Nothing, entry.Name);
            Assert.That(Catalogue.Read(kind, RecipeNode.Parse(read.ToString(), "here")).ToString(), Is.EqualTo(read.ToString()));
            Assert.That(entry.Description, Does.EndWith("."), entry.Name);
        }
    }

    private static string Possible(Type type) => type == typeof(LrSchedule) ? "{constant: {rate: 1}}"
        : (Nullable.GetUnderlyingType(type) ?? type) == typeof((double, double)) ? "[0.5, 1]"
        : type.IsGenericType ? "[1]" : "1";
}
