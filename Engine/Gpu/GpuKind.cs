// Vulkan's classes of devices, in the order in which they are preferred.
namespace Engine;

/// <summary>What sort of device it is; a smaller value is preferred.</summary>
public enum GpuKind
{
    /// <summary>A graphics card with its own memory.</summary>
    Discrete,
    /// <summary>A GPU that shares the CPU's memory.</summary>
    Integrated,
    /// <summary>A GPU seen through a virtual machine.</summary>
    Virtual,
    /// <summary>Software on the CPU, as Mesa's lavapipe.</summary>
    Cpu,
    /// <summary>Anything else.</summary>
    Other,
}
