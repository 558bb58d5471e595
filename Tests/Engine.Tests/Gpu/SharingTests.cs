// Images of other Vulkan code on the same device: written there, read here, and the other way round.
using Silk.NET.Vulkan;
using Image = Silk.NET.Vulkan.Image;

namespace Engine.Tests;

public sealed unsafe class SharingTests
{
    private const int Width = 13, Height = 7;
    private static Gpu Gpu => GpuFixture.Gpu;

    // What the other code has; it knows the handles alone.
    private readonly Vk vk = Vk.GetApi();
    private Device device;
    private Image image;
    private DeviceMemory memory;

    [SetUp]
    public void MakeImage()
    {
        var handles = Gpu.Handles;
        device = new Device(handles.Device);
        vk.CurrentInstance = new Instance(handles.Instance);
        vk.CurrentDevice = device;
        var info = new ImageCreateInfo
        {
            SType = StructureType.ImageCreateInfo,
            Flags = ImageCreateFlags.CreateMutableFormatBit | ImageCreateFlags.CreateExtendedUsageBit,
            ImageType = ImageType.Type2D,
            Format = Format.R8G8B8A8Unorm,
            Extent = new(Width, Height, 1),
            MipLevels = 1,
            ArrayLayers = 1,
            Samples = SampleCountFlags.Count1Bit,
            Usage = ImageUsageFlags.StorageBit | ImageUsageFlags.SampledBit | ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit
                | ImageUsageFlags.TransferDstBit,
        };
        Assert.That(vk.CreateImage(device, in info, null, out image), Is.EqualTo(Result.Success));
        vk.GetImageMemoryRequirements(device, image, out var needs);
        var allocation = new MemoryAllocateInfo
        {
            SType = StructureType.MemoryAllocateInfo,
            AllocationSize = needs.Size,
            MemoryTypeIndex = (uint)System.Numerics.BitOperations.TrailingZeroCount(needs.MemoryTypeBits),
        };
        Assert.That(vk.AllocateMemory(device, in allocation, null, out memory), Is.EqualTo(Result.Success));
        Assert.That(vk.BindImageMemory(device, image, memory, 0), Is.EqualTo(Result.Success));
    }

    [OneTimeTearDown]
    public void LetGo() => vk.Dispose();

    [TearDown]
    public void FreeImage()
    {
        Gpu.WaitIdle();
        vk.DestroyImage(device, image, null);
        vk.FreeMemory(device, memory, null);
        Assert.That(Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void What_other_code_draws_is_seen_and_what_is_computed_is_its()
    {
        // Cleared to a colour by commands of its own, which bring it into GENERAL.
        Submit(commands =>
        {
            Barrier(commands, ImageLayout.Undefined);
            var colour = new ClearColorValue(1f, 0.2f, 0f, 1f);
            var range = new ImageSubresourceRange(ImageAspectFlags.ColorBit, 0, 1, 0, 1);
            vk.CmdClearColorImage(commands, image, ImageLayout.General, in colour, 1, in range);
        });
        var wrapped = Gpu.Wrap(image.Handle, Width, Height, "theirs");
        using var copy = Gpu.Image(Width, Height, "ours");
        Gpu.Run(commands => commands.Copy(wrapped, copy));
        Assert.That(Gpu.Download(copy)[..4], Is.EqualTo(new byte[] { 255, 51, 0, 255 }));
        // And back: ours becomes blue, theirs takes it over by its own handle.
        Gpu.Upload(copy, [.. Enumerable.Repeat(new byte[] { 0, 0, 255, 255 }, Width * Height).SelectMany(b => b)]);
        Submit(commands =>
        {
            Barrier(commands, ImageLayout.General);
            var layers = new ImageSubresourceLayers(ImageAspectFlags.ColorBit, 0, 0, 1);
            var region = new ImageCopy { SrcSubresource = layers, DstSubresource = layers, Extent = new(Width, Height, 1) };
            vk.CmdCopyImage(commands, new Image(copy.VulkanHandle), ImageLayout.General, image, ImageLayout.General, 1, in region);
        });
        Assert.That(Gpu.Download(wrapped)[^4..], Is.EqualTo(new byte[] { 0, 0, 255, 255 }));
        wrapped.Dispose();
        Assert.That(() => Gpu.Download(wrapped), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void No_image_and_an_impossible_size_are_refused()
    {
        Assert.That(() => Gpu.Wrap(0, 1, 1), Throws.ArgumentException);
        Assert.That(() => Gpu.Wrap(image.Handle, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private void Submit(Action<CommandBuffer> record)
    {
        var poolInfo = new CommandPoolCreateInfo { SType = StructureType.CommandPoolCreateInfo, QueueFamilyIndex = Gpu.Handles.QueueFamily };
        Assert.That(vk.CreateCommandPool(device, in poolInfo, null, out var pool), Is.EqualTo(Result.Success));
        var info = new CommandBufferAllocateInfo
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = pool,
            CommandBufferCount = 1,
        };
        Assert.That(vk.AllocateCommandBuffers(device, in info, out var commands), Is.EqualTo(Result.Success));
        var begin = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo };
        vk.BeginCommandBuffer(commands, in begin);
        record(commands);
        vk.EndCommandBuffer(commands);
        var queue = new Queue(Gpu.Handles.Queue);
        Gpu.WithQueue(() =>
        {
            var buffer = commands;
            var submit = new SubmitInfo { SType = StructureType.SubmitInfo, CommandBufferCount = 1, PCommandBuffers = &buffer };
            vk.QueueSubmit(queue, 1, in submit, default);
            vk.QueueWaitIdle(queue);
        });
        vk.DestroyCommandPool(device, pool, null);
    }

    private void Barrier(CommandBuffer commands, ImageLayout from)
    {
        var barrier = new ImageMemoryBarrier
        {
            SType = StructureType.ImageMemoryBarrier,
            SrcAccessMask = AccessFlags.MemoryWriteBit,
            DstAccessMask = AccessFlags.TransferWriteBit,
            OldLayout = from,
            NewLayout = ImageLayout.General,
            SrcQueueFamilyIndex = Vk.QueueFamilyIgnored,
            DstQueueFamilyIndex = Vk.QueueFamilyIgnored,
            Image = image,
            SubresourceRange = new(ImageAspectFlags.ColorBit, 0, 1, 0, 1),
        };
        // What the engine wrote before is waited for, too.
        var all = new MemoryBarrier
        {
            SType = StructureType.MemoryBarrier,
            SrcAccessMask = AccessFlags.MemoryWriteBit,
            DstAccessMask = AccessFlags.TransferReadBit | AccessFlags.TransferWriteBit,
        };
        vk.CmdPipelineBarrier(
            commands, PipelineStageFlags.AllCommandsBit, PipelineStageFlags.TransferBit, 0, 1, in all, 0, null, 1, in barrier);
    }
}
