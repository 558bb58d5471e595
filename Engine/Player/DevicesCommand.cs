// The verb that lists Vulkan devices.
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engine;

namespace Player;

/// <summary><c>cnn devices</c>: what the machine offers, best first.</summary>
internal static class DevicesCommand
{
    /// <summary>How verbs that list print JSON.</summary>
    internal static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print everything that is known about each device as JSON." };
        var command = new Command("devices", "List the Vulkan devices of this machine, best first; the first one is used. "
            + "Choose another by number or by part of its name with CNN_GPU, such as: CNN_GPU=llvmpipe ./cnn play")
        {
            json,
        };
        command.SetAction(result =>
        {
            var devices = Gpu.List();
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(devices, Indented));
            else
                Print(devices);
        });
        return command;
    }

    private static void Print(IReadOnlyList<GpuInfo> devices)
    {
        foreach (var device in devices)
        {
            Console.WriteLine($"{device.Index}  {device.Name} ({device.Kind.ToString().ToLowerInvariant()})");
            var memory = $"{device.MemoryBytes >> 20} MiB{(device.UnifiedMemory ? " shared with the CPU" : "")}";
            Console.WriteLine($"   driver {device.Driver}");
            Console.WriteLine($"   Vulkan {device.ApiVersion}, {memory}");
            Console.WriteLine($"   subgroups of {device.SubgroupSize}, {device.SharedMemoryBytes >> 10} KiB shared memory, "
                + $"bindings up to {device.MaxBindingBytes >> 20} MiB");
            if (device.Missing.Length > 0)
                Console.WriteLine($"   cannot be used: {device.Missing}");
        }
    }
}
