// Experiments of `cnn lab`, quickly and on pictures made up for them.
namespace CnnCompute.Tests;

public sealed class LabTests
{
    // A grey bar whose place is the label, over noise.
    private sealed class Bars : Dataset
    {
        public override string Name => "bars";

        public override int Count => 1400;

        public override int Channels => 1;

        public override int Height => 12;

        public override int Width => 12;

        public override IReadOnlyList<string> Classes => ["a", "b", "c", "d"];

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(new Philox(1, (ulong)index).Word((ulong)i) % 64 + (i / 12 / 3 == Label(index) ? 150 : 0));
        }

        public override int Label(int index) => index % 4;
    }

    private static IEnumerable<string> Names() => Experiment.All.Keys;

    private static LabContext Context(CancellationToken cancellation = default) =>
        new(GpuFixture.Gpu, new Bars(), 3, Quick: true, _ => { }, cancellation);

    [TestCaseSource(nameof(Names))]
    public void Each_gives_a_picture_a_table_and_a_paragraph(string name)
    {
        var result = Experiment.All[name].Make().Run(Context());
        Assert.That(result.Rows, Is.Not.Empty.And.All.Count.EqualTo(result.Columns.Count));
        Assert.That(result.Text, Has.Length.GreaterThan(100));
        var path = Path.Combine(Path.GetTempPath(), $"lab-{Guid.NewGuid():N}.png");
        try
        {
            result.Figure.Save(path, result.Width, result.Height);
            Assert.That(new FileInfo(path).Length, Is.GreaterThan(5000));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Every_optimiser_takes_part_that_works_on_batches() => Assert.That(OptimizersExperiment.Names,
        Is.EquivalentTo(Catalogue.Of<Optimizer>().Select(e => e.Name).Where(n => n != "lbfgs")));

    [Test]
    public void Every_schedule_is_drawn() =>
        Assert.That(SchedulesExperiment.Names, Is.EquivalentTo(Catalogue.Of<LrSchedule>().Select(e => e.Name)));

    [Test]
    public void Rates_of_schedules_are_those_of_their_formulas()
    {
        var rows = Experiment.All["schedules"].Make().Run(Context()).Rows.ToDictionary(r => r[0], r => r.Skip(1).Select(c => double.Parse(c,
            System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        // Ten steps an epoch, 30 epochs; the middle is step 149.
        Assert.That(rows["constant"], Is.All.EqualTo(1));
        Assert.That(rows["step stepSize 8, gamma 0.5"], Is.EqualTo((double[])[1, 1, 0.5, 0.25, 0.125]));
        Assert.That(rows["cosine"][2], Is.EqualTo(0.5 * (1 + Math.Cos(Math.PI * 149 / 300))).Within(1e-4));
        Assert.That(rows["one-cycle"][0], Is.EqualTo(1 / 25.0).Within(1e-4));
        Assert.That(rows["plateau factor 0.5, patience 2"], Is.Ordered.Descending.And.Some.EqualTo(0.5).Or.Some.LessThan(0.5));
    }

    // Nothing in the first ten steps.
    private sealed record Late(float Rate) : LrSchedule
    {
        public override float At(long step) => step < 10 ? 0 : Rate;
    }

    [Test]
    public void What_is_augmented_is_drawn_anew_in_each_epoch_and_rates_are_the_schedules()
    {
        (double First, double Second) Losses(string transforms, float rate, float smoothing = 0)
        {
            var lab = Context();
            using var training = new LabTraining(lab, LabNet.Perceptron(lab.Train(400), 16, 0), p => new Sgd(p), lab.Train(400), 40,
                Transforms.Parse(transforms), new CrossEntropyCriterion(smoothing));
            training.Run(20, new Late(rate));
            return (training.Losses.Take(10).Average(), training.Losses.Skip(10).Average());
        }
        var plain = Losses("", 0);
        Assert.That(plain.Second, Is.EqualTo(plain.First).Within(1e-5), "the same pictures and weights, in another order");
        var mixed = Losses("mixup", 0);
        Assert.That(mixed.Second, Is.Not.EqualTo(mixed.First).Within(1e-4));
        Assert.That(Losses("mixup", 0), Is.EqualTo(mixed));
        var late = Losses("", 0.1f);
        Assert.That(late.First, Is.EqualTo(plain.First));
        Assert.That(late.Second, Is.LessThan(plain.Second - 0.1));
        Assert.That(Losses("", 0, 0.2f).First, Is.Not.EqualTo(plain.First).Within(1e-3), "smoothed labels are another objective");
    }

    [Test]
    public void The_training_loop_learns_and_gives_the_same_twice()
    {
        (double[], double) Learn()
        {
            var lab = Context();
            using var training = new LabTraining(
                lab, LabNet.Perceptron(lab.Train(400), 32, 0.2f), p => new Sgd(p, momentum: 0.9f), lab.Train(400), 40);
            training.Run(30, 0.05);
            return ([.. training.Losses], training.Measure(lab.Validation(100)).Accuracy);
        }
        var (losses, accuracy) = Learn();
        Assert.That(losses[0], Is.InRange(1.0, 2.2), "about log 4");
        Assert.That(losses[^1], Is.LessThan(0.3));
        Assert.That(accuracy, Is.GreaterThan(0.9));
        Assert.That(Learn(), Is.EqualTo((losses, accuracy)));
    }

    [Test]
    public void A_training_that_diverges_ends_and_a_cancelled_one_stops()
    {
        var lab = Context();
        using (var training = new LabTraining(lab, LabNet.Perceptron(lab.Train(400), 32, 0), p => new Sgd(p), lab.Train(400), 40))
        {
            training.Run(200, 1e6);
            Assert.That(training.Diverged);
            Assert.That(training.Losses, Has.Count.LessThan(200));
            Assert.That(training.Measure(lab.Validation(100)).Loss, Is.NaN);
        }
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Experiment.All["optimizers"].Make().Run(Context(stop.Token)));
    }

    [Test]
    public void Deviations_are_those_that_theory_gives()
    {
        var rows = Experiment.All["init"].Make().Run(Context()).Rows.ToDictionary(r => r[0], r => r.Skip(1).Select(c => double.Parse(c,
            System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        // Values of each layer shrink by σ·√width·√½ with ReLU: 0.01·√64/√2, nine times.
        var factor = Math.Pow(0.01 * Math.Sqrt(64 / 2), 9);
        Assert.That(rows["ReLU, σ = 0.01"][1] / rows["ReLU, σ = 0.01"][0], Is.InRange(factor / 3, factor * 3));
        Assert.That(rows["ReLU, Kaiming"][1] / rows["ReLU, Kaiming"][0], Is.InRange(0.4, 2.5), "level");
        Assert.That(rows["tanh, σ = 1"][1], Is.InRange(0.9, 1), "saturated");
        Assert.That(rows["tanh, batch norm, σ = 0.01"][1], Is.EqualTo(rows["tanh, batch norm, σ = 0.01"][0]).Within(10).Percent);
    }

    [Test]
    public void The_verb_lists_them_and_hints_at_misspelt_ones()
    {
        var (code, output) = Verbs.Run("lab");
        Assert.That(code, Is.Zero);
        foreach (var name in Names())
            Assert.That(output, Does.Contain(name));
        Assert.That(Assert.Throws<ArgumentException>(() => Verbs.Run("lab", "dropuot"))!.Message, Does.Contain("dropout"));
        Assert.Throws<ArgumentException>(() => Verbs.Run("lab", "dropout", "--out", "x.gif"));
    }
}
