// ONNX import: real models, built ones and damaged ones.
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxModelTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static Dictionary<string, int> Ops(Graph graph) => graph.Nodes.GroupBy(n => n.Op.Name).ToDictionary(g => g.Key, g => g.Count());

    private OnnxModel Load(ModelProto proto) => proto.Load(path);

    [Test]
    public void SqueezeNet_imports_with_all_its_nodes_names_and_weights()
    {
        var model = OnnxModel.Load(Shared.File("models/squeezenet1.1.onnx"));
        Assert.That(model.OperatorCounts, Is.EquivalentTo(new Dictionary<string, int>
        {
            ["Conv"] = 26,
            ["Relu"] = 26,
            ["Concat"] = 8,
            ["MaxPool"] = 3,
            ["GlobalAveragePool"] = 1,
            ["Flatten"] = 1,
            ["Softmax"] = 1,
        }));
        Assert.That((model.Name, model.Opset), Is.EqualTo(("squeezenet1.1", 13L)));
        Assert.That(model.Inputs.Single().Dimensions, Is.EqualTo([1, 3, 224, 224]));
        Assert.That(model.Outputs.Select(o => o.Name), Is.EqualTo(["prob", "logits"]));
        Assert.That(model.ParameterCount(), Is.EqualTo(1_235_496));

        var graph = model.Build();
        var ops = Ops(graph);
        Assert.That((ops["Conv2d"], ops["Relu"], ops["Concat"], ops["MaxPool2d"], ops["GlobalAvgPool"], ops["Softmax"]),
            Is.EqualTo((26, 26, 8, 3, 1, 1)));
        Assert.That(graph.Nodes.Sum(n => n.Op.Macs(n)), Is.EqualTo(349_151_936));
        foreach (var (name, shape) in new[]
        {
            ("relu0", new Shape(1, 64, 111, 111)), ("pool0", new Shape(1, 64, 55, 55)), ("fire2", new Shape(1, 128, 55, 55)),
            ("fire9", new Shape(1, 512, 13, 13)), ("gap", new Shape(1, 1000, 1, 1)), ("logits", new Shape(1, 1000)), ("prob", new Shape(1, 1000)),
        })
        {
            Assert.That(graph[name].Shape, Is.EqualTo(shape), name);
        }
    }

    [Test]
    public void SqueezeNet_is_a_module_for_any_batch()
    {
        var model = OnnxModel.Load(Shared.File("models/squeezenet1.1.onnx"));
        var graph = new Graph();
        Assert.That(model.Forward(graph.Input("pictures", 4, 3, 224, 224)).Shape, Is.EqualTo(new Shape(4, 1000)));
        Assert.That(graph["fire2"].Shape[0], Is.EqualTo(4));
        Assert.That(model.StateDict()["conv0_W"].Shape, Is.EqualTo(new Shape(64, 3, 3, 3)));
    }

    [Test]
    public void Mnist_imports_with_auto_pad_and_reshaped_initializers()
    {
        var graph = OnnxModel.Load(Shared.File("models/mnist.onnx")).Build();
        Assert.That(graph["Plus30_Output_0"].Shape, Is.EqualTo(new Shape(1, 8, 28, 28)));
        Assert.That(graph["Plus214_Output_0"].Shape, Is.EqualTo(new Shape(1, 10)));
    }

    [Test]
    public void Attributes_defaults_and_constants_are_read()
    {
        var (constant, text) = (Node("Constant", "one", [], new AttributeProto { Name = "value", T = Floats("", [1], 1) }),
            new AttributeProto { Name = "auto_pad", S = ByteString.CopyFromUtf8("SAME_LOWER") });
        var model = Load(Model(11, [2, 4, 7, 7],
        [
            constant,
            Node("Conv", "conv", ["x", "w", "b"], Ints("strides", 2, 2), Ints("kernel_shape", 2, 2), text,
                new AttributeProto { Name = "group", I = 2 }),
            Node("Add", "sum", ["conv", "one"]),
            Node("AveragePool", "pool", ["sum"], Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1)),
            Node("BatchNormalization", "norm", ["pool", "c", "c", "m", "m"]),
            Node("Dropout", "dropped", ["norm"]),
            Node("Identity", "same", ["dropped"]),
            Node("Reshape", "rows", ["same", "shape"]),
            Node("Gemm", "scores", ["rows", "g"], new AttributeProto { Name = "transB", I = 1 }, new AttributeProto { Name = "alpha", F = 0.5f }),
            Node("Softmax", "prob", ["scores"]),
        ],
        Floats("w", [6, 2, 2, 2], new float[48]), Floats("b", [6], new float[6]), Floats("c", [6], new float[6]), Floats("m", [6], new float[6]),
        Longs("shape", 0, -1), Floats("g", [5, 96], new float[480])));
        var graph = model.Build();
        Assert.That(graph["conv"].Shape, Is.EqualTo(new Shape(2, 6, 4, 4)));
        Assert.That(graph["rows"].Shape, Is.EqualTo(new Shape(2, 96)));
        Assert.That(graph["prob"].Shape, Is.EqualTo(new Shape(2, 5)));
        var conv = (Conv2dOp)graph.Nodes.Single(n => n.Op is Conv2dOp).Op;
        Assert.That(conv.Geometry, Is.EqualTo(new ConvGeometry(2, 2, 1, 1, 0, 0, 1, 1, 2)), "the odd row of padding comes first in SAME_LOWER");
        Assert.That(model.Parameters().Select(p => p.Name), Is.EqualTo(["w", "b", "c", "g"]));
        Assert.That(model.Buffers().Select(p => p.Name), Is.EqualTo(["m", "one"]));
    }

    [Test]
    public void An_unknown_operator_is_named_with_its_node_and_opset()
    {
        var proto = Model(13, [1, 1, 4, 4], [Node("Relu", "r", ["x"]), Node("RoiAlign", "sampled", ["r"]), Node("Einsum", "e", ["sampled"])]);
        proto.Graph.Node[1].Name = "warp";
        var e = Assert.Throws<NotSupportedException>(() => Load(proto))!;
        Assert.That(e.Message,
            Does.StartWith(path).And.Contain("RoiAlign \"warp\"").And.Contain("opset 13").And.Contain("Einsum (general").And.Not.Contain("Conv"));
        proto.Graph.Node[1].OpType = "Relu";
        proto.Graph.Node[1].Domain = "com.example";
        Assert.That(() => Load(proto), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("com.example.Relu"));
    }

    [Test]
    public void Inconsistent_models_are_refused_with_the_file_and_the_node()
    {
        void Refused(ModelProto proto, params string[] words)
        {
            var message = Assert.Throws<InvalidDataException>(() => Load(proto))!.Message;
            Assert.That(message, Does.StartWith(path));
            foreach (var word in words)
                Assert.That(message, Does.Contain(word));
        }
        var conv = Node("Conv", "y", ["x", "w"]);
        Refused(Model(13, [1, 3, 8, 8], [conv], Floats("w", [4, 2, 3, 3], new float[72])), "Conv \"y\"", "3 channels");
        Refused(Model(13, [1, 2, 8, 8], [conv], Floats("w", [4, 2, 3, 3], new float[71])), "\"w\"", "72", "71");
        Refused(Model(13, [1, 2, 8, 8], [conv], Floats("w", [1L << 40, 1L << 40], 1)), "\"w\"");
        Refused(Model(13, [1, 2, 8, 8], [conv]), "\"w\"", "nothing before it makes");
        Refused(Model(13, [1, 2, 8, 8], [Node("Reshape", "y", ["x", "s"])], Longs("s", 7, -1)), "reshape", "[7,-1]");
        Refused(Model(13, [1, 2, 8, 8], [Node("MaxPool", "y", ["x"], Ints("kernel_shape", 2, 2), Ints("pads", 0, 0, 2, 1))]), "MaxPool", "padding");
        Refused(Model(13, [1, 2, 8, 8], [Node("MaxPool", "y", ["x"], Ints("kernel_shape", 2, 2, 2))]), "MaxPool", "[2,2,2]", "[1,2,8,8]");
        var noOpset = Model(13, [1, 2], [Node("Relu", "y", ["x"])]);
        noOpset.OpsetImport.Clear();
        Refused(noOpset, "operator set");
        Refused(new ModelProto(), "no graph");
        Assert.That(() => OnnxModel.Load(path + ".none"), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public void Damaged_bytes_never_do_more_than_throw_one_clear_error()
    {
        Load(Model(13, [1, 2, 8, 8],
            [Node("Conv", "c", ["x", "w"], Ints("pads", 1, 1, 1, 1)), Node("Relu", "r", ["c"]), Node("Reshape", "y", ["r", "s"]),
                Node("Softmax", "p", ["y"])],
            Floats("w", [3, 2, 3, 3], new float[54]), Longs("s", 1, -1)));
        var sound = File.ReadAllBytes(path);
        void Try(byte[] bytes, string what)
        {
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                OnnxModel.Load(path);
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException)
            {
                Assert.That(e.Message, Does.StartWith(path), what);
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20), what);
        }
        for (var length = 0; length < sound.Length; length++)
            Try(sound[..length], $"cut to {length}");
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var flipped = sound.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Try(flipped, $"bit {bit}");
        }
    }
}
