// The training loop of experiments: plain, and the same for all of them.
using System.Runtime.InteropServices;

namespace CnnCompute;

/// <summary>
/// Trains a classifier on pictures normalised to about mean 0 and deviation 1, and measures it. One step waits for the other: what counts here is
/// that curves are exact, not speed.
/// </summary>
internal sealed class LabTraining : IDisposable
{
    // Fashion-MNIST's, and near those of other pictures.
    private static readonly PixelNorm Norm = PixelNorm.Of(0.286, 0.353);

    private readonly LabContext lab;
    private readonly Module model;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly DataLoader loader;
    private readonly List<Measurement> measurements = [];
    private readonly List<double> losses = [];
    private long step;

    /// <summary>Compiles a step.</summary>
    /// <param name="lab">The experiment's.</param>
    /// <param name="model">Gives logits [N, classes]; its weights are drawn from the experiment's seed.</param>
    /// <param name="optimizer">Makes the optimiser of its parameters.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="batchSize">Pictures of one step.</param>
    /// <param name="transforms">What happens to its pictures before they are normalised; null for nothing.</param>
    /// <param name="criterion">What is made small; null for cross-entropy.</param>
    public LabTraining(
        LabContext lab, Module model, Func<IReadOnlyList<ParameterGroup>, Optimizer> optimizer, Dataset train, int batchSize,
        IReadOnlyList<Transform>? transforms = null, Criterion? criterion = null)
    {
        (this.lab, this.model) = (lab, model);
        model.Initialize(lab.Seed);
        loader = new DataLoader(train, batchSize, shuffle: true, lab.Seed, dropLast: true);
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, train, batchSize);
        model.Train();
        var batch = inputs.Apply([.. transforms ?? [], new Normalize(Norm)]);
        var loss = (criterion ?? new CrossEntropyCriterion()).Loss(model.Forward(batch.Images), batch).Named("loss");
        var updates = optimizer(ParameterGroup.Of(model.Parameters())).Step(loss).Concat(model.Updates(graph));
        weights = new Residence(lab.Gpu);
        plan = Plan.Compile(weights, updates, [loss], options: new PlanOptions { Name = "lab step" });
    }

    /// <summary>Loss of each step, before its update. What is no longer a number ends the training.</summary>
    public IReadOnlyList<double> Losses => losses;

    /// <summary>Whether the loss was no longer a number.</summary>
    public bool Diverged { get; private set; }

    /// <summary>Batches of one pass over what is learnt from.</summary>
    public int StepsPerEpoch => loader.BatchesPerEpoch;

    /// <summary>Does so many steps at one rate, or fewer where it diverges.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void Run(int steps, double rate) => Run(steps, new ConstantLr((float)rate));

    /// <summary>Does so many steps at the rates of a schedule, counted from the first step of all, or fewer where it diverges.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void Run(int steps, LrSchedule schedule)
    {
        for (var i = 0; i < steps && !Diverged; i++)
        {
            var batch = loader.Next(lab.Cancellation);
            Upload(plan, batch);
            plan.Set(Optimizer.RateName, schedule.At(step));
            if (plan.HasValue(BatchInputs.KeyName))
                plan.SetInt(BatchInputs.KeyName, [(int)lab.Seed, (int)(step / StepsPerEpoch)]);
            if (plan.HasValue(Dropout.KeyName))
                plan.SetInt(Dropout.KeyName, [(int)lab.Seed, (int)step]);
            step++;
            if (plan.HasValue(Optimizer.StepName))
                plan.Set(Optimizer.StepName, step);
            plan.Run();
            losses.Add(plan.Fetch("loss")[0]);
            Diverged = !double.IsFinite(losses[^1]);
        }
    }

    /// <summary>Losses as a curve that people can read: a mean that forgets, without what it does not know at the beginning.</summary>
    public double[] Smoothed(double keep = 0.9)
    {
        var (curve, sum, weight) = (new double[losses.Count], 0.0, 0.0);
        for (var i = 0; i < curve.Length; i++)
        {
            (sum, weight) = ((keep * sum) + losses[i], (keep * weight) + 1);
            curve[i] = sum / weight;
        }
        return curve;
    }

    /// <summary>Mean loss and accuracy of the weights as they are now, in evaluation mode; NaN after divergence.</summary>
    public (double Loss, double Accuracy) Measure(Dataset data)
    {
        if (Diverged)
            return (double.NaN, double.NaN);
        var found = measurements.Find(m => m.Data == data);
        if (found is null)
            measurements.Add(found = new Measurement(weights, model, data));
        return found.Run(lab.Cancellation);
    }

    /// <summary>Frees the plans and the weights.</summary>
    public void Dispose()
    {
        loader.Dispose();
        foreach (var measurement in measurements)
            measurement.Dispose();
        plan.Dispose();
        weights.Dispose();
    }

    private static void Upload(Plan plan, Batch batch)
    {
        plan.Upload(BatchInputs.BytesName, MemoryMarshal.Cast<byte, int>(batch.Bytes));
        plan.Upload(BatchInputs.LabelsName, batch.Labels.AsSpan());
        if (plan.InputNames.Contains(BatchInputs.SamplesName))
            plan.Upload(BatchInputs.SamplesName, batch.Indices.AsSpan());
    }

    private sealed class Measurement : IDisposable
    {
        private const int BatchSize = 250;
        private readonly Plan plan;
        private readonly DataLoader loader;

        public Measurement(Residence weights, Module model, Dataset data)
        {
            Data = data;
            loader = new DataLoader(data, Math.Min(BatchSize, data.Count));
            var graph = new Graph();
            var inputs = BatchInputs.Of(graph, data, loader.BatchSize);
            model.Eval();
            var logits = model.Forward(inputs.Apply(new Normalize(Norm)).Images);
            model.Train();
            // The loss is the mean over samples that are no padding.
            plan = Plan.Compile(weights, [], [logits.CrossEntropy(inputs.Labels).Named("loss"), logits.CorrectCount(inputs.Labels).Named("correct")],
                options: new PlanOptions { Name = "lab measurement", Tune = false });
        }

        public Dataset Data { get; }

        public (double Loss, double Accuracy) Run(CancellationToken cancellation)
        {
            var (loss, correct) = (0.0, 0.0);
            foreach (var batch in loader.Epoch(0, cancellation: cancellation))
            {
                Upload(plan, batch);
                plan.Run();
                loss += plan.Fetch("loss")[0] * batch.Count;
                correct += plan.Fetch("correct")[0];
            }
            return (loss / Data.Count, correct / Data.Count);
        }

        public void Dispose()
        {
            loader.Dispose();
            plan.Dispose();
        }
    }
}
