// Trains a classifier: epochs, evaluation, checkpoints, resuming.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>
/// A training run of one network on one data set. Two steps are in flight at a time: while the device computes one, the next batch is uploaded
/// behind it; losses come back by readback. Equal options, data and device give equal weights, bit for bit, also across a checkpoint.
/// </summary>
/// <remarks>Not safe for two threads; <see cref="Run"/> may be called again after it was cancelled.</remarks>
public sealed class Trainer : IDisposable
{
    private const int InFlight = 2;
    private const int LogEverySteps = 50;

    private readonly Gpu gpu;
    private readonly Module model;
    private readonly Dataset train;
    private readonly Optimizer optimizer;
    private readonly LrSchedule schedule;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly Evaluator evaluator;
    private readonly DataLoader loader;
    private readonly Readback<float> losses;
    private readonly Readback<float> corrects;
    private readonly string data;
    private readonly ulong[] tickets = new ulong[InFlight];
    private readonly Speed speed = new();
    private readonly bool hasKey, hasDropout, hasStep, hasSamples;
    private bool needsSeek = true;
    private Metrics epochMetrics;
    private int evaluated, testCorrect = -1, bestCorrect = -1;

    /// <summary>Compiles the plans and puts the weights on the device.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="model">Gives logits [N, classes] for pictures [N,C,H,W]; its initial weights are drawn from the options' seed.</param>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="test">Samples to evaluate on after each epoch.</param>
    /// <param name="options">What to compute.</param>
    /// <param name="resume">A state to continue from, made with equal options; null begins anew.</param>
    /// <param name="plans">How plans are compiled; null for the defaults. A checkpoint's recipes come before its own.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the network does not fit the data.</exception>
    /// <exception cref="StateDictException">The checkpoint is of another network.</exception>
    /// <exception cref="InvalidDataException">The checkpoint was made on other data, holds no optimiser state, or counts wrongly.</exception>
    public Trainer(Gpu gpu, Module model, Dataset train, Dataset test, TrainingOptions options, Checkpoint? resume = null, PlanOptions? plans = null)
    {
        options.Validate();
        (this.gpu, this.model, this.train, Test, Options) = (gpu, model, train, test, options);
        data = $"{train.Fingerprint()} {test.Fingerprint()}";
        model.Initialize((ulong)options.Seed);
        optimizer = options.Method == "adam"
            ? new Adam(ParameterGroup.Of(model.Parameters()), weightDecay: options.WeightDecay)
            : new Sgd(
                ParameterGroup.Of(model.Parameters()), options.Momentum, options.Nesterov && options.Momentum > 0, options.WeightDecay);
        if (resume is not null)
            Restore(resume);
        loader = new DataLoader(train, options.BatchSize, shuffle: true, (ulong)options.Seed, dropLast: true);
        CheckPlace();
        schedule = new CosineLr(options.LearningRate, Steps, (long)(options.WarmupEpochs * loader.BatchesPerEpoch));
        weights = new Residence(gpu);
        try
        {
            // Other devices have other recipes; there bits may differ anyway.
            var stored = resume?.Device == gpu.Info.Name ? resume : null;
            plan = CompileStep((plans ?? new PlanOptions()) with { Name = "training step", Recipes = stored?.TrainingRecipes ?? plans?.Recipes });
            evaluator = new Evaluator(weights, model, test, options.Norm, options.EvaluationBatchSize, stored?.EvaluationRecipes);
            RecipesChanged = resume is not null && !(plan.HasStoredRecipes && evaluator.HasStoredRecipes);
            (hasKey, hasDropout, hasStep) = (plan.HasValue(BatchInputs.KeyName), plan.HasValue(Dropout.KeyName), plan.HasValue(Optimizer.StepName));
            hasSamples = plan.InputNames.Contains(BatchInputs.SamplesName);
            losses = gpu.Readback<float>(1, "loss");
            corrects = gpu.Readback<float>(1, "correct");
            (losses.KeepAll, corrects.KeepAll, losses.Latency, corrects.Latency) = (true, true, 0, 0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it computes.</summary>
    public TrainingOptions Options { get; }

    /// <summary>What it evaluates on.</summary>
    public Dataset Test { get; }

    /// <summary>Where the parameters lie; other plans of the same network may share it.</summary>
    public Residence Weights => weights;

    /// <summary>The plan of one step, for tables and measurements.</summary>
    public Plan Plan => plan;

    /// <summary>Steps submitted since the very beginning.</summary>
    public long Step { get; private set; }

    /// <summary>Steps in all.</summary>
    public long Steps => (long)Options.Epochs * loader.BatchesPerEpoch;

    /// <summary>
    /// Whether it continues a state whose recipes do not fit: made on another device, or by another version. Results then differ in the last bits
    /// from those of a run that was never stopped.
    /// </summary>
    public bool RecipesChanged { get; }

    /// <summary>Called after each step, on the calling thread.</summary>
    public Action<TrainingProgress>? Stepped { get; set; }

    /// <summary>Called after each epoch's evaluation, when its checkpoints are written.</summary>
    public Action<EpochResult>? EpochEnded { get; set; }

    /// <summary>
    /// Trains to the end. With <paramref name="files"/> it writes the log, after each epoch the last state, and the best weights so far.
    /// When cancelled it finishes the step under way and saves the last state first.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; everything is saved.</exception>
    /// <exception cref="IOException">A file cannot be written (a full disk); the files of the epoch before are untouched.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Run(TrainingFiles? files = null, CancellationToken cancellation = default)
    {
        using var log = files is null ? null : new TrainingLog(files.Log, Step);
        var clock = Stopwatch.StartNew();
        try
        {
            // A run that was cancelled during an evaluation does it first.
            if (Step > 0 && Step % loader.BatchesPerEpoch == 0 && evaluated < Step / loader.BatchesPerEpoch)
                EndEpoch(files, log, clock.Elapsed, cancellation);
            while (Step < Steps)
            {
                StepOnce(cancellation);
                if (Step % LogEverySteps == 0)
                    log?.Write(Progress());
                Stepped?.Invoke(Progress());
                if (Step % loader.BatchesPerEpoch == 0)
                    EndEpoch(files, log, clock.Elapsed, cancellation);
            }
            log?.Close();
        }
        catch (OperationCanceledException) when (files is not null)
        {
            Drain();
            Capture().Save(files.Last);
            log?.Close();
            throw;
        }
    }

    /// <summary>Submits one step; results of steps before it are collected.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for the batch; nothing was submitted.</exception>
    public void StepOnce(CancellationToken cancellation = default)
    {
        var (epoch, index) = ((int)(Step / loader.BatchesPerEpoch), (int)(Step % loader.BatchesPerEpoch));
        cancellation.ThrowIfCancellationRequested();
        if (needsSeek)
            loader.Seek(epoch, index);
        needsSeek = false;
        var batch = loader.Next(cancellation);
        if (index == 0)
            epochMetrics = default;
        ref var ticket = ref tickets[Step % InFlight];
        gpu.Wait(ticket);
        Collect();
        ticket = Submit(batch, epoch);
        Step++;
        speed.Count(Options.BatchSize);
    }

    /// <summary>Waits for all steps and collects their results.</summary>
    public void Drain()
    {
        gpu.WaitIdle();
        Collect();
    }

    /// <summary>Evaluates the current weights on the test set.</summary>
    public Metrics Evaluate(CancellationToken cancellation = default)
    {
        Drain();
        return evaluator.Run(cancellation);
    }

    /// <summary>The whole state as it is now; waits for the device.</summary>
    public Checkpoint Capture()
    {
        Drain();
        return new Checkpoint
        {
            Model = ModelMetadata.Of(model, (train.Channels, train.Height, train.Width), Options.Norm, train.Classes),
            Options = Options,
            State = Values(model.StateDict()),
            Optimizer = Values(optimizer.StateDict()),
            Step = Step,
            Evaluated = evaluated,
            Epoch = epochMetrics,
            TestCorrect = testCorrect,
            TestCount = Test.Count,
            BestCorrect = bestCorrect,
            Device = gpu.Info.Name,
            Data = data,
            TrainingRecipes = plan.Recipes,
            EvaluationRecipes = evaluator.Recipes,
        };
    }

    /// <summary>Frees the plans and the weights.</summary>
    public void Dispose()
    {
        loader.Dispose();
        gpu.Finish();
        losses?.Dispose();
        corrects?.Dispose();
        evaluator?.Dispose();
        plan?.Dispose();
        weights.Dispose();
    }

    private void Restore(Checkpoint resume)
    {
        if (!resume.CanResume && optimizer.StateDict().Count > 0)
        {
            throw new InvalidDataException("The checkpoint holds weights but no optimiser state, so that training cannot continue from it; "
                + "take the file called last.safetensors");
        }
        if (resume.Options != Options)
            throw new ArgumentException("The checkpoint was made with other training options; continue with the options it holds");
        model.LoadStateDict(resume.State);
        optimizer.LoadStateDict(resume.Optimizer);
        if (resume.Data.Length > 0 && resume.Data != data)
        {
            throw new InvalidDataException($"The checkpoint was made on other pictures than those of {train.Name} and {Test.Name} here; "
                + "continue with the data it was begun with (--data)");
        }
        (Step, evaluated, testCorrect, bestCorrect) = (resume.Step, resume.Evaluated, resume.TestCorrect, resume.BestCorrect);
        epochMetrics = resume.Epoch;
    }

    private void CheckPlace()
    {
        if (Step < 0 || Step > Steps || evaluated < 0 || evaluated > Step / loader.BatchesPerEpoch)
        {
            throw new InvalidDataException($"The checkpoint says that {Step:N0} of {Steps:N0} steps and {evaluated:N0} evaluations are done, which "
                + "does not fit together; take another one");
        }
    }

    private Plan CompileStep(PlanOptions how)
    {
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, train, Options.BatchSize);
        List<Transform> transforms = [];
        if (Options.Flip)
            transforms.Add(new RandomHorizontalFlip());
        if (Options.Shift > 0)
            transforms.Add(new RandomShift(Options.Shift));
        transforms.Add(new Normalize(Options.Norm));
        model.Train();
        var logits = model.Forward(inputs.Apply([.. transforms]).Images);
        if (logits.Shape != new Shape(Options.BatchSize, train.Classes.Count))
            throw new ShapeException($"The network gives {logits.Shape}; for {train.Name} it must give [{Options.BatchSize},{train.Classes.Count}]");
        var loss = new CrossEntropyLoss(Options.LabelSmoothing).Forward(logits, inputs.Labels).Named("loss");
        var correct = logits.CorrectCount(inputs.Labels).Named("correct");
        var updates = optimizer.Step(loss).Concat(model.Updates(graph));
        return Plan.Compile(weights, updates, [loss, correct], options: how);
    }

    private ulong Submit(Batch batch, int epoch)
    {
        plan.Set(Optimizer.RateName, schedule.At(Step));
        if (hasKey)
            plan.SetInt(BatchInputs.KeyName, [Options.Seed, epoch]);
        if (hasDropout)
            plan.SetInt(Dropout.KeyName, [Options.Seed, (int)Step]);
        if (hasStep)
            plan.Set(Optimizer.StepName, Step + 1);
        var commands = gpu.Begin();
        try
        {
            plan.UploadRaw<byte>(commands, BatchInputs.BytesName, batch.Bytes);
            plan.UploadRaw<int>(commands, BatchInputs.LabelsName, batch.Labels);
            if (hasSamples)
                plan.UploadRaw<int>(commands, BatchInputs.SamplesName, batch.Indices);
            plan.Execute(commands);
            commands.Read(plan.Output("loss"), losses, Step);
            commands.Read(plan.Output("correct"), corrects, Step);
        }
        catch
        {
            gpu.Discard(commands);
            throw;
        }
        return gpu.Submit(commands);
    }

    private void Collect()
    {
        Span<float> loss = stackalloc float[1], correct = stackalloc float[1];
        while (losses.TryRead(loss, out var step) && corrects.TryRead(correct, out _))
        {
            if (!float.IsFinite(loss[0]))
            {
                throw new InvalidOperationException($"The loss of step {step} is {loss[0]}: training diverged; "
                    + $"begin again with a lower learning rate (--lr {Options.LearningRate / 4:G3})");
            }
            epochMetrics += new Metrics((double)loss[0] * Options.BatchSize, (int)correct[0], Options.BatchSize);
        }
    }

    private void EndEpoch(TrainingFiles? files, TrainingLog? log, TimeSpan elapsed, CancellationToken cancellation)
    {
        var test = Evaluate(cancellation);
        var isBest = test.Correct > bestCorrect;
        (evaluated, testCorrect, bestCorrect) = (evaluated + 1, test.Correct, Math.Max(bestCorrect, test.Correct));
        if (files is not null)
        {
            var state = Capture();
            if (isBest)
                (state with { Optimizer = new Dictionary<string, TensorData>() }).Save(files.Best);
            state.Save(files.Last);
        }
        var result = new EpochResult(evaluated - 1, Step, epochMetrics, test, schedule.At(Step - 1), speed.PerSecond, elapsed, isBest);
        log?.Write(result);
        EpochEnded?.Invoke(result);
        speed.Pause();
    }

    private TrainingProgress Progress() => new(
        (int)((Step - 1) / loader.BatchesPerEpoch), Options.Epochs, Step, Steps, epochMetrics, schedule.At(Step - 1), speed.PerSecond,
        speed.TimeFor((Steps - Step) * Options.BatchSize));

    private OrderedDictionary<string, TensorData> Values(IReadOnlyDictionary<string, Parameter> parameters)
    {
        var values = new OrderedDictionary<string, TensorData>();
        foreach (var (key, parameter) in parameters)
            values.Add(key, new TensorData(parameter.Shape, weights.Get(parameter)));
        return values;
    }
}
