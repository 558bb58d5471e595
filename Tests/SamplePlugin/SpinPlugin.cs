// A plugin as small as one can be: one component, one system, one verb.
using System.CommandLine;
using Engine;
using Spectre.Console;

namespace SamplePlugin;

public record struct Spin(float Turns = 1, float Angle = 0);

public static class SpinSystem
{
    private static readonly QueryDescription spinning = new QueryDescription().WithAll<Spin>();

    public static void Run(Frame frame)
    {
        foreach (ref var chunk in frame.World.Query(in spinning))
        {
            var spins = chunk.GetSpan<Spin>();
            for (var i = 0; i < chunk.Count; i++)
                spins[i].Angle += 360 * spins[i].Turns * frame.DeltaTime;
        }
    }
}

public sealed class SpinPlugin : ICommandLinePlugin
{
    public void Install(App app) => app.Component<Spin>("Spin").Every(Phase.Update, SpinSystem.Run);

    public IEnumerable<Command> Commands()
    {
        var spin = new Command("spin", Markup.Remove("[bold]Turns[/] something."));
        yield return spin;
    }
}
