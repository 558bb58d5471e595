// The verb that feeds any network and saves what it gives.
using Engine;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class RunTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("run").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private string Write(string name, Protobuf.ModelProto proto)
    {
        File.WriteAllBytes(At(name), Google.Protobuf.MessageExtensions.ToByteArray(proto));
        return At(name);
    }

    [Test]
    public void Several_inputs_and_outputs_of_several_types()
    {
        var net = Write("net.onnx", Model(13, [2, 3], [Node("Add", "sum", ["x", "y"]), Node("Mul", "twice", ["n", "two"]),
            Node("Greater", "more/than", ["x", "y"])], Longs("two", 2)));
        var proto = Protobuf.ModelProto.Parser.ParseFrom(File.ReadAllBytes(net));
        proto.With("x", 1, "N", 3).With("y", 1, "N", 3).With("n", 7, 2).Giving("sum", "twice");
        Write("net.onnx", proto);
        Npy.Save(At("x.npy"), new Shape(2, 3), [1f, 2, 3, 4, 5, 6]);
        Npy.Save(At("y.npy"), new Shape(2, 3), [10f, 0, 10, 0, 10, 0]);
        Npy.Save(At("n.npy"), new Shape(2), [7L, -3]);
        string[] Inputs(string y = "y.npy", string n = "n.npy") =>
            ["run", net, "--input", $"x={At("x.npy")}", "--input", $"y={At(y)}", "--input", $"n={At(n)}", "--output", At("out")];
        var (code, output) = Verbs.Run(Inputs());
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("sum [2,3]"));
        Assert.That(Npy.Load(At("out/sum.npy")).Values, Is.EqualTo([11f, 2, 13, 4, 15, 6]));
        Assert.That(Npy.LoadIntegers(At("out/twice.npy")).Values, Is.EqualTo([14L, -6]));
        Assert.That(Npy.LoadIntegers(At("out/more_than.npy")).Values, Is.EqualTo([0L, 1, 0, 1, 0, 1]));

        Npy.Save(At("wide.npy"), new Shape(2, 4), new float[8]);
        Npy.Save(At("long.npy"), new Shape(3, 3), new float[9]);
        Npy.Save(At("floats.npy"), new Shape(2), [0.5f, 1]);
        Assert.That(() => Verbs.Run(Inputs(y: "wide.npy")),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("y [N,3] cannot be [2,4]"));
        Assert.That(() => Verbs.Run(Inputs(y: "long.npy")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\"N\" is 2"));
        Assert.That(() => Verbs.Run(Inputs(n: "floats.npy")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("whole numbers"));
        Assert.That(() => Verbs.Run("run", net, "--input", $"x={At("x.npy")}"), Throws.ArgumentException.With.Message.Contains("--input y=FILE"));
        Assert.That(() => Verbs.Run("run", net, "--input", $"z={At("x.npy")}"),
            Throws.ArgumentException.With.Message.Contains("no input is called \"z\""));

        Npz.Save(At("all.npz"), [KeyValuePair.Create("x", Npy.Load(At("x.npy"))), KeyValuePair.Create("y", Npy.Load(At("y.npy"))),
            KeyValuePair.Create("n", Npy.Load(At("n.npy")))]);
        Verbs.Run("run", net, "--input", At("all.npz"), "--output", At("results.npz"));
        Assert.That(Npz.Load(At("results.npz"))["sum"].Values, Is.EqualTo([11f, 2, 13, 4, 15, 6]));
        Assert.That(Npz.Load(At("results.npz"))["twice"].Values, Is.EqualTo([14f, -6]));
    }

    [Test]
    public void Bytes_beyond_the_type_are_refused()
    {
        var net = Write("net.onnx", Model(13, [1], [Node("Cast", "y", ["x"], Int("to", 1))]).With("x", 2, 2));
        Npy.Save(At("x.npy"), new Shape(2), [255L, 256]);
        Assert.That(() => Verbs.Run("run", net, "--input", At("x.npy")),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("from 0 to 255, not 256"));
    }

    [Test]
    public void Pictures_are_arranged_as_the_input_wants_them_and_open_sizes_are_theirs()
    {
        byte[] rgba = [.. Enumerable.Range(0, 6).SelectMany(i => new[] { (byte)(10 * i), (byte)(10 * i + 1), (byte)(10 * i + 2), (byte)255 })];
        PngFile.Write(At("p.png"), 3, 2, rgba);
        var net = Write("net.onnx", Model(13, [1, 3, 1, 1], [Node("Identity", "y", ["x"])]).With("x", 1, 1, 3, "H", "W"));
        Assert.That(() => Verbs.Run("run", net, "--input", At("p.png")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--norm"));
        Verbs.Run("run", net, "--input", At("p.png"), "--norm", "byte:bgr", "--output", At("out"));
        var y = Npy.Load(At("out/y.npy"));
        Assert.That((y.Shape, y.Values[..6]), Is.EqualTo((new Shape(1, 3, 2, 3), new float[] { 2, 12, 22, 32, 42, 52 })));
        var last = Write("last.onnx", Model(13, [1], [Node("Identity", "y", ["x"])]).With("x", 2, 1, 2, 3, 3));
        Verbs.Run("run", last, "--input", $"x={At("p.png")}", "--output", At("out"));
        Assert.That(Npy.LoadIntegers(At("out/y.npy")).Values[..6], Is.EqualTo([0L, 1, 2, 10, 11, 12]));
    }

    [Test]
    public void Networks_of_other_files_have_one_input()
    {
        Npy.Save(At("x.npy"), new Shape(2, 1, 32, 32), new float[2 * 32 * 32]);
        Verbs.Run("run", "lenet5", "--input", At("x.npy"), "--output", At("out"));
        Assert.That(Npy.Load(At("out/output.npy")).Shape, Is.EqualTo(new Shape(2, 10)));
    }

    [Test]
    public void NaN_is_told_and_saved_as_it_is()
    {
        var net = Write("net.onnx", Model(13, [2], [Node("Log", "logarithm", ["x"]), Node("Add", "y", ["logarithm", "x"])]));
        Npy.Save(At("x.npy"), new Shape(2), [-1f, 1]);
        var told = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => told.Add(message);
        try
        {
            Verbs.Run("run", net, "--input", At("x.npy"), "--output", At("out"));
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(told, Has.Some.Contains("the layer \"logarithm\""));
        Assert.That(Npy.Load(At("out/y.npy")).Values, Is.EqualTo([float.NaN, 1]));
    }
}
