// What a trained net is measured on, as its file and the command line say.
namespace CnnCompute.Tests;

public sealed class TestDataTests
{
    private TemporaryPictures pictures = null!;

    [SetUp]
    public void MakeFolder() => pictures = new TemporaryPictures();

    [TearDown]
    public void DeleteFolder() => pictures.Dispose();

    // A whole net, which says by which recipe it was trained and nothing more.
    private ModelFile Net(string recipe)
    {
        var proto = TinyClassifiers.WithTail([]);
        proto.MetadataProps.Add(new Protobuf.StringStringEntryProto { Key = TestData.RecipeKey, Value = recipe });
        return proto.Open(pictures["net.onnx"]);
    }

    private static int Count(ModelFile net, string? place) => TestData.Open(net, null, place, CancellationToken.None).Count;

    [Test]
    public void Of_a_whole_net_s_own_data_the_test_part_counts_however_the_place_is_written_and_of_others_all()
    {
        pictures.Class("own/a", 20, 50);
        pictures.Class("own/b", 20, 200);
        pictures.Class("other/a", 3, 50);
        pictures.Class("other/b", 4, 200);
        var net = Net($"data: {pictures["own"]}\ntest: 0.25\n");
        Assert.That(Count(net, null), Is.EqualTo(10));
        string[] places = [pictures["own"], pictures["own/"], Path.GetRelativePath(Directory.GetCurrentDirectory(), pictures["own"])];
        foreach (var place in places)
            Assert.That(Count(net, place), Is.EqualTo(10), place);
        Assert.That(Count(net, pictures["other"]), Is.EqualTo(7));
    }

    [Test]
    public void Folders_are_of_pictures_where_a_training_would_find_them()
    {
        pictures.Class("root/pictures/train/a", 3, 50);
        pictures.Class("root/pictures/train/b", 3, 200);
        Assert.That(DataSets.IsPictureFolder(pictures["root"]), Is.True);
        Assert.That(Count(Net(""), pictures["root"]), Is.EqualTo(6));
        pictures.Class("known/a", 1, 50);
        pictures.File("known/train-images-idx3-ubyte", []);
        Assert.That(DataSets.IsPictureFolder(pictures["known"]), Is.False);
        pictures.Text("text/a/b.txt", "no picture");
        Assert.That(DataSets.IsPictureFolder(pictures["text"]), Is.False);
    }
}
