// Dreams of a small net: what a step is, what octaves carry over, what stops it.
using System.Numerics;
using Engine;

namespace CnnCompute.Tests;

public sealed class DreamTests
{
    private const int Width = 56, Height = 40;
    private static readonly DreamOptions Options = new() { Objective = "relu_2_1", Octaves = 3, Steps = 4, Jitter = 8 };

    private static Gpu Gpu => GpuFixture.Gpu;

    private static Trunk Net() => new(ModelFile.Open("tiny_vgg"));

    /// <summary>Soft colours, of any size.</summary>
    internal static GpuImage Picture(int width = Width, int height = Height, int seed = 0)
    {
        var bytes = new byte[width * height * 4];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (x, y, c) = (i / 4 % width, i / 4 / width, i % 4);
            bytes[i] = (byte)(c == 3 ? 255 : 128 + 90 * Math.Sin(x * 0.21 * (c + 1) + y * 0.13 + c + seed));
        }
        var image = Gpu.Image(width, height, "picture");
        Gpu.Upload(image, bytes);
        return image;
    }

    private static float[] Planes(GpuImage image)
    {
        var bytes = Gpu.Download(image);
        var count = bytes.Length / 4;
        return [.. Enumerable.Range(0, 3 * count).Select(i => bytes[i % count * 4 + i / count] / 255f)];
    }

    private static void With(
        DreamOptions options, Action<Dream, Residence> test, Func<GpuImage, DreamImages>? images = null, PlanOptions? plans = null, Trunk? net = null)
    {
        using var source = Picture();
        using var weights = new Residence(Gpu);
        using (var dream = new Dream(weights, net ?? Net(), Width, Height, options, images?.Invoke(source) ?? new DreamImages(source), plans))
            test(dream, weights);
        Assert.That(weights.Parameters.Select(p => p.Name), Has.None.StartsWith("dream").And.None.StartsWith("guide"), "state outlives the dream");
    }

    [Test]
    public void Without_steps_nothing_changes_whatever_the_octaves() =>
        With(Options with { Steps = 0, Octaves = 4, OctaveScale = 1.3f }, (dream, _) =>
        {
            dream.Follow(fresh: true);
            Assert.That(dream.Run(), Is.True);
            Assert.That(dream.Octaves, Has.Count.EqualTo(4).And.Member((Width, Height)));
            Assert.That(dream.Picture(), Is.EqualTo(Planes(dream.Images.Source)).Within(1e-6f), "the detail of no steps is nothing");
        });

    [Test]
    public void A_step_is_what_the_oracle_computes()
    {
        using var mask = Picture(seed: 3);
        With(Options with { Objective = "0.5*relu_2_1+conv_2_2:3", Octaves = 1, Steps = 1, Rate = 40 }, (dream, weights) =>
        {
            dream.Follow(fresh: true);
            var before = dream.Picture();
            DreamStep step = default;
            dream.Run(s => step = s);
            var (octave, random) = (dream.Parts[0], new Philox(0));
            double Drawn(ulong i) => (random.Word(i) % 17) - 8.0;
            var oracle = new Oracle(new Dictionary<string, double[]>
            {
                [DreamOctave.Shift] = [Drawn(0), Drawn(1)],
                [DreamOctave.Sigma] = [dream.Options.Smoothing + DreamOptions.SmoothingGrowth],
                [DreamOctave.Rate] = [40],
            });
            oracle.Parameters[octave.Picture] = [.. before.Select(v => (double)v)];
            oracle.Parameters[dream.Mask!] = [.. weights.Get(dream.Mask!).Select(v => (double)v)];
            var graph = octave.StepRoots[0].Graph;
            _ = oracle[octave.StepRoots[0]];
            var (expected, change) = (oracle.Written[octave.Picture],
                oracle.Written[octave.Picture].Zip(before, (a, b) => Math.Abs(a - b)).Average());
            Assert.That(change, Is.InRange(5 / 255.0, 40 / 255.0));
            Assert.That(step.Objective, Is.EqualTo(oracle[graph[DreamOctave.Report]][0]).Within(0.01).Percent);
            // Each pixel moves by the gradient over its mean: a thousandth of the mean is far below what a byte shows.
            Assert.That(dream.Picture().Zip(expected, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(change * 1e-3));
        }, source => new DreamImages(source, Mask: mask));
    }

    [Test]
    public void The_objective_rises_in_every_octave() => With(Options with { Steps = 6 }, (dream, _) =>
    {
        dream.Follow(fresh: true);
        var log = new List<DreamStep>();
        Assert.That(dream.Run(log.Add), Is.True);
        Assert.That(log, Has.Count.EqualTo(18).And.All.Property(nameof(DreamStep.IsFinite)).True);
        foreach (var octave in log.GroupBy(s => s.Octave))
            Assert.That(octave.Last().Objective, Is.GreaterThan(octave.First().Objective * 1.05f), $"octave {octave.Key}");
        var picture = dream.Picture();
        Assert.That(picture, Is.All.InRange(0f, 1f));
        var change = picture.Zip(Planes(dream.Images.Source), (a, b) => Math.Abs(a - b)).Average();
        Assert.That(change, Is.InRange(1 / 255.0, 18 * 1.5 / 255));
    });

    // As after many frames, each with more contrast than the one before: black and white, and too bright.
    [Test]
    public void A_dream_that_goes_on_from_itself_does_not_burn_out() =>
        With(Options with { Octaves = 1, Steps = 0, Blend = 0, Zoom = 1.05f }, (dream, weights) =>
        {
            static (double Mean, double Deviation)[] Channels(float[] planes) =>
            [
                .. planes.Chunk(planes.Length / 3).Select(p => (Plane: p, Mean: (double)p.Average()))
                    .Select(p => (p.Mean, Math.Sqrt(p.Plane.Average(v => (v - p.Mean) * (v - p.Mean))))),
            ];
            dream.Follow(fresh: true);
            dream.Run();
            weights.Set(dream.Parts[^1].Picture, [.. dream.Picture().Select(v => v > 0.4f ? 1f : 0)]);
            dream.Follow();
            dream.Run();
            var picture = dream.Picture();
            foreach (var (now, source) in Channels(picture).Zip(Channels(Planes(dream.Images.Source))))
            {
                Assert.That(now.Deviation, Is.LessThan(1.25 * source.Deviation + 0.021));
                Assert.That(now.Mean, Is.EqualTo(source.Mean).Within(0.061));
            }
            Assert.That(picture.Count(v => v is < 0.01f or > 0.99f), Is.LessThan(picture.Length / 8));
        });

    [Test]
    public void Spread_over_frames_it_makes_the_same_bits_and_its_picture_is_seen_to_grow()
    {
        float[] whole = [], spread = [];
        var options = Options with { Octaves = 2, Steps = 3 };
        With(options, (dream, _) =>
        {
            dream.Follow(fresh: true);
            dream.Run();
            dream.Follow();
            dream.Run();
            whole = dream.Picture();
        });
        using var shown = Gpu.Image(Width, Height, "shown");
        With(options, (dream, _) =>
        {
            var sequence = dream.Sequence(() => dream.Steps == 0);
            var pictures = new HashSet<string>();
            for (var slice = 0; sequence.Rounds < 2; slice++)
            {
                Gpu.Run(c => sequence.AdvanceSlices(c, 6));
                if (slice % 2 == 0)
                    pictures.Add(Convert.ToHexString(Gpu.Download(shown)));
            }
            spread = dream.Picture();
            Assert.That(dream.Steps, Is.EqualTo(2 * 2 * 3));
            Assert.That(pictures, Has.Count.GreaterThan(3));
            Assert.That(Gpu.Download(shown), Is.EqualTo(ContactSheet.Rgba(spread, Width, Height)).Within(1));
        }, source => new DreamImages(source, shown), new PlanOptions { Budgeted = true, Measure = false, SliceMilliseconds = 0.2 });
        Assert.That(spread, Is.EqualTo(whole));
    }

    [Test]
    public void Steps_of_frames_report_later()
    {
        using var shown = Gpu.Image(Width, Height, "shown");
        With(Options with { Octaves = 2 }, (dream, _) =>
        {
            var sequence = dream.Sequence(() => true);
            for (var done = false; !done;)
                Gpu.Run(c => done = sequence.Advance(c, 1000));
            dream.Poll();
            Assert.That(dream.Last, Has.Property(nameof(DreamStep.Octave)).EqualTo(1).And.Property(nameof(DreamStep.Step)).EqualTo(3)
                .And.Property(nameof(DreamStep.Objective)).GreaterThan(0));
        });
    }

    [Test]
    public void Before_the_source_shows_anything_nothing_is_remembered()
    {
        using var dark = Gpu.Image(Width, Height, "dark");
        With(Options with { Steps = 0, Octaves = 1, Blend = 0.25f }, (dream, _) =>
        {
            var bright = dream.Images.Source;
            dream.Rebind(dark);
            for (var i = 0; i < 3; i++)
                Follow();
            Assert.That(dream.Picture(), Is.All.Zero);
            dream.Rebind(bright);
            Follow();
            Assert.That(dream.Picture(), Is.EqualTo(Planes(bright)).Within(1e-6f), "the first picture counts wholly");
            dream.Rebind(dark);
            Follow();
            Assert.That(dream.Picture(), Is.EqualTo(Planes(bright).Select(v => v * 0.75f)).Within(1e-4f), "later ones by their share");

            void Follow()
            {
                dream.Follow();
                dream.Run();
            }
        });
    }

    [Test]
    public void Another_dream_goes_on_from_its_picture() => With(Options with { Blend = 0.25f, Steps = 0 }, (dream, weights) =>
    {
        dream.Follow();
        dream.Run();
        using var source = Picture(seed: 9);
        using var next = new Dream(weights, dream.Trunk, Width, Height, dream.Options with { Objective = "conv_1_2" }, new DreamImages(source));
        using (var inherit = next.Inherit(dream))
            inherit!.Run();
        next.Follow();
        next.Run();
        Assert.That(next.Picture(),
            Is.EqualTo(Planes(dream.Images.Source).Zip(Planes(source), (old, fresh) => old + (fresh - old) * 0.25f)).Within(1e-4f));
        using var larger = new Dream(weights, dream.Trunk, Width * 2, Height, dream.Options, new DreamImages(source));
        Assert.That(larger.Inherit(dream), Is.Null);
    });

    [Test]
    public void Where_a_mask_is_black_the_picture_stays()
    {
        using var mask = Gpu.Image(Width, Height, "mask");
        var bytes = new byte[Width * Height * 4];
        for (var i = 0; i < bytes.Length; i += 4)
            bytes.AsSpan(i, 4).Fill(i / 4 % Width < Width / 2 ? (byte)0 : (byte)255);
        Gpu.Upload(mask, bytes);
        With(Options with { Octaves = 1 }, (dream, _) =>
        {
            dream.Follow(fresh: true);
            dream.Run();
            var (after, before) = (dream.Picture(), Planes(dream.Images.Source));
            double Change(Func<int, bool> columns) => after.Index().Where(v => columns(v.Index % Width)).Max(v => Math.Abs(v.Item - before[v.Index]));
            Assert.That(Change(x => x < Width / 2), Is.LessThan(1e-6));
            Assert.That(Change(x => x >= Width / 2), Is.GreaterThan(0.01));
        }, source => new DreamImages(source, Mask: mask));
    }

    [Test]
    public void What_is_no_number_changes_nothing_and_ends_the_dream() => With(Options with { Octaves = 2 }, (dream, weights) =>
    {
        dream.Follow(fresh: true);
        var log = new List<DreamStep>();
        Assert.That(dream.Run(log.Add), Is.True);
        var good = dream.Picture();
        var broken = (Parameter)dream.Trunk.Model.Module.StateDict()["conv_1_1.weight"];
        weights.Set(broken, [.. Enumerable.Repeat(1e30f, (int)broken.Shape.Count)]);
        // The next begins from the last dream alone, so that what it keeps is that.
        Assert.That(dream.Takes(dream.Options with { Blend = 0 }), Is.True);
        dream.Follow();
        Assert.That(dream.Run(log.Add), Is.False);
        Assert.That(log[^1].IsFinite, Is.False);
        Assert.That(log, Has.Count.EqualTo(9), "it ends at the first such step");
        Assert.That(dream.Picture(), Is.EqualTo(good).Within(1e-4f));
    });

    [Test]
    public void Cancelled_it_keeps_what_it_has()
    {
        using var cancel = new CancellationTokenSource();
        With(Options, (dream, _) =>
        {
            dream.Follow(fresh: true);
            var count = 0;
            Assert.That(dream.Run(_ =>
            {
                if (++count == 6)
                    cancel.Cancel();
            }, cancel.Token), Is.True);
            Assert.That(count, Is.EqualTo(6), "it ends between two steps");
            var change = dream.Picture().Zip(Planes(dream.Images.Source), (a, b) => Math.Abs(a - b)).Average();
            Assert.That(change, Is.GreaterThan(1 / 255.0), "what small octaves dreamt is in the large picture");
        });
    }

    [Test]
    public void The_last_dream_is_turned_enlarged_and_moved() =>
        With(Options with { Steps = 0, Octaves = 1, Blend = 0, Coherence = 0, Rotate = 180 }, (dream, _) =>
        {
            dream.Follow(fresh: true);
            dream.Run();
            dream.Follow();
            dream.Run();
            var (plane, first) = (Width * Height, Planes(dream.Images.Source));
            Assert.That(dream.Picture(),
                Is.EqualTo(first.Index().Select(v => first[(v.Index / plane * plane) + plane - 1 - (v.Index % plane)])).Within(1e-3f), "half a turn");
            dream.Takes(dream.Options with { Rotate = 0, Shift = new Vector2(7f / Width, -3f / Height) });
            dream.Follow(fresh: true);
            dream.Run();
            dream.Follow();
            dream.Run();
            var moved = dream.Picture();
            for (var y = 0; y < Height - 3; y++)
                Assert.That(moved[(y * Width) + 7], Is.EqualTo(first[(y + 3) * Width]).Within(1e-3f), "7 to the right, 3 up");
            dream.Takes(dream.Options with { Rotate = 90, Shift = Vector2.Zero, Zoom = 2 });
            dream.Follow(fresh: true);
            dream.Run();
            dream.Follow();
            dream.Run();
            // Clockwise: what was above the middle is to its right now, twice as far away. A pixel lies between four of the last picture.
            float Above(int d, int left) => first[((Height / 2 - d) * Width) + Width / 2 - left];
            moved = dream.Picture();
            for (var d = 2; d < 10; d++)
            {
                var between = 0.75f * (0.75f * Above(d + 1, 0) + 0.25f * Above(d + 1, 1)) + 0.25f * (0.75f * Above(d, 0) + 0.25f * Above(d, 1));
                Assert.That(moved[(Height / 2 * Width) + Width / 2 + (2 * d)], Is.EqualTo(between).Within(1e-4f));
            }
        });
}
