// The version of the target environment, passed as uint.
namespace Silk.NET.Shaderc;

/// <summary>Versions of Vulkan and OpenGL as the target environment takes them.</summary>
public enum EnvVersion
{
    Vulkan10 = 0x400000,
    Vulkan11 = 0x401000,
    Vulkan12 = 0x402000,
    Vulkan13 = 0x403000,
    Vulkan14 = 0x404000,
    Opengl45 = 450,
    Webgpu = 451,
}
