// ONNX operators that normalise.
namespace CnnCompute;

internal static class NormalizationOperators
{
    [OnnxOperator("BatchNormalization")]
    private static OnnxValue[] BatchNormalization(OnnxNode node)
    {
        Tensor x = node.Tensor(0), gamma = node.Tensor(1), beta = node.Tensor(2), mean = node.Tensor(3), variance = node.Tensor(4);
        var eps = node.Float("epsilon", 1e-5f);
        if (node.Int("spatial", 1) == 0)
            throw node.Bad("spatial is 0: statistics of every pixel are not supported");
        if (node.Int("training_mode", 0) == 0)
            return [x.BatchNormInference(gamma, beta, mean, variance, eps)];
        var y = x.BatchNormTraining(gamma, beta, mean, variance, out var runningMean, out var runningVariance, eps, node.Float("momentum", 0.9f));
        return [y, runningMean, runningVariance];
    }

    [OnnxOperator("InstanceNormalization")]
    private static OnnxValue InstanceNormalization(OnnxNode node) =>
        node.Tensor(0).InstanceNorm(node.Tensor(1), node.Tensor(2), node.Float("epsilon", 1e-5f));

    // Before opset 21 scale and bias were one for each group.
    [OnnxOperator("GroupNormalization")]
    private static OnnxValue GroupNormalization(OnnxNode node)
    {
        var (x, groups) = (node.Tensor(0), node.Int32("num_groups", 1));
        if (x.Shape.Rank < 2 || groups < 1 || x.Shape[1] % groups != 0)
            throw node.Bad($"{groups} groups of the channels of {x.Shape}");
        Tensor PerChannel(Tensor t) =>
            node.Opset >= 21 ? t : t.Reshape(groups, 1).BroadcastTo(new Shape(groups, x.Shape[1] / groups)).Reshape(x.Shape[1]);
        return x.GroupNorm(groups, PerChannel(node.Tensor(1)), PerChannel(node.Tensor(2)), node.Float("epsilon", 1e-5f));
    }

    [OnnxOperator("LayerNormalization")]
    private static OnnxValue[] LayerNormalization(OnnxNode node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Int("axis", -1), x.Shape.Rank);
        var (normalized, eps) = (new Shape(x.Shape.ToArray()[axis..]), node.Float("epsilon", 1e-5f));
        var y = x.LayerNorm(normalized, node.Tensor(1).BroadcastTo(normalized), node.Has(2) ? node.Tensor(2).BroadcastTo(normalized) : null, eps);
        if (!node.Wants(1) && !node.Wants(2))
            return [y];
        int[] axes = [.. Enumerable.Range(axis, x.Shape.Rank - axis)];
        return [y, x.Mean(axes, keepDim: true), (x.Var(axes, correction: 0, keepDim: true) + eps).Rsqrt()];
    }

    [OnnxOperator("LRN")]
    private static OnnxValue LocalResponse(OnnxNode node)
    {
        var size = node.Int32("size", 0);
        return node.Tensor(0)
            .LocalResponseNorm(size, node.Float("alpha", 1e-4f), node.Float("beta", 0.75f), node.Float("bias", 1), before: (size - 1) / 2);
    }

    [OnnxOperator("LpNormalization")]
    private static OnnxValue LpNormalization(OnnxNode node)
    {
        var x = node.Tensor(0);
        int[] axis = [node.Axis(node.Int("axis", -1), x.Shape.Rank)];
        return node.Int("p", 2) switch
        {
            1 => x.L1Normalize(axis),
            2 => x.L2Normalize(axis),
            var p => throw node.Bad($"p {p}: 1 and 2 are supported"),
        };
    }

    [OnnxOperator("MeanVarianceNormalization")]
    private static OnnxValue MeanVarianceNormalization(OnnxNode node)
    {
        var x = node.Tensor(0);
        var axes = node.Axes((node.Ints("axes") ?? [0, 2, 3]).Select(a => (long)a), x.Shape.Rank);
        return (x - x.Mean(axes, keepDim: true)) / (x.Std(axes, correction: 0, keepDim: true) + 1e-9f);
    }
}
