// Safetensors: what goes round comes round, and damaged files are refused with a word.
using System.Text;

namespace CnnCompute.Tests;

public sealed class SafetensorsTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("safetensors").FullName, "model.safetensors");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static KeyValuePair<string, TensorData>[] Arrays() =>
    [
        new("features.0.weight", new TensorData(new Shape(2, 3, 1, 2), [.. Enumerable.Range(0, 12).Select(i => i * 0.5f)])),
        new("scalar", new TensorData(Shape.Scalar, [float.MinValue])),
        new("ä \"quoted\"", new TensorData(new Shape(3), [1, -0f, float.PositiveInfinity])),
    ];

    private void Write(string header, byte[] data, ulong? claimed = null)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(claimed ?? (ulong)bytes.Length), .. bytes, .. data]);
    }

    private string Refused()
    {
        var message = Assert.Throws<InvalidDataException>(() => Safetensors.Load(path))!.Message;
        Assert.That(message, Does.StartWith(path));
        return message;
    }

    [Test]
    public void Save_and_Load_keep_names_order_shapes_bits_and_metadata()
    {
        Safetensors.Save(path, Arrays(), new Dictionary<string, string> { ["model"] = "FashionNet", ["step"] = "7" });
        var loaded = Safetensors.Load(path);
        Assert.That(loaded.Metadata, Is.EqualTo(new Dictionary<string, string> { ["model"] = "FashionNet", ["step"] = "7" }));
        Assert.That(loaded.Tensors.Keys, Is.EqualTo(Arrays().Select(a => a.Key)));
        foreach (var (name, expected) in Arrays())
        {
            Assert.That(loaded.Tensors[name].Shape, Is.EqualTo(expected.Shape));
            Assert.That(loaded.Tensors[name].Values.Select(BitConverter.SingleToInt32Bits),
                Is.EqualTo(expected.Values.Select(BitConverter.SingleToInt32Bits)));
        }
        Assert.That(Safetensors.Inspect(path).Shapes["scalar"], Is.EqualTo(Shape.Scalar));
    }

    [Test]
    public void Save_replaces_whole_files_and_leaves_no_others_behind()
    {
        Safetensors.Save(path, Arrays());
        var first = File.ReadAllBytes(path);
        Safetensors.Save(path, Arrays());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(first));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.EqualTo([path]));
        Assert.That(BitConverter.ToUInt64(first) % 8, Is.Zero);
    }

    [Test]
    public void Save_into_a_folder_that_is_not_there_says_so() =>
        Assert.That(() => Safetensors.Save("/nonexistent/folder/model.safetensors", Arrays()),
            Throws.InstanceOf<IOException>().With.Message.Contains("/nonexistent/folder"));

    [Test]
    public void Load_converts_the_other_element_types()
    {
        Write("""
            {"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"brain":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},
             "long":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"int":{"dtype":"I32","shape":[1],"data_offsets":[16,20]},
             "double":{"dtype":"F64","shape":[1],"data_offsets":[20,28]},"byte":{"dtype":"U8","shape":[1],"data_offsets":[28,29]}}
            """, [0x00, 0x3e, 0x00, 0xc0, 0xc0, 0x3f, 0x00, 0xc0, .. BitConverter.GetBytes(-5L), .. BitConverter.GetBytes(9),
                .. BitConverter.GetBytes(0.25), 200]);
        var tensors = Safetensors.Load(path).Tensors;
        Assert.That(tensors["half"].Values, Is.EqualTo([1.5f, -2f]));
        Assert.That(tensors["brain"].Values, Is.EqualTo([1.5f, -2f]));
        Assert.That(new[] { tensors["long"], tensors["int"], tensors["double"], tensors["byte"] }.SelectMany(t => t.Values),
            Is.EqualTo([-5f, 9f, 0.25f, 200f]));
    }

    [Test]
    public void Load_refuses_headers_that_lie()
    {
        const string sound = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        Write(sound, new byte[8]);
        Assert.That(Safetensors.Load(path).Tensors, Has.Count.EqualTo(1));

        Write(sound, new byte[8], claimed: ulong.MaxValue);
        Assert.That(Refused(), Does.Contain("header claims"));
        Write(sound, new byte[8], claimed: 63);
        Refused();
        Write(sound, new byte[7]);
        Assert.That(Refused(), Does.Contain("needs 8 bytes"));
        Write(sound, new byte[9]);
        Assert.That(Refused(), Does.Contain("bytes behind"));
        Write("""{"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}""", new byte[8]);
        Assert.That(Refused(), Does.Contain("8589934588"));
        Write("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,8]}}""", new byte[8]);
        Refused();
        Write("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,-8]}}""", new byte[8]);
        Refused();
        Write("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);
        Assert.That(Refused(), Does.Contain("JSON"));
        Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);
        Assert.That(Refused(), Does.Contain("overlap"));
        Write("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);
        Assert.That(Refused(), Does.Contain("gap"));
        Write("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        Assert.That(Refused(), Does.Contain("\"a\""));
        Write("""{"a":7}""", []);
        Refused();
        Write("[1,2]", []);
        Refused();
        File.WriteAllBytes(path, [1, 2, 3]);
        Refused();
        Assert.That(() => Safetensors.Load(path + ".none"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains(".none"));
    }

    [Test]
    public void Every_truncation_and_every_flipped_header_bit_is_refused_or_harmless_and_never_allocates_much()
    {
        Safetensors.Save(path, Arrays(), new Dictionary<string, string> { ["model"] = "FashionNet" });
        var sound = File.ReadAllBytes(path);
        for (var length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(path, sound[..length]);
            Refused();
        }
        var header = 8 + (int)BitConverter.ToUInt64(sound);
        for (var bit = 0; bit < header * 8; bit++)
        {
            var flipped = sound.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, flipped);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Safetensors.Load(path);
            }
            catch (InvalidDataException e)
            {
                Assert.That(e.Message, Does.StartWith(path));
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20), $"bit {bit}");
        }
    }

    [Test]
    public void Arrays_that_nobody_asks_for_do_not_matter()
    {
        Write("""
            {"__metadata__":null,"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]},
             "f8":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[11,13]},"odd":{"dtype":"NEW","shape":[9],"data_offsets":[13,14]},
             "none":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[14,14]},"n":{"dtype":"I64","shape":[],"data_offsets":[14,22]}}
            """, new byte[22]);
        var file = Safetensors.Load(path);
        Assert.That(file.Tensors.Keys, Is.EqualTo(["w", "n"]));
        Assert.That(file.Skipped.Keys, Is.EquivalentTo(["mask", "f8", "odd", "none"]));
        Assert.That(file.For(["w"]).Keys, Is.EqualTo(["w"]));
        Assert.That(file.For(["w", "n"]).Keys, Is.EqualTo(["w", "n"]));
        Assert.That(() => file.For(["w", "mask"]),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains("\"mask\"").And.Message.Contains("BOOL"));
        Assert.That(() => file.For(["none"]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("without elements"));
        Assert.That(Safetensors.Inspect(path).Shapes.Keys, Is.EqualTo(["w", "n"]));
    }

    [TestCase("module.")]
    [TestCase("model.")]
    [TestCase("state.net._orig_mod.")]
    public void What_is_common_in_front_of_all_keys_is_left_out(string prefix)
    {
        var net = Zoo.Create("lenet5");
        Safetensors.Save(path, net.StateDict().Select(e => KeyValuePair.Create(prefix + e.Key, new TensorData(e.Value.Shape, e.Value.Initial))));
        var weights = Safetensors.Load(path).For([.. net.StateDict().Keys]);
        Assert.That(weights.Keys, Is.EqualTo(net.StateDict().Keys));
        Assert.That(() => ModelFile.Open("lenet5", path), Throws.Nothing);
    }

    [Test]
    public void Sizes_are_multiplied_without_overflow()
    {
        string[] shapes = ["4294967296,4294967296", "9223372036854775807,9223372036854775807,9223372036854775807", "2,2305843009213693953"];
        foreach (var shape in shapes)
        {
            Write($$$"""{"a":{"dtype":"F64","shape":[{{{shape}}}],"data_offsets":[0,8]}}""", new byte[8]);
            Assert.That(Refused(), Does.Contain("needs").And.Contain("a F64"));
        }
        Write("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", new byte[4]);
        Assert.That(Refused(), Does.Contain("8 dimensions"));
        Write("""{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}""", new byte[4]);
        Assert.That(Refused(), Does.Contain("\"a\""));
        Write("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[4,2]}}""", new byte[4]);
        Refused();
    }

    [Test]
    public void What_is_no_safetensors_file_is_called_what_it_is()
    {
        File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 247664\n");
        Assert.That(Refused(), Does.Contain("git-LFS").And.Contain("git lfs pull"));
        File.WriteAllBytes(path, [.. "PK\x3\x4"u8, .. new byte[300]]);
        Assert.That(Refused(), Does.Contain("zip archive").And.Contain(".pth"));
        Write("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]);
        Refused();
        Write("{\"__metadata__\":{\"a\":\"\\udc00\"}}", []);
        Refused();
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.That(Refused(), Does.Contain("a folder"));
    }
}
