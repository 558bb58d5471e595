// Recipes: what is read, written, and told.
namespace CnnCompute.Tests;

public sealed class TrainingRecipeTests
{
    private const string Whole = """
        description: A test.
        model: fashion(dropout=0.2)
        data: fashion-mnist
        validation: 0.2
        cache: device
        balanced: true
        augmentation:
          - random-horizontal-flip
          - random-shift: {pixels: 2}
        norm: unit
        criterion:
          cross-entropy: {labelSmoothing: 0.1}
        optimizer:
          adam: {betas: [0.9, 0.99]}
        schedule:
          cosine: {rate: 0.002, warmup: 1}
        initialization:
          - orthogonal
          - lsuv: {samples: 8}
        epochs: 3
        batch: 8
        draws: 3
        seed: 5
        ema: 0.99
        clipNorm: 1
        accumulate: 2
        precision: f16
        onNan: lower
        patience: 4
        keep: 2
        freeze: [0.*]
        groups:
          - {parameters: 12.*, rate: 10, weightDecay: 0}
        decayVectors: false
        notes:
          accuracy: 92.0 %
          time: 3 min

        """;

    private static TrainingRecipe Read(string text) => TrainingRecipe.Read(RecipeNode.Parse(text, "a.yaml"));

    [Test]
    public void Reading_what_was_written_gives_the_same()
    {
        var recipe = Read(Whole);
        Assert.That(recipe.ToText(), Is.EqualTo(Whole));
        Assert.That(Read(recipe.ToText()).ToText(), Is.EqualTo(Whole));
        Assert.That(Read("").ToText(), Is.Empty);
        Assert.That(recipe.Essence, Does.Not.Contain("notes").And.Not.Contain("A test"));
    }

    [Test]
    public void It_becomes_the_objects_that_it_names()
    {
        var setup = Read(Whole).Setup();
        Assert.That(setup.Criterion, Is.EqualTo(new CrossEntropyCriterion(0.1f)));
        Assert.That(setup.Transforms, Is.EqualTo(new Transform[] { new RandomHorizontalFlip(), new RandomShift(2) }));
        Assert.That(setup.Schedule(100, 10), Is.EqualTo(new CosineLr(0.002f, 100, 1, StepsPerEpoch: 10)));
        Assert.That(setup.Optimizer(ParameterGroup.Of([])), Is.InstanceOf<Adam>());
        Assert.That((setup.Step.EmaDecay, setup.Step.ClipNorm, setup.Step.Accumulate, setup.Step.LossScaling is not null),
            Is.EqualTo(((float?)0.99f, (float?)1, 2, true)));
        Assert.That((setup.Epochs, setup.BatchSize, setup.Seed, setup.Patience, setup.Keep, setup.OnNan, setup.Precision, setup.DecayVectors),
            Is.EqualTo((3, 8, 5, (int?)4, 2, NanAction.Lower, Storage.F16, false)));
        Assert.That(setup.Draws, Is.EqualTo(3));
        Assert.That(setup.Groups, Is.EqualTo([new ParameterRule("12.*", 10, 0)]));
        Assert.That((setup.Initializations.Count, setup.DataInitializations.Count), Is.EqualTo((1, 1)));
        Assert.That(setup.Recipe, Is.EqualTo(Whole));
    }

    [TestCase("epochs: 3\noptimiser: sgd\n", "a.yaml, line 2: a recipe has no field \"optimiser\"; did you mean 'optimizer'?")]
    [TestCase("\n\noptimizer: {sgd: {momentun: 1}}", "a.yaml, line 3: sgd has no field \"momentun\"; did you mean 'momentum'?")]
    [TestCase("augmentation:\n  - random-flip\n", "a.yaml, line 2: no transform is called \"random-flip\"")]
    [TestCase("epochs: many", "a.yaml, line 1: epochs is a whole number; \"many\" is none")]
    [TestCase("initialization: kaiming", "no Initialization is called \"kaiming\"")]
    [TestCase("groups: [{paramters: x}]", "a group has no field \"paramters\"; did you mean 'parameters'?")]
    [TestCase("groups: [{rate: 1}]", "a group needs the field parameters")]
    [TestCase("norm: grey", "line 1")]
    [TestCase("just words", "a recipe is fields")]
    [TestCase("a: 1\n---\nb: 2", "one YAML document")]
    public void What_is_wrong_is_told_with_its_line(string text, string expected) =>
        Assert.That(() => Read(text), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(expected));

    [Test]
    public void Numbers_out_of_range_are_named()
    {
        Assert.That(() => Read("epochs: 0").Checked(), Throws.ArgumentException.With.Message.Contains("epochs is 0; it must be 1 to 100,000"));
        foreach (var (text, said) in new[]
        {
            ("validation: 1", "validation is 1; it must be"), ("test: -0.1", "test is -0.1; it must be"), ("limit: 0", "limit is 0; it must be"),
            ("ema: 1", "ema is 1; it must be"), ("clipNorm: 0", "clipNorm is 0; it must be"), ("clipValue: -1", "clipValue is -1; it must be"),
            ("accumulate: 0", "accumulate is 0; it must be"), ("channels: 2", "channels is 2; it must be"),
        })
        {
            Assert.That(() => Read(text).Checked(), Throws.ArgumentException.With.Message.StartsWith(said), text);
        }
        Assert.That(() => Read("schedule: {one-cycle: {rate: -1}}\nnorm: unit").Setup().Schedule(10, 1),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith("a.yaml, line 1: one-cycle").And.Message.EndsWith("not be negative"));
        Assert.That(() => Read("augmentation: [centre-crop: {size: 3}]\nnorm: unit").Setup(),
            Throws.ArgumentException.With.Message.Contains("centre-crop"));
    }

    [Test]
    public void A_new_head_is_a_field_whose_fields_can_be_set()
    {
        var recipe = Read("model: a.onnx\ntransfer:\n  new-head: {headEpochs: 5, factor: 0.5}\nepochs: 0\n");
        Assert.That(Read(recipe.ToText()).ToText(), Is.EqualTo(recipe.ToText()));
        Assert.That(recipe.Checked().Transfer!.Create<TransferOptions>(), Is.EqualTo(new TransferOptions(HeadEpochs: 5, Factor: 0.5f)));
        Assert.That(Read("transfer: new-head").ToText(), Is.EqualTo("transfer: new-head\n"));
        var node = RecipeNode.Parse("transfer: new-head", "a.yaml").With(["transfer", "layer"], RecipeNode.Parse("r", "--layer", hasLines: false));
        Assert.That(TrainingRecipe.Read(node.With(["transfer", "factor"], RecipeNode.Parse("0.1", "--factor", hasLines: false))).Transfer!.ToString(),
            Is.EqualTo("new-head: {layer: r, factor: 0.1}"));
        Assert.That(() => Read("transfer: {new-head: {facter: 1}}"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("factor"));
        Assert.That(() => new TransferOptions(Factor: 2).Checked(), Throws.ArgumentException.With.Message.Contains("factor is 2"));
    }

    [Test]
    public void A_field_of_whichever_optimiser_there_is_can_be_set()
    {
        var node = RecipeNode.Parse("optimizer: sgd\n", "a.yaml");
        RecipeNode Value(string text) => RecipeNode.Parse(text, "--set", hasLines: false);
        Assert.That(TrainingRecipe.Read(node.With(["optimizer", "momentum"], Value("0.5"))).Optimizer.ToString(), Is.EqualTo("sgd: {momentum: 0.5}"));
        var nested = RecipeNode.Parse("optimizer: {sgd: {nesterov: true, momentum: 0.9}}\n", "a.yaml");
        Assert.That(TrainingRecipe.Read(nested.With(["optimizer", "momentum"], Value("0.5"))).Optimizer.ToString(),
            Is.EqualTo("sgd: {momentum: 0.5, nesterov: true}"));
        Assert.That(TrainingRecipe.Read(nested.With(["optimizer", "sgd", "momentum"], Value("0.5"))).Optimizer["momentum"], Is.EqualTo(0.5f));
    }

    [Test]
    public void Models_of_recipes_have_fields_and_the_data_s_classes()
    {
        var data = new Squares(8);
        var (module, isTrained, _) = TrainingModels.Make("fashion(dropout=0.25)", data);
        Assert.That((Zoo.NameOf(module), isTrained), Is.EqualTo(("fashion(dropout=0.25)", false)));
        Assert.That(module.StateDict()["12.bias"].Shape, Is.EqualTo(new Shape(4)));
        Assert.That(() => TrainingModels.Make("fashion(dropuot=0.25)", data), Throws.ArgumentException.With.Message.Contains("it has dropout"));
        Assert.That(() => TrainingModels.Make("resnet20_cifar", data), Throws.ArgumentException.With.Message.Contains("set channels to 3"));
        Assert.That(() => TrainingModels.Make("fashoin", data), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("fashion"));
    }

    [Test]
    public void Every_recipe_of_the_program_is_whole()
    {
        Assert.That(RecipeFiles.Names, Does.Contain("fashion"));
        foreach (var name in RecipeFiles.Names)
        {
            var recipe = TrainingRecipe.Load(RecipeFiles.PathOf(name));
            Assert.That((recipe.Name, recipe.Description.Length > 0, recipe.Data.Length > 0, recipe.Model.Length > 0),
                Is.EqualTo((name, true, true, true)));
            Assert.That(() => (recipe with { Norm = recipe.Norm ?? PixelNorm.Unit }).Setup(), Throws.Nothing);
            Assert.That(TrainingRecipe.Read(RecipeNode.Parse(recipe.ToText(), name)).ToText(), Is.EqualTo(recipe.ToText()));
        }
    }
}
