// A small data set for tests of training, and nets that fit it.
namespace CnnCompute.Tests;

/// <summary>8×8 grey pictures of noise with a bright square in one of four corners: the class.</summary>
internal sealed class Squares(int count, int first = 0) : Dataset
{
    public override string Name => "squares";

    public override int Count => count;

    public override int Channels => 1;

    public override int Height => 8;

    public override int Width => 8;

    public override IReadOnlyList<string> Classes => ["top left", "top right", "bottom left", "bottom right"];

    /// <summary>A setup that suits it: SGD with momentum, a cosine.</summary>
    public static TrainingSetup Setup => new()
    {
        Epochs = 3,
        BatchSize = 8,
        EvaluationBatchSize = 10,
        Optimizer = Sgd(1e-4f),
        Schedule = Cosine(0.05f),
        Criterion = new CrossEntropyCriterion(),
        Norm = PixelNorm.Of(0.4, 0.3),
    };

    /// <summary>SGD with Nesterov's momentum.</summary>
    public static Func<IReadOnlyList<ParameterGroup>, Optimizer> Sgd(float weightDecay) =>
        groups => new Sgd(groups, momentum: 0.9f, nesterov: true, weightDecay: weightDecay);

    /// <summary>A cosine after a short warm-up.</summary>
    public static Func<long, long, LrSchedule> Cosine(float rate, double warmup = 0.25) =>
        (steps, perEpoch) => new CosineLr(rate, steps, warmup, StepsPerEpoch: perEpoch);

    /// <summary>So many samples to learn from, 43 to choose by, 37 to report on.</summary>
    public static DataSplits Splits(int samples = 60) => new(new Squares(samples), new Squares(43, first: 1000), new Squares(37, first: 2000));

    /// <summary>A convolution, batch-norm, dropout and a linear layer: everything that has state or random numbers.</summary>
    public static Module Net() => new Sequential(
        new Conv2d(1, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2), new Dropout(0.1f), new Flatten(),
        new Linear(8 * 4 * 4, 4));

    /// <summary>A net that is random in evaluation, too: its windows lie elsewhere with every key.</summary>
    public static Module RandomNet() => new Sequential(
        new Conv2d(1, 6, 3, padding: 1), new ReLU(), new FractionalMaxPool2d(2, 5), new Flatten(), new Linear(6 * 5 * 5, 4));

    public override void Read(int index, Span<byte> pixels)
    {
        var noise = new Philox(7, (ulong)(first + index));
        var corner = Label(index);
        for (var i = 0; i < pixels.Length; i++)
        {
            bool right = i % 8 >= 4, below = i / 8 >= 4;
            pixels[i] = (byte)((noise.Word((ulong)i) % 100) + ((right ? 1 : 0) + (below ? 2 : 0) == corner ? 80 : 0));
        }
    }

    public override int Label(int index) => (int)(new Philox(8, (ulong)(first + index)).Word(0) % 4);
}
