// The language of a source.
namespace Silk.NET.Shaderc;

/// <summary>GLSL or HLSL.</summary>
public enum SourceLanguage
{
    Glsl = 0,
    Hlsl = 1,
}
