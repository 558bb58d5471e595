// What ONNX import does besides operators: sizes, constants, several values, and files that are wrong.
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxImportTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static float[] Values(int n) => [.. Enumerable.Range(0, n).Select(i => i * 0.5f - 3)];

    private void Refused(ModelProto proto, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => proto.Load(path))!.Message;
        Assert.That(message, Does.StartWith(path));
        foreach (var word in words)
            Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void A_node_may_have_several_outputs()
    {
        var graph = Model(13, [2, 5], [Node("Split", ["a", "b"], ["x", "s"], Int("axis", 1)), Node("Sub", "y", ["b", "one"])], Longs("s", 2, 3),
            Floats("one", [], 1)).Load(path).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["a"], graph["b"], graph["y"]]);
        plan.Upload("x", Values(10));
        plan.Run();
        Assert.That(plan.Fetch("a"), Is.EqualTo([-3, -2.5f, -0.5f, 0]));
        Assert.That(plan.Fetch("b"), Is.EqualTo([-2, -1.5f, -1, 0.5f, 1, 1.5f]));
        Assert.That(plan.Fetch("y"), Is.EqualTo([-3, -2.5f, -2, -0.5f, 0, 0.5f]));
    }

    [Test]
    public void Shape_arithmetic_is_computed_at_import()
    {
        var proto = Model(13, [1],
        [
            Node("Shape", "shape", ["x"]), Node("Gather", "n", ["shape", "zero"]), Node("Unsqueeze", "rows", ["n", "axis"]),
            Node("Mul", "double", ["rows", "two"]), Node("Concat", "target", ["double", "rest"], Int("axis", 0)),
            Node("Reshape", "y", ["x", "target"]),
        ], new TensorProto { Name = "zero", DataType = 7, Int64Data = { 0 } }, Longs("axis", 0), Longs("two", 2),
        Longs("rest", -1)).With("x", 1, "batch", 6);
        var model = proto.Load(path);
        Assert.That(model.Inputs[0].Symbols, Is.EqualTo(["batch", ""]));
        var graph = model.Build(new Dictionary<string, Shape> { ["x"] = new Shape(5, 6) });
        Assert.That(graph["y"].Shape, Is.EqualTo(new Shape(10, 3)));
        Assert.That(graph.Nodes, Has.Count.EqualTo(2), "nothing of the arithmetic reaches the device");
        Assert.That(model.Build(3)["y"].Shape, Is.EqualTo(new Shape(6, 3)));
    }

    [Test]
    public void Named_sizes_are_bound_by_the_inputs_that_have_them()
    {
        var model = Model(13, [1], [Node("Add", "y", ["x", "z"])]).With("x", 1, "n", 3).With("z", 1, "n", "m").Load(path);
        Assert.That(model.Inputs[1].ToString(), Is.EqualTo("z [n,m]"));
        Assert.That(() => model.Build(2), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains("z [n,m]"));
        Assert.That(model.Build(new Dictionary<string, Shape> { ["z"] = new(4, 3) })["x"].Shape, Is.EqualTo(new Shape(4, 3)));
        var both = new Dictionary<string, Shape> { ["x"] = new(4, 3), ["z"] = new(5, 3) };
        Assert.That(() => model.Build(both), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\"n\" is 4").And.Message.Contains("5"));
        Assert.That(() => model.Build(new Dictionary<string, Shape> { ["w"] = new(4) }),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\"w\""));
    }

    [Test]
    public void What_an_operator_needs_at_import_is_asked_for_by_name()
    {
        var model = Model(13, [2, 6], [Node("Identity", "target", ["s"]), Node("Reshape", "y", ["x", "target"])]).With("s", 7, 2).Load(path);
        var e = Assert.Throws<OnnxConstantException>(() => model.Build())!;
        Assert.That(e.Message, Does.StartWith(path).And.Contain("Reshape \"y\"").And.Contain("\"s\"; bind that as a constant"));
        Assert.That(e.Inputs, Is.EqualTo(["s"]));
        var graph = model.Build(new Dictionary<string, Shape>(), new Dictionary<string, OnnxArray> { ["s"] = OnnxArray.Of([3L, -1]) });
        Assert.That(graph["y"].Shape, Is.EqualTo(new Shape(3, 4)));
    }

    [Test]
    public void Integers_compute_on_the_device_in_32_bits()
    {
        var proto = Model(13, [1], [Node("Add", "y", ["x", "c"])], Longs("c", 1 << 28, -7, 3)).With("x", 7, 2, 3);
        var graph = proto.Load(path).Build();
        Assert.That(graph["y"].Type, Is.EqualTo(DType.I32));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", [1, 2, 3, 4, 5, 6]);
        plan.Run();
        Assert.That(plan.FetchInt("y"), Is.EqualTo([(1 << 28) + 1, -5, 6, (1 << 28) + 4, -2, 9]));
        proto.Graph.Initializer[0] = Longs("c", 1L << 40, 0, 0);
        Refused(proto, "\"c\"", "1099511627776", "32 bits");
    }

    [Test]
    public void Empty_arrays_exist_at_import_and_not_on_the_device()
    {
        var proto = Model(13, [2, 2], [Node("Concat", "y", ["x", "nothing"], Int("axis", 0))], Floats("nothing", [0, 2]));
        Assert.That(proto.Load(path).Build()["y"].Shape, Is.EqualTo(new Shape(2, 2)));
        var model = Model(13, [2, 2], [Node("Sigmoid", "y", ["nothing"])], Floats("nothing", [0, 2])).Load(path);
        Assert.That(() => model.Forward(new Graph().Input("x", 2, 2)),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains("\"y\" [0,2] has no elements"));
    }

    [Test]
    public void Initializers_may_be_declared_as_inputs_too()
    {
        var model = Model(8, [2, 3], [Node("Add", "y", ["x", "w"])], Floats("w", [3], 1, 2, 3)).With("w", 1, 3).Load(path);
        Assert.That(model.Inputs.Select(i => i.Name), Is.EqualTo(["x"]));
        Assert.That(model.Parameters().Select(p => p.Name), Is.EqualTo(["w"]));
    }

    [Test]
    public void Quantised_weights_become_parameters()
    {
        var bytes = new TensorProto { Name = "q", DataType = 3, Dims = { 2, 2 }, RawData = ByteString.CopyFrom(1, 0xFE, 3, 4) };
        var zero = new TensorProto { Name = "z", DataType = 3, Dims = { 2 }, RawData = ByteString.CopyFrom(0, 1) };
        var model = Model(13, [3, 2], [Node("DequantizeLinear", "w", ["q", "s", "z"], Int("axis", 0)), Node("MatMul", "y", ["x", "w"])], bytes, zero,
            Floats("s", [2], 0.5f, 2)).Load(path);
        Assert.That(model.Parameters().Single().Name, Is.EqualTo("w"));
        Assert.That(model.Parameters().Single().Initial, Is.EqualTo([0.5f, -1, 4, 6]));
        Assert.That(model.Build()["y"].Shape, Is.EqualTo(new Shape(3, 2)));
    }

    [Test]
    public void Parameters_stay_live_where_their_values_are_also_known()
    {
        var model = Model(
            13, [2, 2], [Node("Neg", "n", ["w"]), Node("Mul", "m", ["w", "w"]), Node("Add", "y", ["x", "m"])], Floats("w", [2], 3, 4)).Load(path);
        model.LoadStateDict(new Dictionary<string, TensorData> { ["w"] = new(new Shape(2), [5, 6]) });
        var graph = model.Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", [0f, 0, 1, 1]);
        weights.Set(model.Parameters()[0], [7, 8]);
        plan.Run();
        Assert.That(plan.Fetch("y"), Is.EqualTo([49, 64, 50, 65f]));
    }

    [Test]
    public void Graphs_that_cannot_be_computed_are_refused()
    {
        Refused(Model(13, [2], [Node("Add", "a", ["x", "b"]), Node("Relu", "b", ["a"])]), "Add \"a\"", "depends on its own result");
        Refused(Model(13, [2], [Node("Relu", "a", ["x"]), Node("Relu", "a", ["x"])]), "\"a\"", "there already");
        Refused(Model(13, [2], [Node("Relu", "x", ["x"])]), "\"x\"", "there already");
        Refused(Model(13, [2], [Node("Relu", "y", ["z"])]), "\"z\"", "nothing before it makes");
        Refused(Model(13, [2], [Node("Relu", "y", ["x"])]).Giving("w"), "\"w\"");
        Refused(Model(13, [1L << 20, 1L << 20], [Node("Relu", "y", ["x"])]), "x [1048576,1048576]", "elements");
        Refused(Model(13, [2], [Node("Expand", "y", ["x", "s"])], Longs("s", 1L << 30, 1 << 10, 2)), "Expand \"y\"", "elements");
        Refused(Model(13, [2], [Node("ConstantOfShape", "y", ["s"])], Longs("s", 1L << 40)), "ConstantOfShape \"y\"", "1099511627776");
        Refused(Model(13, [2], [Node("Range", "y", ["a", "b", "c"])], Longs("a", 0), Longs("b", long.MaxValue), Longs("c", 1)),
            "Range \"y\"", "too long");
        Refused(Model(13, [2], [Node("Tile", "y", ["a", "b"])], Longs("a", 0), Longs("b", 1 << 30)), "Tile \"y\"");
        // Nodes may stand in any order.
        Assert.That(
            Model(13, [2], [Node("Neg", "b", ["a"]), Node("Sub", "a", ["x", "x"]), Node("Add", "y", ["a", "x"])]).Load(path).Build()["y"].Shape,
            Is.EqualTo(new Shape(2)));
        Assert.That(() => Model(29, [2], [Node("Relu", "y", ["x"])]).Load(path),
            Throws.InstanceOf<NotSupportedException>().With.Message.StartsWith(path).And.Message.Contains("opset 29"));
    }

    [Test]
    public void Data_in_other_files_are_read_inside_the_models_folder_only()
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllBytes(Path.Combine(folder, "data/w.bin"), [9, 9, 9, 9, .. Values(3).SelectMany(BitConverter.GetBytes)]);
        ModelProto Model(string location, params (string, string)[] more)
        {
            var tensor = new TensorProto { Name = "w", DataType = 1, Dims = { 3 }, DataLocation = 1 };
            foreach (var (key, value) in more.Append(("location", location)))
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            return OnnxProtos.Model(13, [2, 3], [Node("Add", "y", ["x", "w"])], tensor);
        }
        Assert.That(Model("data/w.bin", ("offset", "4"), ("length", "12")).Load(path).Parameters()[0].Initial, Is.EqualTo(Values(3)));
        Refused(Model("data/w.bin", ("offset", "8")), "\"w\"", "data/w.bin", "12 bytes");
        Refused(Model("data/w.bin", ("offset", "-1")), "\"w\"", "offset");
        Refused(Model("data/w.bin", ("offset", "99999999999999999999")), "\"w\"", "offset");
        Refused(Model("data/none.bin"), "data/none.bin", "not there");
        File.WriteAllBytes(Path.Combine(folder, "..", Path.GetFileName(folder) + ".bin"), new byte[12]);
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), $"../{Path.GetFileName(folder)}.bin");
            foreach (var outside in new[] { $"../{Path.GetFileName(folder)}.bin", $"data/../../{Path.GetFileName(folder)}.bin", $"{folder}.bin",
                "/etc/hostname", "link.bin", "" })
            {
                Refused(Model(outside), $"\"{outside}\"", "folder");
            }
        }
        finally
        {
            File.Delete(folder + ".bin");
        }
        var large = Model("data/w.bin");
        large.Graph.Initializer[0].Dims[0] = 1 << 30;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(large, "4294967296 bytes");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20), "nothing of the size the file claims is allocated");
    }
}
