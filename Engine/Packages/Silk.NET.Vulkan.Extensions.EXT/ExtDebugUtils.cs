// VK_EXT_debug_utils: names and labels for tools, and the messages of the validation layer.
using Silk.NET.Core.Attributes;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan.Extensions.EXT;

/// <summary>The functions of VK_EXT_debug_utils, of one instance.</summary>
[Extension(ExtensionName)]
public unsafe class ExtDebugUtils(INativeContext ctx) : NativeExtension<Vk>(ctx)
{
    public const string ExtensionName = "VK_EXT_debug_utils";

    private readonly INativeContext context = ctx;

    public Result SetDebugUtilsObjectName(Device device, DebugUtilsObjectNameInfoEXT* pNameInfo) =>
        ((delegate* unmanaged<Device, DebugUtilsObjectNameInfoEXT*, Result>)Load("vkSetDebugUtilsObjectNameEXT"))(device, pNameInfo);

    public Result SetDebugUtilsObjectName(Device device, ref readonly DebugUtilsObjectNameInfoEXT pNameInfo)
    {
        fixed (DebugUtilsObjectNameInfoEXT* pNameInfoPinned = &pNameInfo)
            return SetDebugUtilsObjectName(device, pNameInfoPinned);
    }

    public Result SetDebugUtilsObjectTag(Device device, DebugUtilsObjectTagInfoEXT* pTagInfo) =>
        ((delegate* unmanaged<Device, DebugUtilsObjectTagInfoEXT*, Result>)Load("vkSetDebugUtilsObjectTagEXT"))(device, pTagInfo);

    public Result SetDebugUtilsObjectTag(Device device, ref readonly DebugUtilsObjectTagInfoEXT pTagInfo)
    {
        fixed (DebugUtilsObjectTagInfoEXT* pTagInfoPinned = &pTagInfo)
            return SetDebugUtilsObjectTag(device, pTagInfoPinned);
    }

    public void QueueBeginDebugUtilsLabel(Queue queue, DebugUtilsLabelEXT* pLabelInfo) =>
        ((delegate* unmanaged<Queue, DebugUtilsLabelEXT*, void>)Load("vkQueueBeginDebugUtilsLabelEXT"))(queue, pLabelInfo);

    public void QueueBeginDebugUtilsLabel(Queue queue, ref readonly DebugUtilsLabelEXT pLabelInfo)
    {
        fixed (DebugUtilsLabelEXT* pLabelInfoPinned = &pLabelInfo)
            QueueBeginDebugUtilsLabel(queue, pLabelInfoPinned);
    }

    public void QueueEndDebugUtilsLabel(Queue queue) =>
        ((delegate* unmanaged<Queue, void>)Load("vkQueueEndDebugUtilsLabelEXT"))(queue);

    public void QueueInsertDebugUtilsLabel(Queue queue, DebugUtilsLabelEXT* pLabelInfo) =>
        ((delegate* unmanaged<Queue, DebugUtilsLabelEXT*, void>)Load("vkQueueInsertDebugUtilsLabelEXT"))(queue, pLabelInfo);

    public void QueueInsertDebugUtilsLabel(Queue queue, ref readonly DebugUtilsLabelEXT pLabelInfo)
    {
        fixed (DebugUtilsLabelEXT* pLabelInfoPinned = &pLabelInfo)
            QueueInsertDebugUtilsLabel(queue, pLabelInfoPinned);
    }

    public void CmdBeginDebugUtilsLabel(CommandBuffer commandBuffer, DebugUtilsLabelEXT* pLabelInfo) =>
        ((delegate* unmanaged<CommandBuffer, DebugUtilsLabelEXT*, void>)Load("vkCmdBeginDebugUtilsLabelEXT"))(commandBuffer, pLabelInfo);

    public void CmdBeginDebugUtilsLabel(CommandBuffer commandBuffer, ref readonly DebugUtilsLabelEXT pLabelInfo)
    {
        fixed (DebugUtilsLabelEXT* pLabelInfoPinned = &pLabelInfo)
            CmdBeginDebugUtilsLabel(commandBuffer, pLabelInfoPinned);
    }

    public void CmdEndDebugUtilsLabel(CommandBuffer commandBuffer) =>
        ((delegate* unmanaged<CommandBuffer, void>)Load("vkCmdEndDebugUtilsLabelEXT"))(commandBuffer);

    public void CmdInsertDebugUtilsLabel(CommandBuffer commandBuffer, DebugUtilsLabelEXT* pLabelInfo) =>
        ((delegate* unmanaged<CommandBuffer, DebugUtilsLabelEXT*, void>)Load("vkCmdInsertDebugUtilsLabelEXT"))(commandBuffer, pLabelInfo);

    public void CmdInsertDebugUtilsLabel(CommandBuffer commandBuffer, ref readonly DebugUtilsLabelEXT pLabelInfo)
    {
        fixed (DebugUtilsLabelEXT* pLabelInfoPinned = &pLabelInfo)
            CmdInsertDebugUtilsLabel(commandBuffer, pLabelInfoPinned);
    }

    public Result CreateDebugUtilsMessenger(
        Instance instance, DebugUtilsMessengerCreateInfoEXT* pCreateInfo, AllocationCallbacks* pAllocator, DebugUtilsMessengerEXT* pMessenger) =>
        ((delegate* unmanaged<Instance, DebugUtilsMessengerCreateInfoEXT*, AllocationCallbacks*, DebugUtilsMessengerEXT*, Result>)
            Load("vkCreateDebugUtilsMessengerEXT"))(instance, pCreateInfo, pAllocator, pMessenger);

    public Result CreateDebugUtilsMessenger(
        Instance instance, ref readonly DebugUtilsMessengerCreateInfoEXT pCreateInfo, AllocationCallbacks* pAllocator,
        out DebugUtilsMessengerEXT pMessenger)
    {
        pMessenger = default;
        fixed (DebugUtilsMessengerCreateInfoEXT* pCreateInfoPinned = &pCreateInfo)
        fixed (DebugUtilsMessengerEXT* pMessengerPinned = &pMessenger)
            return CreateDebugUtilsMessenger(instance, pCreateInfoPinned, pAllocator, pMessengerPinned);
    }

    public void DestroyDebugUtilsMessenger(Instance instance, DebugUtilsMessengerEXT messenger, AllocationCallbacks* pAllocator) =>
        ((delegate* unmanaged<Instance, DebugUtilsMessengerEXT, AllocationCallbacks*, void>)
            Load("vkDestroyDebugUtilsMessengerEXT"))(instance, messenger, pAllocator);

    public void SubmitDebugUtilsMessage(
        Instance instance, DebugUtilsMessageSeverityFlagsEXT messageSeverity, DebugUtilsMessageTypeFlagsEXT messageTypes,
        DebugUtilsMessengerCallbackDataEXT* pCallbackData) =>
        ((delegate* unmanaged<Instance, DebugUtilsMessageSeverityFlagsEXT, DebugUtilsMessageTypeFlagsEXT, DebugUtilsMessengerCallbackDataEXT*, void>)
            Load("vkSubmitDebugUtilsMessageEXT"))(instance, messageSeverity, messageTypes, pCallbackData);

    public void SubmitDebugUtilsMessage(
        Instance instance, DebugUtilsMessageSeverityFlagsEXT messageSeverity, DebugUtilsMessageTypeFlagsEXT messageTypes,
        ref readonly DebugUtilsMessengerCallbackDataEXT pCallbackData)
    {
        fixed (DebugUtilsMessengerCallbackDataEXT* pCallbackDataPinned = &pCallbackData)
            SubmitDebugUtilsMessage(instance, messageSeverity, messageTypes, pCallbackDataPinned);
    }

    protected override IVTable CreateVTable() => new NativeTable(context);
}
