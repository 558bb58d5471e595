// The keys of trainings.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys edit every training.</summary>
public static class TrainingKeys
{
    private const float RateFactor = 1.25f, BudgetStep = 2, LeastBudget = 1, MostBudget = 200;
    private static readonly QueryDescription Trainings = new QueryDescription().WithAll<Training>();

    /// <summary>Edits trainings as keys say.</summary>
    public static void Run(Frame frame)
    {
        if (!HasAny(frame.World))
            return;
        Tell(frame.App.Shared(_ => new KeyHelp()));
        var input = frame.Input;
        bool goes = input.WasPressed(Key.T), step = input.WasPressed(Key.N), augment = input.WasPressed(Key.A), anew = input.WasPressed(Key.R);
        var other = input.WasPressed(Key.O);
        int rate = Pressed(input, Key.Up, Key.Down), budget = Pressed(input, Key.PageUp, Key.PageDown);
        if (!goes && !step && !augment && !anew && !other && rate == 0 && budget == 0)
            return;
        foreach (ref var chunk in frame.World.Query(in Trainings))
        {
            foreach (var i in chunk)
            {
                ref var training = ref chunk.Get<Training>(i);
                if (!training.Keys)
                    continue;
                // One that stands still as its loss was no number is tried again.
                var isStopped = goes && frame.World.Find<LiveTraining>(chunk.Entity(i))?.Stopped is not null;
                training.Running = isStopped || (training.Running ^ goes);
                training.Steps += step || isStopped ? 1 : 0;
                training.Augment ^= augment;
                training.Start += anew ? 1 : 0;
                if (other)
                    training.Optimizer = LiveOptimizer.Next(training.Optimizer);
                training.Rate *= MathF.Pow(RateFactor, rate);
                if (budget != 0)
                    training.Budget = Math.Clamp(training.Budget + (budget * BudgetStep), LeastBudget, MostBudget);
            }
        }
    }

    private static bool HasAny(World world)
    {
        foreach (ref var chunk in world.Query(in Trainings))
        {
            foreach (var i in chunk)
            {
                if (chunk.Get<Training>(i).Keys)
                    return true;
            }
        }
        return false;
    }

    // Where a line is there already, nothing is added.
    private static void Tell(KeyHelp help)
    {
        if (help.Lines.Any(static line => line.What == Pause))
            return;
        help.Add("T", Pause);
        help.Add("N", "one step");
        help.Add("R", "begin anew");
        help.Add("A", "augmentation");
        help.Add("O", "optimizer");
        help.Add("↑ ↓", "rate");
        help.Add("PgUp PgDn", "time for it");
    }

    private const string Pause = "train or pause";

    private static int Pressed(Input input, Key more, Key less) => (input.WasPressed(more) ? 1 : 0) - (input.WasPressed(less) ? 1 : 0);
}
