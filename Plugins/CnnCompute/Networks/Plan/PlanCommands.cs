// Plans in a frame's commands.
using Engine;

namespace CnnCompute;

/// <summary>Lets a frame's commands run plans: <c>frame.Commands.Execute(plan)</c>.</summary>
public static class PlanCommands
{
    /// <summary>Appends a whole run of <paramref name="plan"/>.</summary>
    public static void Execute(this Commands commands, Plan plan) => plan.Execute(commands);
}
