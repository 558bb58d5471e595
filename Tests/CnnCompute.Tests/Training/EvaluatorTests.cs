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
        var result = evaluator.Run();
        var metrics = result.Metrics;
        Assert.That(metrics.Count, Is.EqualTo(43));
        Assert.That(model.Training, Is.True, "the mode stays as it was");

        using var alone = new Evaluator(weights, model, data, PixelNorm.Unit, batchSize: 1);
        var one = alone.Run();
        Assert.That(result.Predictions, Is.EqualTo(one.Predictions));
        Assert.That(metrics.Correct, Is.EqualTo(Enumerable.Range(0, 43).Count(i => one.Predictions[i] == data.Label(i))));
        Assert.That(metrics.Loss, Is.EqualTo(one.Loss).Within(1e-5));
        Assert.That(result.TopFive, Is.EqualTo(43), "there are four classes");
        Assert.That((result.Confusion.Count, result.Confusion.Accuracy), Is.EqualTo((43L, metrics.Accuracy)));
        Assert.That(result.Confidences, Is.All.InRange(0.25f, 1f));
        var worst = Mistake.Worst(data, result.Predictions, result.Confidences, 5);
        Assert.That(worst.Select(m => m.Prediction == m.Label), Is.All.False);
        Assert.That(worst.Select(m => m.Confidence), Is.Ordered.Descending);
    }

    // Scores that are no numbers.
    private sealed class Nothing : Module
    {
        public override Tensor Forward(Tensor x) => x.Reshape(x.Shape[0], (int)(x.Shape.Count / x.Shape[0])).Slice(1, 0, 4) * float.NaN;
    }

    [Test]
    public void Scores_that_are_no_numbers_are_among_no_five_best()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(weights, new Nothing(), new Squares(12), PixelNorm.Unit, 4);
        Assert.That(evaluator.Run().TopFive, Is.Zero);
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
        var result = evaluator.Run();
        Assert.That(result.Metrics.Count, Is.EqualTo(10_000));
        Assert.That(result.Predictions, Has.Count.EqualTo(10_000));
        Assert.That(result.Predictions, Is.All.InRange(0, 9));
        Assert.That(result.TopFive, Is.InRange(result.Metrics.Correct, 9_999));
    }

    // Probabilities computed here, from each network's scores of each view.
    [Test]
    public void Several_networks_and_views_are_judged_by_their_mean_probabilities([Values] TestViews views, [Values(1, 2)] int networks)
    {
        var data = new Squares(20);
        Module Net(int i)
        {
            var net = Squares.Net();
            net.Initialize((ulong)i + 1);
            net.Eval();
            return net;
        }

        Module[] nets = [.. Enumerable.Range(0, networks).Select(Net)];
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(weights, [.. nets.Select(n => new JudgedModel(n, PixelNorm.Unit))], data, views, batchSize: 7);
        var result = evaluator.Run();
        var expected = new double[20, 4];
        foreach (var net in nets)
        {
            foreach (var (moveX, moveY, mirrored) in Views(views))
            {
                var pictures = new float[20 * 64];
                var bytes = new byte[64];
                for (var n = 0; n < 20; n++)
                {
                    data.Read(n, bytes);
                    for (var i = 0; i < 64; i++)
                    {
                        var (x, y) = (Math.Abs((i % 8) + moveX), Math.Abs((i / 8) + moveY));
                        (x, y) = (x > 7 ? 14 - x : x, y > 7 ? 14 - y : y);
                        pictures[(n * 64) + i] = bytes[(y * 8) + (mirrored ? 7 - x : x)] / 255f;
                    }
                }
                var graph = new Graph();
                var probabilities = net.Forward(graph.Input("x", 20, 1, 8, 8)).Softmax().Named("p");
                using var plan = Plan.Compile(weights, [], [probabilities]);
                plan.Upload("x", pictures);
                plan.Run();
                foreach (var (i, p) in plan.Fetch("p").Index())
                    expected[i / 4, i % 4] += p / (double)(networks * Views(views).Length);
            }
        }
        var loss = 0.0;
        for (var n = 0; n < 20; n++)
        {
            var row = Enumerable.Range(0, 4).Select(c => expected[n, c]).ToArray();
            Assert.That(result.Predictions[n], Is.EqualTo(Array.IndexOf(row, row.Max())));
            Assert.That(result.Confidences[n], Is.EqualTo(row.Max()).Within(1e-4));
            loss -= Math.Log(row[data.Label(n)]) / 20;
        }
        Assert.That(result.Loss, Is.EqualTo(loss).Within(1e-4));
    }

    private static (int X, int Y, bool Mirrored)[] Views(TestViews views)
    {
        (int, int, bool)[] Five(bool mirrored) => [(0, 0, mirrored), (-1, -1, mirrored), (1, -1, mirrored), (-1, 1, mirrored), (1, 1, mirrored)];
        return views switch
        {
            TestViews.Flip => [(0, 0, false), (0, 0, true)],
            TestViews.FiveCrop => Five(false),
            TestViews.TenCrop => [.. Five(false), .. Five(true)],
            _ => [(0, 0, false)],
        };
    }

    [Test]
    public void A_net_that_is_random_in_evaluation_draws_by_the_seed_and_the_same_in_every_run()
    {
        var (data, net) = (new Squares(20), Squares.RandomNet());
        using var weights = new Residence(GpuFixture.Gpu);
        using var first = new Evaluator(weights, net, data, PixelNorm.Unit, 7) { Seed = 3 };
        using var other = new Evaluator(weights, net, data, PixelNorm.Unit, 7) { Seed = 4 };
        var measured = first.Run();
        Assert.That(first.Run(), Is.EqualTo(measured));
        Assert.That(other.Run().Loss, Is.Not.EqualTo(measured.Loss));

        // Key [seed, 0] of the same graph on the reference.
        net.Eval();
        var graph = new Graph();
        var x = graph.Input("x", 7, 1, 8, 8);
        var bytes = new byte[64];
        var pixels = Enumerable.Range(0, 7).SelectMany(i =>
        {
            data.Read(i, bytes);
            return bytes.Select(b => b / 255.0).ToArray();
        }).ToArray();
        var scores = Oracle.Run(new Dictionary<string, double[]> { ["x"] = pixels, [Dropout.KeyName] = [3, 0] }, net.Forward(x).Softmax(1))[0];
        Assert.That(measured.Confidences.Take(7), Is.EqualTo(scores.Chunk(4).Select(p => (float)p.Max())).Within(1e-4f));
    }

    [Test]
    public void A_net_that_does_not_fit_the_classes_is_refused()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        Assert.That(() => new Evaluator(weights, new Sequential(new Flatten(), new Linear(64, 3)), new Squares(43), PixelNorm.Unit, 10),
            Throws.InstanceOf<ShapeException>().With.Message.Contains("[10,3]"));
    }
}
