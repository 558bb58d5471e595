// Lists of files and labels.
namespace CnnCompute.Tests;

public sealed class PictureTableTests
{
    private TemporaryPictures files = null!;

    [SetUp]
    public void MakeFolder()
    {
        files = new TemporaryPictures();
        files.Class("p", 6, red: 1);
        files.Picture("p/a, \"b\".png", 4, 4, (_, _) => (9, 9, 9));
    }

    [TearDown]
    public void DeleteFolder() => files.Dispose();

    private PictureListing Read(string text, IReadOnlyList<string>? classes = null)
    {
        files.Text("list.csv", text);
        return PictureTable.Read(files["list.csv"], classes);
    }

    private static IEnumerable<string> Whole(PictureListing list) =>
        list.Parts[DataPart.Whole].Select(s => $"{s.File} {list.Classes[s.Label]}");

    [Test]
    public void Files_are_relative_to_the_list_and_headers_and_quotes_are_optional()
    {
        string[] expected = ["p/000.png dog", "p/001.png cat"];
        Assert.That(Whole(Read("p/000.png,dog\np/001.png,cat\n")), Is.EqualTo(expected));
        Assert.That(Whole(Read("\uFEFFfile,label\r\n\r\np/000.png, dog \r\n\"p/001.png\",\"cat\"")), Is.EqualTo(expected));
        Assert.That(Whole(Read("Class,Image\ndog,p/000.png\ncat,p/001.png\n")), Is.EqualTo(expected));
        Assert.That(Whole(Read("\"p/a, \"\"b\"\".png\",dog\np/001.png,cat")).First(), Is.EqualTo("p/a, \"b\".png dog"));
        Assert.That(Whole(Read($"{files["p/000.png"]},dog\n")).Single(), Does.EndWith("000.png dog"));
    }

    [Test]
    public void Numbers_are_classes_in_their_own_order_and_of_given_classes_they_are_places()
    {
        Assert.That(Read("p/000.png,10\np/001.png,9\np/002.png,10\n").Classes, Is.EqualTo(["9", "10"]));
        var given = Read("p/000.png,1\np/001.png,cat\n", ["cat", "dog"]);
        Assert.That(Whole(given), Is.EqualTo(["p/000.png dog", "p/001.png cat"]));
    }

    [Test]
    public void A_third_column_names_parts()
    {
        var list = Read("file,label,split\np/000.png,a,train\np/001.png,b,train\np/002.png,a,val\np/003.png,b,TEST\n");
        Assert.That(list.Parts.ToDictionary(p => p.Key, p => p.Value.Count),
            Is.EquivalentTo(new Dictionary<DataPart, int> { [DataPart.Train] = 2, [DataPart.Validation] = 1, [DataPart.Test] = 1 }));
    }

    [TestCase("p/000.png,a\np/005x.png,b", "line 2: there is no file p/005x.png; did you mean '005.png'?")]
    [TestCase("p/000.png,a\nq/0001.png,b", "line 2: there is no file q/0001.png (nor its folder")]
    [TestCase("p/000.png,a\n\n\"p/001.png\"\n", "line 3: it has no label")]
    [TestCase("p/000.png;a\n", "line 1: it has no label; a line is file,label (with commas")]
    [TestCase("p/000.png,-1\n", "line 1: label -1 is out of range")]
    [TestCase("p/000.png,\"a\np/001.png,b", "line 1: a quoted field does not end")]
    [TestCase("file,label\n", "lists no pictures")]
    [TestCase("", "lists no pictures")]
    [TestCase("file,label,part\np/000.png,a,trian\n", "line 2: 'trian' is no part; did you mean 'train'?")]
    [TestCase("file,label,part\np/000.png,a,val\n", "no line is of the part train")]
    public void Wrong_lines_are_numbered(string text, string message) =>
        Assert.That(() => Read(text), Throws.TypeOf<InvalidDataException>().With.Message.Contains(message).And.Message.Contains("list.csv"));

    [Test]
    public void Labels_that_are_no_given_class_are_refused_and_rare_ones_are_suspected()
    {
        Assert.That(() => Read("p/000.png,cat\np/001.png,dgo\n", ["cat", "dog"]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("line 2: 'dgo' is no class; did you mean 'dog'?"));
        Assert.That(() => Read("p/000.png,2\n", ["cat", "dog"]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("line 1: label 2 is out of range; there are 2 classes, 0 to 1"));
        Assert.That(Read("p/000.png,kitten\np/001.png,kitten\np/002.png,kiten\np/003.png,dog\np/004.png,dog\n").Notes.Single(),
            Does.Contain("'kiten'").And.Contain("did you mean 'kitten'?"));
    }
}
