// One slot of a shader's set 0, as reflected from its SPIR-V.
namespace Engine;

/// <summary>A binding of set 0: its index in the shader, what it takes and how it is touched.</summary>
public readonly record struct KernelBinding(int Index, BindingKind Kind, Access Access);
