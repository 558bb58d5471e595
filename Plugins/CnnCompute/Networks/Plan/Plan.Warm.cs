// Makes drivers compile new pipelines before a frame needs them.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute;

public sealed partial class Plan
{
    // Kernels that have run on a device, so that only new ones are warmed.
    private static readonly ConditionalWeakTable<Gpu, HashSet<Kernel>> Warmed = [];

    /// <summary>
    /// Runs one workgroup of every kernel that is new on this device, with its real push constants: some drivers compile at the first dispatch.
    /// Writes go to the arena, which holds nothing yet; where a kernel would write parameters or images it gets stand-ins that are thrown away.
    /// </summary>
    private void Warm()
    {
        var warmed = Warmed.GetOrCreateValue(gpu);
        var fresh = new List<(Launch Launch, Kernel Kernel)>();
        lock (warmed)
        {
            foreach (var launch in blueprint.Deriving.Concat(launches))
            {
                // Large launches are rare, and their addresses have no stand-ins.
                if (launch is { Step: { } step, Large: false } && gpu.Kernel(step.Shader, step.Constants, launch.Half) is var kernel
                    && warmed.Add(kernel))
                {
                    fresh.Add((launch, kernel));
                }
            }
        }
        if (fresh.Count == 0)
            return;
        var spare = new Dictionary<Place, GpuBuffer>();
        GpuImage? picture = null;
        using var addresses = new AddressTable(gpu, "warm");
        try
        {
            gpu.Run(c =>
            {
                foreach (var (launch, kernel) in fresh)
                {
                    var table = launch.Step!.Table;
                    var bindings = new Binding[table is null ? launch.Places.Length : table.First + 1];
                    for (var i = 0; i < (table?.First ?? bindings.Length); i++)
                    {
                        var place = launch.Places[i];
                        bindings[i] = !launch.Facts.Writes[i] || place.Region is Region.Arena or Region.Derived
                            ? memory.Bind(place, kernel.Bindings[i].Kind)
                            : place.Region == Region.Image ? picture ??= gpu.Image(8, 8, "warm")
                            : SpareFor(place, spare);
                    }
                    if (table is not null)
                        bindings[^1] = addresses.Table([.. StandIns(launch, table.First, spare)], table.Columns, table.Words);
                    c.DispatchGroups(kernel, (1, 1, 1), (0, 0, 0), MemoryMarshal.AsBytes(launch.Step.Push.AsSpan()), bindings);
                    c.Barrier();
                }
            });
        }
        finally
        {
            foreach (var buffer in spare.Values)
                buffer.Dispose();
            picture?.Dispose();
        }
    }

    // What is reached by address: all that would be written shares one buffer, as large as the largest, for the numbers mean nothing.
    private IEnumerable<Binding> StandIns(Launch launch, int first, Dictionary<Place, GpuBuffer> spare)
    {
        var largest = launch.Places.Skip(first).MaxBy(p => p.Bytes);
        return launch.Places.Skip(first).Select((place, i) => launch.Facts.Writes[first + i] && place.Region is not (Region.Arena or Region.Derived)
            ? SpareFor(largest, spare)
            : memory.Bind(place));
    }

    private Binding SpareFor(Place place, Dictionary<Place, GpuBuffer> spare)
    {
        if (!spare.TryGetValue(place, out var buffer))
            spare[place] = buffer = gpu.Buffer(place.Bytes, "warm");
        return buffer;
    }
}
