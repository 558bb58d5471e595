// Functions that a model brings along, and branches whose condition is known.
using CnnCompute.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxFunctionTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private float[] Run(ModelProto proto, float[] x, IReadOnlyDictionary<string, OnnxArray>? known = null)
    {
        var graph = proto.Load(path).Build(new Dictionary<string, Shape>(), known);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", x);
        plan.Run();
        return plan.Fetch("y");
    }

    private static FunctionProto Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Domain = "own", Name = name };
        function.Input.AddRange(inputs);
        function.Output.AddRange(outputs);
        function.Node.AddRange(nodes);
        return function;
    }

    private static NodeProto Call(string name, string[] outputs, string[] inputs, params AttributeProto[] attributes)
    {
        var node = Node(name, outputs, inputs, attributes);
        node.Domain = "own";
        return node;
    }

    private static AttributeProto Given(string name, string by) => new() { Name = name, RefAttrName = by };

    private static ModelProto With(ModelProto model, params FunctionProto[] functions)
    {
        model.Functions.AddRange(functions);
        return model;
    }

    [Test]
    public void Functions_are_put_in_place_with_their_attributes()
    {
        // leaky(x) = LeakyRelu(x, alpha = slope, 0.5 by default) + b, where b may be absent.
        var leaky = Function("leaky", ["a", "b"], ["r"], Node("LeakyRelu", "t", ["a"], Given("alpha", "slope")), Node("Sum", "r", ["t", "b"]));
        leaky.AttributeProto.Add(new AttributeProto { Name = "slope", F = 0.5f });
        var twice = Function("twice", ["a"], ["r", "first"],
            Call("leaky", ["first"], ["a", "a"], Given("slope", "s")), Call("leaky", ["r"], ["first", "first"]));
        twice.Attribute.Add("s");
        var model = With(Model(22, [2], [Call("twice", ["y", "f"], ["x"], new AttributeProto { Name = "s", F = 0.25f })]), leaky, twice);
        // first = leaky(x, 0.25) + x, y = leaky(first, 0.5) + first.
        Assert.That(Run(model, [4, -4]), Is.EqualTo([16, -7.5f]));
        Assert.That(model.Load(path).Build()["f"].Shape, Is.EqualTo(new Shape(2)), "a second result goes by the caller's name");
    }

    [Test]
    public void Two_calls_do_not_share_their_values_and_an_absent_input_stays_absent()
    {
        var clip = Function("clip", ["a", "low", "high"], ["r"], Node("Clip", "t", ["a", "low", "high"]), Node("Neg", "r", ["t"]));
        var model = With(Model(22, [3], [Call("clip", ["m"], ["x", "", "two"]), Call("clip", ["y"], ["m", "two"])], Floats("two", [], 2)), clip);
        // m = -min(x, 2), y = -max(m, 2).
        Assert.That(Run(model, [1, 5, -7]), Is.EqualTo([-2, -2, -7f]));
    }

    [Test]
    public void A_function_has_the_operator_set_that_it_names()
    {
        // Before set 13 a softmax joined all axes from its own on.
        var old = Function("old", ["a"], ["r"], Node("Softmax", "r", ["a"], Int("axis", 1)));
        old.OpsetImport.Add(new OperatorSetIdProto { Version = 11 });
        var model = With(Model(22, [1, 2, 2], [Call("old", ["y"], ["x"])]), old);
        Assert.That(Run(model, [0, 0, 0, 0]), Is.EqualTo([0.25f, 0.25f, 0.25f, 0.25f]));
        old.OpsetImport[0].Version = 99;
        Assert.That(() => model.Load(path), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("opset 99"));
    }

    [Test]
    public void Functions_that_never_end_are_refused()
    {
        var self = Function("self", ["a"], ["r"], Call("self", ["r"], ["a"]));
        Assert.That(() => With(Model(22, [2], [Call("self", ["y"], ["x"])]), self).Load(path),
            Throws.InstanceOf<InvalidDataException>()
                .With.Message.StartsWith(path).And.Message.Contains("own.self").And.Message.Contains("calls itself"));
        // Each calls the next one twice: 2^30 nodes.
        FunctionProto[] bomb = [.. Enumerable.Range(0, 30).Select(i => Function($"f{i}", ["a"], ["r"],
            i == 29 ? Node("Relu", "m", ["a"]) : Call($"f{i + 1}", ["m"], ["a"]),
            i == 29 ? Node("Neg", "r", ["m"]) : Call($"f{i + 1}", ["r"], ["m"])))];
        Assert.That(() => With(Model(22, [2], [Call("f0", ["y"], ["x"])]), bomb).Load(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("1,000,000 nodes"));
        Assert.That(() => With(Model(22, [2], [Call("f", ["y"], ["x", "x"])]), Function("f", ["a"], ["r"], Node("Relu", "r", ["a"]))).Load(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("own.f \"y\"").And.Message.Contains("2 inputs"));
    }

    private static GraphProto Branch(string output, NodeProto[] nodes, params TensorProto[] arrays)
    {
        var graph = new GraphProto { Name = output, Output = { Port(output) } };
        graph.Node.AddRange(nodes);
        graph.Initializer.AddRange(arrays);
        return graph;
    }

    private static NodeProto If(string output, string condition, GraphProto then, GraphProto otherwise) =>
        Node("If", output, [condition], new AttributeProto { Name = "then_branch", G = then },
            new AttributeProto { Name = "else_branch", G = otherwise });

    private static TensorProto Truth(string name, bool value) => new() { Name = name, DataType = 9, Int32Data = { value ? 1 : 0 } };

    [TestCase(true, 6f, -2f)]
    [TestCase(false, -3f, 1f)]
    public void The_branch_of_a_known_condition_is_taken(bool condition, float a, float b)
    {
        // Both branches call their values the same, and read what lies outside.
        var model = Model(22, [2],
            [
                Node("Neg", "n", ["x"]),
                If("r", "c", Branch("t", [Node("Mul", "t", ["x", "two"])], Floats("two", [], 2)), Branch("t", [Node("Identity", "t", ["n"])])),
                Node("Identity", "y", ["r"]),
            ], Truth("c", condition));
        Assert.That(Run(model, [3, -1]), Is.EqualTo([a, b]));
    }

    [Test]
    public void A_condition_may_follow_from_a_shape_and_a_branch_may_hold_another()
    {
        var three = Node("Constant", "c", [], new AttributeProto { Name = "value_float", F = 3 });
        var inner = If("i", "square", Branch("p", [three, Node("Add", "p", ["x", "c"])]),
            Branch("q", [Node("Neg", "q", ["x"])]));
        var model = Model(22, [1],
            [
                Node("Shape", "s", ["x"], Int("start", 1)), Node("Equal", "square", ["s", "n"]),
                If("y", "square", Branch("o", [inner, Node("Mul", "o", ["i", "i"])]), Branch("o", [Node("Relu", "o", ["x"])])),
            ], Longs("n", 2)).With("x", 1, 1, "w");
        var graph = model.Load(path).Build(new Dictionary<string, Shape> { ["x"] = new(1, 2) });
        Assert.That(graph.Nodes.Select(n => n.Op.Name), Does.Contain("Add").And.Contain("Mul").And.Not.Contain("Relu"));
        graph = model.Load(path).Build(new Dictionary<string, Shape> { ["x"] = new(1, 3) });
        Assert.That(graph.Nodes.Select(n => n.Op.Name), Does.Contain("Relu").And.Not.Contain("Mul"));
    }

    [Test]
    public void A_condition_that_is_not_known_is_asked_for()
    {
        var model = Model(22, [2], [If("y", "c", Branch("t", [Node("Neg", "t", ["x"])]), Branch("e", [Node("Abs", "e", ["x"])]))]).With("c", 9);
        var error = Assert.Throws<OnnxConstantException>(() => model.Load(path).Build())!;
        Assert.That(error.Message, Does.Contain("If \"y\"").And.Contain("\"c\"; bind that as a constant"));
        Assert.That(Run(model, [2, -2], new Dictionary<string, OnnxArray> { ["c"] = OnnxArray.Of([1L], []) }), Is.EqualTo([-2, 2f]));
    }

    [Test]
    public void Only_the_branch_that_is_taken_must_be_known()
    {
        ModelProto Made(bool condition) => Model(22, [2],
            [If("y", "c", Branch("t", [Node("Neg", "t", ["x"])]), Branch("e", [Node("NonMaxSuppression", "e", ["x"])]))], Truth("c", condition));
        Assert.That(Run(Made(true), [2, -2]), Is.EqualTo([-2, 2f]));
        Assert.That(() => Made(false).Load(path), Throws.InstanceOf<NotSupportedException>().With.Message.StartsWith(path)
            .And.Message.Contains("NonMaxSuppression \"e\"").And.Message.Contains("depends on the values"));
    }

    [Test]
    public void What_is_left_out_is_named_and_what_is_there_is_not_listed()
    {
        var model = Model(22, [2], [Node("Loop", "l", ["x"]), Node("Attention", "a", ["l"]), Node("Relu", "y", ["a"])]);
        var message = Assert.Throws<NotSupportedException>(() => model.Load(path))!.Message;
        Assert.That(message, Does.StartWith(path).And.Contain("Loop \"l\"").And.Contain("control flow")
            .And.Contain("Attention (belongs to language"));
        Assert.That(message, Does.Not.Contain("Relu").And.Not.Contain("supported are"));
        Assert.That(() => Model(22, [2], [Node("Relu", "y", ["x"])]).With("s", 8, 2).Load(path),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("s [2]").And.Message.Contains("String"));
    }
}
