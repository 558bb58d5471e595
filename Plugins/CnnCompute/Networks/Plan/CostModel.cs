// Estimates how long a launch takes, for cutting slices.
using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// The larger of traffic over bandwidth and arithmetic over speed, plus a launch. Profiles refine it: the ratio of measured to estimated time of a
/// shader is kept for the process, per kind of device.
/// </summary>
internal static class CostModel
{
    private static readonly ConcurrentDictionary<(bool IsCpu, string Shader), double> Ratios = [];

    /// <summary>The launches with estimated durations, <paramref name="refined"/> by what this process has measured.</summary>
    public static ImmutableArray<Launch> Estimate(ImmutableArray<Launch> launches, DeviceTraits device, bool refined) =>
        [.. launches.Select(l => l with { Milliseconds = Milliseconds(l, device, refined) })];

    /// <summary>Learns from a measured launch.</summary>
    public static void Refine(Launch launch, DeviceTraits device, double milliseconds)
    {
        if (launch.Step is { } step && milliseconds > 0)
            Ratios[(device.IsCpu, step.Shader)] = milliseconds / Unrefined(launch, device);
    }

    private static double Milliseconds(Launch launch, DeviceTraits device, bool refined)
    {
        var ratio = refined && launch.Step is { } step && Ratios.TryGetValue((device.IsCpu, step.Shader), out var r) ? r : 1;
        return Unrefined(launch, device) * ratio;
    }

    // Orders of magnitude: two cores of a CPU under lavapipe, and a middling GPU.
    private static double Unrefined(Launch launch, DeviceTraits device)
    {
        var plain = launch.Recipe == "plain";
        var (bytesPerMs, macsPerMs, launchMs) = device.IsCpu ? (6e6, plain ? 1e6 : 1.5e7, 0.013) : (2e8, plain ? 2e8 : 1e9, 0.004);
        return launchMs + Math.Max(launch.Bytes / bytesPerMs, launch.Macs / macsPerMs);
    }
}
