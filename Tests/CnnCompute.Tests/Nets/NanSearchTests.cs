// The first layer that gives not-a-number is named.
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class NanSearchTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("nan").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private PictureClassifier Classifier(Protobuf.ModelProto proto) => new(GpuFixture.Gpu, proto.Open(Path.Combine(folder, "net.onnx")));

    private static Protobuf.ModelProto Softmax(params Protobuf.TensorProto[] more) =>
        TinyClassifiers.WithTail([Node("Softmax", "p", ["l"], Int("axis", 1))], more);

    [Test]
    public void In_weights()
    {
        var proto = Softmax();
        proto.Graph.Initializer.First(t => t.Name == "fb").FloatData[2] = float.NaN;
        using var classifier = Classifier(proto);
        Assert.That(() => classifier.Run(TinyClassifiers.Planes(192)), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(
            "net.onnx: gives NaN (not a number), no scores: its weights \"fb\" hold NaN").And.Message.Contains("\"l\""));
    }

    [Test]
    public void In_the_picture()
    {
        using var classifier = Classifier(Softmax());
        var planes = TinyClassifiers.Planes(192);
        planes[100] = float.NaN;
        Assert.That(() => classifier.Run(planes), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("its input \"picture\" holds NaN"));
    }

    [Test]
    public void In_a_layer()
    {
        using var classifier = Classifier(TinyClassifiers.WithTail(
            [Node("Sub", "zero", ["l", "l"]), Node("Div", "broken", ["zero", "zero"]), Node("Add", "after", ["broken", "l"]),
                Node("Softmax", "p", ["after"], Int("axis", 1))]));
        Assert.That(() => classifier.Run(TinyClassifiers.Planes(192)),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("the layer \"broken\" (Div) is the first to give it"));
    }

    [Test]
    public void Where_there_is_none_nothing_is_said()
    {
        using var classifier = Classifier(Softmax());
        Assert.That(classifier.Run(TinyClassifiers.Planes(192)).Sum(), Is.EqualTo(1).Within(1e-5));
    }
}
