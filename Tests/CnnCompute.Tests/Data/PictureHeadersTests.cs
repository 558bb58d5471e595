// What is decided about pictures before any is decoded.
namespace CnnCompute.Tests;

public sealed class PictureHeadersTests
{
    [Test]
    public void The_usual_side_is_the_pictures_own_or_the_median_of_the_shorter_ones()
    {
        Assert.That(PictureHeaders.UsualSideOf([(32, 32), (32, 32)]), Is.EqualTo(32));
        Assert.That(PictureHeaders.UsualSideOf([(96, 96)]), Is.EqualTo(96));
        Assert.That(PictureHeaders.UsualSideOf([(20, 40), (50, 30), (640, 480)]), Is.EqualTo(30));
        Assert.That(PictureHeaders.UsualSideOf([(640, 480), (1024, 1024), (20, 20)]), Is.EqualTo(64));
    }

    [Test]
    public void Unreadable_files_are_named_with_the_reason_and_the_others_keep_their_order()
    {
        using var files = new TemporaryPictures();
        files.Class("a", 5, red: 1);
        files.Text("a/001.png", "this is text");
        files.File("a/002.png", []);
        File.Delete(files["a/003.png"]);
        var unreadable = new List<string>();
        var good = PictureHeaders.Read(new FolderStore(files.Root), Enumerable.Range(0, 5).Select(i => ($"a/{i:000}.png", 0)), unreadable, default);
        Assert.That(good.Select(g => (g.Sample.File, g.Width, g.Height)), Is.EqualTo([("a/000.png", 4, 4), ("a/004.png", 4, 4)]));
        Assert.That(unreadable, Has.Count.EqualTo(3));
        Assert.That(unreadable[0], Does.Contain("001.png").And.Contain("no picture"));
        Assert.That(unreadable[1], Does.Contain("002.png").And.Contain("empty"));
        Assert.That(unreadable[2], Does.Contain("003.png").And.Contain("no such file"));
    }
}
