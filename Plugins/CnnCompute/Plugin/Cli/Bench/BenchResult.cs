// What one measurement came to.
using System.Text.Json.Serialization;

namespace CnnCompute;

/// <summary>Wall-clock times of one thing that was done again and again.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Runs">How often.</param>
/// <param name="MedianMs">Median duration in milliseconds.</param>
/// <param name="BestMs">Shortest duration in milliseconds.</param>
internal sealed record BenchResult(string Name, int Runs, double MedianMs, double BestMs)
{
    /// <summary>Multiply-accumulates of one run; 0 where they are not counted.</summary>
    public long Macs { get; init; }

    /// <summary>Billions of floating-point operations a second, by the median; a multiply-accumulate is two.</summary>
    public double Gflops => 2e-6 * Macs / MedianMs;

    /// <summary>Median duration with plain recipes and nothing fused, measured in the same run of the program.</summary>
    public double PlainMs { get; init; }

    /// <summary>How many times faster than the plain recipes.</summary>
    public double Ratio => PlainMs / MedianMs;

    /// <summary>Pictures (or frames) a second over the whole measurement; 0 where there are none.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Bytes of the plan's arena.</summary>
    public long ArenaBytes { get; init; }

    /// <summary>Bytes alive at the fullest moment: no arena could be smaller.</summary>
    public long ArenaLowerBound { get; init; }

    /// <summary>Bytes of all buffers the plan owns: arena, inputs, derived copies of weights.</summary>
    public long PlanBytes { get; init; }

    /// <summary>The plan's steps with their times, where asked for.</summary>
    [JsonIgnore]
    public PlanProfile? Profile { get; init; }

    /// <summary>What the parts of a scene's frame take, the dearest first; empty for what has no frames.</summary>
    public IReadOnlyList<FrameShare> Parts { get; init; } = [];

    /// <summary>What else was measured of it, each with its unit; empty for most.</summary>
    public IReadOnlyList<BenchFigure> Figures { get; init; } = [];

    /// <summary>Managed bytes allocated per run on the measuring thread.</summary>
    public double AllocatedPerRun { get; init; }
}

/// <summary>A number that only few measurements have.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Value">How much.</param>
internal sealed record BenchFigure(string Name, double Value);

/// <summary>A part of a scene's frame: a system, or in brackets what the loop does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CpuMs">Milliseconds of the frame's thread.</param>
/// <param name="GpuMs">Milliseconds of the device.</param>
internal sealed record FrameShare(string Name, double CpuMs, double GpuMs);
