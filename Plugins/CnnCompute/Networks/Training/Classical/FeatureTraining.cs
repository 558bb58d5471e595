// Trains a head on vectors that are in memory.
namespace CnnCompute;

/// <summary>
/// A module, a linear layer or a few, learns classes of vectors: the linear classifiers (softmax, support vector machine), and the heads of nets
/// whose trunks are left as they are. Equal options, samples and device give equal weights, bit for bit.
/// </summary>
public sealed class FeatureTraining : IDisposable
{
    private readonly FeatureSet data;
    private readonly FeatureTrainingOptions options;
    private readonly Plan step;
    private readonly LrSchedule schedule;
    private readonly int batch;
    private readonly float[] rows;
    private readonly int[] labels;

    /// <summary>Compiles; the head's initial weights are drawn from the options' seed, and its parameters come to lie in the residence.</summary>
    /// <param name="weights">Holds the head's parameters.</param>
    /// <param name="head">Gives scores [N,classes] for vectors [N,length]. It is put into training mode.</param>
    /// <param name="data">What it learns.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="ShapeException">The head does not fit the samples.</exception>
    public FeatureTraining(Residence weights, Module head, FeatureSet data, FeatureTrainingOptions options)
    {
        options.Validate();
        (this.data, this.options, batch) = (data, options, Math.Min(options.BatchSize, data.Count));
        head.Initialize(options.Seed);
        foreach (var parameter in head.Parameters().Where(_ => options.FromZero))
            Init.Fill(parameter, 0);
        head.Train();
        var graph = new Graph();
        var scores = head.Forward(graph.Input("rows", batch, data.Length));
        FeatureEvaluation.Check(scores, batch, data);
        var loss = Loss(scores, graph.Labels("labels", batch)).Named("loss");
        var optimizer = new Sgd(ParameterGroup.Of(head.Parameters()), options.Momentum, weightDecay: options.WeightDecay);
        step = Plan.Compile(weights, [.. optimizer.Step(loss), .. head.Updates(graph)], [loss], options: new PlanOptions { Name = "head step" });
        var rate = options.RatePerSquaredLength ? options.LearningRate / SquaredLength(data) : options.LearningRate;
        schedule = new CosineLr((float)rate, (long)options.Epochs * StepsPerEpoch);
        (rows, labels) = (new float[batch * data.Length], new int[batch]);
    }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => data.Count / batch;

    /// <summary>Epochs that were trained.</summary>
    public int Epoch { get; private set; }

    /// <summary>One pass over the samples; gives the mean loss of its steps.</summary>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public double TrainEpoch(CancellationToken cancellation = default)
    {
        var (order, sum) = (new Permutation(data.Count, options.Seed, Epoch), 0.0);
        for (var index = 0; index < StepsPerEpoch; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < batch; i++)
            {
                var sample = order[(index * batch) + i];
                data.Row(sample).CopyTo(rows.AsSpan(i * data.Length));
                labels[i] = data.Labels[sample];
            }
            step.Upload("rows", rows);
            step.Upload("labels", labels);
            var number = ((long)Epoch * StepsPerEpoch) + index;
            step.Set(Optimizer.RateName, schedule.At(number));
            if (step.HasValue(Dropout.KeyName))
                step.SetInt(Dropout.KeyName, [(int)options.Seed, (int)number]);
            step.Run();
            sum += step.Fetch("loss")[0];
        }
        Epoch++;
        return !double.IsNaN(sum) ? sum / StepsPerEpoch : throw new InvalidOperationException(
            $"{data.Name}: the loss is no longer a number in epoch {Epoch}; a learning rate below {options.LearningRate} may help");
    }

    /// <summary>All epochs that are left.</summary>
    /// <param name="ended">Called after each epoch with its number from 1 and its mean loss.</param>
    /// <param name="cancellation">Looked at between steps.</param>
    /// <inheritdoc cref="TrainEpoch" path="/exception"/>
    public void Run(Action<int, double>? ended = null, CancellationToken cancellation = default)
    {
        while (Epoch < options.Epochs)
        {
            var loss = TrainEpoch(cancellation);
            ended?.Invoke(Epoch, loss);
        }
    }

    /// <summary>Frees the plan; the weights stay in the residence.</summary>
    public void Dispose() => step.Dispose();

    // A set of zeros teaches nothing by any rate.
    private static double SquaredLength(FeatureSet data)
    {
        var sum = 0.0;
        foreach (var value in data.Values)
            sum += (double)value * value;
        return sum > 0 ? sum / data.Count : 1;
    }

    private Tensor Loss(Tensor scores, Tensor wanted) => options.Loss switch
    {
        FeatureLoss.Softmax => scores.CrossEntropy(wanted),
        FeatureLoss.Hinge => scores.MultiMarginLoss(wanted, p: 1, divideByClasses: false),
        _ => scores.MultiMarginLoss(wanted, p: 2, divideByClasses: false),
    };
}
