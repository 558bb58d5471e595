// Arguments of ONNX operators at the edge of what they may be: missing, empty, too many, of another type.
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxArgumentTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private void Refused(ModelProto proto, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => proto.Load(path))!.Message;
        Assert.That(message, Does.StartWith(path));
        Assert.That(message.LastIndexOf(path, StringComparison.Ordinal), Is.Zero, "the path is said once");
        foreach (var word in words)
            Assert.That(message, Does.Contain(word));
    }

    private float[] Run(ModelProto proto, float[]? x = null)
    {
        var graph = proto.Load(path).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        if (x is not null)
            plan.Upload("x", x);
        plan.Run();
        return graph["y"].Type == DType.F32 ? plan.Fetch("y") : Array.ConvertAll(plan.FetchInt("y"), v => (float)v);
    }

    private static TensorProto Bytes(string name, int type, params byte[] values) =>
        new() { Name = name, DataType = type, Dims = { values.Length }, RawData = ByteString.CopyFrom(values) };

    [Test]
    public void Numbers_that_are_not_there_are_refused_by_name()
    {
        Refused(Model(13, [2], [Node("Concat", "y", [], Int("axis", 0))]), "Concat \"y\"", "no inputs");
        Refused(Model(13, [2], [Node("Range", "y", ["a", "b", "c"])], Longs("a"), Longs("b", 3), Longs("c", 1)), "Range \"y\"", "\"a\"",
            "one number");
        Refused(Model(13, [2], [Node("Range", "y", ["a", "b", "c"])], Longs("a", 0), Longs("b", 3), Longs("c")), "Range \"y\"", "\"c\"",
            "one number");
        Refused(Model(13, [2], [Node("Dropout", "y", ["x", "r", "t"])], Floats("r", [], 0.5f),
            new TensorProto { Name = "t", DataType = 9, Dims = { 0 } }), "Dropout \"y\"", "\"t\"", "one number");
        Refused(Model(1, [2], [Node("Tile", "y", ["x", "n", "a"])], Longs("n"), Longs("a", 0)), "Tile \"y\"", "\"n\"", "one number");
        Refused(Model(1, [2], [Node("Tile", "y", ["x", "n", "a"])], Longs("n", 2), Longs("a")), "Tile \"y\"", "\"a\"", "one number");
        Assert.That(Run(Model(1, [2], [Node("Tile", "y", ["x", "n", "a"])], Longs("n", 2), Longs("a", 0)), [3, 4]),
            Is.EqualTo([3, 4, 3, 4f]));
        Refused(Model(13, [2, 2], [Node("Concat", "y", ["x", "x"], Int("axis", 1L << 32))]), "Concat \"y\"", "axis holds 4294967296");
    }

    [Test]
    public void Arrays_computed_at_import_have_a_limit_in_all()
    {
        ModelProto Ranges(int n) =>
            Model(13, [1], [.. Enumerable.Range(0, n).Select(i => Node("Range", $"r{i}", ["a", "b", "c"])), Node("Neg", "y", ["x"])],
                new TensorProto { Name = "a", DataType = 7, Int64Data = { 0 } },
                new TensorProto { Name = "b", DataType = 7, Int64Data = { OnnxImport.MostFolded } },
                new TensorProto { Name = "c", DataType = 7, Int64Data = { 1 } });
        var most = OnnxImport.MostFoldedInAll / OnnxImport.MostFolded;
        Assert.That(Ranges(most).Load(path).Build()["y"].Shape, Is.EqualTo(new Shape(1)));
        Refused(Ranges(most + 1), $"Range \"r{most}\"", "16777216 values in all");
        var fills = Model(13, [1], [.. Enumerable.Range(0, most + 1).Select(i => Node("ConstantOfShape", $"f{i}", ["n"])), Node("Neg", "y", ["x"])],
            Longs("n", OnnxImport.MostFolded));
        Refused(fills, $"ConstantOfShape \"f{most}\"", "in all");
        // The arithmetic of shapes goes on however many nodes it has.
        Assert.That(Model(13, [1], [.. Enumerable.Range(0, 3000).Select(i => Node("Neg", $"n{i}", ["s"])), Node("Neg", "y", ["x"])],
            Longs("s", [.. new long[64]])).Load(path).Build().Nodes, Has.Count.EqualTo(2));
    }

    [TestCase(0, new[] { 0f, 0, 200, 255 })]
    [TestCase(3, new[] { -128f, -3, 127, 127 })]
    [TestCase(5, new[] { -200f, -3, 200, 300 })]
    public void Quantisation_takes_the_type_that_is_asked_for(int asked, float[] expected)
    {
        float[] values = [-200, -3, 200, 300];
        var attributes = asked == 0 ? Array.Empty<AttributeProto>() : [Int("output_dtype", asked)];
        Assert.That(Run(Model(21, [4], [Node("QuantizeLinear", "y", ["x", "s"], attributes)], Floats("s", [], 1)), values),
            Is.EqualTo(expected), "on the device");
        var constant = Node("Constant", "c", [], new AttributeProto { Name = "value", T = Floats("", [4], values) });
        var folded = Model(
            21, [4],
            [constant, Node("QuantizeLinear", "q", ["c", "s"], attributes), Node("DequantizeLinear", "d", ["q", "s"]), Node("Add", "y", ["x", "d"])],
            Floats("s", [], 1));
        Assert.That(Run(folded, new float[4]), Is.EqualTo(expected), "at import");
    }

    [Test]
    public void A_zero_point_of_another_type_than_asked_for_is_refused()
    {
        var node = Node("QuantizeLinear", "y", ["x", "s", "z"], Int("output_dtype", 2));
        Refused(Model(21, [4], [node], Floats("s", [1], 1), Bytes("z", 3, 1)), "QuantizeLinear \"y\"", "UInt8", "Int8");
        Assert.That(Run(Model(21, [4], [node], Floats("s", [1], 1), Bytes("z", 2, 1)), [-3, 0, 1, 300]), Is.EqualTo([0, 1, 2, 255f]));
        Refused(Model(21, [4], [Node("QuantizeLinear", "y", ["x", "s"], Int("output_dtype", 17))], Floats("s", [], 1)),
            "QuantizeLinear \"y\"", "Float8E4M3FN");
    }

    [TestCase("ReduceL1", 3)]
    [TestCase("ReduceL2", 3)]
    [TestCase("ReduceSumSquare", 9)]
    [TestCase("ReduceSum", -3)]
    [TestCase("ReduceLogSumExp", -3)]
    public void A_single_number_is_reduced_too(string op, float expected)
    {
        Assert.That(Run(Model(18, [], [Node(op, "y", ["x"])]), [-3])[0], Is.EqualTo(expected));
        Assert.That(Run(Model(18, [], [Node(op, "y", ["x"], Int("noop_with_empty_axes", 1))]), [-3])[0], Is.EqualTo(-3));
    }

    [Test]
    public void The_logarithm_of_a_single_number_is_taken() =>
        Assert.That(Run(Model(18, [], [Node("ReduceLogSum", "y", ["x"])]), [20])[0], Is.EqualTo(MathF.Log(20)).Within(1e-5));

    [Test]
    public void Only_damage_asks_for_another_copy_of_the_file()
    {
        var misfit = Model(13, [1, 2, 8, 8], [Node("Conv", "y", ["x", "w"])], Floats("w", [4, 3, 3, 3], new float[108]));
        Assert.That(Assert.Throws<InvalidDataException>(() => misfit.Load(path))!.Message, Does.Not.Contain("again").And.Contain("Conv \"y\""));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Assert.That(Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path))!.Message,
            Does.StartWith(path).And.Contain("fetch the file again"));
        var shorter = Model(13, [2], [Node("Add", "y", ["x", "w"])], Floats("w", [2], 1));
        Refused(shorter, "\"w\"", "needs 2 values", "again");
    }

    [Test]
    public void A_mask_that_nobody_reads_is_not_made()
    {
        var dropout = Node("Dropout", ["d", "mask"], ["x"]);
        var size = 2L * OnnxImport.MostFolded;
        var graph = Model(13, [1, size], [dropout, Node("Neg", "y", ["d"])]).Load(path).Build();
        Assert.That(graph.Nodes.Select(n => n.Op.Name), Has.None.EqualTo("Fill"));
        graph = Model(13, [1, size], [dropout, Node("Not", "y", ["mask"])]).Load(path).Build();
        Assert.That(graph["y"].Type, Is.EqualTo(DType.Bool));
        Assert.That(graph["y"].Shape, Is.EqualTo(new Shape(1, (int)size)));
        Assert.That(Run(Model(13, [3], [dropout, Node("Cast", "m", ["mask"], Int("to", 1)), Node("Add", "y", ["d", "m"])]), [0, 3, -4]),
            Is.EqualTo([1, 4, -3f]));
    }

    [TestCase(3, new[] { 44f, -128, 127, 0, -1 })]
    [TestCase(2, new[] { 44f, 128, 127, 0, 255 })]
    [TestCase(5, new[] { 300f, 128, 127, -32768, -1 })]
    [TestCase(4, new[] { 300f, 128, 127, 32768, 65535 })]
    public void Casts_to_small_integers_wrap_on_the_device_as_at_import(int to, float[] expected)
    {
        float[] values = [300, 128, 127, 98304, -1];
        Assert.That(Run(Model(13, [5], [Node("Cast", "y", ["x"], Int("to", to))]), values), Is.EqualTo(expected), "floats on the device");
        Assert.That(OnnxArray.Of(values).As((OnnxType)to).Floats, Is.EqualTo(expected), "at import");
    }

    [Test]
    public void Bfloat16_is_rounded_to_the_nearest_even()
    {
        // Eight bits of precision: neighbours of 1 are 1/128 apart.
        float[] values = [1 + 1 / 256f, 1 + 3 / 256f, 1 + 1.1f / 256, -1 - 3 / 256f, float.PositiveInfinity, float.NaN, float.MaxValue];
        Assert.That(OnnxArray.Of(values).As(OnnxType.BFloat16).Floats,
            Is.EqualTo([1, 1 + 2 / 128f, 1 + 1 / 128f, -1 - 2 / 128f, float.PositiveInfinity, float.NaN, float.PositiveInfinity]));
    }

    [Test]
    public void An_exponent_that_is_trained_stays_a_parameter()
    {
        var model = Model(13, [2], [Node("Pow", "y", ["x", "p"])], Floats("p", [1], 2)).Load(path);
        var graph = model.Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", [2, -3f]);
        weights.Set(model.Parameters()[0], [3]);
        plan.Run();
        Assert.That(plan.Fetch("y"), Is.EqualTo([8, -27f]).Within(1e-3));
        var constant = Node("Constant", "p", [], new AttributeProto { Name = "value", T = Floats("", [1], 2) });
        Assert.That(Model(13, [2], [constant, Node("Pow", "y", ["x", "p"])]).Load(path).Build().Nodes.Select(n => n.Op), Has.None.TypeOf<PowOp>());
    }
}
