// Files that a user names: what is no regular file is refused at once, without waiting and without reading.
using System.Diagnostics;
using System.Net.Sockets;

namespace Engine.Tests;

public sealed class RegularFileTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("regular").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_file_is_read_through_links()
    {
        File.WriteAllBytes(In("a.bin"), [1, 2, 3]);
        File.CreateSymbolicLink(In("b.bin"), "a.bin");
        Assert.That(RegularFile.ReadAllBytes(In("a.bin")), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(RegularFile.ReadAllBytes(In("b.bin"), maxBytes: 3), Is.EqualTo(new byte[] { 1, 2, 3 }));
        File.WriteAllText(In("ö.txt"), "größe");
        Assert.That(RegularFile.ReadAllText(In("ö.txt"), 100), Is.EqualTo("größe"));
        File.WriteAllBytes(In("empty"), []);
        Assert.That(RegularFile.ReadAllBytes(In("empty")), Is.Empty);
    }

    [TestCase("pipe", "a pipe")]
    [TestCase("link to pipe", "a pipe")]
    [TestCase("/dev/zero", "a device")]
    [TestCase("/dev/null", "a device")]
    [TestCase(".", "a folder")]
    [TestCase("socket", "a socket")]
    [CancelAfter(20_000)]
    public void What_is_no_regular_file_is_refused_at_once(string name, string kind)
    {
        using (var made = Process.Start("mkfifo", In("pipe")))
            made.WaitForExit();
        File.CreateSymbolicLink(In("link to pipe"), "pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("socket")));
        var error = Assert.Throws<InvalidDataException>(() => RegularFile.Open(In(name)))!;
        Assert.That(error.Message, Does.StartWith(In(name)).And.Contain(kind).And.Contain("no regular file"));
    }

    [Test]
    public void A_file_that_is_too_long_is_not_read()
    {
        using (var sparse = File.Create(In("sparse")))
            sparse.SetLength(1L << 40);
        var error = Assert.Throws<InvalidDataException>(() => RegularFile.ReadAllBytes(In("sparse"), maxBytes: 1 << 20))!;
        Assert.That(error.Message, Does.Contain(In("sparse")).And.Contain("1,099,511,627,776 bytes").And.Contain("1,048,576"));
        Assert.That(() => RegularFile.ReadAllBytes(In("sparse"), long.MaxValue), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void What_is_not_there_is_named()
    {
        File.WriteAllText(In("a"), "");
        File.CreateSymbolicLink(In("dangling"), "nothing");
        foreach (var name in (string[])["missing", "dangling", "a/b", "no\0name", ""])
        {
            Assert.That(() => RegularFile.Open(name.Length > 0 ? In(name) : name),
                Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no such file"), name);
        }
        File.CreateSymbolicLink(In("round"), "round");
        Assert.That(() => RegularFile.Open(In("round")), Throws.TypeOf<IOException>().With.Message.Contains(In("round")));
        Assert.That(() => RegularFile.Open(In(new string('x', 300))), Throws.TypeOf<IOException>().With.Message.Contains("xxx"));
    }

    [Test]
    public void Names_of_a_file_are_counted()
    {
        File.WriteAllText(In("a"), "1");
        using (var one = RegularFile.Open(In("a")))
            Assert.That(RegularFile.Links(one), Is.EqualTo(1));
        using (var made = Process.Start("ln", [In("a"), In("b")]))
            made.WaitForExit();
        using var two = RegularFile.Open(In("a"));
        Assert.That(RegularFile.Links(two), Is.EqualTo(2));
    }

    private string In(string name) => Path.Combine(folder, name);
}
