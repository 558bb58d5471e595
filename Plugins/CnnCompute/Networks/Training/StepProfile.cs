// What the parts of a training step cost on the device.
namespace CnnCompute;

/// <summary>Where the parts of a step's graph end: nodes are appended part by part, so that their ids tell them apart.</summary>
/// <param name="Network">Id of the first node after the transforms of pictures.</param>
/// <param name="Gradients">Id of the first one after the network and the loss.</param>
/// <param name="Updates">Id of the first one after the gradients.</param>
internal readonly record struct StepNodes(int Network, int Gradients, int Updates);

/// <summary>
/// The measured launches of a training step, and what they add up to by what they are for; of processor time where the device is the processor, as
/// other programs hardly change that.
/// </summary>
/// <param name="Steps">The launches of the step's plan.</param>
/// <param name="Augmentation">Milliseconds from bytes to the network's input: transforms and normalising.</param>
/// <param name="Forward">Milliseconds of the network and the loss.</param>
/// <param name="Backward">Milliseconds of the gradients.</param>
/// <param name="Update">
/// Milliseconds of the optimiser and of running statistics; where several batches are added up before it, that batch's share of it.
/// </param>
public sealed record StepProfile(PlanProfile Steps, double Augmentation, double Forward, double Backward, double Update)
{
    /// <summary>All together.</summary>
    public double Milliseconds => Augmentation + Forward + Backward + Update;

    /// <summary>Sums the launches of a plan up.</summary>
    internal static StepProfile Of(PlanProfile steps, StepNodes nodes)
    {
        Span<double> sums = stackalloc double[4];
        var isProcessor = steps.ProcessorMilliseconds > 0;
        // What belongs to no node latches inputs, which is little.
        foreach (var step in steps.Steps)
        {
            var id = step.Id ?? 0;
            sums[id < nodes.Network ? 0 : id < nodes.Gradients ? 1 : id < nodes.Updates ? 2 : 3]
                += isProcessor ? step.ProcessorMilliseconds : step.Milliseconds;
        }
        return new StepProfile(steps, sums[0], sums[1], sums[2], sums[3]);
    }
}
