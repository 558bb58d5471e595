// Measures networks inside frames: some slices in each, and nothing waits.
using Engine;

namespace CnnCompute;

public sealed partial class Evaluator
{
    private int begun = -1;
    private bool isRunning;

    /// <summary>Begins a pass in slices.</summary>
    public void Begin()
    {
        Abandon();
        Reset();
        loader.Seek(0);
        begun = 0;
    }

    /// <summary>Gives a pass up that has begun.</summary>
    public void Abandon()
    {
        batches.Plan.Abandon();
        batches.Forget();
        (begun, isRunning) = (-1, false);
    }

    /// <summary>
    /// Appends as much of the pass as fits; the network's parameters must stay as they are until it is over. Its results arrive some frames after the
    /// last slice: then they are given, once.
    /// </summary>
    /// <exception cref="InvalidOperationException">No pass was begun, or the plan was not compiled to run in slices.</exception>
    public EvaluationResult? Advance(Commands commands, SliceBudget budget)
    {
        if (begun < 0)
            throw new InvalidOperationException($"{data.Name}: no pass was begun");
        Collect();
        while (!budget.IsSpent && (isRunning || begun < loader.BatchesPerEpoch))
        {
            if (!isRunning)
            {
                if (batches.NextInFrame(loader) is not { } batch)
                    return null;
                batches.Upload(commands, batch);
                isRunning = true;
            }
            if (!budget.Run(batches.Plan, commands))
                return null;
            batches.Read(commands, begun++);
            isRunning = false;
        }
        if (isRunning || begun < loader.BatchesPerEpoch || batches.Pending > 0)
            return null;
        begun = -1;
        return Outcome();
    }
}
