// The Vulkan instance: loader, layers, and the collector of validation messages.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.EXT;

namespace Engine;

internal sealed unsafe partial class VulkanInstance : IDisposable
{
    private const string ValidationLayer = "VK_LAYER_KHRONOS_validation";
    private static readonly Lock loading = new();

    public readonly Vk Api;
    public readonly Instance Handle;
    /// <summary>Names and labels; null unless validation or CNN_DEBUG asked for them.</summary>
    public readonly ExtDebugUtils? Debug;
    private readonly VulkanFaults? faults;
    private readonly DebugUtilsMessengerEXT messenger;
    private readonly GCHandle self;                 // reaches this object from the messenger's callback
    private readonly List<string> messages = [];
    private readonly bool echo = EnvironmentVariables.Validation;

    public VulkanInstance(GpuOptions options)
    {
        PrepareEnvironment(options);
        Api = LoadVulkan();
        faults = options.Faults;
        if (faults is not null)
            Api = faults.Wrap(Api);
        try
        {
            (Handle, Debug) = Open(options);
            if (Debug is null || !options.Validation)
                return;
            self = GCHandle.Alloc(this);
            messenger = Listen();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private (Instance, ExtDebugUtils?) Open(GpuOptions options)
    {
        List<string> layers = [], extensions = [.. options.InstanceExtensions];
        if (options.Validation)
        {
            if (!HasLayer(ValidationLayer))
            {
                throw new GpuException("the Vulkan validation layer is not installed",
                    "on Debian `apt-get install vulkan-validationlayers`, or leave validation off");
            }
            layers.Add(ValidationLayer);
        }
        var debug = options.DebugNames && (options.Validation || HasExtension(ExtDebugUtils.ExtensionName));
        if (debug)
            extensions.Add(ExtDebugUtils.ExtensionName);
        var made = Create(layers, extensions);
        Api.CurrentInstance = made;   // once, here: functions that the loader does not export are found through it
        return (made, debug ? new ExtDebugUtils(FunctionsOf(made)) : null);
    }

    /// <summary>
    /// The functions of an instance, for an extension that was asked for when it was made: Silk.NET would first list all extensions, and meets a null
    /// where that fails.
    /// </summary>
    internal INativeContext FunctionsOf(Instance instance) => new LamdaNativeContext(name => (nint)Api.GetInstanceProcAddr(instance, name).Handle);

    /// <summary>The same of a device.</summary>
    internal INativeContext FunctionsOf(Device device) => new LamdaNativeContext(name => (nint)Api.GetDeviceProcAddr(device, name).Handle);

    private DebugUtilsMessengerEXT Listen()
    {
        var info = new DebugUtilsMessengerCreateInfoEXT
        {
            SType = StructureType.DebugUtilsMessengerCreateInfoExt,
            MessageSeverity = DebugUtilsMessageSeverityFlagsEXT.WarningBitExt | DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt,
            MessageType = DebugUtilsMessageTypeFlagsEXT.ValidationBitExt,
            PfnUserCallback = new PfnDebugUtilsMessengerCallbackEXT(&OnMessage),
            PUserData = (void*)GCHandle.ToIntPtr(self),
        };
        DebugUtilsMessengerEXT made;
        GpuException.Check(Debug!.CreateDebugUtilsMessenger(Handle, &info, null, &made), "creating the debug messenger");
        return made;
    }

    /// <summary>A copy of the warnings and errors of the validation layer so far.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (messages)
                return [.. messages];
        }
    }

    public void Dispose()
    {
        if (messenger.Handle != 0)
            Debug!.DestroyDebugUtilsMessenger(Handle, messenger, null);
        Debug?.Dispose();
        if (Handle.Handle != 0)
            Api.DestroyInstance(Handle, null);
        Api.Dispose();
        faults?.Tell();
        if (self.IsAllocated)
            self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Bool32 OnMessage(DebugUtilsMessageSeverityFlagsEXT severity, DebugUtilsMessageTypeFlagsEXT types,
        DebugUtilsMessengerCallbackDataEXT* data, void* user)
    {
        string text = Marshal.PtrToStringUTF8((nint)data->PMessage) ?? "", rule = Marshal.PtrToStringUTF8((nint)data->PMessageIdName) ?? "";
        if (!text.Contains(rule))   // newer layers name it beside the message only
            text = $"{rule}: {text}";
        if (GCHandle.FromIntPtr((nint)user).Target is VulkanInstance instance)
        {
            lock (instance.messages)
                instance.messages.Add(text);
            if (instance.echo)
                Log.Error($"validation: {text}");
        }
        return false;
    }

    /// <summary>
    /// The functions of the loader, looked for where the system looks: Silk.NET's own resolvers walk through many folders first (125 ms).
    /// Theirs is a setting of the whole process, so it is lent for this one load; <paramref name="resolver"/> is for tests.
    /// </summary>
    internal static Vk LoadVulkan(Func<string, IEnumerable<string>>? resolver = null)
    {
        lock (loading)
        {
            var resolvers = PathResolver.Default as DefaultPathResolver;
            var own = resolvers?.Resolvers;
            try
            {
                resolvers?.Resolvers = [resolver ?? DefaultPathResolver.PassthroughResolver];
                return Vk.GetApi();
            }
            catch (Exception e) when (e is DllNotFoundException or FileNotFoundException)
            {
                throw new GpuException("the Vulkan loader libvulkan.so.1 was not found", GpuException.Drivers, e);
            }
            finally
            {
                resolvers?.Resolvers = own!;
            }
        }
    }

    private Instance Create(List<string> layers, List<string> extensions)
    {
        var name = (byte*)SilkMarshal.StringToPtr("CnnPlayground");
        var layerNames = (byte**)SilkMarshal.StringArrayToPtr(layers);
        var extensionNames = (byte**)SilkMarshal.StringArrayToPtr(extensions);
        var application = new ApplicationInfo
        {
            SType = StructureType.ApplicationInfo,
            PApplicationName = name,
            PEngineName = name,
            ApiVersion = Vk.Version13,
        };
        var info = new InstanceCreateInfo
        {
            SType = StructureType.InstanceCreateInfo,
            PApplicationInfo = &application,
            EnabledLayerCount = (uint)layers.Count,
            PpEnabledLayerNames = layerNames,
            EnabledExtensionCount = (uint)extensions.Count,
            PpEnabledExtensionNames = extensionNames,
        };
        Instance instance;
        var result = Api.CreateInstance(&info, null, &instance);
        SilkMarshal.Free((nint)name);
        SilkMarshal.Free((nint)layerNames);
        SilkMarshal.Free((nint)extensionNames);
        if (result == Result.ErrorIncompatibleDriver)
            throw new GpuException("no Vulkan driver was found", GpuException.Drivers);
        GpuException.CheckDriver(result, "creating the Vulkan instance");
        return instance;
    }

    private bool HasLayer(string name)
    {
        uint count = 0;
        GpuException.CheckDriver(Api.EnumerateInstanceLayerProperties(&count, null), "listing layers");
        var layers = new LayerProperties[count];
        fixed (LayerProperties* p = layers)
        {
            GpuException.CheckDriver(Api.EnumerateInstanceLayerProperties(&count, p), "listing layers");
            for (uint i = 0; i < count; i++)
            {
                if (Marshal.PtrToStringUTF8((nint)p[i].LayerName) == name)
                    return true;
            }
        }
        return false;
    }

    private bool HasExtension(string name)
    {
        uint count = 0;
        GpuException.CheckDriver(Api.EnumerateInstanceExtensionProperties((byte*)null, &count, null), "listing instance extensions");
        var all = new ExtensionProperties[count];
        fixed (ExtensionProperties* p = all)
        {
            GpuException.CheckDriver(Api.EnumerateInstanceExtensionProperties((byte*)null, &count, p), "listing instance extensions");
            for (uint i = 0; i < count; i++)
            {
                if (Marshal.PtrToStringUTF8((nint)p[i].ExtensionName) == name)
                    return true;
            }
        }
        return false;
    }

    /// <summary>The driver and the layer read getenv, which .NET's own Environment does not reach; a variable the user set wins.</summary>
    private static void PrepareEnvironment(GpuOptions options)
    {
        var mesa = Path.Combine(options.FindCacheFolder(), "mesa");
        try
        {
            Directory.CreateDirectory(mesa);
            SetVariable("MESA_SHADER_CACHE_DIR", mesa, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }   // Mesa's own default serves then
        if (!options.Validation)
            return;
        SetVariable("VK_LAYER_ENABLES", "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT:"
            + "VALIDATION_CHECK_ENABLE_SYNCHRONIZATION_VALIDATION_QUEUE_SUBMIT", 0);
        SetVariable("VK_KHRONOS_VALIDATION_VALIDATE_SYNC", "1", 0);   // newer layers read this one, and guess what shaders access only if told to
        SetVariable("VK_KHRONOS_VALIDATION_SYNCVAL_SHADER_ACCESSES_HEURISTIC", "1", 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int UnsetVariable(string name);
}
