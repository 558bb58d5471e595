// Tensors without elements: what operators give for them is known at import.
using CnnCompute.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxEmptyTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static TensorProto Nothing(params long[] dims) => Floats("e", dims);

    private OnnxValue Result(NodeProto node, params TensorProto[] arrays)
    {
        var model = Model(22, [1], [node], arrays).With("x", 1, 2, 3).Load(path);
        var graph = new Graph();
        return model.ImportValues(graph, new Dictionary<string, Tensor> { ["x"] = graph.Input("x", 2, 3) }, new Dictionary<string, OnnxArray>())[0];
    }

    private static IEnumerable<TestCaseData> Shapes()
    {
        TestCaseData Case(NodeProto node, TensorProto[] arrays, params int[] dims) =>
            new(node, arrays, dims) { TestName = $"Nothing_into_{node.OpType}" };
        yield return Case(Node("Sigmoid", "y", ["e"]), [Nothing(0, 3)], 0, 3);
        yield return Case(Node("Softmax", "y", ["e"], Int("axis", 1)), [Nothing(2, 0)], 2, 0);
        yield return Case(Node("IsNaN", "y", ["e"]), [Nothing(2, 0)], 2, 0);
        yield return Case(Node("Add", "y", ["x", "e"]), [Nothing(0, 1, 3)], 0, 2, 3);
        yield return Case(Node("Greater", "y", ["x", "e"]), [Nothing(0, 1, 1)], 0, 2, 3);
        yield return Case(Node("MatMul", "y", ["x", "e"]), [Nothing(3, 0)], 2, 0);
        yield return Case(Node("Gemm", "y", ["x", "e"], Int("transB", 1)), [Nothing(0, 3)], 2, 0);
        yield return Case(Node("Concat", "y", ["e", "e"], Int("axis", 0)), [Nothing(0, 3)], 0, 3);
        yield return Case(Node("ReduceSum", "y", ["e", "a"]), [Nothing(0, 4, 5), Longs("a", 1)], 0, 1, 5);
        yield return Case(Node("ArgMax", "y", ["e"], Int("axis", 1), Int("keepdims", 0)), [Nothing(0, 4)], 0);
        yield return Case(Node("TopK", ["y", "i"], ["e", "k"], Int("axis", 1)), [Nothing(0, 4), Longs("k", 2)], 0, 2);
        yield return Case(Node("TopK", ["y", "i"], ["x", "k"], Int("axis", 1)), [Longs("k", 0)], 2, 0);
        yield return Case(Node("Conv", "y", ["e", "w"]), [Nothing(0, 1, 5, 5), Floats("w", [2, 1, 3, 3], new float[18])], 0, 2, 3, 3);
        yield return Case(Node("MaxPool", "y", ["e"], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)), [Nothing(0, 3, 8, 8)], 0, 3, 4, 4);
        yield return Case(Node("GlobalAveragePool", "y", ["e"]), [Nothing(0, 3, 8, 8)], 0, 3, 1, 1);
        yield return Case(Node("Expand", "y", ["x", "s"]), [Longs("s", 0, 2, 3)], 0, 2, 3);
        yield return Case(Node("Pad", "y", ["x", "p"]), [Longs("p", -1, 0, -1, 0)], 0, 3);
        yield return Case(Node("Gather", "y", ["x", "i"]), [Longs("i")], 0, 3);
        yield return Case(Node("Slice", "y", ["x", "s", "s"]), [Longs("s", 1)], 0, 3);
        yield return Case(Node("Transpose", "y", ["e"]), [Nothing(0, 3, 2)], 2, 3, 0);
        yield return Case(Node("CastLike", "y", ["e", "x"]), [Nothing(0, 3)], 0, 3);
    }

    [TestCaseSource(nameof(Shapes))]
    public void Results_have_the_shape_that_they_should(object node, object arrays, int[] dims)
    {
        var result = Result((NodeProto)node, (TensorProto[])arrays);
        Assert.That(result.Dims, Is.EqualTo(dims));
        Assert.That(result.Tensor, Is.Null, "nothing goes to a device");
    }

    [TestCase("ReduceSum", 0f)]
    [TestCase("ReduceL1", 0f)]
    [TestCase("ReduceL2", 0f)]
    [TestCase("ReduceSumSquare", 0f)]
    [TestCase("ReduceProd", 1f)]
    [TestCase("ReduceMax", float.NegativeInfinity)]
    [TestCase("ReduceMin", float.PositiveInfinity)]
    [TestCase("ReduceMean", float.NaN)]
    [TestCase("ReduceLogSum", float.NegativeInfinity)]
    [TestCase("ReduceLogSumExp", float.NegativeInfinity)]
    public void A_reduction_over_nothing_gives_its_neutral_element(string op, float expected)
    {
        NodeProto[] nodes = [Node(op, "r", ["e", "a"]), Node("Add", "y", ["x", "r"])];
        var model = Model(22, [1], nodes, Nothing(2, 0, 1), Longs("a", 1)).With("x", 1, 1).Load(path);
        var graph = model.Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", [0f]);
        plan.Run();
        Assert.That(plan.Fetch("y"), Is.EqualTo([expected, expected]));
        Assert.That(graph["y"].Shape, Is.EqualTo(new Shape(2, 1, 1)));
    }

    [Test]
    public void A_product_over_nothing_is_zero()
    {
        var value = Result(Node("MatMul", "y", ["a", "b"]), Floats("a", [2, 0]), Floats("b", [0, 3]));
        Assert.That((value.Dims, ((FillOp)value.Tensor!.Value.Node.Op).Value), Is.EqualTo((new[] { 2, 3 }, 0f)));
        Assert.That(Result(Node("Gemm", "y", ["a", "b", "c"]), Floats("a", [2, 0]), Floats("b", [0, 3]), Floats("c", [3], 1, 2, 3)).Dims,
            Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void What_nothing_cannot_give_is_refused_by_name()
    {
        Assert.That(() => Result(Node("ArgMax", "y", ["e"], Int("axis", 0)), Nothing(0, 4)),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("ArgMax \"y\"").And.Message.Contains("no elements"));
        var edge = new AttributeProto { Name = "mode", S = Google.Protobuf.ByteString.CopyFromUtf8("edge") };
        Assert.That(() => Result(Node("Pad", "y", ["e", "p"], edge), Nothing(0, 4), Longs("p", 1, 0, 1, 0)),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("Pad \"y\""));
    }
}
