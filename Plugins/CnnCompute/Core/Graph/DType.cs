// The element types a graph knows; half precision is a storage policy of a plan, not a type.
namespace CnnCompute;

/// <summary>Element type of a tensor. Every element takes four bytes in memory (Bool is 0 or 1 in a 32-bit word).</summary>
public enum DType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>32-bit signed integer: labels, indices, packed bytes, seeds.</summary>
    I32,

    /// <summary>Truth value, stored as a 32-bit 0 or 1.</summary>
    Bool,
}
