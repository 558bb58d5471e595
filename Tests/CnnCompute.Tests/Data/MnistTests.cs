// MNIST's files under their own and under other names.
namespace CnnCompute.Tests;

public sealed class MnistTests
{
    private static byte[] Idx(int count, byte value, bool images) => images
        ? [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Repeat(value, count * 784)]
        : [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];

    private static void Pair(TemporaryPictures files, string images, string labels, int count, byte value)
    {
        files.File(images, Idx(count, value, images: true));
        files.File(labels, Idx(count, value, images: false));
    }

    [Test]
    public void Usual_names_come_before_others_and_other_pairs_are_told_apart_by_word_or_size()
    {
        using var files = new TemporaryPictures();
        Pair(files, "pictures.bin", "classes.bin", 20, 1);
        Pair(files, "other-pictures.bin", "other-classes.bin", 12, 2);
        files.Text("README", "no IDX");
        (Mnist Train, Mnist Test) Load() => (Mnist.Load(train: true, files.Root), Mnist.Load(train: false, files.Root));
        var bySize = Load();
        Assert.That((bySize.Train.Count, bySize.Test.Count), Is.EqualTo((20, 12)));
        Assert.That((TemporaryPictures.Bytes(bySize.Test, 3)[0], bySize.Test.Label(11)), Is.EqualTo(((byte)2, 1)));
        Pair(files, "test-of-40.bin", "labels-40.bin", 40, 3);
        Assert.That(Load().Test.Count, Is.EqualTo(40));
        Assert.That(Load().Train.Count, Is.EqualTo(20));
        Pair(files, "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 7, 4);
        Assert.That(Load().Train.Count, Is.EqualTo(7));
    }

    [Test]
    public void What_is_not_there_is_named()
    {
        using var files = new TemporaryPictures();
        Pair(files, "train-a", "train-b", 20, 1);
        Assert.That(() => Mnist.Load(train: false, files.Root),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("t10k-images-idx3-ubyte").And.Message.Contains(files.Root));
        Assert.That(() => Mnist.Load(train: true, files["none"]), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public void The_real_one_with_a_test_part_of_another_name_is_read()
    {
        var folder = Path.GetDirectoryName(Shared.File("data/mnist/t10k-first3000-images-idx3-ubyte.gz"))!;
        var splits = DataSets.Open(new DataSettings { Data = $"mnist={folder}", Seed = 1 });
        Assert.That((splits.Train.Count, splits.Validation!.Count, splits.Test!.Count), Is.EqualTo((54000, 6000, 3000)).Within(5));
        Assert.That(splits.Train.Count + splits.Validation.Count, Is.EqualTo(60000));
        var statistics = DatasetStatistics.Channels(splits.Train);
        Assert.That((statistics.Mean[0], statistics.Std[0]), Is.EqualTo((Mnist.Mean, Mnist.Std)).Within(1e-3));
    }
}
