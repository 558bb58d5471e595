// The option by which every verb that computes chooses its device.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary><c>--device</c>, and the opening of what it names.</summary>
internal static class DeviceOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<string?> Create() => new("--device")
    {
        Description = "Part of a device's name, or its number in `cnn devices`. [default: CNN_GPU if set, else the best]",
        HelpName = "NAME",
    };

    /// <summary>Opens the device.</summary>
    /// <exception cref="GpuException">There is none, or none of that name.</exception>
    public static Gpu Open(ParseResult result, Option<string?> option) =>
        Gpu.Open(result.GetValue(option) is { Length: > 0 } name ? new GpuOptions { Device = name } : new GpuOptions());
}
