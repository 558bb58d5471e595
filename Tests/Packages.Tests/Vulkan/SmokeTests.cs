// The stand-in against a live driver: an instance, a device, one command buffer, and what the validation layer says.
using Silk.NET.Core;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.KHR;
using static Packages.Tests.VulkanPackage.LiveDevice;
using Buffer = Silk.NET.Vulkan.Buffer;

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
            PhysicalDeviceProperties properties = live.Vk.GetPhysicalDeviceProperties(live.PhysicalDevice);
            Assert.That(SilkMarshal.PtrToString((nint)properties.DeviceName), Is.Not.Empty);
            Assert.That(((Version32)properties.ApiVersion).Major, Is.EqualTo(1));
            live.Vk.GetPhysicalDeviceMemoryProperties(live.PhysicalDevice, out PhysicalDeviceMemoryProperties memory);
            Assert.That(memory.MemoryTypes.AsSpan()[..(int)memory.MemoryTypeCount].ToArray().Any(t => t.PropertyFlags.HasFlag(MemoryPropertyFlags.HostVisibleBit)));
            var subgroup = new PhysicalDeviceSubgroupProperties(pNext: null);
            var chained = new PhysicalDeviceProperties2(pNext: &subgroup);
            live.Vk.GetPhysicalDeviceProperties2(live.PhysicalDevice, &chained);
            Assert.That(subgroup.SubgroupSize, Is.GreaterThan(0));
            Assert.That(chained.Properties.VendorID, Is.EqualTo(properties.VendorID));
        }

        Assert.That(messages, Is.Empty);
    }

    [Test]
    public void A_recorded_fill_reaches_memory()
    {
        using var live = new LiveDevice();
        Vk vk = live.Vk;
        Buffer buffer = CreateBuffer(live, 1024, out DeviceMemory memory);
        var poolInfo = new CommandPoolCreateInfo { SType = StructureType.CommandPoolCreateInfo };
        Check(vk.CreateCommandPool(live.Device, in poolInfo, null, out CommandPool pool));
        var allocation = new CommandBufferAllocateInfo
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = pool,
            Level = CommandBufferLevel.Primary,
            CommandBufferCount = 1,
        };
        Check(vk.AllocateCommandBuffers(live.Device, in allocation, out CommandBuffer commands));
        var begin = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo, Flags = CommandBufferUsageFlags.OneTimeSubmitBit };
        Check(vk.BeginCommandBuffer(commands, in begin));
        vk.CmdFillBuffer(commands, buffer, 0, Vk.WholeSize, 0xC0FFEE);
        var toHost = new MemoryBarrier2
        {
            SType = StructureType.MemoryBarrier2,
            SrcStageMask = PipelineStageFlags2.ClearBit,
            SrcAccessMask = AccessFlags2.TransferWriteBit,
            DstStageMask = PipelineStageFlags2.HostBit,
            DstAccessMask = AccessFlags2.HostReadBit,
        };
        var dependency = new DependencyInfo { SType = StructureType.DependencyInfo, MemoryBarrierCount = 1, PMemoryBarriers = &toHost };
        vk.CmdPipelineBarrier2(commands, in dependency);
        Check(vk.EndCommandBuffer(commands));
        var submitted = new CommandBufferSubmitInfo { SType = StructureType.CommandBufferSubmitInfo, CommandBuffer = commands };
        var submit = new SubmitInfo2 { SType = StructureType.SubmitInfo2, CommandBufferInfoCount = 1, PCommandBufferInfos = &submitted };
        Check(vk.QueueSubmit2(live.Queue, 1, in submit, default));
        Check(vk.DeviceWaitIdle(live.Device));
        void* data = null;
        Check(vk.MapMemory(live.Device, memory, 0, Vk.WholeSize, 0, ref data));
        Assert.That(new Span<uint>(data, 256).ToArray(), Is.All.EqualTo(0xC0FFEEu));
        vk.UnmapMemory(live.Device, memory);
        vk.DestroyCommandPool(live.Device, pool, null);
        vk.DestroyBuffer(live.Device, buffer, null);
        vk.FreeMemory(live.Device, memory, null);
        Assert.That(live.Messages, Is.Empty);
    }

    [Test]
    public void A_mistake_reaches_the_messenger()
    {
        using var live = new LiveDevice();
        var withoutType = new FenceCreateInfo { Flags = FenceCreateFlags.SignaledBit };
        live.Vk.CreateFence(live.Device, in withoutType, null, out Fence fence);
        live.Vk.DestroyFence(live.Device, fence, null);
        Assert.That(live.Messages, Has.Some.Contains("sType"));
    }

    [Test]
    public void Extensions_are_there_exactly_when_enumerated()
    {
        using var live = new LiveDevice();
        Assert.That(live.Vk.IsInstanceExtensionPresent("VK_KHR_no_such_extension"), Is.False);
        Assert.That(live.Vk.IsDeviceExtensionPresent(live.PhysicalDevice, "VK_KHR_no_such_extension"), Is.False);
        bool swapchain = live.Vk.IsDeviceExtensionPresent(live.PhysicalDevice, KhrSwapchain.ExtensionName);
        Assert.That(live.Vk.TryGetDeviceExtension(live.Instance, live.Device, out KhrSwapchain found), Is.EqualTo(swapchain));
        Assert.That(found is not null, Is.EqualTo(swapchain));
        Assert.That((nint)live.Vk.GetDeviceProcAddr(live.Device, "vkCmdDispatch"), Is.Not.EqualTo((nint)0));
        Assert.That((nint)live.Vk.GetDeviceProcAddr(live.Device, "vkNoSuchFunction"), Is.EqualTo((nint)0));
    }

    [Test]
    public void Calls_allocate_no_managed_memory()
    {
        using var live = new LiveDevice();
        Query(live.Vk, live.PhysicalDevice, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Query(live.Vk, live.PhysicalDevice, 1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Query(Vk vk, PhysicalDevice device, int times)
    {
        for (int i = 0; i < times; i++)
        {
            vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties _);
            vk.GetPhysicalDeviceFormatProperties(device, Format.R8G8B8A8Unorm, out FormatProperties _);
        }
    }

    private static Buffer CreateBuffer(LiveDevice live, ulong size, out DeviceMemory memory)
    {
        Vk vk = live.Vk;
        var info = new BufferCreateInfo(size: size, usage: BufferUsageFlags.TransferDstBit);
        Check(vk.CreateBuffer(live.Device, in info, null, out Buffer buffer));
        MemoryRequirements needs = vk.GetBufferMemoryRequirements(live.Device, buffer);
        PhysicalDeviceMemoryProperties types = vk.GetPhysicalDeviceMemoryProperties(live.PhysicalDevice);
        const MemoryPropertyFlags wanted = MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit;
        int type = Enumerable.Range(0, (int)types.MemoryTypeCount)
            .First(i => (needs.MemoryTypeBits >> i & 1) == 1 && types.MemoryTypes[i].PropertyFlags.HasFlag(wanted));
        var allocate = new MemoryAllocateInfo(allocationSize: needs.Size, memoryTypeIndex: (uint)type);
        Check(vk.AllocateMemory(live.Device, in allocate, null, out memory));
        Check(vk.BindBufferMemory(live.Device, buffer, memory, 0));
        return buffer;
    }
}
