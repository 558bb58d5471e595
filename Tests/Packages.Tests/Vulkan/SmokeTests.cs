// The extensions' stand-ins on the real Vulkan and a live driver: an instance, a device, and what the validation layer says.
using Silk.NET.Core;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.KHR;

namespace Packages.Tests.VulkanPackage;

public sealed unsafe class SmokeTests
{
    [Test]
    public void A_device_opens_names_itself_and_closes_without_a_message()
    {
        List<string> messages;
        using (var live = new LiveDevice())
        {
            messages = live.Messages;
            var properties = live.Vk.GetPhysicalDeviceProperties(live.PhysicalDevice);
            Assert.That(SilkMarshal.PtrToString((nint)properties.DeviceName), Is.Not.Empty);
            Assert.That(((Version32)properties.ApiVersion).Major, Is.EqualTo(1));
            live.Vk.GetPhysicalDeviceMemoryProperties(live.PhysicalDevice, out var memory);
            Assert.That(memory.MemoryTypes.AsSpan()[..(int)memory.MemoryTypeCount].ToArray()
                .Any(t => t.PropertyFlags.HasFlag(MemoryPropertyFlags.HostVisibleBit)));
            var subgroup = new PhysicalDeviceSubgroupProperties(pNext: null);
            var chained = new PhysicalDeviceProperties2(pNext: &subgroup);
            live.Vk.GetPhysicalDeviceProperties2(live.PhysicalDevice, &chained);
            Assert.That(subgroup.SubgroupSize, Is.GreaterThan(0));
            Assert.That(chained.Properties.VendorID, Is.EqualTo(properties.VendorID));
        }

        Assert.That(messages, Is.Empty);
    }

    [Test]
    public void A_mistake_reaches_the_messenger()
    {
        using var live = new LiveDevice();
        var withoutType = new FenceCreateInfo { Flags = FenceCreateFlags.SignaledBit };
        live.Vk.CreateFence(live.Device, in withoutType, null, out var fence);
        live.Vk.DestroyFence(live.Device, fence, null);
        Assert.That(live.Messages, Has.Some.Contains("sType"));
    }

    [Test]
    public void Extensions_are_there_exactly_when_enumerated()
    {
        using var live = new LiveDevice();
        Assert.That(live.Vk.IsInstanceExtensionPresent("VK_KHR_no_such_extension"), Is.False);
        Assert.That(live.Vk.IsDeviceExtensionPresent(live.PhysicalDevice, "VK_KHR_no_such_extension"), Is.False);
        var swapchain = live.Vk.IsDeviceExtensionPresent(live.PhysicalDevice, KhrSwapchain.ExtensionName);
        Assert.That(live.Vk.TryGetDeviceExtension(live.Instance, live.Device, out KhrSwapchain found), Is.EqualTo(swapchain));
        Assert.That(found is not null, Is.EqualTo(swapchain));
        Assert.That((nint)live.Vk.GetDeviceProcAddr(live.Device, "vkCmdDispatch"), Is.Not.EqualTo((nint)0));
        Assert.That((nint)live.Vk.GetDeviceProcAddr(live.Device, "vkNoSuchFunction"), Is.EqualTo((nint)0));
    }
}
