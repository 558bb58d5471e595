// The API whose rules the SPIR-V follows.
namespace Silk.NET.Shaderc;

/// <summary>Target environment.</summary>
public enum TargetEnv
{
    Vulkan = 0,
    Opengl = 1,
    OpenglCompat = 2,
    Webgpu = 3,
    Default = 0,
}
