// Evaluation counts every sample exactly once.
namespace CnnCompute.Tests;

public sealed class EvaluatorTests
{
    [Test]
    public void Every_sample_is_counted_once_whatever_the_batch([Values(1, 8, 43, 64)] int batch)
    {
        var (data, model) = (new Squares(43), Squares.Net());
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(weights, model, data, PixelNorm.Unit, batch);
        var metrics = evaluator.Run();
        Assert.That(metrics.Count, Is.EqualTo(43));
        Assert.That(model.Training, Is.True, "the mode stays as it was");

        using var alone = new Evaluator(weights, model, data, PixelNorm.Unit, batchSize: 1);
        var one = alone.Run();
        Assert.That(evaluator.Predictions.ToArray(), Is.EqualTo(alone.Predictions.ToArray()));
        Assert.That(metrics.Correct, Is.EqualTo(Enumerable.Range(0, 43).Count(i => alone.Predictions[i] == data.Label(i))));
        Assert.That(metrics.Loss, Is.EqualTo(one.Loss).Within(1e-5));
    }

    [Test]
    public void A_second_run_and_one_after_a_cancelled_one_count_the_same()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(weights, Squares.Net(), new Squares(43), PixelNorm.Unit, 4);
        var first = evaluator.Run();
        Assert.That(() => evaluator.Run(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(evaluator.Run(), Is.EqualTo(first));
    }

    [Test]
    public void Fashion_MNIST_makes_10000_predictions()
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        var test = FashionMnist.Load(train: false);
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(weights, new Sequential(new Flatten(), new Linear(784, 10)), test, FashionMnist.Norm, 192);
        var metrics = evaluator.Run();
        Assert.That(metrics.Count, Is.EqualTo(10_000));
        Assert.That(evaluator.Predictions.Length, Is.EqualTo(10_000));
        Assert.That(evaluator.Predictions.ToArray(), Is.All.InRange(0, 9));
    }

    [Test]
    public void A_net_that_does_not_fit_the_classes_is_refused()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        Assert.That(() => new Evaluator(weights, new Sequential(new Flatten(), new Linear(64, 3)), new Squares(43), PixelNorm.Unit, 10),
            Throws.InstanceOf<ShapeException>().With.Message.Contains("[10,3]"));
    }
}
