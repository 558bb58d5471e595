// Trains a classifier within frames: as many slices as fit in each, and nothing waits.
using Engine;

namespace CnnCompute;

public sealed partial class Trainer
{
    private const int CopyEverySteps = 32;

    private enum Doing
    {
        Nothing,
        Step,
        Update,
        Evaluation,
    }

    private readonly List<(long Tag, Checkpoint State)> described = [];
    private Doing doing;
    private StateCopy? kept, sound, candidate;
    private Progressed? began, soundPlace, candidatePlace;
    private long wanted, keptTags, newest = -1;

    /// <summary>What the schedule's rates are multiplied by; a part of the state, as it decides what the training comes to.</summary>
    public float RateFactor
    {
        get => rateFactor;
        set => rateFactor = float.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"a factor of the rate must be above 0, not {value}");
    }

    /// <summary>Sums over the steps of this epoch whose results have arrived.</summary>
    public Metrics EpochMetrics => epochMetrics;

    /// <summary>The epoch under way, from 0; the number of epochs once all are over.</summary>
    public int Epoch => Place(Step).Epoch;

    /// <summary>The rate of the step that comes.</summary>
    public float Rate => RateAt(Math.Min(Step, Steps - 1));

    /// <summary>Samples a second, of late.</summary>
    public double SamplesPerSecond => speed.PerSecond;

    /// <summary>Whether nothing is left to train or to evaluate.</summary>
    public bool IsFinished => IsOver && !EvaluationIsDue;

    /// <summary>The newest step whose results have arrived; -1 before the first.</summary>
    public long Newest => newest;

    /// <summary>Whether a step or an evaluation has begun and not ended.</summary>
    public bool IsAmid => doing != Doing.Nothing;

    /// <summary>
    /// Appends as many slices of steps, and of the evaluations after each epoch, as fit into the frame; results of earlier frames are collected. The
    /// weights are, bit for bit, those that <see cref="Run"/> makes. Allocates nothing but at the end of an epoch.
    /// </summary>
    /// <param name="commands">The frame's.</param>
    /// <param name="budget">What is left of the frame.</param>
    /// <param name="steps">Steps may begin until so many are done.</param>
    /// <exception cref="DivergedException">The loss of an earlier step is not finite.</exception>
    /// <exception cref="InvalidOperationException">Its plans were not compiled to run in slices.</exception>
    /// <exception cref="InvalidDataException">A sample cannot be read; the file is named.</exception>
    public void Advance(Commands commands, SliceBudget budget, long steps = long.MaxValue)
    {
        if (!Plan.IsBudgeted)
            throw new InvalidOperationException("the training's plans were not compiled to run in slices; give it PlanOptions with Budgeted");
        began ??= Reached;
        Collect();
        while (!budget.IsSpent && Continue(commands, budget, steps))
        {
            // One thing after the other.
        }
    }

    /// <summary>
    /// Asks for the whole state as it is when the step under way is over; <see cref="TryKeep"/> gives it some frames later. May be asked again before
    /// that.
    /// </summary>
    public void Keep() => wanted++;

    /// <summary>
    /// The whole state, where one was asked for and has arrived. It is a value of its own: saving it is another thread's business.
    /// </summary>
    public bool TryKeep([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Checkpoint? state)
    {
        state = null;
        if (kept is null || described.Count == 0 || !kept.TryTake(out var tag, out var values))
            return false;
        var found = described.FindIndex(d => d.Tag == tag);
        state = described[found].State with
        {
            State = Part(ModelPrefix),
            Optimizer = Part(StatePrefix),
        };
        described.RemoveRange(0, found + 1);
        return true;

        IReadOnlyDictionary<string, TensorData> Part(string prefix) => new OrderedDictionary<string, TensorData>(
            values.Where(v => v.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(v => KeyValuePair.Create(v.Key[prefix.Length..], v.Value)));
    }

    /// <summary>
    /// After <see cref="Advance"/> has found a loss that is no number: appends the way back to the newest weights that have proved to be sound, at
    /// most a few dozen steps old, and gives the step. What was under way is given up.
    /// </summary>
    public long BackToSound(Commands commands)
    {
        if (doing != Doing.Nothing)
        {
            Plan.Abandon();
            apply?.Abandon();
            validator?.Abandon();
            doing = Doing.Nothing;
        }
        steps.Forget();
        (candidatePlace, newest) = (null, -1);
        var back = (soundPlace ?? began)!.Value;
        if (soundPlace is null)
        {
            // Nothing has been learnt yet.
            foreach (var parameter in AllState())
                weights.Set(parameter.Parameter, parameter.Parameter.Initial);
        }
        else
        {
            sound!.PutBack(commands);
        }
        TakePlace(Described() with
        {
            Step = back.Step,
            Evaluated = back.Evaluated,
            Epoch = back.Epoch,
            Validation = [.. history.Epochs.Take(back.Evaluated)],
        });
        LastLoss = float.NaN;
        speed.Pause();
        return Step;
    }

    private const string ModelPrefix = "model ", StatePrefix = "state ";

    /// <summary>The whole state once the step under way is over; waits for it. For the end of a scene, outside of its frames.</summary>
    /// <exception cref="DivergedException">The loss of a step under way is not finite.</exception>
    public Checkpoint Finished()
    {
        steps.CountNoFrames();
        if (doing is Doing.Step or Doing.Update)
        {
            var commands = gpu.Begin();
            if (doing == Doing.Step)
                Plan.ExecuteSlices(commands, int.MaxValue);
            if (IsUpdate)
                apply?.ExecuteSlices(commands, int.MaxValue);
            steps.Read(commands, Step);
            gpu.Submit(commands);
            Step++;
        }
        // An evaluation that was not finished is made when it continues.
        if (doing == Doing.Evaluation)
            validator!.Abandon();
        doing = Doing.Nothing;
        return Capture();
    }

    // The next part of what is to be done; false where nothing more is possible in this frame.
    private bool Continue(Commands commands, SliceBudget budget, long most)
    {
        switch (doing)
        {
            case Doing.Step when !budget.Run(Plan, commands):
            case Doing.Update when !budget.Run(apply!, commands):
                return false;
            case Doing.Step when IsUpdate && apply is not null:
                doing = Doing.Update;
                return true;
            case Doing.Step or Doing.Update:
                steps.Read(commands, Step);
                Step++;
                speed.Count(Setup.BatchSize);
                doing = Doing.Nothing;
                return true;
            case Doing.Evaluation:
                if (Validate(commands, budget) is not { } validation)
                    return false;
                EndEpoch(validation);
                return true;
            default:
                return Begin(commands, most);
        }
    }

    private IEnumerable<(string Key, Parameter Parameter)> AllState() =>
    [
        .. model.StateDict().Select(p => (ModelPrefix + p.Key, p.Value)), .. optimizer.StateDict().Select(p => (StatePrefix + p.Key, p.Value)),
    ];

    // Weights are sound when a later step's loss was a number; meanwhile another copy waits to prove so.
    private void CopySound(Commands commands)
    {
        if (candidatePlace is { } waiting)
        {
            if (newest < waiting.Step)
                return;
            (sound, candidate, soundPlace, candidatePlace) = (candidate, sound, candidatePlace, null);
        }
        if (Step % CopyEverySteps != 0)
            return;
        candidate ??= new StateCopy(weights, AllState());
        candidate.Take(commands);
        candidatePlace = Reached;
    }

    private Progressed Reached => new(Step, evaluated, epochMetrics);

    /// <summary>How far it had come.</summary>
    private readonly record struct Progressed(long Step, int Evaluated, Metrics Epoch);

    private bool Begin(Commands commands, long most)
    {
        if (wanted > keptTags)
        {
            // The sums of the epoch under way are part of it, and some may still be on their way.
            if (steps.Pending > 0)
                return false;
            ReadState(commands);
        }
        if (EvaluationIsDue)
        {
            // The epoch's own numbers are whole before the next one's begin.
            if (steps.Pending > 0)
                return false;
            if (validator is null)
            {
                EndEpoch(null);
                return true;
            }
            foreach (var parameter in model.StateDict().Values)
                Copy(commands, MeanOf(parameter) ?? parameter, parameter);
            validator.Begin();
            doing = Doing.Evaluation;
            return true;
        }
        if (IsOver || Step >= most)
        {
            speed.Pause();
            return false;
        }
        var (epoch, index) = Place(Step);
        if (needsSeek)
            loader.Seek(epoch, index);
        // What the loader throws is told once; who is asked to go on shall find it at its place.
        needsSeek = true;
        var batch = steps.NextInFrame(loader);
        needsSeek = false;
        if (batch is null)
            return false;
        if (index == 0)
            epochMetrics = default;
        CopySound(commands);
        BeforeStep?.Invoke(commands);
        SetStepValues();
        steps.Upload(commands, batch);
        doing = Doing.Step;
        return true;
    }

    private EvaluationResult? Validate(Commands commands, SliceBudget budget)
    {
        try
        {
            return validator!.Advance(commands, budget);
        }
        catch
        {
            validator!.Abandon();
            doing = Doing.Nothing;
            throw;
        }
    }

    private void Copy(Commands commands, Parameter from, Parameter to)
    {
        var (source, target) = (weights.Acquire(from), judged.Acquire(to));
        commands.Copy(new Binding(source.Buffer, 0, from.Shape.Bytes), new Binding(target.Buffer, 0, to.Shape.Bytes));
        target.Version++;
    }

    private void ReadState(Commands commands)
    {
        keptTags = wanted;
        kept ??= new StateCopy(weights, AllState());
        described.Add((keptTags, Described()));
        kept.Read(commands, keptTags);
    }

    private void EndEpoch(EvaluationResult? validation)
    {
        doing = Doing.Nothing;
        var result = CountEpoch(validation, TimeSpan.Zero);
        foreach (var callback in Callbacks)
            callback.EpochEvaluated(result);
        foreach (var callback in Callbacks)
            callback.EpochEnded(result);
        speed.Pause();
    }
}
