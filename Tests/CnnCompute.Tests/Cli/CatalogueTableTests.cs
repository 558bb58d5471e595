// Lists of what recipes can name.
namespace CnnCompute.Tests;

public sealed class CatalogueTableTests
{
    [TestCase("optimizers", "adamw", "weightDecay: 0.01")]
    [TestCase("schedules", "one-cycle", "pctStart: 0.3")]
    [TestCase("transforms", "mixup", "alpha: 1")]
    [TestCase("criteria", "cross-entropy", "labelSmoothing: 0")]
    [TestCase("initializations", "lsuv", "xavier-normal")]
    [TestCase("models", "airbench_cifar", "width: ")]
    [TestCase("recipes", "fashion", "garments")]
    public void A_list_has_names_and_fields(string kind, string name, string field)
    {
        var (code, output) = Verbs.Run("train", "--list", kind);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain(name).And.Contains(field));
    }

    [Test]
    public void The_nearest_list_is_named() => Assert.That(() => Verbs.Run("train", "--list", "optimisers"),
        Throws.ArgumentException.With.Message.Contains("did you mean 'optimizers'"));

    [Test]
    public void The_page_about_training_tells_every_field_of_recipes()
    {
        var page = File.ReadAllText(Path.Combine(GpuFixture.Repository, "docs", "training.md"));
        var fields = typeof(TrainingRecipe).GetProperties().Where(p => p.CanWrite && p.Name != "Name")
            .Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).ToArray();
        Assert.That(fields, Has.Length.GreaterThan(30));
        Assert.That(fields.Where(f => !page.Contains($"`{f}`", StringComparison.Ordinal)), Is.Empty);
    }
}
