// ONNX's losses of class labels.
namespace CnnCompute;

internal static class LossOperators
{
    [OnnxOperator("NegativeLogLikelihoodLoss")]
    private static OnnxValue NegativeLogLikelihood(OnnxNode node) => Loss(node, node.Tensor(0));

    [OnnxOperator("SoftmaxCrossEntropyLoss")]
    private static OnnxValue[] SoftmaxCrossEntropy(OnnxNode node)
    {
        var logs = node.Tensor(0).LogSoftmax(1);
        return [Loss(node, logs), logs];
    }

    private static Tensor Loss(OnnxNode node, Tensor logs) => logs.NllLoss(
        node.Tensor(1), node.Has(2) ? node.Tensor(2) : null, node.HasAttribute("ignore_index") ? node.Int32("ignore_index", 0) : -100,
        node.String("reduction", "mean") switch
        {
            "mean" => LossReduction.Mean,
            "sum" => LossReduction.Sum,
            "none" => LossReduction.None,
            var other => throw node.Bad($"reduction {other}"),
        });
}
