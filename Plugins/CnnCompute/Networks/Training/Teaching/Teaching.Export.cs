// The way of a head from the device into a file.
using Engine;

namespace CnnCompute;

public sealed partial class Teaching
{
    private StateCopy? export;
    private (TeachHead Kind, EqualList<int> Present) exported;

    /// <summary>Appends the way back of a head's weights; nearest examples are given as their means.</summary>
    public void ReadHead(Commands commands, TeachHead head)
    {
        export?.Dispose();
        export = new StateCopy(own, heads.ParametersOf(head));
        exported = (head, [.. Enumerable.Range(0, Examples.Classes).Where(i => Examples.CountOf(i) > 0)]);
        export.Read(commands, 0);
    }

    /// <summary>The head that was asked for, where it has come.</summary>
    public TaughtHead? TryTakeHead()
    {
        if (export is null || !export.TryTake(out _, out var weights))
            return null;
        export.Dispose();
        export = null;
        return new TaughtHead(Net, exported.Kind, weights, exported.Present);
    }
}
