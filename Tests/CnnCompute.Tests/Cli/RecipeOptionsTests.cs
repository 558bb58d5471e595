// Recipes as the command line says them: names, rates, what continues.
using System.CommandLine;

namespace CnnCompute.Tests;

public sealed class RecipeOptionsTests
{
    private TemporaryPictures pictures = null!;

    [SetUp]
    public void MakePictures()
    {
        pictures = new TemporaryPictures();
        pictures.Class("set.1/a", 12, 50);
        pictures.Class("set.1/b", 12, 200);
    }

    [TearDown]
    public void DeletePictures() => pictures.Dispose();

    private static TrainingRecipe Open(string? begun, params string[] words)
    {
        var (options, root) = (new RecipeOptions(), new RootCommand());
        options.AddTo(root);
        return options.Open(root.Parse(words), begun, CancellationToken.None).Recipe;
    }

    [TestCase("set.1")]
    [TestCase("set.1/")]
    [TestCase("set.1/.")]
    [TestCase("set.1/a/..")]
    public void A_training_is_called_by_its_folder_however_that_is_written(string place) =>
        Assert.That(Open(null, "--data", pictures[place]).Name, Is.EqualTo("set.1"));

    [TestCase("adadelta", 1f)]
    [TestCase("adagrad", 0.01f)]
    [TestCase("adamw", 0.001f)]
    [TestCase("lars", 5f)]
    [TestCase("lbfgs", 1f)]
    [TestCase("muon", 0.02f)]
    public void Without_a_rate_each_optimiser_has_one_that_suits_it(string optimizer, float rate)
    {
        Assert.That(Open(null, "--data", pictures["set.1"], "--optimizer", optimizer).Schedule["rate"], Is.EqualTo(rate));
        Assert.That(Open(null, "--data", pictures["set.1"], "--optimizer", optimizer, "--lr", "0.25").Schedule["rate"], Is.EqualTo(0.25f));
    }

    [Test]
    public void The_rate_of_a_schedule_after_a_warm_up_can_be_set()
    {
        var recipe = Open(
            null, "--data", pictures["set.1"], "--schedule", "warm-up: {schedule: {cosine: {rate: 0.1, floor: 0.01}}, epochs: 2}", "--lr", "0.02");
        Assert.That(recipe.Schedule.ToString(), Is.EqualTo("warm-up: {schedule: {cosine: {rate: 0.02, floor: 0.01}}, epochs: 2}"));
    }

    [Test]
    public void A_training_that_continues_keeps_its_name_and_takes_no_other_recipe()
    {
        var begun = Open(null, "--data", pictures["set.1"]) with { Name = "mine" };
        Assert.That(Open(begun.ToText()).Name, Is.EqualTo("mine"));
        Assert.That(Open(begun.ToText(), "mine").Name, Is.EqualTo("mine"));
        Assert.That(() => Open(begun.ToText(), "fashion"), Throws.ArgumentException.With.Message.StartsWith("fashion: "));
        Assert.That(Open((begun with { Name = "" }).ToText()).Name, Is.EqualTo("set.1"), "of an earlier version");
        Assert.That(begun.Essence, Does.Not.Contain("mine"));
    }
}
