// Other ways backwards through rectifiers.
namespace CnnCompute;

/// <summary>
/// Gradient rules for everything that cuts off below zero: ReLU, and clamps from 0 upwards, by which files write ReLU and ReLU6. Smooth activations
/// keep their own gradient, as the papers speak of rectifiers alone.
/// </summary>
public static class ReluRules
{
    /// <summary>max(g, 0), whatever the input was: what a deconvnet's rectifier does to the signal on its way back.</summary>
    public static GradientRule Deconvnet { get; } = new(IsRectifier, static (_, _, grad) => [grad.Relu()]);

    /// <summary>max(g, 0) where the ordinary gradient passes: both the input and what comes back must be positive.</summary>
    public static GradientRule Guided { get; } = new(IsRectifier, static (node, output, grad) => node.Op.Backward(node, output, grad.Relu()));

    /// <summary>Whether a node cuts off what is negative and passes what is not.</summary>
    public static bool IsRectifier(Node node) =>
        node.Op is ReluOp or ClampOp { Min: 0, Max: > 0 } or HardtanhOp { Min: 0, Max: > 0 } or ThresholdOp { Limit: 0, Value: 0 };
}
