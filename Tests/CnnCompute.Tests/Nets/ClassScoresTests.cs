// What a classifier's numbers mean is found from what its graph computes.
using CnnCompute.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class ClassScoresTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("scores").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static NodeProto Softmax(string from = "l", string to = "s") => Node("Softmax", to, [from], Int("axis", 1));

    private static readonly TensorProto One = Floats("one", [1], 1), Two = Floats("two", [1], 2);

    // A tail, and what it does to probabilities of the classes in their order.
    private static IEnumerable<TestCaseData> Probabilities()
    {
        TestCaseData Tail(string name, NodeProto[] nodes, params TensorProto[] more) =>
            new TestCaseData(TinyClassifiers.WithTail(nodes, more)).SetArgDisplayNames(name);
        yield return Tail("plain", [Softmax(to: "p")]);
        yield return Tail("clip", [Softmax(), Node("Clip", "p", ["s", "low", "high"])], Floats("low", [], 1e-7f), Floats("high", [], 1 - 1e-7f));
        yield return Tail("times one", [Softmax(), Node("Mul", "p", ["s", "one"])], One);
        yield return Tail("plus nothing", [Softmax(), Node("Add", "p", ["s", "zero"])], Floats("zero", [1, 5], new float[5]));
        yield return Tail("slice of all", [Softmax(), Node("Slice", "p", ["s", "from", "to", "axis"])],
            Longs("from", 0), Longs("to", 5), Longs("axis", 1));
        yield return Tail("concatenation of one", [Softmax(), Node("Concat", "p", ["s"], Int("axis", 1))]);
        yield return Tail("exp / sum", [Node("Exp", "e", ["l"]), Node("ReduceSum", "t", ["e", "axes"]), Node("Div", "p", ["e", "t"])],
            Longs("axes", 1));
        yield return Tail("stable", [Node("ReduceMax", "m", ["l"], Ints("axes", 1)), Node("Sub", "d", ["l", "m"]), Node("Exp", "e", ["d"]),
            Node("ReduceSum", "t", ["e", "axes"]), Node("Add", "te", ["t", "eps"]), Node("Div", "p", ["e", "te"])],
            Longs("axes", 1), Floats("eps", [], 1e-9f));
        yield return Tail("times reciprocal", [Node("Exp", "e", ["l"]), Node("ReduceSum", "t", ["e", "axes"]), Node("Reciprocal", "i", ["t"]),
            Node("Mul", "p", ["i", "e"])], Longs("axes", 1));
        yield return Tail("log softmax, exp", [Node("LogSoftmax", "q", ["l"], Int("axis", 1)), Node("Exp", "p", ["q"])]);
        yield return Tail("less log of sum", [Node("ReduceLogSumExp", "t", ["l"], Ints("axes", 1)), Node("Sub", "q", ["l", "t"]),
            Node("Exp", "p", ["q"])]);
        yield return Tail("mean of two heads", [Softmax(), Node("Mul", "l2", ["l", "one"]), Softmax("l2", "s2"), Node("Add", "a", ["s", "s2"]),
            Node("Div", "p", ["a", "two"])], One, Two);
        yield return Tail("Mean", [Softmax(), Softmax("l", "s2"), Node("Mean", "p", ["s", "s2"])]);
        yield return Tail("stacked heads", [Softmax(), Node("Unsqueeze", "u", ["s", "axis0"]), Node("Concat", "k", ["u", "u", "u"], Int("axis", 0)),
            Node("ReduceMean", "p", ["k"], Ints("axes", 0), Int("keepdims", 0))], Longs("axis0", 0));
        yield return Tail("quantised", [Softmax(), Node("QuantizeLinear", "k", ["s", "step", "zero"]),
            Node("DequantizeLinear", "p", ["k", "step", "zero"])],
            Floats("step", [], 1 / 255f), new TensorProto { Name = "zero", DataType = 2, RawData = Google.Protobuf.ByteString.CopyFrom(0) });
        yield return Tail("half", [Softmax(), Node("Cast", "h", ["s"], Int("to", 10)), Node("Cast", "p", ["h"], Int("to", 1))]);
        yield return Tail("there and back", [Softmax(), Node("Transpose", "t", ["s"], Ints("perm", 1, 0)),
            Node("Transpose", "p", ["t"], Ints("perm", 1, 0))]);
        yield return Tail("reshaped", [Node("Reshape", "l4", ["l", "four"]), Softmax("l4"), Node("Identity", "i", ["s"]),
            Node("Flatten", "p", ["i"])],
            Longs("four", 1, 5, 1, 1));
        yield return Tail("split of one", [Softmax(), Node("Split", "p", ["s", "parts"], Int("axis", 1))], Longs("parts", 5));
        yield return Tail("repeated once", [Softmax(), Node("Expand", "p", ["s", "shape"])], Longs("shape", 1, 5));
        yield return Tail("dropout", [Softmax(), Node("Dropout", "p", ["s"])]);
    }

    [TestCaseSource(nameof(Probabilities))]
    public void What_sums_to_one_is_not_made_so_again(object model)
    {
        var proto = (ModelProto)model;
        var file = proto.Open(Path.Combine(folder, "net.onnx"));
        using var classifier = new PictureClassifier(GpuFixture.Gpu, file);
        Assert.That((classifier.Scores.Kind, classifier.Scores.IsIndependent), Is.EqualTo((ScoreKind.Probabilities, false)));
        var planes = TinyClassifiers.Planes(3 * 64);
        var expected = TinyClassifiers.Softmax(TinyClassifiers.Logits(proto, planes));
        var close = proto.Graph.Node.Any(n => n.OpType == "QuantizeLinear") ? 3e-3 : 2e-5;
        Assert.That(classifier.Run(planes), Is.EqualTo(expected).Within(close));
    }

    private ClassScores Classes(NodeProto[] tail, string scores = "", string output = "", params TensorProto[] more)
    {
        var file = TinyClassifiers.WithTail(tail, more).Open(Path.Combine(folder, "net.onnx")).With(ModelStatement.Of("unit", scores, output));
        return file.Apply(new Graph().Input("x", 1, 3, 8, 8)).Classes;
    }

    [Test]
    public void Other_numbers_are_logits_or_independent()
    {
        Assert.That(Classes([Node("Identity", "p", ["l"])]).Kind, Is.EqualTo(ScoreKind.Logits));
        Assert.That(Classes([Node("LogSoftmax", "p", ["l"], Int("axis", 1))]).Kind, Is.EqualTo(ScoreKind.Logits));
        Assert.That(Classes([Node("Sigmoid", "p", ["l"])]).Kind, Is.EqualTo(ScoreKind.Independent));
        Assert.That(Classes([Node("Sigmoid", "s", ["l"]), Node("Mul", "p", ["s", "s"])]).Kind, Is.EqualTo(ScoreKind.Independent));
        // A temperature after the softmax: no sum is kept.
        Assert.That(Classes([Softmax(), Node("Sqrt", "p", ["s"])]).Kind, Is.EqualTo(ScoreKind.Independent));
        Assert.That(Classes([Softmax(), Node("Log", "p", ["s"])]).Kind, Is.EqualTo(ScoreKind.Logits), "a softmax gives the probabilities back");
        Assert.That(Classes([Softmax(), Node("Mul", "p", ["s", "k"])], more: Floats("k", [1, 5], 1, 2, 3, 4, 5)).Kind, Is.EqualTo(ScoreKind.Logits));
        // Two groups of classes side by side.
        var groups = Classes([Softmax(), Softmax("l", "s2"), Node("Mul", "z", ["s2", "one"]),
            Node("Concat", "p", ["s", "z"], Int("axis", 1))], more: One);
        Assert.That((groups.Kind, groups.Count), Is.EqualTo((ScoreKind.Independent, 10)));
        // Yes and no of one sigmoid.
        var binary = Classes([Node("ReduceMax", "m", ["l"], Ints("axes", 1)), Node("Sigmoid", "s", ["m"]), Node("Sub", "n", ["one", "s"]),
            Node("Concat", "p", ["n", "s"], Int("axis", 1))], more: One);
        Assert.That((binary.Kind, binary.Count), Is.EqualTo((ScoreKind.Probabilities, 2)));
    }

    [Test]
    public void Heads_that_were_added_and_percents_are_scaled()
    {
        var sum = Classes([Softmax(), Node("Mul", "l2", ["l", "two"]), Softmax("l2", "s2"), Node("Add", "p", ["s", "s2"])], more: Two);
        Assert.That(sum.Kind, Is.EqualTo(ScoreKind.Probabilities));
        Assert.That(sum.Shown.Node.Op, Is.EqualTo(new ScaleOp(0.5f, 0)));
        var percent = Classes([Softmax(), Node("Mul", "p", ["s", "k"])], more: Floats("k", [], 100));
        Assert.That((percent.Kind, percent.Shown.Node.Op), Is.EqualTo((ScoreKind.Probabilities, new ScaleOp(0.01f, 0))));
    }

    [Test]
    public void Statements_count_more_than_what_is_found()
    {
        Assert.That(Classes([Softmax(to: "p")], "softmax").Shown.Node.Op, Is.EqualTo(new SoftmaxOp(1)));
        var sigmoid = Classes([Node("Identity", "p", ["l"])], "sigmoid");
        Assert.That((sigmoid.IsIndependent, sigmoid.Shown.Node.Op), Is.EqualTo((true, new SigmoidOp())));
        var none = Classes([Node("Identity", "p", ["l"])], "none");
        Assert.That((none.IsIndependent, none.Shown), Is.EqualTo((true, none.Given)));
        Assert.That(() => Classes([Softmax(to: "p")], "softmx"), Throws.ArgumentException.With.Message.Contains("softmax"));
    }

    [Test]
    public void Logits_are_what_goes_into_the_softmax_where_it_can_be_seen()
    {
        var plain = Classes([Softmax(), Node("Identity", "p", ["s"])]);
        Assert.That(plain.Logits.Node.Name, Is.EqualTo("l"));
        var made = Classes([Node("Exp", "e", ["l"]), Node("ReduceSum", "t", ["e", "axes"]), Node("Div", "p", ["e", "t"])], more: Longs("axes", 1));
        Assert.That(made.Logits.Node.Op, Is.EqualTo(new UnaryMathOp(UnaryMath.Log)));
        Assert.That(Classes([Node("Sigmoid", "p", ["l"])]).Logits.Node.Name, Is.EqualTo("l"));
    }

    [Test]
    public void Of_several_outputs_the_classes_are_taken()
    {
        var proto = TinyClassifiers.WithTail([Softmax(to: "p")]);
        proto.Graph.Output.Clear();
        proto.Giving("f", "l", "p", "r");
        var path = Path.Combine(folder, "net.onnx");
        var file = proto.Open(path);
        ClassScores Of(ModelFile model) => model.Apply(new Graph().Input("x", 1, 3, 8, 8)).Classes;
        Assert.That((Of(file).Output, Of(file).Count, Of(file).WasChosen), Is.EqualTo(("p", 5, true)));
        Assert.That(Of(file.With(ModelStatement.Of("unit", "", "l"))).Output, Is.EqualTo("l"));
        Assert.That(Of(file.With(new ModelStatement(), ["a", "b", "c", "d"])).Output, Is.EqualTo("f"), "as many features as names");
        Assert.That(() => Of(file.With(ModelStatement.Of("unit", "", "q"))),
            Throws.ArgumentException.With.Message.Contains("no output is called \"q\""));
        Assert.That(() => Of(file.With(ModelStatement.Of("unit", "", "r"))), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("run"));
        proto.Graph.Output.Clear();
        proto.Giving("f", "l");
        Assert.That(Of(proto.Open(path)).Output, Is.EqualTo("l"), "what is made of the features");
    }

    [Test]
    public void Maps_and_pictures_are_no_classes()
    {
        var maps = Model(13, [1, 3, 8, 8], [Node("Relu", "y", ["x"])]).Open(Path.Combine(folder, "maps.onnx"));
        Assert.That(() => maps.Apply(new Graph().Input("x", 1, 3, 8, 8)).Classes,
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("./cnn style").And.Message.Contains("y [1,3,8,8]"));
        var boxes = Model(13, [1, 3, 8, 8], [Node("Reshape", "y", ["x", "shape"])], Longs("shape", 1, 32, 6))
            .Open(Path.Combine(folder, "boxes.onnx"));
        Assert.That(() => boxes.Apply(new Graph().Input("x", 1, 3, 8, 8)).Classes,
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("boxes").And.Message.Contains("./cnn run"));
    }
}
