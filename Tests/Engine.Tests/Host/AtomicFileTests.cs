// Files are whole or as before, and nothing is left beside them.
namespace Engine.Tests;

public sealed class AtomicFileTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("atomic").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_write_that_fails_half_way_leaves_the_old_file()
    {
        var path = Path.Combine(folder, "a.bin");
        AtomicFile.Write(path, [1, 2, 3], static (Stream file, ReadOnlySpan<byte> bytes) => file.Write(bytes));
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(path, file =>
        {
            file.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }))!;
        Assert.That(error.Message, Does.Contain(path).And.Contain("No space left"));
        Assert.That(() => AtomicFile.Write(path, _ => throw new FormatException("wrong")), Throws.TypeOf<FormatException>());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo([path]));
    }

    [Test]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.That(() => AtomicFile.Write(Path.Combine(folder, "none", "a.bin"), _ => { }),
            Throws.InstanceOf<IOException>().With.Message.Contains("none"));
}
