// A way back through rectifiers that are all off.
namespace CnnCompute;

/// <summary>
/// Where no gradient passes a rectifier in a whole picture, as in the first steps from noise, it is let through to the inputs below zero that it
/// would raise (lucid's redirected_relu_grad). For losses that are minimised.
/// </summary>
public static class RedirectedRelu
{
    /// <summary>The rule.</summary>
    public static GradientRule Rule { get; } = new(n => n.Op is ReluOp or ClampOp { Min: 0, Max: > 0 } or HardtanhOp { Min: 0, Max: > 0 }, Backward);

    private static Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, passed) = (node.Inputs[0], node.Op.Backward(node, output, grad)[0]!.Value);
        // What is off and would be pushed further off stays without.
        var useless = x.Less(0).And(grad.Greater(0));
        if (node.Op is ClampOp { Max: < float.PositiveInfinity } or HardtanhOp)
            useless = useless.Or(x.Greater(node.Op is ClampOp c ? c.Max : ((HardtanhOp)node.Op).Max).And(grad.Less(0)));
        var dead = passed.NormL1([.. Enumerable.Range(1, x.Shape.Rank - 1)], keepDim: true).LessEqual(0);
        return [Tensor.Where(dead, grad.MaskedFill(useless, 0), passed)];
    }
}
