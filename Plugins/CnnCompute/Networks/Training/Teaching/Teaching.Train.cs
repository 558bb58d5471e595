// What a teaching learns between its answers: layers are trained, held-out examples are asked about.
using Engine;

namespace CnnCompute;

public sealed partial class Teaching
{
    // Of a training's steps; between two of them held-out examples are asked about.
    private const int EvaluateEvery = 50;
    private const float SameCosine = 0.98f;

    private readonly int[] heldRows = new int[TaughtHeads.Asked], heldClasses = new int[TaughtHeads.Asked];
    private readonly int[] named = new int[TaughtHeads.Cosines * TaughtHeads.Asked];
    private readonly int[] right = new int[TaughtHeads.Cosines], accuracy = new int[TaughtHeads.Cosines];
    private readonly long[] begunSteps = new long[TaughtHeads.Cosines];
    private int[] batch = [], batchLabels = [];
    private float[] cosines = [];
    private long evaluatedVersion, evaluatedSteps, evaluating = -1;
    private int asked, next, inBatch;
    private TeachHead evaluatedHead;
    private bool waits;

    /// <summary>Steps that a trained head still has to make, of <see cref="TeachingOptions.Steps"/>.</summary>
    public int StepsLeft(TeachHead head) =>
        !TaughtHeads.IsTrained(head) || Examples.Present == 0 ? 0 : Options.Steps - (int)begunSteps[(int)head];

    /// <summary>Held-out examples that the newest accuracies are of; 0 before there are any.</summary>
    public int Judged { get; private set; }

    /// <summary>How many of them a head named rightly; a trained one that has not made a step knows nothing.</summary>
    public int Right(TeachHead head) => accuracy[(int)head];

    /// <summary>Whether a head that is used has something left to do.</summary>
    public bool HasWork(TeachHead head) => StepsLeft(head) > 0 || NeedsEvaluation(head);

    /// <summary>Whether there is work, or an answer about held-out examples on its way.</summary>
    public bool IsBusy(TeachHead head) => waits || HasWork(head);

    /// <summary>Appends steps of a head's training and questions about held-out examples, as far as they fit.</summary>
    public void Improve(Commands commands, TeachHead head, SliceBudget budget)
    {
        ReadNamed();
        if (batch.Length == 0)
            (batch, batchLabels) = (new int[Options.Batch], new int[Options.Batch]);
        while (!budget.IsSpent)
        {
            if (heads.Evaluation.IsRunning || NeedsEvaluation(head))
            {
                if (!Evaluate(commands, head, budget))
                    return;
            }
            else if (StepsLeft(head) == 0 || !Train(commands, head, budget))
            {
                return;
            }
        }
    }

    /// <summary>Two classes whose means point the same way cannot be told apart.</summary>
    public bool AreSame => Alike.Cosine > SameCosine;

    private void Restart()
    {
        Array.Clear(begunSteps);
        if (Examples.HeldOut == 0)
            Judged = 0;
    }

    private bool Train(Commands commands, TeachHead head, SliceBudget budget)
    {
        var plan = heads.Step(head);
        if (!budget.Fits(plan))
            return false;
        if (!plan.IsRunning)
        {
            draws.Next(batch, batchLabels);
            var done = (double)begunSteps[(int)head] / Options.Steps;
            heads.BeginStep(commands, head, batch, batchLabels, (float)(Options.Rate * (1 + Math.Cos(Math.PI * done)) / 2));
        }
        if (!budget.Run(plan, commands))
            return false;
        begunSteps[(int)head]++;
        return true;
    }

    // While an answer is on its way nothing is asked; a trained head is asked about as it comes along.
    private bool NeedsEvaluation(TeachHead head)
    {
        if (waits || Examples.HeldOut == 0)
            return false;
        var steps = heads.StepsOf(head);
        var isLater = steps != evaluatedSteps && (StepsLeft(head) == 0 || steps >= evaluatedSteps + EvaluateEvery);
        return evaluating >= 0 || evaluatedVersion != Examples.Version
            || (TaughtHeads.IsTrained(head) && (isLater || evaluatedHead != head));
    }

    private bool Evaluate(Commands commands, TeachHead head, SliceBudget budget)
    {
        if (!budget.Fits(heads.Evaluation))
            return false;
        if (!heads.Evaluation.IsRunning)
        {
            if (evaluating != Examples.Version)
            {
                (evaluating, next, asked) = (Examples.Version, 0, 0);
                (evaluatedHead, evaluatedSteps) = (head, heads.StepsOf(head));
                Array.Clear(right);
            }
            for (inBatch = 0; next < Examples.Count && inBatch < TaughtHeads.Asked; next++)
            {
                if (Examples.All[next] is { IsHeldOut: true } example)
                    (heldRows[inBatch], heldClasses[inBatch++]) = (example.Slot, example.Class);
            }
            commands.Barrier();
            heads.BeginEvaluation(commands, heldRows);
        }
        if (!budget.Run(heads.Evaluation, commands))
            return false;
        heads.Evaluation.Read(commands, evaluating);
        waits = true;
        return true;
    }

    private void ReadNamed()
    {
        if (!waits || !heads.TryReadNamed(named, out var version))
            return;
        waits = false;
        if (version != Examples.Version)
        {
            evaluating = -1;
            return;
        }
        for (var head = 0; head < TaughtHeads.Cosines; head++)
        {
            for (var i = 0; i < inBatch; i++)
                right[head] += named[(head * TaughtHeads.Asked) + i] == heldClasses[i] ? 1 : 0;
        }
        asked += inBatch;
        if (asked < Examples.HeldOut)
            return;
        right.CopyTo(accuracy.AsSpan());
        (Judged, evaluatedVersion, evaluating) = (asked, version, -1);
    }

    private void ReadAlike()
    {
        if (!heads.TryReadAlike(cosines, out _))
            return;
        Alike = (-1, -1, -1);
        for (var i = 0; i < Examples.Classes; i++)
        {
            for (var j = i + 1; j < Examples.Classes && Examples.CountOf(i) > 0; j++)
            {
                if (Examples.CountOf(j) > 0 && cosines[(i * Room) + j] is var cosine && cosine > Alike.Cosine)
                    Alike = (i, j, cosine);
            }
        }
    }
}
