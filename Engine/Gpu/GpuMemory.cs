// The three kinds of memory a buffer can live in.
namespace Engine;

/// <summary>Where a buffer's bytes live, chosen by who touches them.</summary>
public enum GpuMemory
{
    /// <summary>The device's own memory; not mapped.</summary>
    Device,
    /// <summary>Written by the CPU, read by the device; always mapped.</summary>
    Upload,
    /// <summary>Written by the device, read by the CPU (cached where there is a choice); always mapped.</summary>
    Readback,
}
