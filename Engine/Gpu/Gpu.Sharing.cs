// The device: sharing it with other code that speaks Vulkan.
using Silk.NET.Vulkan;

namespace Engine;

public sealed partial class Gpu
{
    /// <summary>The objects that other code in this process makes its own images and commands with.</summary>
    public VulkanHandles Handles => new(
        Vulkan.Instance.Handle.Handle, Vulkan.Physical.Handle, Vulkan.Handle.Handle, Vulkan.Queue.Handle, Vulkan.Family);

    /// <summary>
    /// A picture over a VkImage of your own, made on this device: two-dimensional, one mip level, one layer, one sample, R8G8B8A8_UNORM, optimal
    /// tiling, with the flags MUTABLE_FORMAT and EXTENDED_USAGE and the usages STORAGE, SAMPLED, COLOR_ATTACHMENT, TRANSFER_SRC and TRANSFER_DST. It
    /// is in the layout GENERAL whenever the engine's commands run, is written by you in submissions before theirs to the same queue, and stays
    /// yours: dispose the picture, wait for the device (<see cref="WaitIdle"/>), then destroy the image.
    /// </summary>
    /// <param name="image">The VkImage.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="name">The name in messages.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The device makes no images of that size.</exception>
    public GpuImage Wrap(ulong image, int width, int height, string name = "")
    {
        if (image == 0)
            throw new ArgumentException("the VkImage is null", nameof(image));
        return new GpuImage(this, new Image(image), width, height, name);
    }

    /// <summary>Runs something while no thread of the engine submits: your own vkQueueSubmit.</summary>
    public void WithQueue(Action submit)
    {
        ArgumentNullException.ThrowIfNull(submit);
        lock (QueueGate)
            submit();
    }
}
