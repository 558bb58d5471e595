// A net without a scene: what it says of files, pixels and batches, from one thread and from many, and what it refuses.
using Engine;

namespace CnnCompute.Tests;

public sealed class NetTests
{
    private const string Small = "emoji-small.safetensors";
    private static readonly string Model = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", Small);

    [Test]
    public void Pixels_files_and_batches_have_the_same_answers()
    {
        using var files = new TemporaryPictures();
        using var net = Net.Open(Model, gpu: GpuFixture.Gpu);
        var (pictures, labels, names) = Emoji(net.Model.Width, 5);
        var paths = pictures.Select((p, i) => Save(files, $"{i}.png", p)).ToArray();
        var one = pictures.Select(p => net.Classify(p.Rgba, p.Width, p.Height)).ToArray();
        Assert.That(one.Select(o => o[0].Label), Is.EqualTo(labels.Select(l => names[l])), "what is shown");
        Assert.That(one.Select(o => o.Count), Is.All.EqualTo(5));
        Assert.That(one[0][0].ToString(), Does.Match(@"^.+ \(\d+\.\d %\)$"));
        Assert.That(one[0].Select(p => p.Score), Is.Ordered.Descending);
        Assert.That(net.Classify(paths[0]), Is.EqualTo(one[0]));
        using var inPairs = Net.Open(Model, new NetOptions { Batch = 2 }, GpuFixture.Gpu);
        var told = new List<int>();
        var all = inPairs.Classify(paths, progress: new Told(told));
        Assert.That(told, Is.EqualTo(new[] { 2, 4, 5 }));
        for (var i = 0; i < one.Length; i++)
        {
            // Those behind are ties of almost nothing.
            Assert.That(all[i][0].Index, Is.EqualTo(one[i][0].Index));
            for (var rank = 0; rank < one[i].Count; rank++)
                Assert.That(all[i][rank].Score, Is.EqualTo(one[i][rank].Score).Within(1e-5));
        }
        var scores = new float[net.Classes];
        net.Scores(pictures[0].Rgba, pictures[0].Width, pictures[0].Height, scores);
        Assert.That((scores.Sum(), scores[one[0][0].Index]), Is.EqualTo((1f, one[0][0].Score)).Within(1e-5f));
        Assert.That(GpuFixture.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Several_threads_take_turns()
    {
        using var net = Net.Open(Model, gpu: GpuFixture.Gpu);
        var (pictures, _, _) = Emoji(net.Model.Width, 4);
        var alone = pictures.Select(p => net.Classify(p, 3)).ToArray();
        var together = new IReadOnlyList<Prediction>[32];
        Parallel.For(0, together.Length, i => together[i] = net.Classify(pictures[i % pictures.Length], 3));
        Assert.That(together, Is.EqualTo(Enumerable.Range(0, together.Length).Select(i => alone[i % alone.Length])));
    }

    [Test]
    public async Task A_token_ends_a_long_list()
    {
        using var files = new TemporaryPictures();
        using var net = Net.Open(Model, new NetOptions { Batch = 1 }, GpuFixture.Gpu);
        var path = Save(files, "one.png", Emoji(net.Model.Width, 1).Pictures[0]);
        using var source = new CancellationTokenSource();
        var task = net.ClassifyAsync(Enumerable.Repeat(path, 100_000).ToArray(), progress: new Once(source.Cancel), cancellation: source.Token);
        Assert.That(async () => await task, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await net.ClassifyAsync(path), Is.EqualTo(net.Classify(path)));
    }

    [Test]
    public void A_trunk_gives_its_features_and_says_that_they_are_no_classes()
    {
        using var net = Net.Open(ModelFile.Usual, new NetOptions { Size = 32 }, GpuFixture.Gpu);
        var (name, features) = net.Run(Emoji(32, 1).Pictures[0]).Single();
        Assert.That((name, features.Shape), Is.EqualTo(("output", new Shape(1, 512))));
        Assert.That(features.AsFloats, Has.All.GreaterThanOrEqualTo(0).And.Some.GreaterThan(0.1f));
        Assert.That(() => net.Classes, Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        using var files = new TemporaryPictures();
        files.Text("three.txt", "one\ntwo\nthree\n");
        Assert.That(() => Net.Open("nowhere.onnx", gpu: GpuFixture.Gpu), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("nowhere"));
        Assert.That(() => Net.Open(files["three.txt"], gpu: GpuFixture.Gpu), Throws.InstanceOf<InvalidDataException>());
        Assert.That(() => Net.Open(Model, new NetOptions { Batch = 0 }, GpuFixture.Gpu), Throws.ArgumentException);
        Assert.That(() => Net.Open(Model, new NetOptions { Norm = "odd" }, GpuFixture.Gpu), Throws.ArgumentException);
        Assert.That(() => Net.Open("squeezenet1_1", gpu: GpuFixture.Gpu), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.Contains("without weights"));
        Assert.That(() => Net.Open(Path.GetDirectoryName(Model)!, gpu: GpuFixture.Gpu), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.Contains("is a folder"));
        using var net = Net.Open(Model, gpu: GpuFixture.Gpu);
        Assert.That(() => net.Classify([], 0, 0), Throws.ArgumentException.With.Message.Contains("one pixel at least"));
        Assert.That(() => net.Classify(new byte[15], 2, 2), Throws.ArgumentException.With.Message.Contains("2×2 has 16 bytes"));
        Assert.That(() => net.Scores(new byte[16], 2, 2, new float[3]), Throws.ArgumentException.With.Message.Contains("64 classes"));
        Assert.That(() => net.Classify(files["three.txt"]), Throws.InstanceOf<IOException>().With.Message.Contains("three.txt"));
        using var named = Net.Open(Model, new NetOptions { Labels = files["three.txt"] }, GpuFixture.Gpu);
        Assert.That(() => named.Labels, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("3 class names for a network of 64"));
        var gone = Net.Open(Model, gpu: GpuFixture.Gpu);
        gone.Dispose();
        gone.Dispose();
        Assert.That(() => gone.Classify(new byte[16], 2, 2), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void One_opened_without_a_device_has_its_own_and_leaves_nothing()
    {
        var before = GpuFixture.Gpu.LiveObjects;
        using (var net = Net.Open(Model))
            Assert.That(net.Classify(Emoji(net.Model.Width, 1).Pictures[0]), Is.Not.Empty);
        Assert.That(GpuFixture.Gpu.LiveObjects, Is.EqualTo(before));
    }

    internal static (Photograph[] Pictures, int[] Labels, IReadOnlyList<string> Names) Emoji(int side, int count)
    {
        using var source = EmojiSource.Open("64", new VideoSource { Width = side, Height = side, Rate = 60 });
        var (pictures, labels) = (new Photograph[count], new int[count]);
        for (var n = 0; n < count; n++)
        {
            var rgba = new byte[source.Width * source.Height * 4];
            Assert.That(source.TryTakeAt(n, rgba, out var info));
            // Of a file's picture the transparent parts are white, pixels are taken as they are.
            for (var i = 3; i < rgba.Length; i += 4)
                rgba[i] = byte.MaxValue;
            (pictures[n], labels[n]) = (new Photograph(source.Width, source.Height, rgba), info.Label);
        }
        return (pictures, labels, source.Classes);
    }

    private static string Save(TemporaryPictures folder, string name, Photograph picture)
    {
        PngFile.Write(folder[name], picture.Width, picture.Height, picture.Rgba);
        return folder[name];
    }

    private sealed class Told(List<int> list) : IProgress<int>
    {
        public void Report(int value) => list.Add(value);
    }

    private sealed class Once(Action then) : IProgress<int>
    {
        public void Report(int value) => then();
    }
}
