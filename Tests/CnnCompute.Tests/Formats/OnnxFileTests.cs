// What an ONNX file may be, and where the data of its tensors may lie.
using System.Diagnostics;
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxFileTests
{
    private string root = "";

    [SetUp]
    public void MakeFolder() => root = Directory.CreateTempSubdirectory("onnx").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(root, recursive: true);

    private string In(string name)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private void Data(string name, params float[] values) => File.WriteAllBytes(In(name), [.. values.SelectMany(BitConverter.GetBytes)]);

    private void Link(string name, string target) => File.CreateSymbolicLink(In(name), target);

    private static void Run(string program, params string[] arguments)
    {
        using var made = Process.Start(program, arguments);
        made.WaitForExit();
        Assert.That(made.ExitCode, Is.Zero, program);
    }

    // y = x + w, w of three floats in another file.
    private void Model(string name, string location, params (string Key, string Value)[] more)
    {
        var tensor = new TensorProto { Name = "w", DataType = 1, Dims = { 3 }, DataLocation = 1 };
        foreach (var (key, value) in more.Append(("location", location)))
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        File.WriteAllBytes(In(name), OnnxProtos.Model(22, [2, 3], [Node("Add", "y", ["x", "w"])], tensor).ToByteArray());
    }

    private float[] Weight(string name) => OnnxModel.Load(Path.Combine(root, name)).Parameters().Single().Initial;

    private void Refused(string name, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(Path.Combine(root, name)))!.Message;
        Assert.That(message, Does.StartWith(Path.Combine(root, name)));
        Assert.That(message.Split(' '), Has.Length.LessThan(60), "one sentence");
        foreach (var word in words)
            Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void Data_lie_beside_the_model_or_below_it()
    {
        Data("m/d.bin", 1, 2, 3);
        Model("m/a.onnx", "d.bin");
        Model("m/b.onnx", "./d.bin", ("offset", "0"), ("length", "12"));
        Data("m/w/data file é.bin", 7, 4, 5, 6);
        Model("m/c.onnx", "w/data file é.bin", ("offset", "4"));
        Assert.That(Weight("m/a.onnx"), Is.EqualTo([1, 2, 3f]));
        Assert.That(Weight("m/b.onnx"), Is.EqualTo([1, 2, 3f]));
        Assert.That(Weight("m/c.onnx"), Is.EqualTo([4, 5, 6f]));
        Link("other", "m");
        Assert.That(Weight("other/a.onnx"), Is.EqualTo([1, 2, 3f]), "the folder itself may be a link");
    }

    [Test]
    public void Links_into_a_store_are_followed_as_far_as_the_model_itself_lies_there()
    {
        // A hub keeps both files under their hashes, and a snapshot's names are links to them.
        Data("hub/blobs/ab12", 1, 2, 3);
        Model("hub/blobs/cd34", "model.onnx_data");
        Link("hub/snapshots/1/model.onnx", "../../blobs/cd34");
        Link("hub/snapshots/1/model.onnx_data", "../../blobs/ab12");
        Assert.That(Weight("hub/snapshots/1/model.onnx"), Is.EqualTo([1, 2, 3f]));
        // A single link to a model elsewhere: its data lie beside what it links to.
        Data("store/model.onnx_data", 4, 5, 6);
        Model("store/model.onnx", "model.onnx_data");
        Link("mine/model.onnx", "../store/model.onnx");
        Assert.That(Weight("mine/model.onnx"), Is.EqualTo([4, 5, 6f]));
        // A model of one's own whose data link out of its folder.
        Model("dvc/model.onnx", "model.onnx_data");
        Link("dvc/model.onnx_data", "../store/model.onnx_data");
        Refused("dvc/model.onnx", "\"w\"", "model.onnx_data", "not in the model's folder");
    }

    [Test]
    public void What_lies_elsewhere_is_not_read()
    {
        Data("secret.bin", 1, 2, 3);
        Data("m/d.bin", 1, 2, 3);
        Link("m/out", "..");
        Link("m/round", "round");
        Run("ln", In("secret.bin"), In("m/hard.bin"));
        string[] elsewhere =
        [
            "../secret.bin", "d.bin/../../secret.bin", "out/secret.bin", Path.Combine(root, "m/d.bin"), "round", "", "..\\secret.bin",
        ];
        foreach (var location in elsewhere)
        {
            Model("m/model.onnx", location);
            Refused("m/model.onnx", "\"w\"", $"\"{location}\"");
        }
        Model("m/model.onnx", "hard.bin");
        Refused("m/model.onnx", "hard.bin", "hard link", "copy");
        Run("ln", In("m/d.bin"), In("m/same.bin"));
        Model("m/model.onnx", "same.bin");
        Assert.That(Weight("m/model.onnx"), Is.EqualTo([1, 2, 3f]), "two names in the model's own folder lead nowhere else");
    }

    [Test]
    [CancelAfter(60_000)]
    public void Data_are_regular_files_that_are_long_enough()
    {
        Run("mkfifo", In("m/pipe"));
        Link("m/zero", "/dev/zero");
        Directory.CreateDirectory(In("m/folder"));
        File.WriteAllText(In("m/pointer"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        Data("m/d.bin", 1, 2);
        foreach (var (location, word) in new[] { ("pipe", "a pipe"), ("zero", "folder"), ("folder", "a folder"), ("pointer", "git-LFS"),
            ("d.bin", "12 bytes"), ("none", "not there") })
        {
            Model("m/model.onnx", location);
            Refused("m/model.onnx", "\"w\"", location, word);
        }
        Model("m/model.onnx", "d.bin", ("offset", "9223372036854775807"), ("length", "12"));
        Refused("m/model.onnx", "9223372036854775807");
        Model("m/model.onnx", "d.bin", ("length", "99999999999999999999"));
        Refused("m/model.onnx", "length");
    }

    [Test]
    [CancelAfter(60_000)]
    public void Models_are_regular_files()
    {
        Run("mkfifo", In("pipe.onnx"));
        Link("zero.onnx", "/dev/zero");
        File.WriteAllText(In("pointer.onnx"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4956208\n");
        using (var sparse = File.Create(In("large.onnx")))
            sparse.SetLength(3L << 30);
        Refused("pipe.onnx", "a pipe");
        Refused("zero.onnx", "a device");
        Refused("pointer.onnx", "git-LFS", "git lfs pull");
        Refused("large.onnx", "3,221,225,472 bytes", "files beside it");
        Assert.That(() => OnnxModel.Load(In("none.onnx")), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("none.onnx"));
    }

    // Ten million nodes, or arrays, of two bytes each; and the same number deeper inside.
    [TestCase(0x0A)]
    [TestCase(0x2A)]
    [CancelAfter(120_000)]
    public void Files_of_nothing_but_entries_are_refused_before_they_are_read(int tag)
    {
        const int count = 10_000_000;
        var graph = new byte[2 * count];
        for (var i = 0; i < graph.Length; i += 2)
            graph[i] = (byte)tag;
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteRawTag(0x3A);
            output.WriteBytes(ByteString.CopyFrom(graph));
        }
        File.WriteAllBytes(In("model.onnx"), stream.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("model.onnx", "1,000,000 entries");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(2 * count + (1 << 20)), "the file's bytes, and nothing more");
    }

    [Test]
    [CancelAfter(120_000)]
    public void A_long_chain_of_nodes_is_imported_and_counted()
    {
        const int count = 20_000;
        var path = In("long.onnx");
        File.WriteAllBytes(path, OnnxProtos.Model(22, [1, 4],
            [.. Enumerable.Range(0, count).Select(i => Node(i % 2 == 0 ? "Add" : "Mul", $"v{i + 1}", [i == 0 ? "x" : $"v{i}", "c"]))],
            Floats("c", [], 1.0001f)).ToByteArray());
        var model = OnnxModel.Load(path);
        var graph = model.Build();
        Assert.That(graph.Nodes, Has.Count.EqualTo(count + 2));
        var summary = ModelSummary.Of(graph, graph[$"v{count}"], model.Parameters());
        Assert.That((summary.Layers.Count, summary.Parameters), Is.EqualTo((count, 1L)));
    }
}
