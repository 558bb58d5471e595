// Attacks: they follow the gradient, stay within what is allowed, and reach their end.
namespace CnnCompute.Tests;

public sealed class AdversaryTests
{
    private static readonly Lazy<ModelFile> Fashion = new(
        () => ModelFile.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors")));

    [Test]
    public void A_step_goes_where_the_gradient_in_double_says()
    {
        var (pictures, labels) = Garments(2);
        var graph = new Graph();
        var x = graph.Input("x", 2, 1, 28, 28);
        var loss = new Trunk(Fashion.Value).Apply(Tensor.Concat(1, x, x, x))
            .Logits.CrossEntropy(graph.Labels("labels", 2), reduction: LossReduction.Sum);
        double[] grey = [.. pictures.Chunk(784).Where((_, i) => i % 3 == 0).SelectMany(p => p.Select(v => (double)v))];
        var gradient = Oracle.Run(new Dictionary<string, double[]> { ["x"] = grey, ["labels"] = [.. labels.Select(l => (double)l)] },
            Autodiff.Gradients(loss, [x])[0])[0];

        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), 2, 28, 28);
        var attacked = adversary.Run(pictures, labels, Attack.Fgsm(8));
        float[] changed = [.. attacked.Pictures.Chunk(784).Where((_, i) => i % 3 == 0).SelectMany(p => p)];
        var most = gradient.Max(Math.Abs);
        var judged = Enumerable.Range(0, gradient.Length).Where(i => Math.Abs(gradient[i]) > 1e-4 * most).ToArray();
        Assert.That(judged, Has.Length.GreaterThan(1000));
        foreach (var i in judged)
            Assert.That(changed[i], Is.EqualTo(Math.Clamp(grey[i] + (Math.Sign(gradient[i]) * 8 / 255.0), 0, 1)).Within(1e-6), $"pixel {i}");
    }

    [Test]
    public void Nothing_changes_beyond_epsilon_and_flips_are_as_many_as_they_should()
    {
        const int Count = 56, Wanted = 50;
        var (pictures, labels) = Garments(Count);
        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), Count, 28, 28);
        foreach (var (attack, least) in new[] { (Attack.Fgsm(40), 48), (Attack.Pgd(24, 8), 48) })
        {
            var attacked = adversary.Run(pictures, labels, attack);
            var changes = attacked.Pictures.Zip(pictures,
                (after, before) => Math.Abs((int)MathF.Round(after * 255) - (int)MathF.Round(before * 255))).ToArray();
            Assert.That(changes.Max(), Is.EqualTo((int)attack.Epsilon), "in levels of a file, exactly");
            Assert.That(attacked.Pictures.Zip(pictures, (after, before) => Math.Abs(after - before)).Max(),
                Is.LessThanOrEqualTo((attack.Epsilon / 255) + 6e-8f), "and as numbers, but for rounding");
            Assert.That(attacked.Pictures, Is.All.InRange(0, 1));
            int[] right = [.. Enumerable.Range(0, Count).Where(i => Attacked.Best(attacked.Before[i]) == labels[i]).Take(Wanted)];
            Assert.That(right, Has.Length.EqualTo(Wanted));
            Assert.That(right.Count(attacked.Flipped), Is.GreaterThanOrEqualTo(least), $"{attack}");
        }
    }

    [Test]
    public void A_change_measured_by_its_mean_square_stays_within_its_ball()
    {
        var (pictures, labels) = Garments(8);
        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), 8, 28, 28, PerturbationNorm.Rms);
        var attacked = adversary.Run(pictures, labels, Attack.Pgd(8, 10, PerturbationNorm.Rms));
        for (var i = 0; i < 8; i++)
        {
            var squares = Enumerable.Range(i * 3 * 784, 3 * 784).Average(at => Math.Pow((attacked.Pictures[at] - pictures[at]) * 255, 2));
            Assert.That(Math.Sqrt(squares), Is.InRange(4, 8 * 1.00001));
            Assert.That(attacked.After[i][labels[i]], Is.LessThan(attacked.Before[i][labels[i]]));
        }
        Assert.That(() => adversary.Run(pictures, labels, Attack.Fgsm(8)), Throws.ArgumentException.With.Message.Contains("Rms"));
    }

    [Test]
    public void Targets_are_reached_and_seeds_decide()
    {
        var (pictures, labels) = Garments(8);
        int[] targets = [.. labels.Select(l => (l + 3) % 10)];
        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), 8, 28, 28);
        var attacked = adversary.Run(pictures, targets, Attack.Pgd(32), targeted: true);
        Assert.That(Enumerable.Range(0, 8).Count(attacked.Flipped), Is.GreaterThanOrEqualTo(7));
        Assert.That(attacked.After.Select(p => Attacked.Best(p)).Zip(targets, (a, b) => a == b).Count(e => e),
            Is.EqualTo(Enumerable.Range(0, 8).Count(attacked.Flipped)));
        Assert.That(adversary.Run(pictures, targets, Attack.Pgd(32), targeted: true).Pictures, Is.EqualTo(attacked.Pictures));
        Assert.That(adversary.Run(pictures, targets, Attack.Pgd(32, seed: 1), targeted: true).Pictures, Is.Not.EqualTo(attacked.Pictures));
    }

    [Test]
    public void The_smallest_change_flips_and_a_smaller_one_does_not()
    {
        var (pictures, labels) = Garments(4);
        labels[3] = (labels[3] + 1) % 10; // taken for something else already
        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), 4, 28, 28);
        var attack = Attack.Pgd(0, 6) with { RandomStart = false };
        var found = adversary.Smallest(pictures, labels, attack, precision: 0.125f);
        Assert.That(Enumerable.Range(0, 4).Count(found.Flipped), Is.EqualTo(4));
        Assert.That(found.Epsilon[3], Is.Zero);
        Assert.That(found.Pictures.AsSpan(3 * 3 * 784).SequenceEqual(pictures.AsSpan(3 * 3 * 784)));
        for (var i = 0; i < 3; i++)
        {
            var change = Enumerable.Range(i * 3 * 784, 3 * 784).Max(at => Math.Abs(found.Pictures[at] - pictures[at])) * 255;
            Assert.That(change, Is.EqualTo(found.Epsilon[i]).Within(1e-3).And.GreaterThan(0));
            Assert.That(adversary.Run(pictures, labels, attack with { Epsilon = found.Epsilon[i] }).Flipped(i), $"picture {i} at {found.Epsilon[i]}");
            Assert.That(adversary.Run(pictures, labels, attack with { Epsilon = Math.Max(0, found.Epsilon[i] - 0.125f) }).Flipped(i), Is.False,
                $"picture {i} below {found.Epsilon[i]}");
        }
        var resisted = adversary.Smallest(pictures, labels, attack, most: 0.01f);
        Assert.That(resisted.Flipped(0), Is.False);
        Assert.That(resisted.Epsilon[0], Is.EqualTo(0.01f));
    }

    [Test]
    public void Wrong_input_is_named()
    {
        var (pictures, labels) = Garments(1);
        using var residence = new Residence(GpuFixture.Gpu);
        using var adversary = new Adversary(residence, new Trunk(Fashion.Value), 1, 28, 28);
        Assert.That(() => adversary.Run(pictures, [10], Attack.Fgsm(1)),
            Throws.ArgumentException.With.Message.Contains("class 10 does not exist").And.Message.Contains("0 to 9"));
        Assert.That(() => adversary.Run(pictures.AsSpan(1), labels, Attack.Fgsm(1)), Throws.ArgumentException.With.Message.Contains("2351 values"));
        Assert.That(() => adversary.Run(pictures, labels, Attack.Fgsm(-1)), Throws.ArgumentException.With.Message.Contains("-1"));
        pictures[7] = float.NaN;
        Assert.That(() => adversary.Run(pictures, labels, Attack.Fgsm(1)), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => new Adversary(residence, new Trunk(Fashion.Value), 1, 8, 8).Dispose(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("28×28"));
    }

    // The first pictures of the test set, grey as RGB.
    private static (float[] Pictures, int[] Labels) Garments(int count)
    {
        if (!File.Exists(FashionMnist.DebianFolder + "/t10k-images-idx3-ubyte.gz"))
            Assert.Ignore("Fashion-MNIST is not installed (apt-get install dataset-fashion-mnist)");
        var set = FashionMnist.Load(train: false);
        var bytes = new byte[set.SampleBytes];
        var pictures = new List<float>();
        for (var i = 0; i < count; i++)
        {
            set.Read(i, bytes);
            for (var c = 0; c < 3; c++)
                pictures.AddRange(bytes.Select(b => b / 255f));
        }
        return ([.. pictures], [.. Enumerable.Range(0, count).Select(set.Label)]);
    }
}
