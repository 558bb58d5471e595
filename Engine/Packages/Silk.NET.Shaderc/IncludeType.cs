// How an include was written.
namespace Silk.NET.Shaderc;

/// <summary>Relative: with quotes; Standard: with angle brackets.</summary>
public enum IncludeType
{
    Relative = 0,
    Standard = 1,
}
