// One slot of a shader's set 0, as reflected from its SPIR-V.
namespace Engine;

/// <summary>A binding of set 0: its index in the shader, what it takes and how it is touched.</summary>
/// <param name="Index">The number in the shader.</param>
/// <param name="Kind">Buffer or image.</param>
/// <param name="Access">Read, written or both.</param>
/// <param name="Stride">Bytes from one element of a buffer's array to the next, added up where several views share the binding; 0 for images.</param>
public readonly record struct KernelBinding(int Index, BindingKind Kind, Access Access, int Stride = 0);
