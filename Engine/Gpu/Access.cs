// How a kernel touches one of its bindings.
namespace Engine;

/// <summary>Reflected from the shader's <c>readonly</c> and <c>writeonly</c>; what has neither is ReadWrite.</summary>
public enum Access
{
    /// <summary>Only read.</summary>
    Read,
    /// <summary>Only written.</summary>
    Write,
    /// <summary>Read and written.</summary>
    ReadWrite,
}
