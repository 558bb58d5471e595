// Linear classifiers learn clouds that a plane separates.
namespace CnnCompute.Tests;

public sealed class FeatureTrainingTests
{
    [Test]
    public void A_linear_classifier_learns_what_a_plane_separates([Values] FeatureLoss loss)
    {
        FeatureSet data = Clouds.Of(100, 3, 8, 8, seed: 1), test = Clouds.Of(50, 3, 8, 8, seed: 2);
        (float[] Weights, double Accuracy, double[] Losses) Train()
        {
            using var weights = new Residence(GpuFixture.Gpu);
            var (head, losses) = (new Linear(8, 3), new List<double>());
            using var training = new FeatureTraining(weights, head, data, new FeatureTrainingOptions { Loss = loss, Epochs = 6, BatchSize = 32 });
            training.Run((_, l) => losses.Add(l));
            return (weights.Get(head.Weight), FeatureEvaluation.Accuracy(weights, head, test), [.. losses]);
        }
        var first = Train();
        Assert.That(first.Accuracy, Is.GreaterThan(0.95));
        Assert.That(first.Losses, Has.Length.EqualTo(6));
        Assert.That(first.Losses[^1], Is.LessThan(0.5 * first.Losses[0]));
        Assert.That(Train().Weights, Is.EqualTo(first.Weights), "same seed, same bits");
    }

    [Test]
    public void A_weight_that_begins_at_zero_and_sees_nothing_stays_there()
    {
        // The last element is always 0.
        var clouds = Clouds.Of(20, 3, 8, 8, seed: 1);
        var data = new FeatureSet("clouds", new Shape(9), [.. clouds.Values.Chunk(8).SelectMany(r => r.Append(0))], clouds.Labels, clouds.Classes);
        using var weights = new Residence(GpuFixture.Gpu);
        var head = new Linear(9, 3);
        using var training = new FeatureTraining(weights, head, data, new FeatureTrainingOptions { Epochs = 3, BatchSize = 20, FromZero = true });
        training.Run();
        Assert.That(weights.Get(head.Weight).Chunk(9).Select(r => r[8]), Is.All.Zero);
        Assert.That(FeatureEvaluation.Accuracy(weights, head, data), Is.GreaterThan(0.9));
    }

    [Test]
    public void Dropout_drops_in_training_alone_and_a_small_set_is_one_batch()
    {
        var data = Clouds.Of(10, 3, 8, 8, seed: 1);
        using var weights = new Residence(GpuFixture.Gpu);
        var head = new Sequential(new Dropout(0.5f), new Linear(8, 3));
        var options = new FeatureTrainingOptions { Epochs = 40, BatchSize = 200, LearningRate = 0.1f };
        using var training = new FeatureTraining(weights, head, data, options);
        Assert.That(training.StepsPerEpoch, Is.EqualTo(1));
        training.Run();
        var once = FeatureEvaluation.Predict(weights, head, data);
        Assert.That(FeatureEvaluation.Predict(weights, head, data), Is.EqualTo(once));
        Assert.That(once.Zip(data.Labels).Count(p => p.First == p.Second), Is.GreaterThanOrEqualTo(28));
    }

    [Test]
    public void A_rate_per_squared_length_is_the_same_for_vectors_of_any_length()
    {
        var data = Clouds.Of(40, 3, 8, 8, seed: 1);
        double Loss(float scale)
        {
            var scaled = new FeatureSet("clouds", new Shape(8), [.. data.Values.Select(v => scale * v)], data.Labels, data.Classes);
            using var weights = new Residence(GpuFixture.Gpu);
            using var training = new FeatureTraining(weights, new Linear(8, 3, bias: false), scaled, new FeatureTrainingOptions
            {
                LearningRate = 0.2f,
                RatePerSquaredLength = true,
                WeightDecay = 0,
                FromZero = true,
                BatchSize = 24,
            });
            training.TrainEpoch();
            return training.TrainEpoch();
        }

        Assert.That(Loss(1), Is.LessThan(1.0));
        Assert.That(Loss(64), Is.EqualTo(Loss(1)).Within(1e-5));
    }

    [Test]
    public void A_head_of_other_classes_and_rates_without_sense_are_refused()
    {
        var data = Clouds.Of(10, 3, 8, 8, seed: 1);
        using var weights = new Residence(GpuFixture.Gpu);
        Assert.That(() => new FeatureTraining(weights, new Linear(8, 4), data, new FeatureTrainingOptions()),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[30,3]"));
        Assert.That(() => new FeatureTraining(weights, new Linear(8, 3), data, new FeatureTrainingOptions { LearningRate = 0 }),
            Throws.ArgumentException.With.Message.Contains("LearningRate 0"));
        var steep = new FeatureTrainingOptions { Loss = FeatureLoss.SquaredHinge, LearningRate = 99 };
        using var wild = new FeatureTraining(weights, new Linear(8, 3), data, steep);
        Assert.That(() => wild.Run(), Throws.InvalidOperationException.With.Message.Contains("a learning rate below 99"));
    }
}
