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
}
