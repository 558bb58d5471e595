// Marks state that is saved but not learnt.
namespace CnnCompute;

/// <summary>The parameter in this field is a buffer in PyTorch's sense: in the state dict, but not among <see cref="Module.Parameters"/>.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class BufferAttribute : Attribute;
