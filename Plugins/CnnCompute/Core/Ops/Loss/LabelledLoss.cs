// What losses of scores against class labels share.
namespace CnnCompute;

/// <summary>Checks of scores [N,C,d...], labels [N,d...] and class weights [C].</summary>
internal static class LabelledLoss
{
    /// <summary>Checks shapes; returns that of the labels.</summary>
    public static Shape Check(Op op, Shape[] inputs, Shape scores, Shape labels, Shape? weights, int mostRank = 4)
    {
        if (scores.Rank < 2 || scores.Rank > mostRank)
            throw ShapeException.For(op, inputs, mostRank == 2 ? "scores must be [N,C]" : "scores must be [N,C], [N,C,L] or [N,C,H,W]");
        var expected = new Shape([scores[0], .. scores.ToArray()[2..]]);
        if (labels != expected)
            throw ShapeException.For(op, inputs, $"labels must be {expected}");
        if (weights is { } w && w != new Shape(scores[1]))
            throw ShapeException.For(op, inputs, $"class weights must be [{scores[1]}]");
        return labels;
    }

    /// <summary>Push constants of nll.glsl.</summary>
    public static PushWord[] Push(Shape scores, int ignored) =>
        AxisView.Of(scores, 1) is var view ? [view.Outer * view.Inner, view.Length, view.Inner, ignored] : [];
}
