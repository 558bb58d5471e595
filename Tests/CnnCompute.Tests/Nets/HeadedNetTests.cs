// Heads in files of their own, for a trunk that comes with the program.
namespace CnnCompute.Tests;

public sealed class HeadedNetTests
{
    private const int Side = 64;
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("headed").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("layer2", 3)]
    [TestCase(null, 0)]
    public void A_head_from_its_file_says_what_it_said_before(string? layer, int filters)
    {
        var net = new TransferNet(ModelFile.Open(ModelFile.Usual), 2, layer, side: Side, seed: 3, filters: filters);
        var path = Path.Combine(folder, "head.safetensors");
        net.SaveHead(path, ["ant", "bee"], new Dictionary<string, string> { ["note"] = "mine" });
        Assert.That(new FileInfo(path).Length, Is.LessThan(20_000), "the trunk is not in it");
        var file = ModelFile.Load(path);
        Assert.That((file.Name, file.Channels, file.Height, file.Width), Is.EqualTo(("HeadedNet", 3, Side, Side)));
        Assert.That(file.Labels, Is.EqualTo(new[] { "ant", "bee" }));
        Assert.That(file.Norm, Is.EqualTo(net.Trunk.Norm));
        net.Eval();
        Assert.That(Logits(file.Module), Is.EqualTo(Logits(net)));
    }

    [Test]
    public void A_head_for_what_is_not_there_is_refused()
    {
        var tiny = TinyClassifiers.WithTail([]).Open(Path.Combine(folder, "trunk.onnx"));
        Assert.That(() => new TransferNet(tiny, 2).SaveHead(Path.Combine(folder, "a.safetensors"), ["a", "b"]),
            Throws.ArgumentException.With.Message.Contains("does not come with the program"));
        Assert.That(() => new TransferNet(ModelFile.Open(ModelFile.Usual), 2, side: Side, filters: 4),
            Throws.ArgumentException.With.Message.Contains("needs maps"));
        Refused("resnet900", "layer2", "a head for the trunk \"resnet900\"");
        Refused(ModelFile.Usual, "layer9", "a head for the layer \"layer9\"");

        void Refused(string trunk, string layer, string message)
        {
            var path = Path.Combine(folder, "other.safetensors");
            Safetensors.Save(path, [], new Dictionary<string, string>
            {
                ["model"] = "HeadedNet",
                ["input"] = "3x64x64",
                ["classes"] = "a\nb",
                ["trunk"] = trunk,
                ["layer"] = layer,
                ["filters"] = "2",
            });
            Assert.That(
                () => ModelFile.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains(message));
        }
    }

    private static float[] Logits(Module module)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        var graph = new Graph();
        var output = module.Forward(graph.Input("x", 1, 3, Side, Side));
        using var plan = Plan.Compile(weights, [], [output]);
        plan.Upload("x", [.. Enumerable.Range(0, 3 * Side * Side).Select(i => 120 * MathF.Sin(i * 0.37f * (1 + (i % 7))))]);
        plan.Run();
        return plan.Fetch(output);
    }
}
