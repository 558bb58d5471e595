// Which extensions exist, and the objects that hold their functions.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Silk.NET.Core.Attributes;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan;

public unsafe partial class Vk
{
    private delegate Result Enumeration(ref uint count, ExtensionProperties* properties);

    // Keyed by physical device (zero: the instance's own extensions) and layer.
    private readonly ConcurrentDictionary<(nint PhysicalDevice, string Layer), HashSet<string>> extensions = new();

    /// <summary>False, and null, where the extension is not available; whether it was enabled is not asked.</summary>
    public bool TryGetInstanceExtension<T>(Instance instance, out T ext, string layer = null)
        where T : NativeExtension<Vk>
    {
        ext = IsInstanceExtensionPresent(NameOf<T>(), layer)
            ? Create<T>(name => GetInstanceProcAddr(instance, name))
            : null;
        return ext is not null;
    }

    /// <summary>False, and null, where the extension is not available; whether it was enabled is not asked.</summary>
    public bool TryGetDeviceExtension<T>(Instance instance, Device device, out T ext, string layer = null)
        where T : NativeExtension<Vk>
    {
        // A device extension may have functions on the instance's level (queries of a physical device).
        ext = IsDeviceExtensionPresent(instance, NameOf<T>(), layer)
            ? Create<T>(name => GetDeviceProcAddr(device, name) is var function && function != 0 ? function : GetInstanceProcAddr(instance, name))
            : null;
        return ext is not null;
    }

    public bool IsInstanceExtensionPresent(string ext, string layer = null) =>
        Present(0, layer, (ref uint count, ExtensionProperties* properties) =>
            EnumerateInstanceExtensionProperties(layer, ref count, properties)).Contains(ext);

    /// <summary>True where any physical device of the instance offers the extension.</summary>
    public bool IsDeviceExtensionPresent(Instance i, string ext, string layer = null)
    {
        foreach (PhysicalDevice physicalDevice in GetPhysicalDevices(i))
        {
            if (IsDeviceExtensionPresent(physicalDevice, ext, layer))
                return true;
        }

        return false;
    }

    public bool IsDeviceExtensionPresent(PhysicalDevice d, string ext, string layer = null) =>
        Present(d.Handle, layer, (ref uint count, ExtensionProperties* properties) =>
            EnumerateDeviceExtensionProperties(d, layer, ref count, properties)).Contains(ext);

#pragma warning disable CS0809 // The package marks the override the same way.
    [Obsolete("Ask IsInstanceExtensionPresent or IsDeviceExtensionPresent.", true)]
    public override bool IsExtensionPresent(string extension) => IsInstanceExtensionPresent(extension);
#pragma warning restore CS0809

    public void PurgeExtensionCache() => extensions.Clear();

    /// <summary>Throws InvalidOperationException where the enumeration fails.</summary>
    public IReadOnlyCollection<PhysicalDevice> GetPhysicalDevices(Instance instance)
    {
        uint count = 0;
        Check(EnumeratePhysicalDevices(instance, ref count, null), "vkEnumeratePhysicalDevices");
        var devices = new PhysicalDevice[count];
        fixed (PhysicalDevice* devicesPinned = devices)
            Check(EnumeratePhysicalDevices(instance, ref count, devicesPinned), "vkEnumeratePhysicalDevices");
        return devices;
    }

    private static string NameOf<T>() => ExtensionAttribute.GetExtensionAttribute(typeof(T)).Name;

    private static T Create<T>(Func<string, nint> lookup) => (T)Activator.CreateInstance(typeof(T), new LamdaNativeContext(lookup));

    private HashSet<string> Present(nint physicalDevice, string layer, Enumeration enumerate)
    {
        if (extensions.TryGetValue((physicalDevice, layer), out HashSet<string> known))
            return known;
        uint count = 0;
        Check(enumerate(ref count, null), "Enumerating extensions");
        var properties = new ExtensionProperties[count];
        fixed (ExtensionProperties* propertiesPinned = properties)
            Check(enumerate(ref count, propertiesPinned), "Enumerating extensions");
        var names = new HashSet<string>((int)count);
        foreach (ref ExtensionProperties property in properties.AsSpan(0, (int)count))
        {
            fixed (byte* name = property.ExtensionName)
                names.Add(Marshal.PtrToStringUTF8((nint)name));
        }

        return extensions[(physicalDevice, layer)] = names;
    }

    private static void Check(Result result, string what)
    {
        if (result is not (Result.Success or Result.Incomplete))
            throw new InvalidOperationException($"{what} returned {result}.");
    }
}
