// The trunk that comes with the program.
namespace CnnCompute.Tests;

public sealed class PackagedWeightsTests
{
    private const string Name = "resnet18_features";

    [Test]
    public void The_trunk_computes_what_its_file_says_and_knows_how_to_be_fed()
    {
        var (trunk, raw) = (ModelFile.Open(Name), ModelFile.Load(PackagedWeights.PathOf(Name)!));
        Assert.That((trunk.Name, trunk.Channels, trunk.Height, trunk.SizeFor()), Is.EqualTo((Name, 3, -1, (224, 224))));
        Assert.That(trunk.Norm, Is.EqualTo(raw.Norm).And.EqualTo(PixelNorm.Parse("mean=103.062624,115.902882,123.151631:bgr")));
        Assert.That(trunk.Module.Training, Is.False);
        var (graph, other) = (new Graph(), new Graph());
        var ours = trunk.Module.ForwardNamed(graph.Input("x", 1, 3, 224, 224));
        raw.Module.Forward(other.Input("x", 1, 3, 224, 224));
        var pixels = OpCase.Floats(new Shape(1, 3, 224, 224), 3).Select(v => 100 * v).ToArray();
        float[][] Run(params Tensor[] outputs)
        {
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, [], outputs);
            plan.Upload("x", pixels);
            plan.Run();
            return [.. outputs.Select(plan.Fetch)];
        }
        var mine = Run(ours, graph["layer2"], graph["layer4.2"]);
        var theirs = Run(other["Pooling395_Output_0"], other["ReLU315_Output_0"], other["ReLU393_Output_0"]);
        foreach (var (a, b) in mine.Zip(theirs))
            Assert.That(a.Zip(b, (x, y) => Math.Abs(x - y)).Max(), Is.LessThanOrEqualTo(1e-4 * b.Max(Math.Abs)));
        Assert.That(Run(ours)[0], Is.EqualTo(mine[0]), "bits are stable");
    }

    [Test]
    public void Its_dreams_begin_where_they_are_richest()
    {
        var trunk = new Trunk(ModelFile.Open(ModelFile.Usual).With(new ModelStatement()));
        Assert.That(Dream.DefaultLayer(trunk, 512, 384), Is.EqualTo("layer3"));
        Assert.That(Dream.DefaultLayer(trunk, 96, 64), Is.EqualTo("layer3"));
    }

    [Test]
    public void Features_are_no_classes()
    {
        var outputs = ModelFile.Open(Name).Apply(new Graph().Input("x", 1, 3, 64, 64));
        Assert.That(outputs.First.Shape, Is.EqualTo(new Shape(1, ResNetFeatures.Count)));
        Assert.That(outputs.FindClasses(), Is.Null);
        Assert.That(() => outputs.Classes, Throws.TypeOf<InvalidDataException>().With.Message.Contains("512 features of a picture, no classes"));
    }

    [Test]
    public void Features_of_a_photograph_lie_near_those_of_its_mirror_image_and_far_from_those_of_others()
    {
        string[] photos = [.. new[] { "chelsea", "coffee", "rocket" }.Select(n => Shared.File($"images/224/{n}_224.png"))];
        var trunk = ModelFile.Open(Name);
        var graph = new Graph();
        // As they are, then mirrored and shrunk to 160×160.
        var bytes = graph.Input("x", photos.Length, 3, 224, 224);
        Tensor Of(Tensor pictures) => trunk.Module.Forward(pictures.Normalize(trunk.NeededNorm));
        var (features, changed) = (Of(bytes), Of(bytes.Flip(3).Interpolate(160, 160, ResizeMode.Linear, antialias: true)));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [features, changed]);
        plan.Upload("x", [.. photos.SelectMany(Planes)]);
        plan.Run();
        float[][] a = [.. plan.Fetch(features).Chunk(ResNetFeatures.Count)], b = [.. plan.Fetch(changed).Chunk(ResNetFeatures.Count)];
        static double Cosine(float[] x, float[] y) =>
            x.Zip(y, (p, q) => p * q).Sum() / Math.Sqrt(x.Sum(p => p * p) * y.Sum(q => q * q));
        for (var i = 0; i < photos.Length; i++)
        {
            var same = Cosine(a[i], b[i]);
            TestContext.Out.WriteLine($"{same:F3} against {string.Join(", ", b.Where((_, j) => j != i).Select(o => $"{Cosine(a[i], o):F3}"))}");
            Assert.That(same, Is.GreaterThan(0.8));
            Assert.That(b.Where((_, j) => j != i).Select(o => Cosine(a[i], o)), Is.All.LessThan(same - 0.15));
        }
    }

    private static IEnumerable<float> Planes(string path)
    {
        var (width, height, rgba) = Engine.PictureFile.Read(path);
        return Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, width * height).Select(i => (float)rgba[(i * 4) + c]));
    }
}
