// How measurements are made.
namespace CnnCompute;

/// <summary>What the user asked of a measurement.</summary>
/// <param name="Runs">Runs whose median counts.</param>
/// <param name="Profile">Whether each step of the plan is timed too.</param>
/// <param name="Storage">How activations of kernels and nets are stored.</param>
internal sealed record BenchSettings(int Runs, bool Profile, Storage Storage = Storage.F32)
{
    /// <summary>Ends measurements of models between two runs.</summary>
    public CancellationToken Cancellation { get; init; }
}
