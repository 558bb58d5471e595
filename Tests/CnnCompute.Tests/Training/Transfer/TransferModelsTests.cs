// Recipes whose model is a trained one with a new head.
namespace CnnCompute.Tests;

public sealed class TransferModelsTests
{
    private string folder = "", trunk = "";

    [SetUp]
    public void MakeTrunk()
    {
        folder = Directory.CreateTempSubdirectory("transfer").FullName;
        trunk = Path.Combine(folder, "trunk.onnx");
        TinyClassifiers.WithTail([]).Open(trunk);
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private TrainingRecipe Read(string fields) =>
        TrainingRecipe.Read(RecipeNode.Parse($"model: {trunk}\ntransfer: new-head\n{fields}", "a.yaml"));

    [Test]
    public void The_trained_net_says_what_pictures_it_takes()
    {
        var fitted = TransferModels.Fitted(Read("norm: unit"));
        Assert.That((fitted.Size, fitted.Channels, fitted.Norm), Is.EqualTo(((int?)8, (int?)3, (PixelNorm?)PixelNorm.Unit)));
        Assert.That(TransferModels.Fitted(Read("norm: unit\nsize: 16")).Size, Is.EqualTo(16));
        var usual = TransferModels.Fitted(Read("") with { Model = "" });
        Assert.That((usual.Model, usual.Size, usual.Channels), Is.EqualTo(("resnet18_features", (int?)128, (int?)3)));
        var without = new TrainingRecipe { Model = "fashion" };
        Assert.That(TransferModels.Fitted(without), Is.SameAs(without));

        Assert.That(() => TransferModels.Fitted(Read("")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--norm"));
        Assert.That(() => TransferModels.Fitted(Read("groups: [{parameters: x, rate: 2}]")),
            Throws.ArgumentException.With.Message.Contains("factor"));
        Assert.That(() => TransferModels.Fitted(Read("") with { Model = "resnet18" }),
            Throws.ArgumentException.With.Message.Contains("no trained weights").And.Message.Contains("resnet18_features"));
    }

    [Test]
    public void Rates_are_graded_and_a_layers_name_freezes_what_it_has()
    {
        var recipe = TransferModels.Fitted(Read("norm: unit\nfreeze: [features.0, w, head.*]\ndecayVectors: false"));
        var net = TransferModels.Make(recipe, new Coloured());
        var setup = TransferModels.Adapt(recipe.Setup(), net, new TransferOptions(RateGroups: 1, Factor: 0.5f));
        Assert.That(setup.Freeze, Is.EqualTo((string[])["trunk.features.0.*", "trunk.w", "head.*"]));
        Assert.That((setup.KeepWeights, setup.Norm), Is.EqualTo((true, PixelNorm.Unit)));
        var groups = setup.Optimizer([]).Groups;
        Assert.That(groups.Select(g => (string.Join(' ', g.Parameters.Select(p => p.Name)), g.RateScale, g.WeightDecay)), Is.EqualTo(
            new (string, float, double?)[]
            {
                ("trunk.w", 0.5f, null), ("trunk.b", 0.5f, 0), ("head.1.weight", 1, null), ("head.1.bias", 1, 0),
            }));
    }

    // Eight by eight, three channels: red alone says the class.
    private sealed class Coloured : Dataset
    {
        public override string Name => "coloured";

        public override int Count => 8;

        public override int Channels => 3;

        public override int Height => 8;

        public override int Width => 8;

        public override IReadOnlyList<string> Classes => ["dark", "red"];

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(i % 3 == 0 ? 200 * Label(index) : index);
        }

        public override int Label(int index) => index % 2;
    }
}
