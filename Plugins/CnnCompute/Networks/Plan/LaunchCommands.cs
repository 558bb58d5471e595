// Launches in a device's commands.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute;

/// <summary>Records launches: a plan's, and the same ones where a tuner tries them.</summary>
internal static class LaunchCommands
{
    /// <summary>Appends some workgroups of a launch, or its copy.</summary>
    /// <param name="into">Where it is appended.</param>
    /// <param name="gpu">Has the kernels.</param>
    /// <param name="launch">The launch.</param>
    /// <param name="bind">The binding of a place, as the kernel wants it.</param>
    /// <param name="addresses">Holds the addresses of what large launches work on.</param>
    /// <param name="first">The first workgroup.</param>
    /// <param name="groups">How many; null for all.</param>
    public static void Launch(
        this Commands into, Gpu gpu, Launch launch, Func<Place, BindingKind, Binding> bind, AddressTable addresses,
        (uint, uint, uint) first = default, (uint, uint, uint)? groups = null)
    {
        into.Label(launch.Title);
        if (launch.Step is { } step)
        {
            var kernel = gpu.Kernel(step.Shader, step.Constants, launch.Half, launch.Large);
            var bound = step.Table?.First ?? launch.Places.Length;
            List<Binding> plain = [.. launch.Places.Take(bound).Select((place, i) => bind(place, kernel.Bindings[i].Kind))];
            if (step.Table is { } table)
            {
                Binding[] ranges = [.. launch.Places.Skip(bound).Select(place => bind(place, BindingKind.StorageBuffer))];
                plain.Add(addresses.Table(ranges, table.Columns, table.Words));
            }
            Binding[] bindings =
            [
                .. plain.Select((b, i) => launch.Large && kernel.Bindings[i].Kind == BindingKind.StorageBuffer ? addresses.Slot(b) : b),
            ];
            into.DispatchGroups(kernel, groups ?? launch.Groups, first, MemoryMarshal.AsBytes(step.Push.AsSpan()), bindings);
        }
        else
        {
            into.Copy(bind(launch.Places[0], BindingKind.StorageBuffer), bind(launch.Places[1], BindingKind.StorageBuffer));
        }
        into.EndLabel();
    }
}
