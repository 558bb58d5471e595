// The kinds of resources that binding numbers are assigned to.
namespace Silk.NET.Shaderc;

/// <summary>Resource kind.</summary>
public enum UniformKind
{
    Image = 0,
    Sampler = 1,
    Texture = 2,
    Buffer = 3,
    StorageBuffer = 4,
    UnorderedAccessView = 5,
}
