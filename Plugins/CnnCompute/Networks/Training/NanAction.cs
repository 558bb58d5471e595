// What a training does when its loss is no longer a number.
namespace CnnCompute;

/// <summary>What happens when a step's loss is not finite.</summary>
public enum NanAction
{
    /// <summary>It ends with an error that names the step and the first layer that gives what is no number.</summary>
    Stop,

    /// <summary>It goes back to the last good state, the end of the epoch before, and goes on with half the rate, five times at most.</summary>
    Lower,
}
