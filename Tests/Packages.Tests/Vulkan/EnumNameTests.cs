// The enum members the engine may name, with Vulkan's values: that they compile is half of the test.
using Silk.NET.Vulkan;

namespace Packages.Tests.VulkanPackage;

public sealed class EnumNameTests
{
    private static readonly (Enum Member, long Value)[] members =
    [
        (Result.Success, 0), (Result.NotReady, 1), (Result.Timeout, 2), (Result.EventSet, 3), (Result.EventReset, 4), (Result.Incomplete, 5),
        (Result.ErrorOutOfHostMemory, -1), (Result.ErrorOutOfDeviceMemory, -2), (Result.ErrorInitializationFailed, -3),
        (Result.ErrorDeviceLost, -4), (Result.ErrorMemoryMapFailed, -5), (Result.ErrorLayerNotPresent, -6), (Result.ErrorExtensionNotPresent, -7),
        (Result.ErrorFeatureNotPresent, -8), (Result.ErrorIncompatibleDriver, -9), (Result.ErrorTooManyObjects, -10),
        (Result.ErrorFormatNotSupported, -11), (Result.ErrorFragmentedPool, -12), (Result.ErrorUnknown, -13),
        (Result.ErrorOutOfPoolMemory, -1000069000), (Result.ErrorFragmentation, -1000161000), (Result.PipelineCompileRequired, 1000297000),
        (Result.ErrorSurfaceLostKhr, -1000000000), (Result.ErrorNativeWindowInUseKhr, -1000000001), (Result.SuboptimalKhr, 1000001003),
        (Result.ErrorOutOfDateKhr, -1000001004), (Result.ErrorValidationFailedExt, -1000011001), (Result.ErrorInvalidShaderNV, -1000012000),
        (BufferUsageFlags.TransferSrcBit, 1), (BufferUsageFlags.TransferDstBit, 2), (BufferUsageFlags.UniformTexelBufferBit, 4),
        (BufferUsageFlags.StorageTexelBufferBit, 8), (BufferUsageFlags.UniformBufferBit, 0x10), (BufferUsageFlags.StorageBufferBit, 0x20),
        (BufferUsageFlags.IndexBufferBit, 0x40), (BufferUsageFlags.VertexBufferBit, 0x80), (BufferUsageFlags.IndirectBufferBit, 0x100),
        (BufferUsageFlags.ShaderDeviceAddressBit, 0x20000),
        (MemoryPropertyFlags.None, 0), (MemoryPropertyFlags.DeviceLocalBit, 1), (MemoryPropertyFlags.HostVisibleBit, 2),
        (MemoryPropertyFlags.HostCoherentBit, 4), (MemoryPropertyFlags.HostCachedBit, 8), (MemoryPropertyFlags.LazilyAllocatedBit, 0x10),
        (MemoryPropertyFlags.ProtectedBit, 0x20),
        (MemoryHeapFlags.DeviceLocalBit, 1),
        (MemoryMapFlags.None, 0),
        (DescriptorType.Sampler, 0), (DescriptorType.CombinedImageSampler, 1), (DescriptorType.SampledImage, 2), (DescriptorType.StorageImage, 3),
        (DescriptorType.UniformTexelBuffer, 4), (DescriptorType.StorageTexelBuffer, 5), (DescriptorType.UniformBuffer, 6),
        (DescriptorType.StorageBuffer, 7), (DescriptorType.UniformBufferDynamic, 8), (DescriptorType.StorageBufferDynamic, 9),
        (DescriptorType.InputAttachment, 10), (DescriptorType.InlineUniformBlock, 1000138000),
        (DescriptorType.AccelerationStructureKhr, 1000150000),
        (ImageLayout.Undefined, 0), (ImageLayout.General, 1), (ImageLayout.ColorAttachmentOptimal, 2),
        (ImageLayout.DepthStencilAttachmentOptimal, 3), (ImageLayout.DepthStencilReadOnlyOptimal, 4), (ImageLayout.ShaderReadOnlyOptimal, 5),
        (ImageLayout.TransferSrcOptimal, 6), (ImageLayout.TransferDstOptimal, 7), (ImageLayout.Preinitialized, 8),
        (ImageLayout.PresentSrcKhr, 1000001002), (ImageLayout.DepthAttachmentOptimal, 1000241000), (ImageLayout.DepthReadOnlyOptimal, 1000241001),
        (ImageLayout.StencilAttachmentOptimal, 1000241002), (ImageLayout.ReadOnlyOptimal, 1000314000), (ImageLayout.AttachmentOptimal, 1000314001),
        (PipelineBindPoint.Graphics, 0), (PipelineBindPoint.Compute, 1),
        (PhysicalDeviceType.Other, 0), (PhysicalDeviceType.IntegratedGpu, 1), (PhysicalDeviceType.DiscreteGpu, 2),
        (PhysicalDeviceType.VirtualGpu, 3), (PhysicalDeviceType.Cpu, 4),
        (QueryType.Occlusion, 0), (QueryType.PipelineStatistics, 1), (QueryType.Timestamp, 2),
        (SemaphoreType.Timeline, 1),
        (PipelineStageFlags2.None, 0), (PipelineStageFlags2.TopOfPipeBit, 1), (PipelineStageFlags2.DrawIndirectBit, 2),
        (PipelineStageFlags2.VertexInputBit, 4), (PipelineStageFlags2.VertexShaderBit, 8), (PipelineStageFlags2.FragmentShaderBit, 0x80),
        (PipelineStageFlags2.EarlyFragmentTestsBit, 0x100), (PipelineStageFlags2.LateFragmentTestsBit, 0x200),
        (PipelineStageFlags2.ColorAttachmentOutputBit, 0x400), (PipelineStageFlags2.ComputeShaderBit, 0x800),
        (PipelineStageFlags2.AllTransferBit, 0x1000), (PipelineStageFlags2.TransferBit, 0x1000), (PipelineStageFlags2.BottomOfPipeBit, 0x2000),
        (PipelineStageFlags2.HostBit, 0x4000), (PipelineStageFlags2.AllGraphicsBit, 0x8000), (PipelineStageFlags2.AllCommandsBit, 0x10000),
        (PipelineStageFlags2.CopyBit, 0x100000000), (PipelineStageFlags2.ResolveBit, 0x200000000), (PipelineStageFlags2.BlitBit, 0x400000000),
        (PipelineStageFlags2.ClearBit, 0x800000000), (PipelineStageFlags2.IndexInputBit, 0x1000000000),
        (PipelineStageFlags2.VertexAttributeInputBit, 0x2000000000), (PipelineStageFlags2.PreRasterizationShadersBit, 0x4000000000),
        (PipelineStageFlags2.NoneKhr, 0), (PipelineStageFlags2.CopyBitKhr, 0x100000000),
        (PipelineStageFlags2.PreRasterizationShadersBitKhr, 0x4000000000),
        (AccessFlags2.None, 0), (AccessFlags2.IndirectCommandReadBit, 1), (AccessFlags2.IndexReadBit, 2), (AccessFlags2.VertexAttributeReadBit, 4),
        (AccessFlags2.UniformReadBit, 8), (AccessFlags2.InputAttachmentReadBit, 0x10), (AccessFlags2.ShaderReadBit, 0x20),
        (AccessFlags2.ShaderWriteBit, 0x40), (AccessFlags2.ColorAttachmentReadBit, 0x80), (AccessFlags2.ColorAttachmentWriteBit, 0x100),
        (AccessFlags2.DepthStencilAttachmentReadBit, 0x200), (AccessFlags2.DepthStencilAttachmentWriteBit, 0x400),
        (AccessFlags2.TransferReadBit, 0x800), (AccessFlags2.TransferWriteBit, 0x1000), (AccessFlags2.HostReadBit, 0x2000),
        (AccessFlags2.HostWriteBit, 0x4000), (AccessFlags2.MemoryReadBit, 0x8000), (AccessFlags2.MemoryWriteBit, 0x10000),
        (AccessFlags2.ShaderSampledReadBit, 0x100000000), (AccessFlags2.ShaderStorageReadBit, 0x200000000),
        (AccessFlags2.ShaderStorageWriteBit, 0x400000000),
        (SubgroupFeatureFlags.None, 0), (SubgroupFeatureFlags.BasicBit, 1), (SubgroupFeatureFlags.VoteBit, 2),
        (SubgroupFeatureFlags.ArithmeticBit, 4), (SubgroupFeatureFlags.BallotBit, 8), (SubgroupFeatureFlags.ShuffleBit, 0x10),
        (SubgroupFeatureFlags.ShuffleRelativeBit, 0x20), (SubgroupFeatureFlags.ClusteredBit, 0x40), (SubgroupFeatureFlags.QuadBit, 0x80),
        (SubgroupFeatureFlags.PartitionedBitNV, 0x100),
        (CompositeAlphaFlagsKHR.OpaqueBitKhr, 1),
        (SurfaceTransformFlagsKHR.IdentityBitKhr, 1),
        (PresentModeKHR.ImmediateKhr, 0), (PresentModeKHR.MailboxKhr, 1), (PresentModeKHR.FifoKhr, 2),
        (ColorSpaceKHR.SpaceSrgbNonlinearKhr, 0), (ColorSpaceKHR.PaceSrgbNonlinearKhr, 0),
        (DebugUtilsMessageSeverityFlagsEXT.VerboseBitExt, 1), (DebugUtilsMessageSeverityFlagsEXT.InfoBitExt, 0x10),
        (DebugUtilsMessageSeverityFlagsEXT.WarningBitExt, 0x100), (DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt, 0x1000),
        (DebugUtilsMessageTypeFlagsEXT.GeneralBitExt, 1), (DebugUtilsMessageTypeFlagsEXT.ValidationBitExt, 2),
        (DebugUtilsMessageTypeFlagsEXT.PerformanceBitExt, 4),
        (QueueFlags.GraphicsBit, 1), (QueueFlags.ComputeBit, 2), (QueueFlags.TransferBit, 4),
        (ShaderStageFlags.VertexBit, 1), (ShaderStageFlags.FragmentBit, 0x10), (ShaderStageFlags.ComputeBit, 0x20),
        (ShaderStageFlags.All, 0x7FFFFFFF),
        (ImageUsageFlags.TransferSrcBit, 1), (ImageUsageFlags.TransferDstBit, 2), (ImageUsageFlags.SampledBit, 4), (ImageUsageFlags.StorageBit, 8),
        (ImageUsageFlags.ColorAttachmentBit, 0x10), (ImageUsageFlags.DepthStencilAttachmentBit, 0x20),
        (SharingMode.Exclusive, 0), (SharingMode.Concurrent, 1),
        (ImageTiling.Optimal, 0), (ImageTiling.Linear, 1),
        (AttachmentLoadOp.Load, 0), (AttachmentLoadOp.Clear, 1), (AttachmentLoadOp.DontCare, 2),
        (AttachmentStoreOp.Store, 0), (AttachmentStoreOp.DontCare, 1),
        (ComponentSwizzle.Identity, 0),
        (ImageAspectFlags.ColorBit, 1), (ImageAspectFlags.DepthBit, 2), (ImageAspectFlags.StencilBit, 4),
        (Format.R8G8B8A8Unorm, 37), (Format.R8G8B8A8Srgb, 43), (Format.B8G8R8A8Unorm, 44), (Format.B8G8R8A8Srgb, 50), (Format.R32Sfloat, 100),
        (Format.R32G32B32A32Sfloat, 109), (Format.R16G16B16A16Sfloat, 97), (Format.D32Sfloat, 126), (Format.R32Uint, 98),
        (CullModeFlags.None, 0), (CullModeFlags.FrontBit, 1), (CullModeFlags.BackBit, 2), (CullModeFlags.FrontAndBack, 3),
        (FrontFace.Clockwise, 1), (FrontFace.CounterClockwise, 0),
        (PolygonMode.Fill, 0),
        (CompareOp.LessOrEqual, 3),
        (ColorComponentFlags.RBit, 1), (ColorComponentFlags.GBit, 2), (ColorComponentFlags.BBit, 4), (ColorComponentFlags.ABit, 8),
        (BlendFactor.SrcAlpha, 6),
        (FenceCreateFlags.SignaledBit, 1),
        (CommandPoolCreateFlags.TransientBit, 1), (CommandPoolCreateFlags.ResetCommandBufferBit, 2),
        (CommandBufferUsageFlags.OneTimeSubmitBit, 1),
        (CommandBufferLevel.Primary, 0),
        (DescriptorPoolCreateFlags.FreeDescriptorSetBit, 1), (DescriptorPoolCreateFlags.UpdateAfterBindBit, 2),
        (DescriptorBindingFlags.PartiallyBoundBit, 4), (DescriptorBindingFlags.UpdateAfterBindBit, 1),
        (DescriptorBindingFlags.UpdateUnusedWhilePendingBit, 2), (DescriptorBindingFlags.VariableDescriptorCountBit, 8),
        (PipelineShaderStageCreateFlags.None, 0), (PipelineShaderStageCreateFlags.RequireFullSubgroupsBit, 2),
        (PipelineShaderStageCreateFlags.AllowVaryingSubgroupSizeBit, 1),
        (DescriptorSetLayoutCreateFlags.UpdateAfterBindPoolBit, 2),
        (SamplerAddressMode.Repeat, 0), (SamplerAddressMode.ClampToEdge, 2),
        (SamplerMipmapMode.Linear, 1),
        (Filter.Nearest, 0), (Filter.Linear, 1),
        (BorderColor.FloatOpaqueBlack, 2),
        (LogicOp.Copy, 3),
        (IndexType.Uint16, 0), (IndexType.Uint32, 1),
        (DynamicState.Viewport, 0), (DynamicState.Scissor, 1),
        (PrimitiveTopology.TriangleList, 3),
        (VertexInputRate.Vertex, 0), (VertexInputRate.Instance, 1),
        (ResolveModeFlags.None, 0),
        (DependencyFlags.ByRegionBit, 1),
        (BlendOp.Add, 0),
        (FormatFeatureFlags.StorageImageBit, 2),
        (ObjectType.Buffer, 9),
        (SampleCountFlags.Count1Bit, 1),
        (ImageType.Type2D, 1),
        (ImageViewType.Type2D, 1), (ImageViewType.TypeCube, 3), (ImageViewType.Type2DArray, 5),
        (QueryResultFlags.Result64Bit, 1), (QueryResultFlags.ResultWaitBit, 2), (QueryResultFlags.ResultWithAvailabilityBit, 4),
        (QueryResultFlags.ResultPartialBit, 8),
        (ImageCreateFlags.CreateCubeCompatibleBit, 0x10), (ImageCreateFlags.CreateMutableFormatBit, 8),
        (StructureType.BufferCreateInfo, 12), (StructureType.SwapchainCreateInfoKhr, 1000001000), (StructureType.PresentInfoKhr, 1000001001),
        (StructureType.DebugUtilsMessengerCreateInfoExt, 1000128004), (StructureType.DebugUtilsLabelExt, 1000128002),
        (StructureType.DebugUtilsObjectNameInfoExt, 1000128000), (StructureType.PhysicalDeviceVulkan11Features, 49),
        (StructureType.PhysicalDeviceVulkan12Features, 51), (StructureType.PhysicalDeviceVulkan13Features, 53),
        (StructureType.PhysicalDeviceVulkan11Properties, 50), (StructureType.PhysicalDeviceSubgroupProperties, 1000094000),
        (StructureType.SubmitInfo2, 1000314004), (StructureType.SubmitInfo2Khr, 1000314004), (StructureType.DependencyInfo, 1000314003),
        (StructureType.RenderingInfo, 1000044000), (StructureType.RenderingAttachmentInfo, 1000044001),
        (StructureType.PipelineRenderingCreateInfo, 1000044002), (StructureType.MemoryRequirements2, 1000146003),
        (StructureType.SemaphoreTypeCreateInfo, 1000207002), (StructureType.TimelineSemaphoreSubmitInfo, 1000207003),
        (StructureType.SemaphoreWaitInfo, 1000207004), (StructureType.ValidationFeaturesExt, 1000247000),
        (StructureType.PhysicalDeviceMemoryBudgetPropertiesExt, 1000237000),
    ];

    [Test]
    public void Every_named_member_has_Vulkans_value()
    {
        Assert.Multiple(() =>
        {
            foreach ((Enum member, long value) in members)
                Assert.That(Convert.ToInt64(member), Is.EqualTo(value), $"{member.GetType().Name}.{member}");
        });
    }

    [Test]
    public void Flags_of_64_bits_are_longs_and_all_others_ints()
    {
        Assert.That(Enum.GetUnderlyingType(typeof(AccessFlags2)), Is.EqualTo(typeof(long)));
        Assert.That(Enum.GetUnderlyingType(typeof(PipelineStageFlags2)), Is.EqualTo(typeof(long)));
        Assert.That(Enum.GetUnderlyingType(typeof(AccessFlags)), Is.EqualTo(typeof(int)));
        Assert.That(Enum.GetUnderlyingType(typeof(Result)), Is.EqualTo(typeof(int)));
    }

    [Test]
    public void Constants_have_Vulkans_values()
    {
        Assert.That(Vk.QueueFamilyIgnored, Is.EqualTo(uint.MaxValue));
        Assert.That(Vk.QueueFamilyExternal, Is.EqualTo(uint.MaxValue - 1));
        Assert.That(Vk.WholeSize, Is.EqualTo(ulong.MaxValue));
        Assert.That(Vk.MaxMemoryTypes, Is.EqualTo(32u));
        Assert.That(Vk.MaxExtensionNameSize, Is.EqualTo(256u));
        Assert.That((uint)Vk.Version13, Is.EqualTo(0x403000u));
    }
}
