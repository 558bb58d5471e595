// What other code needs to work on the same device.
namespace Engine;

/// <summary>The engine's Vulkan objects, as Vulkan's own handles; they stay the engine's.</summary>
/// <param name="Instance">VkInstance, of version 1.3.</param>
/// <param name="PhysicalDevice">VkPhysicalDevice.</param>
/// <param name="Device">VkDevice.</param>
/// <param name="Queue">VkQueue, the only one: submit to it inside <see cref="Gpu.WithQueue"/>.</param>
/// <param name="QueueFamily">Index of its family.</param>
public readonly record struct VulkanHandles(nint Instance, nint PhysicalDevice, nint Device, nint Queue, uint QueueFamily);
