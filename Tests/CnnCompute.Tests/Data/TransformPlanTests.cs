// Lists of transforms on the device: joined, exact where they can be, the same for a sample whatever the batch.
namespace CnnCompute.Tests;

public sealed class TransformPlanTests
{
    private const int Side = 16;

    [Test]
    public void A_sample_is_treated_alike_wherever_it_stands_in_a_batch()
    {
        Transform[] all =
        [
            new RandomHorizontalFlip(), new RandomRotation(30), new RandomResizedCrop(12), new ElasticTransform(8, 2),
            new ColourJitter(0.4f, 0.4f, 0.4f, 0.1f), new GaussianNoise(0.05f), new RandomErasing(), new GaussianBlur(3), new RandAugment(),
            new TrivialAugment(),
        ];
        var together = Run(all, [5, 6, 7, 8, 9]).Chunk(3 * 12 * 12).ToArray();
        var alone = Run(all, [9, 6]).Chunk(3 * 12 * 12).ToArray();
        Assert.That(alone[0], Is.EqualTo(together[4]));
        Assert.That(alone[1], Is.EqualTo(together[1]));
        Assert.That(Run(all, [5, 6, 7, 8, 9], epoch: 3).Chunk(3 * 12 * 12).First(), Is.Not.EqualTo(together[0]), "another epoch");
        Assert.That(together.SelectMany(v => v), Is.All.InRange(0, 255));
    }

    [Test]
    public void Flips_and_whole_pixels_are_exact_also_when_joined()
    {
        var x = Pictures([1, 2, 3]);
        Assert.That(Run([new RandomHorizontalFlip(1), new RandomVerticalFlip(1), new RandomHorizontalFlip(1), new RandomVerticalFlip(1)], [1, 2, 3]),
            Is.EqualTo(x), "twice");
        Assert.That(Run([new RandomHorizontalFlip(1), new RandomVerticalFlip(1)], [1, 2, 3]),
            Is.EqualTo(Run([new RandomRotation(Range: (180, 180))], [1, 2, 3])), "half a turn");
        Assert.That(Run([new RandomRotation(Range: (90, 90)), new RandomRotation(Range: (270, 270))], [1, 2, 3]), Is.EqualTo(x), "a whole turn");
        Transform[] none =
        [
            new RandomRotation(0), new RandomScale(1, 1), new RandomShear(0), new RandomTranslation(0, 0), new RandomPerspective(0, 1),
        ];
        Assert.That(Run(none, [1, 2, 3]), Is.EqualTo(x).Within(1e-3), "nothing");
        var joined = Run([new RandomShift(4), new RandomVerticalFlip(1), new RandomVerticalFlip(1)], [1, 2, 3]);
        Assert.That(joined.Where(v => v != 0), Is.SubsetOf(x));
        Assert.That(joined.Count(v => v == 0), Is.GreaterThan(0));
    }

    [Test]
    public void Alternating_flips_show_both_views_in_two_epochs()
    {
        int[] samples = [.. Enumerable.Range(0, 16)];
        var (x, mirrored) = (Views(Pictures(samples)), Views(Run([new RandomHorizontalFlip(1)], samples)));
        var epochs = Enumerable.Range(3, 3).Select(e => Views(Run([new AlternatingHorizontalFlip()], samples, epoch: e))).ToArray();
        var flips = epochs.Select(e => samples.Select(i => e[i].SequenceEqual(mirrored[i])).ToArray()).ToArray();
        for (var i = 0; i < samples.Length; i++)
        {
            Assert.That(flips[0][i], Is.Not.EqualTo(flips[1][i]), $"picture {i}");
            Assert.That(epochs[flips[0][i] ? 1 : 0][i], Is.EqualTo(x[i]), $"picture {i}");
        }
        Assert.That(flips[2], Is.EqualTo(flips[0]));
        Assert.That(flips[0].Count(f => f), Is.InRange(3, 13), "some in each epoch");

        static float[][] Views(float[] pictures) => [.. pictures.Chunk(pictures.Length / 16)];
    }

    [Test]
    public void What_is_joined_is_what_the_steps_do_one_after_the_other()
    {
        Transform[] steps = [new RandomRotation(15), new RandomScale(0.9f, 1.1f), new RandomShear(8), new RandomTranslation(0.1f, 0.1f)];
        int[] samples = [.. Enumerable.Range(0, 8)];
        var joined = Run(steps, samples);
        var apart = Run(steps, samples, isApart: true);
        // Away from the borders, on smooth pictures.
        var inner = Enumerable.Range(0, joined.Length).Where(i => i / Side % Side is > 4 and < 11 && i % Side is > 4 and < 11).ToArray();
        Assert.That(inner.Average(i => Math.Abs(joined[i] - apart[i])), Is.LessThan(1.5));
        Assert.That(inner.Average(i => Math.Abs(joined[i] - Pictures(samples)[i])), Is.GreaterThan(10), "they do something");
    }

    [Test]
    public void Neighbours_are_one_resampling_and_one_pass()
    {
        Transform[] list =
        [
            new RandomRotation(), new RandomCrop(2), new RandomVerticalFlip(), new RandomBrightness(), new RandomHue(), new RandomContrast(),
            new Normalize(PixelNorm.Unit),
        ];
        string[] expected =
        [
            "RandomWarp", "RandomWarp", "RandomWarp", "Warp", "RandomColour", "RandomColour", "RandomColour", "ColourStats", "ColourSteps",
            "Normalize",
        ];
        Assert.That(Ops(list), Is.EqualTo(expected));
        Assert.That(Ops([new RandomRotation(), new RandomCrop(2, Fill: WarpFill.Edge)]), Is.EqualTo(["RandomWarp", "Warp", "RandomWarp", "Warp"]),
            "what lies outside differs");
        Assert.That(Ops([new RandomEqualize(), new RandomInvert(), new RandomContrast()]).Count(o => o == "ColourSteps"), Is.EqualTo(2),
            "two that know the whole picture");
        Assert.That(Ops([new RandomSharpness(), new RandomInvert(), new RandomContrast()]).Count(o => o == "ColourSteps"), Is.EqualTo(2),
            "the whole picture once it is sharpened");
        Assert.That(Ops([new RandomHorizontalFlip(), new RandomShift(2)]), Is.EqualTo(["RandomWarp", "RandomWarp", "Warp"]));
        Assert.That(Ops([new RandAugment()]).Count(o => o == "Warp"), Is.EqualTo(1));
        Assert.That(Ops([new ColourJitter()]), Does.Not.Contain("ColourSteps"), "nothing is jittered");
    }

    [Test]
    public void Colours_are_changed_before_pixels_are_normalised() =>
        Assert.That(() => Ops([new Normalize(PixelNorm.Unit), new RandomHue()]),
            Throws.TypeOf<ArgumentException>().With.Message.Contains("random-hue").And.Message.Contains("put it before"));

    [Test]
    public void Mixed_batches_have_soft_targets_and_padding_none()
    {
        foreach (var mix in new Transform[] { new MixUp(0.4f), new CutMix() })
        {
            var graph = new Graph();
            var batch = TransformPlan.Apply(Batch(graph, 4), new RandomHorizontalFlip(), mix);
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, [batch.Images, batch.Targets!.Value]);
            Fill(plan, [4, 5, 6, -1], 1);
            plan.Upload(BatchInputs.LabelsName, [0, 1, 2, -1]);
            plan.Run();
            var targets = plan.Fetch(batch.Targets.Value).Chunk(4).ToArray();
            Assert.That(targets.Select(t => t.Sum()), Is.EqualTo(new float[] { 1, 1, 1, 0 }).Within(1e-6), $"{mix}");
            Assert.That(targets[0], Is.EqualTo(new float[] { 1, 0, 0, 0 }), "its neighbour is padding");
            Assert.That(targets[1][0], Is.GreaterThan(0).And.LessThan(1));
            Assert.That(targets[1][1], Is.EqualTo(targets[2][2]), "one share for the batch");
        }
    }

    [Test]
    public void Statistics_centre_and_whiten_the_set_they_were_made_of()
    {
        var data = new Few();
        int[] samples = [.. Enumerable.Range(0, data.Count)];
        float[][] After(Transform transform)
        {
            var graph = new Graph();
            var inputs = BatchInputs.Of(graph, data, data.Count) with { Statistics = DataStatistics.For([transform], data) };
            var images = inputs.Apply(transform).Images;
            using var weights = new Residence(GpuFixture.Gpu);
            using var plan = Plan.Compile(weights, [images]);
            var bytes = new byte[data.Count * data.SampleBytes];
            foreach (var i in samples)
                data.Read(i, bytes.AsSpan(i * data.SampleBytes, data.SampleBytes));
            plan.Upload(BatchInputs.BytesName, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes));
            plan.Run();
            return [.. plan.Fetch(images).Chunk((int)(images.Shape.Count / data.Count))];
        }
        var green = After(new Standardize()).SelectMany(p => p[9..]).Select(v => new[] { v });
        Assert.That(Covariance(green), Is.EqualTo(new[] { 1.0 }).Within(1e-3));
        Assert.That(Enumerable.Range(0, 18).Select(k => After(new CentreImage()).Average(p => p[k])), Is.All.EqualTo(0).Within(1e-3));
        Assert.That(After(new CentreChannels()).SelectMany(p => p[..9]).Average(), Is.EqualTo(0).Within(1e-3));
        double[] unit = [.. Enumerable.Range(0, 16).Select(i => i % 5 == 0 ? 1.0 : 0)];
        Assert.That(Covariance(After(new PcaWhitening(4, 0))), Is.EqualTo(unit).Within(1e-2));
        var zca = Covariance(After(new ZcaWhitening(1e-6f)));
        Assert.That(Enumerable.Range(0, 324).Select(i => zca[i] - (i / 18 == i % 18 ? 1 : 0)), Is.All.EqualTo(0).Within(2e-2));
        Assert.That(() => Ops([new Standardize()]), Throws.InvalidOperationException.With.Message.Contains("statistics"));
    }

    private static double[] Covariance(IEnumerable<float[]> rows)
    {
        var all = rows.ToArray();
        double[] mean = [.. Enumerable.Range(0, all[0].Length).Select(k => all.Average(r => (double)r[k]))];
        return [.. from a in Enumerable.Range(0, mean.Length) from b in Enumerable.Range(0, mean.Length)
                   select all.Average(r => (r[a] - mean[a]) * (r[b] - mean[b]))];
    }

    private static string[] Ops(Transform[] transforms)
    {
        var graph = new Graph();
        TransformPlan.Apply(Batch(graph, 2), transforms);
        return [.. graph.Nodes.Select(n => n.Op).Where(o => o is not SourceOp).Select(o => o.Name)];
    }

    private static TrainingBatch Batch(Graph graph, int n) => new(graph.Input("pictures", n, 3, Side, Side), graph.Labels(BatchInputs.LabelsName, n),
        graph.Input(BatchInputs.SamplesName, new Shape(n), DType.I32), graph.Value(BatchInputs.KeyName, new Shape(2), DType.I32), 4);

    private static float[] Run(Transform[] transforms, int[] samples, int epoch = 2, bool isApart = false)
    {
        var graph = new Graph();
        var batch = Batch(graph, samples.Length);
        foreach (var part in isApart ? transforms.Select(t => new[] { t }) : [transforms])
            batch = TransformPlan.Apply(batch, part);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [batch.Images]);
        Fill(plan, samples, epoch);
        plan.Run();
        return plan.Fetch(batch.Images);
    }

    private static void Fill(Plan plan, int[] samples, int epoch)
    {
        plan.Upload("pictures", Pictures(samples));
        plan.Upload(BatchInputs.SamplesName, samples);
        plan.SetInt(BatchInputs.KeyName, [7, epoch]);
    }

    // Smooth, of another kind for each sample, whole numbers of 1 to 255.
    private static float[] Pictures(int[] samples) =>
    [
        .. samples.SelectMany(s => Enumerable.Range(0, 3 * Side * Side).Select(i => MathF.Round(128 + 60 * MathF.Sin(0.35f * (i % Side) + s)
            + 60 * MathF.Cos(0.3f * (i / Side % Side) + i / (Side * Side)))))
    ];

    private sealed class Few : Dataset
    {
        public override string Name => "few";

        public override int Count => 400;

        public override int Channels => 2;

        public override int Height => 3;

        public override int Width => 3;

        public override IReadOnlyList<string> Classes => ["a"];

        public override void Read(int index, Span<byte> pixels)
        {
            var random = new Philox(5, (ulong)index);
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(random.Uniform((ulong)i) * 100 + random.Uniform((ulong)(i % 5)) * 150);
        }

        public override int Label(int index) => 0;
    }
}
