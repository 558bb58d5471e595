// Trains a classifier: what it consists of, and one step.
using Engine;

namespace CnnCompute;

/// <summary>
/// A training run of one network on one data set. Two steps are in flight at a time: while the device computes one, the next batch is uploaded
/// behind it; losses come back by readback. Equal setups, data and device give equal weights, bit for bit, also across a checkpoint. Choices are made
/// by validation samples alone; test samples are looked at once, at the end.
/// </summary>
/// <remarks>Not safe for two threads; <see cref="Run"/> may be called again after it was cancelled.</remarks>
public sealed partial class Trainer : IDisposable
{
    private const int Loss = 0, Correct = 1, Lengths = 2;

    private readonly Gpu gpu;
    private readonly Module model;
    private readonly Optimizer optimizer;
    private readonly Residence weights;
    private readonly Residence judged;
    private readonly bool isLent, isWatched;
    private readonly BatchPlan steps;

    // The update, where several batches are added up before it.
    private readonly Plan? apply;
    private readonly Evaluator? validator;
    private readonly DataLoader loader;
    private readonly ResidentDataset? resident;
    private readonly DataStatistics? statistics;
    private readonly string fingerprint;
    private readonly Speed speed = new();
    private readonly bool hasKey, hasDropout, hasRate, hasStep, appliesRate, appliesStep;
    private LrSchedule schedule;
    private ValidationHistory history = new();
    private StepNodes nodes;
    private bool needsSeek = true;
    private Metrics epochMetrics;
    private int evaluated, recoveries;
    private float rateFactor = 1;

    /// <summary>Compiles the plans and puts the weights on the device.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="model">Gives logits [N, classes] for normalised pictures [N,C,H,W]; also one of a file (<see cref="ClassifierModule"/>).</param>
    /// <param name="data">Samples to learn from, to choose by and to report on.</param>
    /// <param name="setup">What to compute.</param>
    /// <param name="resume">A state to continue from, made with an equal setup; null begins anew.</param>
    /// <param name="plans">
    /// How plans are compiled; null for the defaults. A checkpoint's recipes come before its own. Where they are budgeted, <see cref="Advance"/>
    /// trains within frames.
    /// </param>
    /// <param name="lent">Where the network's parameters shall lie, shared with other plans and not disposed; null for a place of its own.</param>
    /// <param name="watch">Whether steps also say how long gradients are: <see cref="GradientLengths"/>.</param>
    /// <exception cref="ArgumentException">
    /// An option makes no sense, looks at validation samples that there are none of, or the network does not fit the data.
    /// </exception>
    /// <exception cref="StateDictException">The checkpoint is of another network.</exception>
    /// <exception cref="InvalidDataException">The checkpoint was made on other data, holds no optimiser state, or counts wrongly.</exception>
    public Trainer(
        Gpu gpu, Module model, DataSplits data, TrainingSetup setup, Checkpoint? resume = null, PlanOptions? plans = null, Residence? lent = null,
        bool watch = false)
    {
        setup.Validate();
        (this.gpu, this.model, Data, Setup) = (gpu, model, data, setup);
        fingerprint = data.Fingerprint();
        statistics = DataStatistics.For(setup.Transforms, data.Train);
        Initialize();
        Freeze();
        optimizer = setup.Optimizer(ParameterGroup.Split(model.Parameters(), setup.DecayVectors, setup.Groups));
        if (data.Cache == CacheMode.Device)
            resident = new ResidentDataset(data.Train, gpu.Info.MemoryBytes, gpu.Info.MaxAllocationBytes);
        loader = new DataLoader(
            data.Train, setup.BatchSize, shuffle: true, (ulong)setup.Seed, dropLast: true, sampler: data.Sampler, pixels: resident is null);
        if (setup.Step.Accumulate > Steps)
        {
            throw new ArgumentException(
                $"Accumulate is {setup.Step.Accumulate:N0}, and there are {Steps:N0} batches in all: no weight would ever change; accumulate fewer");
        }
        schedule = setup.Schedule(Steps, loader.BatchesPerEpoch);
        RequireValidation();
        Essence = setup.Essence(optimizer, schedule);
        (weights, judged, isLent, isWatched) = (lent ?? new Residence(gpu), new Residence(gpu), lent is not null, watch);
        try
        {
            // What others may have left there.
            if (isLent && resume is null)
                ToDevice(model.StateDict().Values);
            // Other devices have other recipes; there bits may differ anyway.
            var stored = resume?.Device == gpu.Info.Name ? resume : null;
            steps = CompileStep(resume, (plans ?? new PlanOptions()) with
            {
                Name = "training step",
                Storage = setup.Precision,
                Recipes = stored?.TrainingRecipes ?? plans?.Recipes,
            });
            resident?.ReleaseHostCopy();
            if (setup.Step.Accumulate > 1)
            {
                var how = (plans ?? new PlanOptions()) with { Name = "update", Recipes = null };
                apply = Plan.Compile(weights, optimizer.Apply(new Graph(), setup.Step), [], options: how);
            }
            (hasRate, hasStep) = (Plan.HasValue(Optimizer.RateName), Plan.HasValue(Optimizer.StepName));
            (appliesRate, appliesStep) = (apply?.HasValue(Optimizer.RateName) == true, apply?.HasValue(Optimizer.StepName) == true);
            (hasKey, hasDropout) = (Plan.HasValue(BatchInputs.KeyName), Plan.HasValue(Dropout.KeyName));
            if (data.Validation is not null)
                validator = NewEvaluator(data.Validation, stored?.EvaluationRecipes, plans);
            RecipesChanged = resume is not null && !(Plan.HasStoredRecipes && validator?.HasStoredRecipes != false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it computes.</summary>
    public TrainingSetup Setup { get; }

    /// <summary>The parts of the data set.</summary>
    public DataSplits Data { get; }

    /// <summary>The network.</summary>
    public Module Model => model;

    /// <summary>Everything that decides what it computes, in words: see <see cref="TrainingSetup.Essence"/>.</summary>
    public string Essence { get; }

    /// <summary>Where the parameters lie; other plans of the same network may share it.</summary>
    public Residence Weights => weights;

    /// <summary>The plan of one step, for tables and measurements.</summary>
    public Plan Plan => steps.Plan;

    /// <summary>Steps submitted since the very beginning.</summary>
    public long Step { get; private set; }

    /// <summary>Steps in all, where it does not end early.</summary>
    public long Steps => (long)Setup.Epochs * loader.BatchesPerEpoch;

    /// <summary>The loss of the newest step whose results have arrived; NaN before the first.</summary>
    public float LastLoss { get; private set; } = float.NaN;

    /// <summary>The weights whose gradients are watched, in order; none where nobody asked, or the optimiser takes its gradients otherwise.</summary>
    public IReadOnlyList<Parameter> Watched { get; private set; } = [];

    /// <summary>The Euclidean length of the gradient of each of <see cref="Watched"/> in the newest step whose results have arrived.</summary>
    public ReadOnlySpan<float> GradientLengths => Watched.Count > 0 ? steps.Output(Lengths) : [];

    /// <summary>What validation said after each epoch.</summary>
    public ValidationHistory History => history;

    /// <summary>
    /// Whether it continues a state whose recipes do not fit: made on another device, or by another version. Results then differ in the last bits
    /// from those of a run that was never stopped.
    /// </summary>
    public bool RecipesChanged { get; }

    /// <summary>Are told how it goes.</summary>
    public IList<ITrainingCallback> Callbacks { get; } = [];

    /// <summary>What it came to; null until it has ended.</summary>
    public TrainingResult? Result { get; private set; }

    /// <summary>Submits one step; results of steps before it are collected.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for the batch; nothing was submitted.</exception>
    /// <exception cref="DivergedException">The loss of an earlier step is not finite.</exception>
    public void StepOnce(CancellationToken cancellation = default)
    {
        var (epoch, index) = Place(Step);
        cancellation.ThrowIfCancellationRequested();
        if (needsSeek)
            loader.Seek(epoch, index);
        // What fails below leaves the loader elsewhere.
        needsSeek = true;
        var batch = steps.Next(loader, cancellation);
        if (index == 0)
        {
            epochMetrics = default;
            steps.ResetTimes();
        }
        steps.Wait();
        Collect();
        SetStepValues();
        steps.Submit(batch, Step, IsUpdate ? apply : null);
        needsSeek = false;
        Step++;
        speed.Count(Setup.BatchSize);
    }

    /// <summary>Waits for all steps and collects their results.</summary>
    /// <exception cref="DivergedException">The loss of one is not finite.</exception>
    public void Drain()
    {
        steps.Drain();
        Collect();
    }

    /// <summary>Frees the plans and the weights.</summary>
    public void Dispose()
    {
        loader.Dispose();
        gpu.Finish();
        validator?.Dispose();
        apply?.Dispose();
        steps?.Dispose();
        kept?.Dispose();
        sound?.Dispose();
        candidate?.Dispose();
        judged.Dispose();
        if (isLent)
            weights.Remove([.. optimizer.StateDict().Values, .. resident is null ? [] : new[] { resident.Bytes, resident.Labels }]);
        else
            weights.Dispose();
    }

    // Whether the step that comes changes weights.
    private bool IsUpdate => (Step + 1) % Setup.Step.Accumulate == 0;

    private void SetStepValues()
    {
        SetValues(Plan, Step, hasKey, hasDropout);
        if (hasRate)
            Plan.Set(Optimizer.RateName, RateAt(Step));
        if (hasStep)
            Plan.Set(Optimizer.StepName, Step + 1);
        if (!IsUpdate || apply is null)
            return;
        if (appliesRate)
            apply.Set(Optimizer.RateName, RateAt(Step));
        if (appliesStep)
            apply.Set(Optimizer.StepName, (Step + 1) / Setup.Step.Accumulate);
    }

    private void ToDevice(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            weights.Set(parameter, parameter.Initial);
    }

    private void RequireValidation()
    {
        var idle = Setup.Patience is not null ? "Patience"
            : Setup.Keep > 0 ? "Keep"
            : schedule.Observes ? $"The schedule {schedule.GetType().Name}" : null;
        if (idle is not null && Data.Validation is null)
        {
            throw new ArgumentException($"{idle} looks at validation samples, and there are none; set a share of the training samples aside "
                + "(--validation 0.1), or leave it out");
        }
    }

    private BatchPlan CompileStep(Checkpoint? resume, PlanOptions how)
    {
        var graph = new Graph();
        var (loss, correct, images) = LossIn(graph);
        nodes = new StepNodes(images, graph.Nodes.Count, 0);
        var changes = Setup.Step.Accumulate > 1 ? optimizer.Accumulate(loss, Setup.Step) : optimizer.Step(loss, Setup.Step);
        nodes = nodes with { Updates = optimizer.FirstUpdate > 0 ? optimizer.FirstUpdate : graph.Nodes.Count };
        var updates = changes.Concat(model.Updates(graph)).ToArray();
        // The step's options bring state of their own, so only now all of it is there.
        if (resume is not null)
        {
            Restore(resume);
            if (isLent)
                ToDevice(model.StateDict().Values);
        }
        Tensor[] results = [loss, correct];
        if (isWatched && Setup.Step.Accumulate == 1 && optimizer.GradientLengths() is var (watched, lengths))
            (Watched, results) = (watched, [loss, correct, lengths.Named("gradients")]);
        return new BatchPlan(gpu, Plan.Compile(weights, updates, results, options: how), results);
    }

    // By the weights that lie in judged.
    private Evaluator NewEvaluator(Dataset data, IReadOnlyList<StoredRecipe>? recipes, PlanOptions? plans = null)
    {
        var mode = model.Training;
        var how = new JudgedModel(Setup.Draws > 1 ? new AveragedDraws(model, Setup.Draws) : model, Setup.Norm)
        {
            Transforms = Transforms.OfEvaluation(Setup.Transforms),
            Statistics = statistics,
        };
        try
        {
            return new Evaluator(judged, [how], data, TestViews.One, Setup.EvaluationBatchSize, recipes, plans) { Seed = Setup.Seed };
        }
        finally
        {
            model.Train(mode);
        }
    }

    // Also how many nodes there are to where the network's first layer begins.
    private (Tensor Loss, Tensor Correct, int Images) LossIn(Graph graph)
    {
        var inputs = resident is null
            ? BatchInputs.Of(graph, Data.Train, Setup.BatchSize)
            : BatchInputs.Resident(graph, resident, Setup.BatchSize);
        var (batch, output) = BatchPlan.Forward(
            inputs with { Statistics = statistics }, Data.Train, Setup.Transforms, Setup.Norm, model, training: true);
        return (Setup.Criterion.Loss(output, batch).Named("loss"), output.CorrectCount(batch.Labels).Named("correct"), batch.Images.Id + 1);
    }

    // Also of a training that continues: what is frozen by the way is so again.
    private void Initialize()
    {
        var seed = (ulong)Setup.Seed;
        if (!Setup.KeepWeights)
            model.Initialize(seed);
        foreach (var initialization in Setup.Initializations)
            initialization.Apply(model, seed);
        foreach (var initialization in Setup.DataInitializations)
            initialization.Apply(gpu, model, initialization.Pictures(Data.Train, Setup.Norm, seed));
    }

    private void Freeze()
    {
        var parameters = model.Parameters();
        foreach (var pattern in Setup.Freeze)
        {
            var rule = new ParameterRule(pattern);
            Parameter[] frozen = [.. parameters.Where(p => rule.Fits(p.Name))];
            if (frozen.Length == 0)
            {
                throw new ArgumentException($"no parameter is called \"{pattern}\", so it cannot be frozen"
                    + Spelling.Hint(pattern, [.. parameters.Select(p => p.Name)]));
            }
            foreach (var parameter in frozen)
                parameter.RequiresGrad = false;
        }
        if (!parameters.Any(p => p.RequiresGrad))
            throw new ArgumentException("all parameters are frozen: nothing is left to train");
    }

    private (int Epoch, int Index) Place(long step) => ((int)(step / loader.BatchesPerEpoch), (int)(step % loader.BatchesPerEpoch));

    private float RateAt(long step) => schedule.At(step) * rateFactor;

    private void SetValues(Plan plan, long step, bool key, bool dropout)
    {
        if (key)
            plan.SetInt(BatchInputs.KeyName, [Setup.Seed, Place(step).Epoch]);
        if (dropout)
            plan.SetInt(Dropout.KeyName, [Setup.Seed, (int)step]);
    }

    private void Collect()
    {
        while (steps.TryReceive(out var step))
        {
            var loss = LastLoss = steps.Output(Loss)[0];
            if (!float.IsFinite(loss))
                throw new DivergedException(step, loss, Advice(step));
            newest = step;
            epochMetrics += new Metrics((double)loss * Setup.BatchSize, (int)steps.Output(Correct)[0], Setup.BatchSize);
        }
    }

    private string Advice(long step) => $"begin again with a lower learning rate (--lr {RateAt(step) / 4:G3})";
}
