// Npz files: round trips, deflated ones, and damaged ones.
using System.IO.Compression;

namespace CnnCompute.Tests;

public sealed class NpzTests
{
    private string path = "";

    private static readonly Dictionary<string, TensorData> Arrays = new()
    {
        ["features.0.weight"] = new(new Shape(2, 3), [1, 2, 3, 4, 5, 6]),
        ["scalar"] = new(Shape.Scalar, [0.5f]),
    };

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("npz").FullName, "a.npz");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static void Same(IReadOnlyDictionary<string, TensorData> actual)
    {
        Assert.That(actual.Keys, Is.EqualTo(Arrays.Keys));
        foreach (var (name, data) in Arrays)
        {
            Assert.That(actual[name].Shape, Is.EqualTo(data.Shape));
            Assert.That(actual[name].Values, Is.EqualTo(data.Values));
        }
    }

    [Test]
    public void Save_and_Load_keep_names_shapes_and_bits()
    {
        Npz.Save(path, Arrays);
        Same(Npz.Load(path));
        var bytes = File.ReadAllBytes(path);
        Npz.Save(path, Arrays);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(bytes));
    }

    [Test]
    public void Load_reads_deflated_archives_and_passes_over_other_files()
    {
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, data) in Arrays)
            {
                using var stream = archive.CreateEntry($"{name}.npy", CompressionLevel.SmallestSize).Open();
                Npy.Write(stream, data.Shape, data.Values);
            }
            using var note = archive.CreateEntry("note.txt").Open();
            note.Write("hello"u8);
        }
        Same(Npz.Load(path));
    }

    [Test]
    public void Load_refuses_damaged_archives_and_names_them()
    {
        Npz.Save(path, Arrays);
        var sound = File.ReadAllBytes(path);
        for (var length = 0; length < sound.Length; length += 7)
        {
            File.WriteAllBytes(path, sound[..length]);
            Assert.That(() => Npz.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path), $"{length} bytes");
        }
        Assert.That(() => Npz.Load(path + "x"), Throws.InstanceOf<FileNotFoundException>());
    }
}
