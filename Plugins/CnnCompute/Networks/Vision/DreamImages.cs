// The pictures of a dream on the device.
using Engine;

namespace CnnCompute;

/// <summary>What a dream looks at and writes; pictures of another size than its own are cropped and resized.</summary>
/// <param name="Source">What is dreamt upon.</param>
/// <param name="Shown">Where the picture is seen to grow, step by step; null where nobody looks.</param>
/// <param name="Guide">A picture whose features the dream is to resemble; null for none.</param>
/// <param name="Mask">White where the picture may change, black where it stays; null for everywhere.</param>
public sealed record DreamImages(GpuImage Source, GpuImage? Shown = null, GpuImage? Guide = null, GpuImage? Mask = null);
