// How an operator passes gradients on, in place of its own way.
namespace CnnCompute;

/// <summary>A replacement gradient rule for one op type or for nodes that satisfy a predicate (guided backprop, straight-through...).</summary>
/// <param name="Applies">Which nodes it governs.</param>
/// <param name="Backward">As <see cref="Op.Backward"/>.</param>
public sealed record GradientRule(Func<Node, bool> Applies, Func<Node, Tensor, Tensor, Tensor?[]> Backward)
{
    /// <summary>A rule for every node whose op is a <typeparamref name="TOp"/>.</summary>
    public static GradientRule For<TOp>(Func<Node, Tensor, Tensor, Tensor?[]> backward) where TOp : Op => new(n => n.Op is TOp, backward);
}
