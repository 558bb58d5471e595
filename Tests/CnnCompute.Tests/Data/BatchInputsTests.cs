// How batches enter a graph.
namespace CnnCompute.Tests;

public sealed class BatchInputsTests
{
    private sealed class Grey : Dataset
    {
        public override string Name => "grey";

        public override int Count => 10;

        public override int Channels => 1;

        public override int Height => 5;

        public override int Width => 5;

        public override IReadOnlyList<string> Classes => ["a"];

        public override void Read(int index, Span<byte> pixels) => pixels.Clear();

        public override int Label(int index) => 0;
    }

    [Test]
    public void Inputs_have_the_sizes_of_the_loaders_arrays()
    {
        using var loader = new DataLoader(new Grey(), 3);
        var batch = loader.Next();
        var inputs = BatchInputs.Of(new Graph(), loader.Dataset, loader.BatchSize);
        Assert.That(inputs.Bytes.Shape.Bytes, Is.EqualTo(batch.Bytes.Length));
        Assert.That((inputs.Labels.Shape.Count, inputs.Samples.Shape.Count), Is.EqualTo(((long)batch.Labels.Length, (long)batch.Indices.Length)));
        Assert.That(new[] { inputs.Bytes.Type, inputs.Labels.Type, inputs.Samples.Type, inputs.Key.Type }, Is.All.EqualTo(DType.I32));
    }

    [Test]
    public void Images_append_the_transforms_in_order_and_unpacking_normalises_where_that_comes_first()
    {
        var norm = PixelNorm.Of(0.5, 0.25);
        var graph = new Graph();
        var images = BatchInputs.Of(graph, new Grey(), 4).Apply(new RandomShift(2), new RandomHorizontalFlip(), new Normalize(norm)).Images;
        Assert.That(images.Shape, Is.EqualTo(new Shape(4, 1, 5, 5)));
        Assert.That(graph.Nodes.Select(n => n.Op).Where(o => o is not SourceOp).Select(o => o.Name),
            Is.EqualTo(["UnpackBytes", "RandomWarp", "RandomWarp", "Warp", "Normalize"]));

        var evaluation = new Graph();
        var plain = BatchInputs.Of(evaluation, new Grey(), 4).Apply(new Normalize(norm)).Images;
        Assert.That(plain.Node.Op, Is.EqualTo(new UnpackBytesOp(new Shape(4, 1, 5, 5), norm)));
    }
}
