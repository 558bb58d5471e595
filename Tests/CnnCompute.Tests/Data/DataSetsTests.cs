// Data sets by name and path: parts that share nothing, and what is refused.
using System.IO.Compression;

namespace CnnCompute.Tests;

public sealed class DataSetsTests
{
    private TemporaryPictures files = null!;

    [SetUp]
    public void MakeFolder() => files = new TemporaryPictures();

    [TearDown]
    public void DeleteFolder() => files.Dispose();

    private DataSplits Open(Func<DataSettings, DataSettings>? how = null) =>
        DataSets.Open((how ?? (s => s))(new DataSettings { Data = files.Root, Side = 4 }));

    // Red says the class, green the number.
    private static (byte, byte)[] Pictures(Dataset? set) =>
        set is null ? [] : [.. Enumerable.Range(0, set.Count).Select(i => TemporaryPictures.Bytes(set, i)).Select(b => (b[0], b[1]))];

    [Test]
    public void Parts_are_stratified_disjoint_and_the_same_for_a_seed()
    {
        files.Class("a", 30, red: 10);
        files.Class("b", 10, red: 20);
        var splits = Open(s => s with { Seed = 1 });
        var (train, validation, test) = (Pictures(splits.Train), Pictures(splits.Validation), Pictures(splits.Test));
        Assert.That(new[] { train, validation, test }.Select(p => (p.Count(x => x.Item1 == 10), p.Count(x => x.Item1 == 20))),
            Is.EqualTo([(24, 8), (3, 1), (3, 1)]));
        Assert.That(train.Concat(validation).Concat(test), Is.Unique.And.Exactly(40).Items);
        Assert.That(Pictures(Open(s => s with { Seed = 1 }).Test), Is.EqualTo(test));
        Assert.That(Pictures(Open(s => s with { Seed = 2 }).Test), Is.Not.EqualTo(test));
        Assert.That(Pictures(Open(s => s with { Seed = 1, ValidationShare = 0.5 }).Test), Is.EqualTo(test), "the test part depends on nothing else");
        var mixed = Open(s => s with { Stratified = false, ValidationShare = 0.25, TestShare = 0 });
        Assert.That((mixed.Train.Count, mixed.Validation!.Count, mixed.Test), Is.EqualTo((30, 10, (Dataset?)null)));
    }

    [Test]
    public void Parts_of_a_folder_are_kept_and_a_limit_leaves_the_test_part_whole()
    {
        files.Class("train/a", 20, red: 10);
        files.Class("train/b", 20, red: 20);
        files.Class("test/a", 7, red: 10, first: 100);
        var splits = Open(s => s with { Limit = 10, ValidationShare = 0.2 });
        Assert.That((splits.Train.Count, splits.Validation!.Count, splits.Test!.Count), Is.EqualTo((16, 4, 7)));
        Assert.That(Pictures(splits.Test).Select(p => (int)p.Item2), Is.All.GreaterThanOrEqualTo(100));
        Assert.That(splits.Notes.Single(), Does.Contain("test part has no picture of 'b'"));
        files.Class("val/b", 3, red: 20, first: 50);
        splits = Open();
        Assert.That((splits.Train.Count, splits.Validation!.Count, splits.Test!.Count), Is.EqualTo((40, 3, 7)));
    }

    [Test]
    public void A_zip_and_a_list_of_the_same_pictures_give_the_same_data()
    {
        files.Class("pictures/a", 5, red: 10);
        files.Class("pictures/b", 5, red: 20);
        ZipFile.CreateFromDirectory(files["pictures"], files["all.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        files.Text("all.csv", string.Join('\n', Enumerable.Range(0, 10).Select(i => $"pictures/{"ab"[i / 5]}/{i % 5:000}.png,{"ab"[i / 5]}")));
        var expected = Open(s => s with { Data = files["pictures"] });
        foreach (var (name, cache) in new[] { ("all.zip", CacheMode.Memory), ("all.zip", CacheMode.None), ("all.csv", CacheMode.None) })
        {
            var splits = Open(s => s with { Data = files[name], Cache = cache });
            Assert.That(splits.Train.InMemory, Is.EqualTo(cache == CacheMode.Memory));
            Assert.That((Pictures(splits.Train), Pictures(splits.Validation), Pictures(splits.Test)),
                Is.EqualTo((Pictures(expected.Train), Pictures(expected.Validation), Pictures(expected.Test))), name);
        }
    }

    [Test]
    public void Unreadable_pictures_are_left_out_counted_and_named()
    {
        files.Class("a", 20, red: 10);
        files.Class("b", 20, red: 20);
        files.Text("a/text.png", "no picture");
        files.Damaged("b/half.png");
        foreach (var file in Enumerable.Range(0, 12))
            files.File($"b/empty{file:00}.png", []);
        var splits = Open();
        Assert.That(splits.Train.Count + splits.Validation!.Count + splits.Test!.Count, Is.EqualTo(40));
        Assert.That(splits.Unreadable, Has.Count.EqualTo(14).And.One.Contains("half.png").And.One.Contains("text.png"));
        Assert.That(splits.Notes.Single(), Does.Contain("14 unreadable pictures are left out").And.Contain("empty00.png").And.EndWith("and more")
            .And.Not.Contain("empty11.png"));
        // Without a cache headers alone have been read; the half one gives way when it is its turn.
        splits = Open(s => s with { Cache = CacheMode.None, ValidationShare = 0, TestShare = 0 });
        Assert.That((splits.Train.Count, splits.Unreadable.Count), Is.EqualTo((41, 13)));
        Assert.That(Pictures(splits.Train).Where(p => p.Item1 == 20).ToArray(), Has.Length.EqualTo(21));
        Assert.That(splits.Train.Damaged.Single(), Does.Contain("half.png"));
    }

    [Test]
    public void A_folder_nobody_may_write_to_is_enough_and_sides_and_channels_are_chosen()
    {
        files.Picture("a/1.png", 300, 200, (_, _) => (255, 0, 0));
        files.Picture("a/2.png", 90, 70, (_, _) => (255, 0, 0));
        files.Picture("b/3.png", 80, 400, (_, _) => (0, 0, 255));
        files.Picture("b/4.png", 10, 11, (_, _) => (0, 0, 255));
        var before = Directory.EnumerateFileSystemEntries(files.Root, "*", SearchOption.AllDirectories).Order().ToArray();
        var usual = Open(s => s with { Side = null });
        Assert.That((usual.Train.Height, usual.Train.Width, usual.Train.Channels), Is.EqualTo((64, 64, 3)));
        var grey = Open(s => s with { Side = 16, Channels = 1 }).Train;
        Assert.That((grey.Height, grey.Channels, grey.SampleBytes), Is.EqualTo((16, 1, 256)));
        Assert.That(TemporaryPictures.Bytes(grey, 0), Is.All.EqualTo(76));
        Assert.That(Directory.EnumerateFileSystemEntries(files.Root, "*", SearchOption.AllDirectories).Order(), Is.EqualTo(before));
    }

    [Test]
    public void Weights_and_balanced_sampling_come_with_the_data()
    {
        files.Class("a", 30, red: 10);
        files.Class("b", 10, red: 20);
        Assert.That((Open().Sampler, Open().ClassWeights), Is.EqualTo(((Sampler?)null, (IReadOnlyList<float>?)null)));
        Assert.That(Open(s => s with { ClassWeights = true }).ClassWeights, Is.EqualTo(new[] { 0.5f, 1.5f }).Within(1e-6f));
        var splits = Open(s => s with { Balanced = true });
        Assert.That(Enumerable.Range(0, splits.Sampler!.Count).Select(p => splits.Train.Label(splits.Sampler.Sample(3, p))).Count(l => l == 1),
            Is.EqualTo(16));
        Assert.That(() => Open(s => s with { Balanced = true, ClassWeights = true }), Throws.ArgumentException);
    }

    [Test]
    public void A_class_with_one_picture_keeps_it_to_learn_from()
    {
        files.Class("a", 10, red: 10);
        files.Class("rare", 1, red: 20);
        files.Class("two", 2, red: 30);
        Directory.CreateDirectory(files["void"]);
        var splits = Open();
        Assert.That(splits.Train.ClassCounts(), Is.EqualTo([8, 1, 1]));
        Assert.That(splits.Validation!.ClassCounts(), Is.EqualTo([1, 0, 1]));
        Assert.That(splits.Test!.ClassCounts(), Is.EqualTo([1, 0, 0]));
        Assert.That(splits.Notes, Has.Some.Contains("validation part has no picture of 'rare'").And.Some.Contains("test part has no picture of 'rare', 'two'")
            .And.Some.Contains("void"));
    }

    [Test]
    public void What_nothing_can_be_learnt_from_is_refused()
    {
        Refuse("no pictures");
        files.Class("a", 3, red: 10);
        Refuse("there is one class, 'a'");
        files.Text("b/x.png", "no picture");
        Refuse("class 'b' has no picture to learn from; 1 cannot be read, the first: ");
        files.Class("b", 1, red: 20);
        Directory.Delete(files["a"], recursive: true);
        files.Class("a", 1, red: 10);
        Refuse("no class has two pictures");
        Assert.That(Open(s => s with { ValidationShare = 0 }).Train.Count, Is.EqualTo(2));
        files.Text("only.csv", "a/000.png,a\n");
        Assert.That(() => Open(s => s with { Data = files["only.csv"] }), Throws.TypeOf<InvalidDataException>().With.Message.Contains("one class"));

        void Refuse(string message) => Assert.That(() => Open(),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(message).And.Message.Contains(files.Root));
    }

    [Test]
    public void What_is_not_there_or_no_data_is_refused_with_the_nearest_name()
    {
        files.Class("animals/a", 1, red: 10);
        Refuse(files["anmals"], $"did you mean '{files["animals"]}'?");
        Refuse(files["nothing/like/this"], $"there is no such file or folder in {files.Root}");
        Refuse("fashion-mnst", "did you mean 'fashion-mnist'?");
        Refuse("cifra10=/tmp", "did you mean 'cifar10'?");
        Refuse("mnist", "mnist=PATH");
        Refuse("cifar10=" + files["animls"], "did you mean");
        Refuse("cifar10=/dev/null", "a device");
        files.Text("data.txt", "hello");
        Refuse(files["data.txt"], "no data set; one is a folder");
        files.Text("broken.zip", "PK no zip");
        Refuse(files["broken.zip"], "no zip that can be read");
        files.File("idx/train-images-idx3-ubyte", [0]);
        Refuse(files["idx"], $"mnist={files["idx"]}");

        static void Refuse(string data, string message) => Assert.That(() => DataSets.Open(new DataSettings { Data = data }),
            Throws.Exception.With.Message.Contains(message), data);
    }

    [TestCase(0.5, 0.5, null, 1, "below 1")]
    [TestCase(-0.1, 0, null, 1, "ValidationShare")]
    [TestCase(0, 0, 2, 1, "Channels is 2")]
    [TestCase(0, 0, null, 0, "Side is 0")]
    public void Settings_out_of_range_are_refused(double validation, double test, int? channels, int side, string message) =>
        Assert.That(() => Open(s => s with { ValidationShare = validation, TestShare = test, Channels = channels, Side = side }),
            Throws.ArgumentException.With.Message.Contains(message));

    [Test]
    public void Fashion_mnist_has_its_own_test_part_and_other_sides_on_demand()
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        var splits = DataSets.Open(new DataSettings { Limit = 20, Side = 32, Channels = 3, Cache = CacheMode.None });
        Assert.That((splits.Train.Count, splits.Validation!.Count, splits.Test!.Count), Is.EqualTo((180, 20, 10000)));
        var own = FashionMnist.Load(train: false);
        Assert.That((splits.Test.Height, splits.Test.Channels, splits.Test.Label(5)), Is.EqualTo((32, 3, own.Label(5))));
        double mean = TemporaryPictures.Bytes(own, 5).Average(b => b), resized = TemporaryPictures.Bytes(splits.Test, 5).Average(b => b);
        Assert.That(resized, Is.EqualTo(mean).Within(2));
    }
}
