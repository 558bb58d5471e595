// An instance and a device for the smoke tests, with the validation layer's messages collected.
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.EXT;

namespace Packages.Tests.VulkanPackage;

internal sealed unsafe class LiveDevice : IDisposable
{
    private const string ValidationLayer = "VK_LAYER_KHRONOS_validation";
    private readonly DebugUtilsMessengerCallbackFunctionEXT callback;
    private readonly DebugUtilsMessengerEXT messenger;

    public LiveDevice()
    {
        Vk = Vk.GetApi();
        callback = OnMessage;
        Instance = CreateInstance();
        Vk.CurrentInstance = Instance;
        Assert.That(Vk.TryGetInstanceExtension(Instance, out ExtDebugUtils debug));
        Debug = debug;
        var messages = new DebugUtilsMessengerCreateInfoEXT
        {
            SType = StructureType.DebugUtilsMessengerCreateInfoExt,
            MessageSeverity = DebugUtilsMessageSeverityFlagsEXT.WarningBitExt | DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt,
            MessageType = DebugUtilsMessageTypeFlagsEXT.ValidationBitExt,
            PfnUserCallback = callback,
        };
        Check(debug.CreateDebugUtilsMessenger(Instance, in messages, null, out messenger));
        PhysicalDevice = Vk.GetPhysicalDevices(Instance).First();
        float priority = 1;
        var queue = new DeviceQueueCreateInfo
        {
            SType = StructureType.DeviceQueueCreateInfo,
            QueueCount = 1,
            PQueuePriorities = &priority,
        };
        var features = new PhysicalDeviceVulkan13Features { SType = StructureType.PhysicalDeviceVulkan13Features, Synchronization2 = true };
        var info = new DeviceCreateInfo
        {
            SType = StructureType.DeviceCreateInfo,
            PNext = &features,
            QueueCreateInfoCount = 1,
            PQueueCreateInfos = &queue,
        };
        Check(Vk.CreateDevice(PhysicalDevice, in info, null, out var device));
        Device = device;
        Vk.CurrentDevice = device;
        Queue = Vk.GetDeviceQueue(device, 0, 0);
    }

    public Vk Vk { get; }

    public Instance Instance { get; }

    public ExtDebugUtils Debug { get; }

    public PhysicalDevice PhysicalDevice { get; }

    public Device Device { get; }

    public Queue Queue { get; }

    public List<string> Messages { get; } = [];

    public static void Check(Result result) => Assert.That(result, Is.EqualTo(Result.Success));

    public void Dispose()
    {
        Vk.DestroyDevice(Device, null);
        Debug.DestroyDebugUtilsMessenger(Instance, messenger, null);
        Vk.DestroyInstance(Instance, null);
        Vk.Dispose();
    }

    private Instance CreateInstance()
    {
        var layers = SilkMarshal.StringArrayToPtr([ValidationLayer]);
        var extensions = SilkMarshal.StringArrayToPtr([ExtDebugUtils.ExtensionName]);
        var name = SilkMarshal.StringToPtr("Packages.Tests");
        try
        {
            var application = new ApplicationInfo
            {
                SType = StructureType.ApplicationInfo,
                PApplicationName = (byte*)name,
                ApiVersion = Vk.Version13,
            };
            var info = new InstanceCreateInfo
            {
                SType = StructureType.InstanceCreateInfo,
                PApplicationInfo = &application,
                EnabledLayerCount = 1,
                PpEnabledLayerNames = (byte**)layers,
                EnabledExtensionCount = 1,
                PpEnabledExtensionNames = (byte**)extensions,
            };
            Check(Vk.CreateInstance(in info, null, out var instance));
            return instance;
        }
        finally
        {
            SilkMarshal.Free(layers);
            SilkMarshal.Free(extensions);
            SilkMarshal.Free(name);
        }
    }

    private uint OnMessage(
        DebugUtilsMessageSeverityFlagsEXT messageSeverity, DebugUtilsMessageTypeFlagsEXT messageTypes,
        DebugUtilsMessengerCallbackDataEXT* pCallbackData, void* pUserData)
    {
        Messages.Add(SilkMarshal.PtrToString((nint)pCallbackData->PMessage)!);
        return Vk.False;
    }
}
