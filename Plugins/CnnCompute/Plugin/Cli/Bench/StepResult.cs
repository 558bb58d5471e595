// What measured training steps came to.
using System.Text.Json.Serialization;

namespace CnnCompute;

/// <summary>Steps of one training.</summary>
/// <param name="Name">What differs from the plain training.</param>
/// <param name="Steps">How many were measured.</param>
/// <param name="MedianMs">The median of the rounds' mean milliseconds a step.</param>
/// <param name="BestMs">The least of them.</param>
internal sealed record StepResult(string Name, int Steps, double MedianMs, double BestMs)
{
    /// <summary>Multiply-accumulates of one step.</summary>
    public long Macs { get; init; }

    /// <summary>Pictures a second, by the median.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>How many of the matrix products of <c>cnn bench</c> could be made in the time of a step: the median of the rounds' ratios.</summary>
    public double InGemms { get; init; }

    /// <summary>The time of the plain training's step that it takes: the median of the rounds' ratios.</summary>
    public double TimesPlain { get; init; }

    /// <summary>
    /// The median of the rounds' mean milliseconds of processor time a step, of all threads of this process: where the device is the processor, other
    /// programs hardly change it.
    /// </summary>
    public double ProcessorMs { get; init; }

    /// <summary>Share of a step in which nothing was ready to be uploaded, 0 to 1.</summary>
    public double Loader { get; init; }

    /// <summary>Share of copying a batch and of recording.</summary>
    public double Upload { get; init; }

    /// <summary>Share of all from bytes to the network's input.</summary>
    public double Augmentation { get; init; }

    /// <summary>Share of the network and the loss.</summary>
    public double Forward { get; init; }

    /// <summary>Share of the gradients.</summary>
    public double Backward { get; init; }

    /// <summary>Share of the optimiser and of running statistics.</summary>
    public double Update { get; init; }

    /// <summary>Milliseconds of that, as its launches were measured alone; of processor time where the device is the processor.</summary>
    public double UpdateMs { get; init; }

    /// <summary>Milliseconds of all from bytes to the network's input, likewise.</summary>
    public double AugmentationMs { get; init; }

    /// <summary>Managed bytes allocated per step on the training's thread.</summary>
    public double AllocatedPerStep { get; init; }

    /// <summary>What the loader's threads did.</summary>
    [JsonIgnore]
    public LoaderUse Threads { get; init; }

    /// <summary>The launches of a step with their times.</summary>
    [JsonIgnore]
    public PlanProfile? Profile { get; init; }
}
