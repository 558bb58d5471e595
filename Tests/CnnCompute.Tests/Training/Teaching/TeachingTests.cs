// A trunk that is taught classes by examples: cards before a camera, heads, files that say the same.
using Engine;

namespace CnnCompute.Tests;

public sealed class TeachingTests
{
    private const int Side = 64;
    private static readonly string[] Names = ["stripes", "dots", "checks", "rings"];
    private static readonly string Small = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");

    private static readonly PlanOptions Quick = new() { Name = "cards", Measure = false };

    private readonly SliceBudget budget = new();

    private Residence weights = null!;
    private Teaching? teaching;

    [SetUp]
    public void Begin() => weights = new Residence(GpuFixture.Gpu);

    [TearDown]
    public void End()
    {
        teaching?.Dispose();
        teaching = null;
        weights.Dispose();
    }

    [Test]
    public void Two_cards_then_four_are_told_apart_by_the_usual_trunk_and_files_say_the_same()
    {
        teaching = new Teaching(GpuFixture.Gpu, ModelFile.Open(ModelFile.Usual), weights, Side, plans: Quick);
        for (var n = 0; n < 8; n++)
            Learn(0, Cards.Frame(0, n, Side), 1, Cards.Frame(1, n, Side));
        foreach (var head in (TeachHead[])[TeachHead.Prototypes, TeachHead.Mlp, TeachHead.Logistic])
        {
            Finish(head);
            Assert.That((teaching.Judged, teaching.Right(head)), Is.EqualTo((2, 2)), $"{head} of two");
        }
        for (var n = 0; n < 8; n++)
            Learn(2, Cards.Frame(2, n, Side), 3, Cards.Frame(3, n, Side));
        foreach (var head in Enum.GetValues<TeachHead>())
        {
            Finish(head);
            Assert.That((teaching.Judged, teaching.Right(head)), Is.EqualTo((4, 4)), $"{head} of four");
        }
        var right = new int[4];
        for (var n = 0; n < 20; n++)
        {
            Ask(Cards.Frame(n % 4, 100 + n, Side));
            foreach (var head in Enum.GetValues<TeachHead>())
                right[(int)head] += teaching.Best(head).Class == n % 4 ? 1 : 0;
        }
        Assert.That(right, Has.All.GreaterThanOrEqualTo(19), "frames that were never shown");
        Assert.That(teaching.AreSame, Is.False);
        FilesSayTheSame();
    }

    [Test]
    public void Onnxruntime_gives_the_same_answers()
    {
        teaching = Fashion();
        for (var n = 0; n < 3; n++)
            Learn(0, Grey(0, n), 1, Grey(1, n));
        using var pictures = new TemporaryPictures();
        var frame = Grey(0, 40);
        var planes = new Photograph(28, 28, frame).Planes(1, teaching.Model.NeededNorm);
        foreach (var kind in (TeachHead[])[TeachHead.Prototypes, TeachHead.Mlp])
        {
            Finish(kind);
            Ask(frame);
            Head(kind).Save(pictures["cards.onnx"], Names, 0);
            var given = OnnxRuntime.Run(pictures["cards.onnx"], new Dictionary<string, (Shape, DType, double[])>
            {
                ["input"] = (new Shape(1, 1, 28, 28), DType.F32, Array.ConvertAll(planes, v => (double)v)),
            })["output"];
            var share = 1 / (1 + Math.Exp(given[1] - given[0]));
            Assert.That(share, Is.EqualTo(teaching.Share(kind, 0)).Within(1e-5), $"{kind}");
        }
    }

    [Test]
    public void What_is_none_of_the_classes_is_less_certain()
    {
        teaching = Fashion();
        Learn(0, Flat(20, 28));
        Ask(Flat(20, 28));
        Assert.That(teaching.Best(TeachHead.Prototypes).Class, Is.Zero);
        Assert.That(teaching.Best(TeachHead.Prototypes).Certainty, Is.EqualTo(1).Within(1e-5));
        Ask(Cards.Frame(3, 1, 28));
        foreach (var head in (TeachHead[])[TeachHead.Prototypes, TeachHead.Knn])
            Assert.That(teaching.Best(head).Certainty, Is.LessThan(0.9f), $"{head}");
        Assert.That(teaching.Share(TeachHead.Prototypes, 0), Is.EqualTo(1), "one class has all there is");
        Assert.That(teaching.Examples.HeldOut, Is.Zero);
    }

    [Test]
    public void Classes_that_are_alike_are_told_and_there_is_room_for_more_than_at_first()
    {
        teaching = Fashion(new TeachingOptions { Room = 8, ClassRoom = 2, Neighbours = 1 });
        for (var n = 0; n < 7; n++)
            Learn(0, Cards.Frame(0, n, 28), 1, Cards.Frame(0, n, 28));
        Ask(Cards.Frame(0, 50, 28));
        Assert.That(teaching.AreSame, Is.True);
        Assert.That((teaching.Alike.First, teaching.Alike.Second), Is.EqualTo((0, 1)));
        Clear(1);
        for (var n = 0; n < 7; n++)
            Learn(2, Cards.Frame(2, n, 28), 4, Cards.Frame(3, n, 28));
        Assert.That((teaching.Examples.Present, teaching.Room), Is.EqualTo((3, 8)));
        foreach (var (card, index) in ((int, int)[])[(0, 0), (2, 2), (3, 4)])
        {
            Ask(Cards.Frame(card, 2, 28));
            Assert.That(teaching.Best(TeachHead.Knn).Class, Is.EqualTo(index), "rows were kept");
            Assert.That(teaching.Share(TeachHead.Prototypes, 1), Is.Zero, "a class without examples gets nothing");
        }
    }

    [Test]
    public void What_is_undone_is_as_if_it_had_not_been()
    {
        teaching = Fashion();
        Learn(0, Cards.Frame(0, 0, 28), 1, Cards.Frame(1, 0, 28));
        Ask(Cards.Frame(2, 0, 28));
        var before = teaching.Answers.ToArray();
        Learn(2, Cards.Frame(2, 0, 28));
        Ask(Cards.Frame(2, 0, 28));
        Assert.That(teaching.Best(TeachHead.Prototypes).Class, Is.EqualTo(2));
        GpuFixture.Gpu.Run(c => teaching.Undo(c));
        Ask(Cards.Frame(2, 0, 28));
        Assert.That(teaching.Answers, Is.EqualTo(before));
    }

    [Test]
    public void Counted_slices_give_equal_bits_whatever_their_number()
    {
        float[] Taught(int slices)
        {
            using var residence = new Residence(GpuFixture.Gpu);
            var plans = new PlanOptions { Measure = false, SliceMilliseconds = 0.1 };
            using var one = teaching = Fashion(new TeachingOptions { Steps = 8 }, plans, residence);
            for (var n = 0; n < 8; n++)
                Learn(0, Cards.Frame(0, n, 28), 1, Cards.Frame(1, n, 28));
            Finish(TeachHead.Mlp, slices);
            Finish(TeachHead.Logistic, slices);
            Ask(Cards.Frame(1, 77, 28));
            teaching = null;
            return one.Answers;
        }
        Assert.That(Taught(1), Is.EqualTo(Taught(13)));
    }

    [Test]
    public void Milliseconds_that_leave_a_rest_in_every_frame_teach_the_same_and_come_to_an_end()
    {
        float[] Taught(double milliseconds)
        {
            using var residence = new Residence(GpuFixture.Gpu);
            var plans = new PlanOptions { Measure = false };
            using var one = teaching = Fashion(new TeachingOptions { Steps = 110 }, plans, residence);
            for (var n = 0; n < 240; n++)
                Learn(0, Cards.Frame(0, n, 28), 1, Cards.Frame(1, n, 28));
            Finish(TeachHead.Logistic, () => budget.Begin(milliseconds));
            Assert.That((one.Judged, one.StepsLeft(TeachHead.Logistic)), Is.EqualTo((one.Examples.HeldOut, 0)), $"{milliseconds} ms");
            Assert.That(one.Judged, Is.GreaterThan(64), "more than are asked about at once");
            Ask(Cards.Frame(1, 777, 28));
            teaching = null;
            return one.Answers;
        }
        var atOnce = Taught(10_000);
        foreach (var milliseconds in (double[])[0.01, 0.7, 1.3])
            Assert.That(Taught(milliseconds), Is.EqualTo(atOnce), $"{milliseconds} ms");
    }

    [Test]
    public void A_model_of_one_class_or_of_another_ending_is_not_written()
    {
        teaching = Fashion();
        Learn(0, Flat(20, 28));
        var head = Head(TeachHead.Prototypes);
        Assert.That(() => head.Save("none.onnx", Names, 0), Throws.InvalidOperationException.With.Message.Contains("two at least"));
        Assert.That(() => head.Save("none.txt", Names, 0), Throws.ArgumentException.With.Message.Contains(".onnx or .safetensors"));
        Learn(1, Flat(200, 28));
        head = Head(TeachHead.Prototypes);
        Assert.That(() => head.Save("none.safetensors", Names, 0), Throws.ArgumentException.With.Message.Contains("write .onnx"));
    }

    private void FilesSayTheSame()
    {
        using var pictures = new TemporaryPictures();
        var frame = Cards.Frame(2, 200, Side);
        PngFile.Write(pictures["frame.png"], Side, Side, frame);
        Ask(frame);
        foreach (var (kind, ending) in ((TeachHead, string)[])
            [(TeachHead.Prototypes, ".safetensors"), (TeachHead.Mlp, ".safetensors"), (TeachHead.Logistic, ".onnx")])
        {
            var path = pictures[$"{kind}{ending}"];
            Head(kind).Save(path, Names, TeachingOptions.UsualThreshold(kind));
            var file = ModelFile.Load(path);
            Assert.That(file.Labels, Is.EqualTo(Names));
            using var classifier = new PictureClassifier(GpuFixture.Gpu, file);
            var said = classifier.Run(Photograph.Load(pictures["frame.png"]).Fit(file.Height, file.Width).Planes(3, file.NeededNorm));
            for (var i = 0; i < 4; i++)
                Assert.That(said[i], Is.EqualTo(teaching!.Share(kind, i)).Within(1e-5), $"{path}, class {i}");
            Assert.That(new FileInfo(path).Length, ending == ".onnx" ? Is.GreaterThan(40_000_000) : Is.LessThan(200_000));
        }
        // A file of nearest examples holds their means.
        var (nearest, means) = (Head(TeachHead.Knn).Weights, Head(TeachHead.Prototypes).Weights);
        Assert.That(nearest.Values.Single().Values, Is.EqualTo(means.Values.Single().Values));
    }

    private Teaching Fashion(TeachingOptions? options = null, PlanOptions? plans = null, Residence? at = null) =>
        new(GpuFixture.Gpu, ModelFile.Load(Small), at ?? weights, 0, options, plans);

    // On files grey is a whole number, on the device it is not; of grey pictures both are the same.
    private static byte[] Grey(int card, int n)
    {
        var frame = Cards.Frame(card, n, 28);
        return [.. frame.Select((v, i) => i % 4 == 3 ? v : frame[i / 4 * 4])];
    }

    private static byte[] Flat(byte grey, int side) =>
        [.. Enumerable.Range(0, side * side * 4).Select(i => i % 4 == 3 ? (byte)255 : (byte)(i / 4 % side < side / 2 ? grey : 128))];

    private void Look(Commands commands, byte[] frame)
    {
        teaching!.Look(commands, frame);
        budget.Begin(int.MaxValue);
        Assert.That(teaching.Advance(commands, budget), Is.True);
    }

    private void Learn(int index, byte[] frame) => GpuFixture.Gpu.Run(commands =>
    {
        Look(commands, frame);
        teaching!.Learn(commands, index);
    });

    private void Learn(int first, byte[] frame, int second, byte[] other)
    {
        Learn(first, frame);
        Learn(second, other);
    }

    private void Clear(int index) => GpuFixture.Gpu.Run(c => teaching!.Clear(c, index));

    private void Ask(byte[] frame)
    {
        GpuFixture.Gpu.Run(commands =>
        {
            Look(commands, frame);
            Assert.That(teaching!.Ask(commands, 1), Is.True);
        });
        while (!teaching!.TryAnswer(out _))
            GpuFixture.Gpu.Run(static _ => { });
    }

    private void Finish(TeachHead head, int slices = 64) => Finish(head, () => budget.Begin(slices));

    private void Finish(TeachHead head, Action begin)
    {
        for (var runs = 0; teaching!.IsBusy(head); runs++)
        {
            Assert.That(runs, Is.LessThan(20_000), "it goes on for ever");
            GpuFixture.Gpu.Run(commands =>
            {
                begin();
                teaching.Improve(commands, head, budget);
            });
        }
    }

    private TaughtHead Head(TeachHead kind)
    {
        GpuFixture.Gpu.Run(c => teaching!.ReadHead(c, kind));
        TaughtHead? head;
        while ((head = teaching!.TryTakeHead()) is null)
            GpuFixture.Gpu.Run(static _ => { });
        return head;
    }
}
