// Transforms by name: all can be made, and what is mistyped is named.
using System.Reflection;

namespace CnnCompute.Tests;

public sealed class TransformsTests
{
    [Test]
    public void Lists_are_read_from_one_line()
    {
        Assert.That(
            Transforms.Parse("random-rotation degrees=30, colour-jitter brightness=0.4 hue=0.1\nrandom-shift pixels=2 edgeFill=true; random-invert"),
            Is.EqualTo(new Transform[]
            {
                new RandomRotation(30), new ColourJitter(0.4f, Hue: 0.1f), new RandomShift(2, true), new RandomInvert(),
            }));
        Assert.That(Transforms.Parse("random-affine scale=0.5..1.5 fill=reflect"),
            Is.EqualTo(new Transform[] { new RandomAffine(Scale: (0.5, 1.5), Fill: WarpFill.Reflect) }));
        Assert.That(Transforms.Parse(""), Is.Empty);
    }

    [TestCase("random-rotatoin", "did you mean 'random-rotation'")]
    [TestCase("random-rotation degree=3", "did you mean 'degrees'")]
    [TestCase("random-rotation degrees=many", "must be a number")]
    [TestCase("random-rotation degrees", "written name=value")]
    [TestCase("random-rotation degrees=1 degrees=2", "given twice")]
    [TestCase("random-shift", "needs pixels=")]
    [TestCase("random-shift pixels=1.5", "a whole number")]
    [TestCase("random-crop fill=glue", "constant or edge or reflect")]
    [TestCase("random-affine scale=2", "a range such as 0.8..1.2")]
    [TestCase("random-shift pixels=1 edgeFill=perhaps", "true or false")]
    public void What_is_mistyped_is_named(string text, string said) =>
        Assert.That(() => Transforms.Parse(text), Throws.TypeOf<ArgumentException>().With.Message.Contains(said));

    [Test]
    public void Every_transform_has_a_name_a_sentence_and_fields_and_runs()
    {
        Assert.That(typeof(Transform).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Transform)) && !t.IsAbstract && t != typeof(Normalize)
                && t.GetCustomAttribute<NamedAttribute>() is null), Is.Empty);
        Assert.That(Transforms.Names, Has.Count.GreaterThan(35));
        foreach (var name in Transforms.Names)
        {
            Assert.That(Transforms.Describe(name), Does.EndWith("."));
            Assert.That(Transforms.Fields(name), Does.StartWith(name));
            string[] needed = name switch
            {
                "centre-crop" or "random-resized-crop" => ["size=6"],
                "random-shift" => ["pixels=1"],
                "resize" => ["height=5", "width=6"],
                _ => [],
            };
            var transform = Transforms.Make(name, needed);
            Assert.That(Transforms.NameOf(transform), Is.EqualTo(name));
            Assert.That(Transforms.Make(name, needed), Is.EqualTo(transform));
            foreach (var channels in new[] { 1, 3 })
            {
                var graph = new Graph();
                var batch = new TrainingBatch(graph.Input("x", 2, channels, 8, 8), graph.Labels("labels", 2),
                    graph.Input("samples", new Shape(2), DType.I32), graph.Value("key", new Shape(2), DType.I32), 3)
                {
                    Statistics = DataStatistics.For([transform], new Noise(channels)),
                };
                Assert.That(TransformPlan.Apply(batch, transform).Images.Shape[0], Is.EqualTo(2), name);
            }
        }
    }

    [Test]
    public void Evaluation_takes_what_is_not_random() =>
        Assert.That(Transforms.OfEvaluation(Transforms.Parse("random-crop, resize height=4 width=4, standardize, mixup")),
            Is.EqualTo(new Transform[] { new ResizeTo(4, 4), new Standardize() }));

    private sealed class Noise(int channels) : Dataset
    {
        public override string Name => "noise";

        public override int Count => 5;

        public override int Channels => channels;

        public override int Height => 8;

        public override int Width => 8;

        public override IReadOnlyList<string> Classes => ["a"];

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)new Philox(1, (ulong)index).Word((ulong)i);
        }

        public override int Label(int index) => 0;
    }
}
