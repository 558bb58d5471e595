// Operators as the newer operator sets define them, and those that are new in them.
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxOperatorSetTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private float[] Run(ModelProto proto, params float[] x)
    {
        var graph = proto.Load(path).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        if (graph["x"].Type == DType.F32)
            plan.Upload("x", x);
        else
            plan.Upload("x", Array.ConvertAll(x, v => (int)v));
        plan.Run();
        return graph["y"].Type == DType.F32 ? plan.Fetch("y") : Array.ConvertAll(plan.FetchInt("y"), v => (float)v);
    }

    [Test]
    public void Sets_up_to_the_newest_are_read()
    {
        for (var opset = 22; opset <= 28; opset++)
        {
            var net = Model(opset, [1, 1, 2, 2], [Node("Relu", "r", ["x"]), Node("GlobalAveragePool", "g", ["r"]), Node("Flatten", "y", ["g"])]);
            Assert.That(Run(net, -1, 2, 3, -4), Is.EqualTo([1.25f]), $"set {opset}");
        }
    }

    [Test]
    public void Activations_of_the_newer_sets()
    {
        static float Swish(float v, float alpha) => v / (1 + MathF.Exp(-alpha * v));
        Assert.That(Run(Model(24, [3], [Node("Swish", "y", ["x"])]), -2, 0, 3), Is.EqualTo([Swish(-2, 1), 0, Swish(3, 1)]).Within(1e-6));
        Assert.That(Run(Model(24, [2], [Node("Swish", "y", ["x"], new AttributeProto { Name = "alpha", F = 0.5f })]), -2, 3),
            Is.EqualTo([Swish(-2, 0.5f), Swish(3, 0.5f)]).Within(1e-6));
        Assert.That(Run(Model(28, [2], [Node("SwiGLU", "y", ["x", "b"])], Floats("b", [2], 2, -1)), -2, 3),
            Is.EqualTo([2 * Swish(-2, 1), -Swish(3, 1)]).Within(1e-6));
    }

    [Test]
    public void Normalisation_by_the_root_of_the_mean_square()
    {
        var root = MathF.Sqrt((9 + 16) / 2f + 1e-5f);
        Assert.That(Run(Model(23, [1, 2], [Node("RMSNormalization", "y", ["x", "s"])], Floats("s", [2], 1, 10)), 3, 4),
            Is.EqualTo([3 / root, 40 / root]).Within(1e-5));
        root = MathF.Sqrt((1 + 4 + 9 + 16) / 4f + 1e-5f);
        Assert.That(Run(Model(23, [2, 2], [Node("RMSNormalization", "y", ["x", "s"], Int("axis", 0))], Floats("s", [1], 2)), 1, 2, 3, 4),
            Is.EqualTo([2 / root, 4 / root, 6 / root, 8 / root]).Within(1e-5));
    }

    [Test]
    public void Products_so_far_and_diagonals()
    {
        NodeProto Product(params AttributeProto[] more) => Node("CumProd", "y", ["x", "a"], more);
        Assert.That(Run(Model(26, [2, 2], [Product()], Longs("a", 1)), 2, 3, 4, 5), Is.EqualTo([2, 6, 4, 20f]));
        Assert.That(Run(Model(26, [3], [Product(Int("reverse", 1))], Longs("a", 0)), 2, -3, 4), Is.EqualTo([-24, -12, 4f]));
        Assert.That(Run(Model(26, [3], [Product(Int("exclusive", 1))], Longs("a", 0)), 2, 3, 4), Is.EqualTo([1, 2, 6f]));
        Assert.That(() => Model(26, [1000], [Product()], Longs("a", 0)).Load(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("CumProd \"y\"").And.Message.Contains("1000 elements"));
        Assert.That(Run(Model(22, [2, 3], [Node("EyeLike", "e", ["x"], Int("k", 1)), Node("Add", "y", ["x", "e"])]), 0, 0, 0, 0, 0, 0),
            Is.EqualTo([0, 1, 0, 0, 0, 1f]));
    }

    [Test]
    public void The_largest_of_truths_says_whether_any_holds()
    {
        ModelProto Reduced(string op) => Model(20, [1],
            [Node("Cast", "b", ["x"], Int("to", 9)), Node(op, "r", ["b", "a"], Int("keepdims", 0)), Node("Cast", "y", ["r"], Int("to", 1))],
            Longs("a", 1)).With("x", 1, 3, 2);
        Assert.That(Run(Reduced("ReduceMax"), 0, 0, 0, 1, 1, 1), Is.EqualTo([0, 1, 1f]));
        Assert.That(Run(Reduced("ReduceMin"), 0, 0, 0, 1, 1, 1), Is.EqualTo([0, 0, 1f]));
    }

    [TestCase(1, 3f / 7, -4f / 7)]
    [TestCase(2, 0.6f, -0.8f)]
    public void A_vector_of_zeros_stays_one_when_it_is_normalised(int p, float a, float b)
    {
        var proto = Model(22, [3, 2], [Node("LpNormalization", "y", ["x"], Int("axis", 1), Int("p", p))]);
        Assert.That(Run(proto, 0, 0, 3, -4, float.NaN, 1), Is.EqualTo([0, 0, a, b, float.NaN, float.NaN]).Within(1e-6));
    }

    [Test]
    public void What_has_no_place_here_is_refused_with_the_number()
    {
        void Refused(TensorProto tensor, params string[] words)
        {
            var e = Assert.Throws<InvalidDataException>(() => Model(22, [1], [Node("Add", "y", ["x", "w"])], tensor).Load(path))!;
            Assert.That(e.Message, Does.StartWith(path));
            foreach (var word in words)
                Assert.That(e.Message, Does.Contain(word));
        }
        Refused(new TensorProto { Name = "w", DataType = 11, Dims = { 1 }, DoubleData = { 1e300 } }, "\"w\"", "1E+300", "32 bits");
        Refused(new TensorProto { Name = "w", DataType = 13, Dims = { 1 }, Uint64Data = { ulong.MaxValue } }, "\"w\"", "18446744073709551615");
        Refused(new TensorProto { Name = "w", DataType = 3, Dims = { 1 }, Int32Data = { 200 } }, "\"w\"", "Int8", "200");
        Refused(new TensorProto { Name = "w", DataType = 12, Dims = { 1 }, Uint64Data = { 1L << 32 } }, "\"w\"", "UInt32", "4294967296");
        Refused(new TensorProto { Name = "w", DataType = 22, Dims = { 1 }, Int32Data = { 1 } }, "\"w\"", "Int4", "not read");
        Refused(new TensorProto { Name = "w", DataType = 8, Dims = { 1 } }, "\"w\"", "String", "not read");
    }

    [Test]
    public void Numbers_of_all_sizes_are_read()
    {
        float[] Sum(TensorProto tensor, int type) =>
            Run(Model(22, [1], [Node("Add", "s", ["x", "w"]), Node("Cast", "y", ["s"], Int("to", 1))], tensor).With("x", type, 2), 1, 2);
        TensorProto Raw(int type, params byte[] bytes) =>
            new() { Name = "w", DataType = type, Dims = { 2 }, RawData = ByteString.CopyFrom(bytes) };
        Assert.That(Sum(Raw(10, 0, 0x3C, 0, 0xC0), 10), Is.EqualTo([2, 0f]), "float16");
        Assert.That(Sum(Raw(16, 0x80, 0x3F, 0, 0xC0), 16), Is.EqualTo([2, 0f]), "bfloat16");
        Assert.That(Sum(Raw(11, [.. BitConverter.GetBytes(0.5), .. BitConverter.GetBytes(double.NegativeInfinity)]), 11),
            Is.EqualTo([1.5f, float.NegativeInfinity]), "double");
        Assert.That(Sum(Raw(2, 255, 0), 2), Is.EqualTo([256, 2f]), "uint8");
        Assert.That(Sum(Raw(3, 0x80, 5), 3), Is.EqualTo([-127, 7f]), "int8");
        Assert.That(Sum(Raw(4, 0xFF, 0xFF, 1, 0), 4), Is.EqualTo([65536, 3f]), "uint16");
        Assert.That(Sum(Raw(5, 0, 0x80, 1, 0), 5), Is.EqualTo([-32767, 3f]), "int16");
        Assert.That(Sum(Raw(12, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0), 12)[1], Is.EqualTo(2f), "uint32");
        Assert.That(Sum(Raw(13, [.. BitConverter.GetBytes(7UL), .. BitConverter.GetBytes(9UL)]), 13), Is.EqualTo([8, 11f]), "uint64");
        Assert.That(() => Sum(Raw(12, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0), 12),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("4294967295").And.Message.Contains("32 bits"));
    }

    [TestCase(2, 255, 256)]
    [TestCase(3, -128, -129)]
    [TestCase(4, 65535, -1)]
    [TestCase(7, int.MaxValue, 1L << 31)]
    [TestCase(12, int.MaxValue, -1)]
    [TestCase(9, 1, 2)]
    public void Inputs_take_what_their_type_can_hold(int type, long fits, long beyond)
    {
        var port = Model(22, [1], [Node("Cast", "y", ["x"], Int("to", 1))]).With("x", type, 1).Load(path).Inputs[0];
        Assert.That(port.ToDevice([fits]), Is.EqualTo([(int)fits]));
        Assert.That(() => port.ToDevice([beyond]),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains($"given {beyond}").And.Message.Contains("x [1]"));
    }

    [Test]
    public void The_type_of_a_zero_point_may_come_from_a_cast_or_an_input()
    {
        var model = Model(22, [2], [Node("Cast", "z", ["x"], Int("to", 3)), Node("ReduceMax", "m", ["z"], Int("keepdims", 0)),
            Node("Cast", "p", ["m"], Int("to", 3)), Node("QuantizeLinear", "q", ["x", "s", "p"]), Node("Cast", "y", ["q"], Int("to", 1))],
            Floats("s", [], 1));
        Assert.That(Run(model, 100, -300), Is.EqualTo([127, -128f]));
    }

    [Test]
    public void Blocks_of_activations_have_a_scale_each()
    {
        var model = Model(25, [1, 5], [Node("QuantizeLinear", "q", ["x", "s"], Int("axis", 1), Int("block_size", 2), Int("output_dtype", 3)),
            Node("DequantizeLinear", "y", ["q", "s"], Int("axis", 1), Int("block_size", 2))], Floats("s", [1, 3], 1, 10, 0.5f));
        Assert.That(Run(model, 1.4f, 2, 34, -6, 0.7f), Is.EqualTo([1, 2, 30, -10, 0.5f]));
    }

    [Test]
    public void Maxima_of_integers_stay_integers()
    {
        var model = Model(22, [1], [Node("MaxPool", "m", ["x"], Ints("kernel_shape", 2, 2)), Node("Add", "y", ["m", "m"])]).With("x", 2, 1, 1, 2, 2);
        Assert.That(Run(model, 1, 7, 3, 4), Is.EqualTo([14f]));
        Assert.That(model.Load(path).Build()["y"].Type, Is.EqualTo(DType.I32));
    }
}
