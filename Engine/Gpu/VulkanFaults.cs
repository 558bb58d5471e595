// A seam for tests: counts every Vulkan call that can fail, makes chosen ones fail, and knows what was made and not destroyed.
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.EXT;
using Silk.NET.Vulkan.Extensions.KHR;

namespace Engine;

/// <summary>
/// Stands between the engine and the Vulkan loader when <see cref="GpuOptions.Faults"/> or <c>CNN_FAULT</c> asks for it; otherwise it costs nothing.
/// It knows every function that returns a VkResult by its signature, so a call that is added later is counted and can fail too.
/// </summary>
/// <remarks>
/// A plan is a list of <c>NAME:N=RESULT</c>, separated by commas: the N-th call (from 1) of vkNAME fails with VK_RESULT and is not made;
/// <c>NAME:N+=RESULT</c> also all later ones. After ERROR_DEVICE_LOST the device stays lost, as a real one does. The plan <c>count</c> makes nothing
/// fail and tells the numbers of calls when an instance ends. Safe for use by several threads.
/// </remarks>
public sealed unsafe class VulkanFaults
{
    private readonly record struct Fault(int First, int Last, Result Result);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Call(nint a, nint b, nint c, nint d, nint e, nint f, nint g, nint h);

    // Calls that answer for work of the device: a lost device fails them all.
    private static readonly HashSet<string> OfWork =
    [
        "vkQueueSubmit2", "vkQueueWaitIdle", "vkDeviceWaitIdle", "vkWaitSemaphores", "vkGetSemaphoreCounterValue", "vkGetQueryPoolResults",
        "vkQueuePresentKHR", "vkAcquireNextImageKHR",
    ];

    // Looked up only where something shall fail: every run of the program would pay for it.
    private static class Signatures
    {
        public static readonly HashSet<string> Failing =
        [
            .. Results(typeof(Vk), ""), .. Results(typeof(KhrSurface), "KHR"), .. Results(typeof(KhrSwapchain), "KHR"),
            .. Results(typeof(ExtDebugUtils), "EXT"),
        ];

        private static IEnumerable<string> Results(Type type, string suffix) =>
            type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => m.ReturnType == typeof(Result)).Select(m => $"vk{m.Name}{suffix}").Distinct();
    }

    private static volatile VulkanFaults? chosen;
    private static volatile bool isDefaultKnown;

    private readonly Dictionary<string, List<Fault>> faults = [];
    private readonly ConcurrentDictionary<string, int> calls = [];
    private readonly ConcurrentDictionary<string, int> living = [];
    private readonly ConcurrentDictionary<string, nint> thunks = [];
    private readonly List<Delegate> kept = [];      // what native code calls must not be collected
    private readonly bool tells;
    private volatile bool lost;
    private int injected;

    /// <summary>A plan as described above; empty only counts.</summary>
    /// <exception cref="GpuException">It cannot be read.</exception>
    public VulkanFaults(string plan = "")
    {
        ArgumentNullException.ThrowIfNull(plan);
        tells = plan == "count";
        foreach (var part in tells ? [] : plan.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, fault) = Parse(part);
            if (!faults.TryGetValue(name, out var list))
                faults[name] = list = [];
            list.Add(fault);
        }
    }

    /// <summary>
    /// What <see cref="GpuOptions.Faults"/> is unless it is given: one object for the whole process, as <c>CNN_FAULT</c> says, else null. A test of
    /// what opens its device itself may set another for a while.
    /// </summary>
    public static VulkanFaults? Default
    {
        get
        {
            if (!isDefaultKnown)
                Default = EnvironmentVariables.Fault is { } plan ? new VulkanFaults(plan) : null;
            return chosen;
        }
        set => (chosen, isDefaultKnown) = (value, true);
    }

    /// <summary>How often each function that can fail was called, by its Vulkan name.</summary>
    public IReadOnlyDictionary<string, int> Calls => calls;

    /// <summary>Calls that were made to fail.</summary>
    public int Injected => Volatile.Read(ref injected);

    /// <summary>Vulkan objects made and not destroyed, by the name of the function that makes them.</summary>
    public IReadOnlyDictionary<string, int> Living => living.Where(l => l.Value != 0).ToDictionary();

    /// <summary>The engine's objects that were alive when their device was disposed, one a line; empty is right.</summary>
    public string Leaked { get; private set; } = "";

    internal void Leak(string objects) => Leaked += objects;

    /// <summary>Names of all functions that can be made to fail.</summary>
    public static IReadOnlyCollection<string> Functions => Signatures.Failing;

    /// <summary>
    /// Errors that a function may return by Vulkan's specification, named as plans name them, the one to try everywhere first. A test need not try
    /// more of full memory than one.
    /// </summary>
    public static IReadOnlyList<string> ErrorsOf(string function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function switch
        {
            "vkCreateInstance" =>
            [
                "ERROR_INITIALIZATION_FAILED", "ERROR_OUT_OF_HOST_MEMORY", "ERROR_INCOMPATIBLE_DRIVER", "ERROR_LAYER_NOT_PRESENT",
                "ERROR_EXTENSION_NOT_PRESENT",
            ],
            "vkEnumeratePhysicalDevices" => ["ERROR_INITIALIZATION_FAILED", "ERROR_OUT_OF_HOST_MEMORY"],
            "vkCreateDevice" =>
            [
                "ERROR_INITIALIZATION_FAILED", "ERROR_OUT_OF_DEVICE_MEMORY", "ERROR_FEATURE_NOT_PRESENT", "ERROR_EXTENSION_NOT_PRESENT",
                "ERROR_TOO_MANY_OBJECTS", "ERROR_DEVICE_LOST",
            ],
            "vkAllocateMemory" => ["ERROR_OUT_OF_DEVICE_MEMORY", "ERROR_OUT_OF_HOST_MEMORY", "ERROR_TOO_MANY_OBJECTS"],
            "vkMapMemory" => ["ERROR_MEMORY_MAP_FAILED", "ERROR_OUT_OF_HOST_MEMORY"],
            "vkAllocateDescriptorSets" => ["ERROR_OUT_OF_HOST_MEMORY", "ERROR_OUT_OF_POOL_MEMORY", "ERROR_FRAGMENTED_POOL"],
            "vkCreateSampler" => ["ERROR_OUT_OF_DEVICE_MEMORY", "ERROR_TOO_MANY_OBJECTS"],
            "vkGetPhysicalDeviceSurfaceSupportKHR" or "vkGetPhysicalDeviceSurfaceCapabilitiesKHR" or "vkGetPhysicalDeviceSurfaceFormatsKHR" =>
                ["ERROR_SURFACE_LOST_KHR", "ERROR_OUT_OF_HOST_MEMORY"],
            "vkCreateSwapchainKHR" => ["ERROR_SURFACE_LOST_KHR", "ERROR_NATIVE_WINDOW_IN_USE_KHR", "ERROR_OUT_OF_DEVICE_MEMORY", "ERROR_DEVICE_LOST"],
            "vkQueuePresentKHR" or "vkAcquireNextImageKHR" =>
                ["ERROR_DEVICE_LOST", "ERROR_SURFACE_LOST_KHR", "ERROR_OUT_OF_DATE_KHR", "ERROR_OUT_OF_HOST_MEMORY"],
            _ when OfWork.Contains(function) => ["ERROR_DEVICE_LOST", "ERROR_OUT_OF_HOST_MEMORY"],
            _ => ["ERROR_OUT_OF_DEVICE_MEMORY"],
        };
    }

    /// <summary>The same functions, with this in front of them.</summary>
    internal Vk Wrap(Vk api)
    {
        Vk? wrapped = null;
        wrapped = new Vk(new LamdaNativeContext(name =>
        {
            var real = api.Context.TryGetProcAddress(name, out var found) ? found : 0;
            if (real == 0 && wrapped?.CurrentInstance is { } instance)
                real = (nint)api.GetInstanceProcAddr(instance, name).Handle;
            return real == 0 ? 0 : Stand(name, real);
        }));
        return wrapped;
    }

    /// <summary>Tells the numbers of calls where the plan is <c>count</c>.</summary>
    internal void Tell()
    {
        if (!tells)
            return;
        foreach (var (name, count) in calls.OrderBy(c => c.Key, StringComparer.Ordinal))
            Log.Information($"{name} {count}");
    }

    private static (string, Fault) Parse(string part)
    {
        if (part.Split([':', '=']) is [var name, var number, var result] && Enum.TryParse(Named(result), out Result parsed))
        {
            var isOpen = number.EndsWith('+');
            var function = name.StartsWith("vk", StringComparison.Ordinal) ? name : $"vk{name}";
            if (int.TryParse(number.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first > 0
                && Signatures.Failing.Contains(function))
            {
                return (function, new Fault(first, isOpen ? int.MaxValue : first, parsed));
            }
        }
        throw new GpuException($"CNN_FAULT: '{part}' is no fault", "write vkCreateBuffer:3=ERROR_OUT_OF_DEVICE_MEMORY, or count");
    }

    // ERROR_OUT_OF_DATE_KHR is ErrorOutOfDateKhr here.
    private static string Named(string result) => string.Concat(result.Replace("VK_", "", StringComparison.Ordinal).Split('_')
        .Select(w => w.Length == 0 ? "" : char.ToUpperInvariant(w[0]) + w[1..].ToLowerInvariant()));

    // What is called instead of the function. Vulkan's functions take up to eight arguments, all of them integers or pointers, so in the C calling
    // conventions of 64-bit systems one signature stands for all of them: arguments that were not passed are garbage, and are passed on unread.
    private nint Stand(string name, nint real)
    {
        if (thunks.TryGetValue(name, out var known))
            return known;
        var next = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, nint, nint, nint>)real;
        Call? stand = null;
        if (name is "vkGetInstanceProcAddr" or "vkGetDeviceProcAddr")
        {
            stand = (a, b, c, d, e, f, g, h) =>
            {
                var found = next(a, b, c, d, e, f, g, h);
                return found == 0 ? 0 : Stand(Marshal.PtrToStringUTF8(b)!, found);
            };
        }
        else if (Signatures.Failing.Contains(name))
        {
            stand = (a, b, c, d, e, f, g, h) =>
            {
                if (Inject(name) is { } result)
                {
                    // What is still running would otherwise meet memory that is freed.
                    if (lost && name is "vkWaitSemaphores" or "vkQueueWaitIdle" or "vkDeviceWaitIdle")
                        next(a, b, c, d, e, f, g, h);
                    return (nint)(int)result;
                }
                var returned = next(a, b, c, d, e, f, g, h);
                if ((int)returned == 0)
                    Count(name, name, 1);
                return returned;
            };
        }
        else if (Maker(name) is { } maker)
        {
            var isWhole = name is "vkDestroyDevice" or "vkDestroyInstance";
            stand = (a, b, c, d, e, f, g, h) =>
            {
                if ((isWhole ? a : b) != 0)
                    Count(maker, name, -1);
                return next(a, b, c, d, e, f, g, h);
            };
        }
        if (stand is null)
            return thunks[name] = real;
        lock (kept)
            kept.Add(stand);
        return thunks[name] = Marshal.GetFunctionPointerForDelegate(stand);
    }

    private Result? Inject(string name)
    {
        var number = calls.AddOrUpdate(name, 1, static (_, n) => n + 1);
        if (lost && OfWork.Contains(name))
            return Result.ErrorDeviceLost;
        if (!faults.TryGetValue(name, out var list))
            return null;
        foreach (var fault in list)
        {
            if (number < fault.First || number > fault.Last)
                continue;
            lost |= fault.Result == Result.ErrorDeviceLost;
            Interlocked.Increment(ref injected);
            return fault.Result;
        }
        return null;
    }

    private static string? Maker(string destroyer) =>
        destroyer == "vkFreeMemory" ? "vkAllocateMemory"
            : destroyer == "vkDestroyPipeline" ? "vkCreatePipelines"
            : destroyer.StartsWith("vkDestroy", StringComparison.Ordinal) ? $"vkCreate{destroyer["vkDestroy".Length..]}" : null;

    private void Count(string maker, string by, int change)
    {
        var kind = maker.EndsWith("Pipelines", StringComparison.Ordinal) ? "vkCreatePipelines" : maker;
        // Surfaces are made by the window system; what is allocated from pools goes with them.
        if ((by == "vkAllocateMemory" || !by.StartsWith("vkAllocate", StringComparison.Ordinal))
            && !kind.Contains("Surface", StringComparison.Ordinal)
            && (kind.StartsWith("vkCreate", StringComparison.Ordinal) || kind == "vkAllocateMemory"))
        {
            living.AddOrUpdate(kind, change, (_, n) => n + change);
        }
    }
}
