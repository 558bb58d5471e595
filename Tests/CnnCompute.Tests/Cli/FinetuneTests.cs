// Fine-tuning as people do it: a folder, one command, one file that every other verb takes.
using System.CommandLine;

namespace CnnCompute.Tests;

public sealed class FinetuneTests
{
    private static readonly string[] Kinds = ["blue", "green", "red"];

    private TemporaryPictures pictures = null!;
    private string trunk = "";

    [SetUp]
    public void MakePictures()
    {
        pictures = new TemporaryPictures();
        trunk = pictures["trunk.onnx"];
        TinyClassifiers.WithTail([]).Open(trunk);
        foreach (var (kind, name) in Kinds.Index())
        {
            for (var i = 0; i < 12; i++)
                pictures.Picture($"data/{name}/{i:00}.png", 9, 9, (x, y) => Colour(kind, (13 * i) + x + y));
        }
        pictures.Picture("asked.png", 20, 10, (x, y) => Colour(1, x + y));
    }

    [TearDown]
    public void DeletePictures() => pictures.Dispose();

    private static (int, int, int) Colour(int kind, int noise)
    {
        int Level(int channel) => (noise * (channel + 3) % 60) + (channel == 2 - kind ? 150 : 0);
        return (Level(0), Level(1), Level(2));
    }

    private string Run(params string[] more) => Verbs.Run(
        ["finetune", "--data", pictures["data"], "--model", trunk, "--norm", "unit", "--lr", "0.01", "--set", "transfer.headRate=1", .. more])
        .Output;

    private static Dictionary<string, float[]> Weights(string file) =>
        ModelFile.Load(file).Module.StateDict().ToDictionary(e => e.Key, e => e.Value.Initial);

    [Test]
    public void One_file_comes_of_it_that_other_verbs_take_without_options()
    {
        var output = pictures["out"];
        var said = Run("--epochs", "3", "--out", output, "--tensorboard", "--freeze", "b");
        Assert.That(said, Does.Contain("features of 33 of 33 pictures").And.Contain("the new head alone, 40 epochs").And.Contain("net in"));
        foreach (var name in new[] { "best.onnx", "last.safetensors", "log.csv", "report.html", TensorBoardLog.FileName })
            Assert.That(File.Exists(Path.Combine(output, name)), name);
        Assert.That(File.ReadAllText(Path.Combine(output, "report.html")), Does.Contain("head alone"));
        var best = Path.Combine(output, "best.onnx");
        var file = ModelFile.Load(best);
        Assert.That((file.Channels, file.Height, file.Width, file.Norm), Is.EqualTo((3, 8, 8, (PixelNorm?)PixelNorm.Unit)));
        Assert.That(file.Labels, Is.EqualTo(Kinds));
        var (before, after) = (Weights(trunk), Weights(best));
        Assert.That(after["trunk.b"], Is.EqualTo(before["b"]), "frozen");
        Assert.That(after["trunk.w"], Is.Not.EqualTo(before["w"]), "learnt");

        var classified = Verbs.Run("classify", pictures["asked.png"], "--model", best, "--top", "1").Output;
        Assert.That(classified, Does.Contain("green"));
        var measured = said.Split('\n').Last(l => l.StartsWith("done: ", StringComparison.Ordinal))["done: ".Length..];
        var evaluated = Verbs.Run("eval", best).Output;
        Assert.That(measured, Does.StartWith(evaluated.Split('\n')[0].Trim()), "the file knows what it was not trained on");
        Assert.That(Verbs.Run("eval", best, "--data", pictures["data/"]).Output, Is.EqualTo(evaluated));
        foreach (var (kind, other) in Kinds.Index())
            pictures.Picture($"other/{other}/0.png", 9, 9, (x, y) => Colour(kind, x + y));
        Assert.That(Verbs.Run("eval", best, "--data", pictures["other"]).Output, Does.Contain(" of 3)"));
        var copy = pictures["copy.onnx"];
        Verbs.Run("export", best, copy);
        Assert.That(Verbs.Run("classify", pictures["asked.png"], "--model", copy, "--top", "1").Output, Is.EqualTo(classified));
        Assert.That(Verbs.Run("eval", copy).Output, Is.EqualTo(evaluated));
        Verbs.Run("explain", pictures["asked.png"], "--model", copy, "--out", pictures["why.png"]);
        Verbs.Run("dream", pictures["asked.png"], "--out", pictures["dream.png"], "--model", copy, "--octaves", "1", "--steps", "1");
        Assert.That(() => Verbs.Run("classify", pictures["asked.png"], "--model", Path.Combine(output, "best.safetensors")),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("finetune --resume"));
    }

    // As though it had been killed after some steps, in the middle of an epoch.
    [Test]
    public void What_was_stopped_goes_on_bit_for_bit([Values(0, 5)] int steps)
    {
        var (whole, part) = (pictures["whole.onnx"], pictures["part"]);
        Run("--epochs", "2", "--out", whole, "--seed", "6");
        var recipe = TrainingRecipe.Read(RecipeNode.Parse(Checkpoint.Load(pictures["whole.last.safetensors"]).Recipe, "recipe"));
        Directory.CreateDirectory(part);
        var data = DataSets.Open(recipe.DataSettings());
        var net = TransferModels.Make(recipe, data.Train);
        TransferModels.TrainHead(GpuFixture.Gpu, net, data, recipe);
        var setup = TransferModels.Adapt(recipe.Setup(), net, recipe.Transfer!.Create<TransferOptions>());
        using (var trainer = new Trainer(GpuFixture.Gpu, net, data, setup))
        {
            for (var i = 0; i < steps; i++)
                trainer.StepOnce();
            trainer.Capture().Save(Path.Combine(part, "last.safetensors"));
        }
        var said = Verbs.Run("finetune", "--resume", Path.Combine(part, "last.safetensors")).Output;
        Assert.That(said, Does.Contain($"continuing after step {steps}").And.Not.Contain("features of"));
        var (a, b) = (Weights(whole), Weights(Path.Combine(part, "best.onnx")));
        foreach (var (name, values) in a)
            Assert.That(b[name].Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(values.Select(BitConverter.SingleToUInt32Bits)), name);
        Assert.That(() => Verbs.Run("finetune", "--resume", Path.Combine(part, "last.safetensors"), "--factor", "0.5"),
            Throws.ArgumentException.With.Message.Contains("--factor"));
    }

    [Test]
    public void The_head_alone_is_enough_where_no_epoch_of_the_whole_is_wanted()
    {
        var said = Run("--epochs", "0", "--out", pictures["mine.onnx"], "--tensorboard");
        Assert.That(said, Does.Contain("its new head alone").And.Contain("by epoch 40"));
        Assert.That(Directory.GetFiles(pictures.Root, "mine*").Select(Path.GetFileName),
            Is.EquivalentTo((string[])["mine.onnx", "mine.csv", "mine.html"]));
        Assert.That(File.Exists(pictures[$"{TensorBoardLog.FileName}.mine"]), Is.True);
        Assert.That(File.ReadAllText(pictures["mine.html"]), Does.Contain($"<pre>./cnn finetune --data {pictures["data"]} "));
        var (before, after) = (Weights(trunk), Weights(pictures["mine.onnx"]));
        Assert.That(after["trunk.w"], Is.EqualTo(before["w"]));
        var measured = said.Split('\n').Last(l => l.StartsWith("done: ", StringComparison.Ordinal))["done: ".Length..];
        Assert.That(measured, Does.StartWith(Verbs.Run("eval", pictures["mine.onnx"]).Output.Split('\n')[0].Trim()));
        Assert.That(() => Run("--epochs", "0", "--head-epochs", "0"), Throws.ArgumentException.With.Message.Contains("--head-epochs"));
    }

    [Test]
    public void A_head_that_is_stopped_while_it_is_measured_is_kept()
    {
        var (options, root) = (new RecipeOptions(isTransfer: true), new RootCommand());
        options.AddTo(root);
        string[] line = ["--data", pictures["data"], "--model", trunk, "--norm", "unit", "--epochs", "0", "--set", "transfer.headRate=1"];
        var (recipe, data) = options.Open(root.Parse(line), null, CancellationToken.None);
        var head = new HeadRun(GpuFixture.Gpu, recipe, data, new TrainingDisplay());
        Assert.That(head.Train(CancellationToken.None), Is.True);
        var files = TrainingFiles.At(pictures["kept.onnx"]);
        head.Finish(files, hasBoard: false, "", new CancellationToken(canceled: true));
        Assert.That(ModelFile.Load(pictures["kept.onnx"]).Labels, Is.EqualTo(Kinds));
        Assert.That(File.Exists(files.Log), Is.False);
    }

    [Test]
    public void What_cannot_be_is_told()
    {
        Assert.That(() => Verbs.Run("finetune"),
            Throws.ArgumentException.With.Message.Contains("--data FOLDER").And.Message.Not.Contains("recipe ("));
        Assert.That(() => Run("--freeze", "layer1", "--out", pictures["no"]), Throws.ArgumentException.With.Message.Contains("\"trunk.layer1.*\""));
        Assert.That(() => Run("--layer", "rr", "--out", pictures["no"]), Throws.ArgumentException.With.Message.Contains("no layer is called \"rr\""));
        Assert.That(() => Run("--head-epochs", "many"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--head-epochs"));
        Assert.That(() => Run("--epochs", "-1"), Throws.ArgumentException.With.Message.Contains("epochs is -1; it must be 0 to"));
    }
}
