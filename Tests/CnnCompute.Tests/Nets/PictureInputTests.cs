// Networks take pictures in other forms than [1,3,H,W] of floats; they are fed all the same.
using CnnCompute.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class PictureInputTests
{
    private const int UInt8 = 2, Bool = 9, Half = 10, Double = 11;
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("inputs").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static NodeProto Tail => Node("Softmax", "p", ["l"], Int("axis", 1));

    private static ModelProto Net(object[] dims, NodeProto[] head, int type = 1, int channels = 3, params TensorProto[] more)
    {
        var (nodes, weights) = TinyClassifiers.Body(channels, head.Length > 0 ? head[^1].Output[0] : "x");
        return Model(13, [1], [.. head, .. nodes, Tail], [.. weights, .. more]).With("x", type, dims);
    }

    private void Check(ModelProto proto, string layout, int channels = 3, int height = 8, int width = 8, string norm = "unit", int size = 0)
    {
        var file = proto.Open(Path.Combine(folder, "net.onnx"), norm);
        Assert.That(file.Picture.ToString(), Is.EqualTo(layout));
        var unit = TinyClassifiers.Planes(channels * height * width);
        var planes = norm == "byte" ? [.. unit.Select(v => v * 255)] : unit;
        using var classifier = new PictureClassifier(GpuFixture.Gpu, file, size: size);
        Assert.That(classifier.Run(planes),
            Is.EqualTo(TinyClassifiers.Softmax(TinyClassifiers.Logits(proto, unit, channels, height, width))).Within(2e-5));
    }

    [Test]
    public void Plain() => Check(Net([1, 3, 8, 8], []), "pictures of 8×8 in 3 channels");

    [Test]
    public void Channels_last() => Check(Net([1, 8, 8, 3], [Node("Transpose", "t", ["x"], Ints("perm", 0, 3, 1, 2))]),
        "pictures of 8×8 in 3 channels, channels last");

    [Test]
    public void Bytes() => Check(Net([1, 3, 8, 8], [Node("Cast", "xf", ["x"], Int("to", 1)), Node("Div", "t", ["xf", "k"])], UInt8, 3,
        Floats("k", [], 255)), "bytes of pictures of 8×8 in 3 channels", norm: "byte");

    [Test]
    public void Bytes_have_gradients_where_the_network_makes_floats_of_them_at_once()
    {
        ModelFile File(NodeProto[] head, params TensorProto[] more) =>
            Net([1, 3, 8, 8], head, UInt8, 3, more).Open(Path.Combine(folder, "net.onnx"), "byte");
        var bytes = new Graph().Input("x", 1, 3, 8, 8);
        var floats = File([Node("Cast", "t", ["x"], Int("to", 1))]);
        Assert.That(Autodiff.Gradient(floats.Apply(bytes).First.Square().Sum(), bytes).Shape, Is.EqualTo(bytes.Shape));
        // Halves of whole numbers are whole numbers: 5 / 2 is 2.
        var two = new TensorProto { Name = "two", DataType = UInt8, RawData = Google.Protobuf.ByteString.CopyFrom(2) };
        var proto = Net([1, 3, 8, 8], [Node("Div", "h", ["x", "two"]), Node("Cast", "hf", ["h"], Int("to", 1)), Node("Div", "t", ["hf", "k"])],
            UInt8, 3, two, Floats("k", [], 255));
        using var classifier = new PictureClassifier(GpuFixture.Gpu, proto.Open(Path.Combine(folder, "net.onnx"), "byte"));
        float[] planes = [.. TinyClassifiers.Planes(192).Select(v => MathF.Round(v * 255))];
        Assert.That(classifier.Run(planes), Is.EqualTo(TinyClassifiers.Softmax(TinyClassifiers.Logits(proto,
            [.. planes.Select(v => MathF.Floor(v / 2) / 255)]))).Within(2e-5));
    }

    [Test]
    public void Bytes_with_channels_last() => Check(Net([1, 8, 8, 3], [Node("Cast", "xf", ["x"], Int("to", 1)),
        Node("Transpose", "xn", ["xf"], Ints("perm", 0, 3, 1, 2)), Node("Div", "t", ["xn", "k"])], UInt8, 3, Floats("k", [], 255)),
        "bytes of pictures of 8×8 in 3 channels, channels last", norm: "byte");

    [Test]
    public void Bytes_need_no_norm()
    {
        var path = Path.Combine(folder, "net.onnx");
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(Net([1, 3, 8, 8], [Node("Cast", "t", ["x"], Int("to", 1))], UInt8)));
        Assert.That((ModelFile.Load(path).Norm, ModelFile.Load(path).NormReason), Is.EqualTo((PixelNorm.Byte, "its input is bytes")));
    }

    [Test]
    public void A_fixed_batch_that_the_nodes_know_is_filled()
    {
        var (nodes, weights) = TinyClassifiers.Body();
        nodes[3] = Node("Reshape", "f", ["g", "rows"]);
        Check(Model(13, [16, 3, 8, 8], [.. nodes, Tail], [.. weights, Longs("rows", 16, -1)]), "pictures of 8×8 in 3 channels, 16 at once");
        Check(Net([4, 3, 8, 8], []), "pictures of 8×8 in 3 channels, 4 at once");
        var file = ModelFile.Load(Path.Combine(folder, "net.onnx"));
        Assert.That(file.Apply(new Graph().Input("x", 2, 3, 8, 8)).First.Shape, Is.EqualTo(new Shape(2, 5)),
            "what works for any batch is not filled");
    }

    [Test]
    public void A_batch_beyond_the_fixed_one_is_refused()
    {
        var (nodes, weights) = TinyClassifiers.Body();
        nodes[3] = Node("Reshape", "f", ["g", "rows"]);
        var file = Model(13, [2, 3, 8, 8], [.. nodes, Tail], [.. weights, Longs("rows", 2, 4)]).Open(Path.Combine(folder, "net.onnx"));
        Assert.That(file.Apply(new Graph().Input("x", 1, 3, 8, 8)).First.Shape, Is.EqualTo(new Shape(1, 5)));
        Assert.That(() => file.Apply(new Graph().Input("x", 3, 3, 8, 8)), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Open_sizes() => Check(Net(["N", 3, "H", "W"], []), "pictures of any×any in 3 channels", size: 8);

    [Test]
    public void Grey() => Check(Net([1, 1, 8, 8], [], channels: 1), "pictures of 8×8 in 1 channels", 1);

    [Test]
    public void Opacity() => Check(Net([1, 4, 8, 8], [], channels: 4), "pictures of 8×8 in 4 channels", 4);

    [Test]
    public void Halves() => Check(Net([1, 3, 8, 8], [Node("Cast", "t", ["x"], Int("to", 1))], Half), "pictures of 8×8 in 3 channels");

    [Test]
    public void Doubles() => Check(Net([1, 3, 8, 8], [Node("Cast", "t", ["x"], Int("to", 1))], Double), "pictures of 8×8 in 3 channels");

    [Test]
    public void Not_square() => Check(Net([1, 3, 8, 12], []), "pictures of 12×8 in 3 channels", height: 8, width: 12);

    [Test]
    public void No_batch() => Check(Net([3, 8, 8], [Node("Unsqueeze", "t", ["x", "front"])], 1, 3, Longs("front", 0)),
        "pictures of 8×8 in 3 channels");

    [Test]
    public void A_switch_for_training_is_off()
    {
        var (nodes, weights) = TinyClassifiers.Body();
        nodes.Insert(3, Node("Dropout", "gd", ["g", "ratio", "train"]));
        nodes[4] = Node("Flatten", "f", ["gd"]);
        Check(Model(13, [1, 3, 8, 8], [.. nodes, Tail], [.. weights, Floats("ratio", [], 0.5f)]).With("train", Bool),
            "pictures of 8×8 in 3 channels");
    }

    [Test]
    public void What_is_no_picture_is_named()
    {
        var two = Net([1, 3, 8, 8], []).With("other", 1, 1, 4).Open(Path.Combine(folder, "two.onnx"));
        Assert.That(() => two.Channels,
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("other [1,4]").And.Message.Contains("./cnn run"));
        var deep = Model(13, [1, 7, 8, 8], [Node("Relu", "y", ["x"])]).Open(Path.Combine(folder, "deep.onnx"));
        Assert.That(deep.NeedPictures, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("7 channels").And.Message.Contains("layout"));
        Assert.That(() => Net([1, 3, 8, 8], []).Open(Path.Combine(folder, "net.onnx")).SizeFor(16),
            Throws.ArgumentException.With.Message.Contains("8×8 alone"));
    }
}
