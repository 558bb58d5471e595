// What the inspect verb counts and draws.
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace CnnCompute.Tests;

public sealed class InspectTests
{
    // Araujo, Norris and Sim (2019), table 1; the starts are the sums of paddings times jumps.
    [TestCase("alexnet", "features.12", 195, 32, -66)]
    [TestCase("vgg16", "features.30", 212, 32, -90)]
    [TestCase("mobilenet_v1", "features.13", 315, 32, -157)]
    [TestCase("resnet50_v1", "layer4", 483, 32, -241)]
    [TestCase("lenet5", "fc3", 32, 0, 0)]
    // 9 + 2·1 + 2·2 after two strides of 2, then 4·2 for each of ten convolutions; in enlarged pixels 2·2, 2·1, and 8·1.
    [TestCase("transformer_net", "deconv3.conv2d", 109, 1, -54)]
    public void Receptive_fields_are_the_published_ones(string model, string layer, double size, double jump, double start)
    {
        var net = Zoo.Create(model);
        net.Eval();
        var known = Zoo.Find(model)!;
        var trace = ModuleTrace.Run(net, new Graph().Input("x", 1, known.Channels, known.Height, known.Width));
        var summary = ModelSummary.Of(trace.Output.Graph, trace.Output, net.Parameters(), trace);
        var row = summary.Layers.Last(l => l.Name == layer || l.Name.StartsWith(layer + ".", StringComparison.Ordinal));
        Assert.That(row.Field, Is.EqualTo(new ReceptiveField(new(size, jump, start), new(size, jump, start))));
    }

    [Test]
    public void Fields_of_branches_are_joined_and_those_of_uneven_windows_differ_by_axis()
    {
        var x = new Graph().Input("x", 1, 1, 40, 40);
        Parameter weight = new("w", new Shape(1, 1, 5, 3), new float[15]), up = new("u", new Shape(1, 1, 4, 4), new float[16]);
        var y = x.Conv2d(x.Graph.Parameter(weight), new ConvGeometry(StrideY: 2, Top: 2, Bottom: 2)).ConvTranspose2d(x.Graph.Parameter(up), 2, 1);
        var field = ModelSummary.Of(x.Graph, y, []).Layers[^1].Field;
        // Each output of the transposed convolution sees two rows, which are two pixels apart, and two columns.
        Assert.That(field, Is.EqualTo(new ReceptiveField(new(7, 1, -4), new(4, 0.5, -1))));
        var both = x.Slice(1, 0, 1) + x.MaxPool2d(3, 1, 1);
        Assert.That(ModelSummary.Of(x.Graph, both, []).Layers[^1].Field, Is.EqualTo(new ReceptiveField(new(3, 1, -1), new(3, 1, -1))));
    }

    [Test]
    public void A_model_by_name_is_counted_in_a_table_and_as_JSON_at_any_size()
    {
        var (_, json) = Verbs.Run("inspect", "lenet5_1998", "--json");
        var summary = JsonDocument.Parse(json).RootElement.GetProperty("summary");
        Assert.That(summary.GetProperty("connections").GetInt64(), Is.EqualTo(340_908));
        Assert.That(summary.GetProperty("parameterBytesF16").GetInt64(), Is.EqualTo(120_000));
        var (_, table) = Verbs.Run("inspect", "vgg16", "--input", "2x3x448x448");
        Assert.That(table,
            Does.Contain("input [2,3,448,448]").And.Contain("features.28").And.Contain("parameters 138,357,544 (553.43 MB, 276.72 MB in f16)"));
        Assert.That(() => Verbs.Run("inspect", "vgg16", "--input", "3x"), Throws.ArgumentException.With.Message.Contains("1x3x224x224"));
        Assert.That(() => Verbs.Run("inspect", "vgg61"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("vgg16"));
        Assert.That(() => Verbs.Run("inspect", "lenet5", "--weights", "absent.safetensors"), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public void Fields_survive_a_change_of_layout_before_the_flattening()
    {
        var (_, json) = Verbs.Run("inspect", Shared.File("models/tiny_vgg.onnx"), "--json");
        var last = JsonDocument.Parse(json).RootElement.GetProperty("summary").GetProperty("layers").EnumerateArray().Last().GetProperty("field");
        foreach (var axis in new[] { "h", "w" })
            Assert.That(last.GetProperty(axis).GetProperty("size").GetDouble(), Is.EqualTo(64));
    }

    [Test]
    public void The_picture_is_SVG_and_no_other_name_is_written_to() =>
        Assert.That(() => Verbs.Run("inspect", "absent.onnx", "--graph", "net.png"), Throws.ArgumentException.With.Message.Contains(".svg"),
            "before the model is read");

    [Test]
    public void Nets_of_other_inputs_than_one_picture_are_counted_and_their_constants_are_no_parameters()
    {
        var folder = Directory.CreateTempSubdirectory("inspect").FullName;
        try
        {
            var file = Path.Combine(folder, "net.onnx");
            var nodes = new[]
            {
                OnnxProtos.Node("MatMul", "p", ["x", "w"]), OnnxProtos.Node("ConstantOfShape", "c", ["shape"]),
                OnnxProtos.Node("Add", "s", ["p", "c"]),
                OnnxProtos.Node("Mul", "y", ["s", "z"]),
            };
            OnnxProtos.Model(13, [], nodes, OnnxProtos.Floats("w", [6, 3], new float[18]), OnnxProtos.Longs("shape", 5, 3))
                .With("x", 1, "n", 6).With("z", 1, "n", 3).Load(file);
            var (_, json) = Verbs.Run("inspect", file, "--input", "5x6", "--graph", Path.Combine(folder, "net.svg"), "--json");
            var summary = JsonDocument.Parse(json).RootElement.GetProperty("summary");
            Assert.That(summary.GetProperty("parameters").GetInt64(), Is.EqualTo(18));
            Assert.That(summary.GetProperty("macs").GetInt64(), Is.EqualTo(5 * 6 * 3));
            var texts = XDocument.Load(Path.Combine(folder, "net.svg")).Descendants().Where(e => e.Name.LocalName == "title").Select(e => e.Value);
            Assert.That(texts, Does.Contain("x input [5,6]").And.Contain("z input [5,3]"));
            var picture = Shared.File("images/224/coffee_224.png");
            Assert.That(() => Verbs.Run("classify", picture, "--model", file, "--norm", "unit"),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains("one picture").And.Message.Contains("z [n,3]"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("googlenet", 197)]
    [TestCase("densenet121", 0)]
    [TestCase("tiny_vgg", 13)]
    public void The_picture_has_a_box_for_every_layer_none_over_another_and_a_line_for_every_input(string model, int boxes)
    {
        var folder = Directory.CreateTempSubdirectory("inspect").FullName;
        try
        {
            var file = Path.Combine(folder, "graph.svg");
            var (_, json) = Verbs.Run("inspect", model, "--graph", file, "--json");
            var layers = JsonDocument.Parse(json).RootElement.GetProperty("summary").GetProperty("layers").EnumerateArray().ToArray();
            var svg = XDocument.Load(file).Root!;
            double Number(XElement e, string name) => double.Parse(e.Attribute(name)!.Value, CultureInfo.InvariantCulture);
            var rects = svg.Descendants().Where(e => e.Name.LocalName == "rect" && e.Attribute("x") is not null)
                .Select(e => (X: Number(e, "x"), Y: Number(e, "y"), W: Number(e, "width"), H: Number(e, "height"))).ToArray();
            Assert.That(rects, Has.Length.EqualTo(layers.Length + 1));
            if (boxes > 0)
                Assert.That(rects, Has.Length.EqualTo(boxes));
            foreach (var (i, a) in rects.Index())
                Assert.That(rects.Take(i).Where(b => a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H), Is.Empty);
            Assert.That(rects.All(r => r.X >= 0 && r.X + r.W <= Number(svg, "width") && r.Y >= 0 && r.Y + r.H <= Number(svg, "height")));
            var lines = svg.Descendants().Count(e => e.Name.LocalName == "path");
            Assert.That(lines, Is.EqualTo(layers.Sum(l => l.GetProperty("inputs").GetArrayLength())));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
