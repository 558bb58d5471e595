// What names of files say about classes and parts.
namespace CnnCompute.Tests;

public sealed class PictureFoldersTests
{
    private static string Text(PictureListing list) => string.Join(" | ", list.Parts.OrderBy(p => p.Key)
        .Select(p => $"{p.Key}: {string.Join(" ", p.Value.Select(s => $"{list.Classes[s.Label]}={s.File}"))}"));

    [Test]
    public void Classes_are_folders_wherever_they_begin()
    {
        Assert.That(Text(PictureFolders.Of("r", ["b/1.png", "a/2.jpg", "a/deep/3.PNG", "a/x.txt"])),
            Is.EqualTo("Whole: a=a/2.jpg a=a/deep/3.PNG b=b/1.png"));
        Assert.That(Text(PictureFolders.Of("r", ["all/a/1.png", "all/b/2.png", "__MACOSX/all/a/._1.png"])), Is.EqualTo("Whole: a=all/a/1.png b=all/b/2.png"));
        var single = PictureFolders.Of("r", ["a/1.png", "a/2.png"]);
        Assert.That(single.Classes, Is.EqualTo(["a"]));
    }

    [Test]
    public void Parts_are_recognised_and_their_classes_are_the_training_parts()
    {
        var list = PictureFolders.Of("r", ["Train/a/1.png", "Train/b/2.png", "valid/b/3.png", "test/a/4.png", "extra/a/5.png", "test/6.png"]);
        Assert.That(Text(list), Is.EqualTo("Train: a=Train/a/1.png b=Train/b/2.png | Validation: b=valid/b/3.png | Test: a=test/a/4.png"));
        Assert.That(list.Notes, Has.Count.EqualTo(2).And.One.Contains("extra").And.One.Contains("test/6.png"));
        Assert.That(Text(PictureFolders.Of("r", ["cifar/train/a/1.png", "cifar/train/b/1.png", "cifar/test/a/2.png"])),
            Is.EqualTo("Train: a=cifar/train/a/1.png b=cifar/train/b/1.png | Test: a=cifar/test/a/2.png"));
        Assert.That(() => PictureFolders.Of("r", ["train/cat/1.png", "train/dog/2.png", "test/dgo/3.png"]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("'dgo' of test").And.Message.Contains("did you mean 'dog'?"));
    }
}
