// How measurements are made.
namespace CnnCompute;

/// <summary>What the user asked of a measurement.</summary>
/// <param name="Runs">Runs whose median counts.</param>
/// <param name="Profile">Whether each step of the plan is timed too.</param>
internal sealed record BenchSettings(int Runs, bool Profile);
