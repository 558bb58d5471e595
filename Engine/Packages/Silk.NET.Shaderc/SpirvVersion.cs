// The version word of the generated SPIR-V.
namespace Silk.NET.Shaderc;

/// <summary>SPIR-V versions 1.0 to 1.6.</summary>
public enum SpirvVersion
{
    Shaderc10 = 0x010000,
    Shaderc11 = 0x010100,
    Shaderc12 = 0x010200,
    Shaderc13 = 0x010300,
    Shaderc14 = 0x010400,
    Shaderc15 = 0x010500,
    Shaderc16 = 0x010600,
}
