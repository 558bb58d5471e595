// One way to compute an op on a device: pure data, no GPU.
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// A list of kernel launches that computes a node. Pure data: the plan places operands, proves barriers and records it. The first
/// recipe an op yields is the plain one; it is always valid and kept for ever.
/// </summary>
/// <param name="Name">Short and stable, such as <c>plain</c> or <c>subgroup 32x4</c>; checkpoints store it.</param>
/// <param name="Steps">Launches in order.</param>
public sealed record Recipe(string Name, IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// Launches that compute <see cref="Derived"/> operands from inputs (padded, transposed or folded weights). Where those inputs come from
    /// parameters alone they run only when a parameter changed; otherwise before <see cref="Steps"/>.
    /// </summary>
    public IReadOnlyList<Step> Prepare { get; init; } = [];

    /// <summary>Bytes of each temporary, alive only during this recipe's steps.</summary>
    public IReadOnlyList<long> Scratch { get; init; } = [];

    /// <summary>Bytes of each derived operand, kept between runs.</summary>
    public IReadOnlyList<long> Derived { get; init; } = [];

    /// <summary>
    /// Index of the input whose memory the output may take over (elementwise kernels that read an element before they write it), or -1.
    /// </summary>
    public int InPlace { get; init; } = -1;
}

/// <summary>One kernel launch.</summary>
/// <param name="Shader">Path under Shaders/ without extension, such as <c>Cnn/relu</c>.</param>
/// <param name="Threads">Invocations wanted along x, y, z; the launch rounds up to whole workgroups.</param>
/// <param name="Push">Push constants, in the shader's order; at most 128 bytes.</param>
/// <param name="Bindings">Operands in ascending order of binding index.</param>
public sealed record Step(string Shader, (int X, int Y, int Z) Threads, PushWord[] Push, params Operand[] Bindings)
{
    /// <summary>How the step may be cut where an operand exceeds a binding; null where it may not.</summary>
    public Cut? Cut { get; init; }

    /// <summary>Which operands the shader reaches by address instead of by bindings of their own; null for none.</summary>
    public OperandTable? Table { get; init; }

    /// <summary>Specialization constants (constant_id, value).</summary>
    public (int Id, uint Value)[] Constants { get; init; } = [];
}

/// <summary>One 32-bit push constant; int, uint, float and bool convert to it.</summary>
public readonly record struct PushWord(uint Bits)
{
    /// <summary>The int's bits.</summary>
    public static implicit operator PushWord(int value) => new((uint)value);

    /// <summary>The word itself.</summary>
    public static implicit operator PushWord(uint value) => new(value);

    /// <summary>The float's bits.</summary>
    public static implicit operator PushWord(float value) => new(Unsafe.BitCast<float, uint>(value));

    /// <summary>1 or 0.</summary>
    public static implicit operator PushWord(bool value) => new(value ? 1u : 0u);
}

/// <summary>What a binding refers to.</summary>
public enum OperandKind
{
    /// <summary>Input <c>Index</c> of the node (epilogue operands follow the op's own inputs).</summary>
    Input,

    /// <summary>The node's output.</summary>
    Output,

    /// <summary>Temporary <c>Index</c> of the recipe.</summary>
    Scratch,

    /// <summary>Derived operand <c>Index</c> of the recipe.</summary>
    Derived,

    /// <summary>Parameter <c>Index</c> among those an update op writes.</summary>
    Parameter,

    /// <summary>The image bound under <c>Name</c>: sampled where the shader samples, stored where it stores.</summary>
    Image,
}

/// <summary>
/// A binding of a step: which operand, and the byte range of it. Size -1: to the end of its allocation, which is rounded up to 32 bytes, so that
/// kernels eight elements wide need no tail; what lies beyond the last element means nothing and may be overwritten.
/// </summary>
/// <remarks>Offsets and sizes count elements of four bytes; where a plan stores an operand as 16-bit floats it halves them.</remarks>
public readonly record struct Operand(OperandKind Kind, int Index = 0, long Offset = 0, long Size = -1, string? Name = null)
{
    /// <summary>Whether the launch never touches it: the shader declares a binding, so something is bound, no matter what.</summary>
    public bool Idle { get; init; }

    /// <summary>Input <paramref name="index"/>.</summary>
    public static Operand In(int index, long offset = 0, long size = -1) => new(OperandKind.Input, index, offset, size);

    /// <summary>The output.</summary>
    public static Operand Out(long offset = 0, long size = -1) => new(OperandKind.Output, 0, offset, size);

    /// <summary>Temporary <paramref name="index"/>.</summary>
    public static Operand Scratch(int index, long offset = 0, long size = -1) => new(OperandKind.Scratch, index, offset, size);

    /// <summary>Derived operand <paramref name="index"/>.</summary>
    public static Operand Derived(int index, long offset = 0, long size = -1) => new(OperandKind.Derived, index, offset, size);

    /// <summary>Written parameter <paramref name="index"/>.</summary>
    public static Operand Param(int index) => new(OperandKind.Parameter, index);

    /// <summary>The image called <paramref name="name"/>.</summary>
    public static Operand Image(string name) => new(OperandKind.Image, Name: name);
}
