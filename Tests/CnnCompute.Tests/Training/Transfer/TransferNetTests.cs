// A trained net learns other classes: heads, rates, files.
namespace CnnCompute.Tests;

public sealed class TransferNetTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("transfer").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private ModelFile Tiny() => TinyClassifiers.WithTail([]).Open(Path.Combine(folder, "trunk.onnx"));

    [Test]
    public void A_classifiers_last_layer_is_what_the_head_stands_in_for()
    {
        var net = new TransferNet(Tiny(), 3, dropout: 0.2f);
        Assert.That((net.FeatureCount, net.Classes, net.Height, net.Width), Is.EqualTo((4, 3, 8, 8)));
        Assert.That(net.StateDict().Keys, Is.EqualTo("trunk.w trunk.b trunk.fc trunk.fb head.1.weight head.1.bias".Split(' ')));
        Assert.That(net.TrunkParameters().Select(p => p.Name), Is.EqualTo("trunk.w trunk.b".Split(' ')), "the old classifier is behind the cut");
        Assert.That(net.Forward(new Graph().Input("x", 2, 3, 8, 8)).Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(new TransferNet(Tiny(), 3, layer: "r").FeatureCount, Is.EqualTo(4));
        Assert.That(() => new TransferNet(Tiny(), 3, layer: "rr"), Throws.ArgumentException.With.Message.Contains("no layer is called \"rr\""));
    }

    [Test]
    public void Earlier_layers_learn_by_lower_rates_and_frozen_ones_not_at_all()
    {
        var net = new TransferNet(ModelFile.Open("squeezenet1_1"), 3, side: 64);
        Assert.That((net.FeatureCount, net.TrunkParameters()[0].Name), Is.EqualTo((512, "trunk.features.0.weight")));
        var groups = net.RateGroups(groups: 3, factor: 0.5f);
        Assert.That(groups.Select(g => g.RateScale), Is.EqualTo((float[])[0.125f, 0.25f, 0.5f, 1]));
        Assert.That(groups.SelectMany(g => g.Parameters), Is.Unique.And.EquivalentTo(
            net.Parameters().Where(p => !p.Name.StartsWith("trunk.classifier", StringComparison.Ordinal))));
        Assert.That(groups[^1].Parameters, Is.EqualTo(net.Head.Parameters()));
        Assert.That(net.Freeze("trunk.features.?.*"), Is.EqualTo(2 + (5 * 6)));
        Assert.That(net.TrunkParameters()[0].Name, Does.StartWith("trunk.features.10."));
        Assert.That(() => net.Freeze("trunk.layer1.*"), Throws.ArgumentException.With.Message.Contains("trunk.features.10.squeeze.weight"));
        Assert.That(() => net.RateGroups(factor: 2), Throws.ArgumentException.With.Message.Contains("each 2 of the next"));
    }

    // The whole way: features once, the head on them, all of the net by graded rates, one file, opened as any other.
    [Test]
    public void A_head_is_trained_on_features_then_all_of_the_net_and_the_file_knows_everything()
    {
        Squares data = new(64), test = new(40, first: 1000);
        var net = new TransferNet(Tiny(), 4, layer: "c", seed: 2);
        var (done, losses, first) = (new List<(int, int)>(), new List<double>(), net.Head.Parameters()[0].Initial);
        var head = HeadTraining.Run(GpuFixture.Gpu, net, new DataSplits(data, test, null), new FeatureTrainingOptions { Epochs = 5, BatchSize = 16 },
            (some, all) => done.Add((some, all)), (_, loss) => losses.Add(loss));
        Assert.That((head.Train.Count, head.Train.Length, head.Train.Labels[5]), Is.EqualTo((64, 4, data.Label(5))));
        Assert.That(head.Validation!.Count, Is.EqualTo(40));
        Assert.That(done[^1], Is.EqualTo((104, 104)));
        Assert.That(losses, Has.Count.EqualTo(5));
        Assert.That(losses[^1], Is.EqualTo(head.Loss).And.LessThan(losses[0]));
        Assert.That(net.Head.Parameters()[0].Initial, Is.Not.EqualTo(first), "a training of the whole continues from here");

        using var weights = new Residence(GpuFixture.Gpu);
        var before = weights.Get(net.Trunk.Module.StateDict()["w"]);
        var last = TrainWhole(net, weights, data, [.. HeadTraining.Prepare(net)]);
        Assert.That(last.Last, Is.LessThan(last.First));
        Assert.That(weights.Get(net.Trunk.Module.StateDict()["w"]), Is.Not.EqualTo(before));

        var path = Path.Combine(folder, "mine.onnx");
        net.Save(path, data.Classes, weights);
        Assert.That(net.Training, Is.True);
        var file = ModelFile.Load(path);
        Assert.That((file.Channels, file.Height, file.Norm), Is.EqualTo((3, 8, net.Trunk.Norm)));
        Assert.That(file.Labels, Is.EqualTo(data.Classes));
        // The same scores as the net has in memory, bit by bit or nearly so.
        net.Eval();
        var (graph, again, pixels) = (new Graph(), new Graph(), OpCase.Floats(new Shape(2, 3, 8, 8), 4));
        Tensor own = net.Forward(graph.Input("x", 2, 3, 8, 8)), read = file.Apply(again.Input("x", 2, 3, 8, 8)).Classes.Logits;
        Assert.That(Run(weights, own, pixels), Is.EqualTo(Run(null, read, pixels)).Within(1e-5));
        Assert.That(() => net.Save(path, ["a"]), Throws.ArgumentException.With.Message.Contains("1 names for 4 classes"));
    }

    [Test]
    public void The_trunk_that_comes_with_the_program_tells_photographs_apart_by_a_head_alone()
    {
        // Two crops of each photograph to learn from, a third to be told.
        string[] photos = [.. new[] { "chelsea", "coffee", "rocket", "grace_hopper" }.Select(n => Shared.File($"images/224/{n}_128.png"))];
        var net = new TransferNet(ModelFile.Open("resnet18_features"), photos.Length, side: 96);
        Transform[] prepare = [new Normalize(net.Trunk.NeededNorm)];
        using var weights = new Residence(GpuFixture.Gpu);
        FeatureSet Features(params int[] corners)
        {
            using var extractor = new FeatureExtractor(weights, net.Features, new Crops(photos, corners), prepare, batchSize: 4);
            return extractor.Run();
        }
        FeatureSet known = Features(0, 32), asked = Features(16);
        using (var training = new FeatureTraining(weights, net.Head, known, new FeatureTrainingOptions { Epochs = 30 }))
            training.Run();
        Assert.That(FeatureEvaluation.Accuracy(weights, net.Head, asked), Is.EqualTo(1));
        using var search = new NearestNeighbours(GpuFixture.Gpu, known, 2, Distance.Cosine);
        Assert.That(search.Find(asked).Accuracy(asked, 2), Is.EqualTo(1));
        Assert.That(net.KeepsStatistics, Is.True);
        net.Train();
        Assert.That(net.Updates(net.Forward(new Graph().Input("x", 2, 3, 96, 96)).Graph), Is.Empty, "its statistics stay");
    }

    private static (float First, float Last) TrainWhole(TransferNet net, Residence weights, Dataset data, Transform[] prepare)
    {
        const int Batch = 32;
        net.Train();
        var graph = new Graph();
        var batch = BatchInputs.Of(graph, data, Batch).Apply(prepare);
        var loss = net.Forward(batch.Images).CrossEntropy(batch.Labels);
        var updates = new Sgd(net.RateGroups(groups: 1)).Step(loss);
        using var plan = Plan.Compile(weights, updates, [loss]);
        using var loader = new DataLoader(data, Batch, shuffle: true, seed: 1);
        var losses = new List<float>();
        for (var epoch = 0; epoch < 4; epoch++)
        {
            foreach (var rows in loader.Epoch(epoch))
            {
                plan.Gpu.Run(c =>
                {
                    plan.UploadRaw<byte>(c, BatchInputs.BytesName, rows.Bytes);
                    plan.UploadRaw<int>(c, BatchInputs.LabelsName, rows.Labels);
                });
                plan.Set(Optimizer.RateName, 0.1f);
                plan.Run();
                losses.Add(plan.Fetch(loss)[0]);
            }
        }
        return (losses[0], losses[^1]);
    }

    private static float[] Run(Residence? weights, Tensor output, float[] pixels)
    {
        using var own = weights is null ? new Residence(GpuFixture.Gpu) : null;
        using var plan = Plan.Compile(weights ?? own!, [], [output]);
        plan.Upload("x", pixels);
        plan.Run();
        return plan.Fetch(output);
    }

    // 96×96 out of 128×128, from the same place on both axes.
    private sealed class Crops(string[] photos, int[] corners) : Dataset
    {
        private readonly (int Width, int Height, byte[] Rgba)[] pictures = [.. photos.Select(p => Engine.PictureFile.Read(p))];

        public override string Name => "crops";

        public override int Count => photos.Length * corners.Length;

        public override int Channels => 3;

        public override int Height => 96;

        public override int Width => 96;

        public override IReadOnlyList<string> Classes => photos;

        public override int Label(int index) => index % photos.Length;

        public override void Read(int index, Span<byte> pixels)
        {
            var (width, _, rgba) = pictures[Label(index)];
            var corner = corners[index / photos.Length];
            for (var i = 0; i < pixels.Length; i++)
            {
                var (x, y) = (corner + (i / 3 % Width), corner + (i / 3 / Width));
                pixels[i] = rgba[(((y * width) + x) * 4) + (i % 3)];
            }
        }
    }
}
