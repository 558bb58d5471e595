// The kinds of resources a shader can bind.
namespace Engine;

/// <summary>What a binding slot of a shader takes.</summary>
public enum BindingKind
{
    /// <summary>A range of a GpuBuffer.</summary>
    StorageBuffer,
    /// <summary>A GpuImage read and written by texel, in its UNORM view.</summary>
    StorageImage,
    /// <summary>A GpuImage with a linear sampler.</summary>
    SampledImage,
}
