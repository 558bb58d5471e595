// A tensor's memory seen as outer x length x inner around one axis, or around several that lie side by side.
namespace CnnCompute;

/// <summary>Memory as [Outer, Length, Inner]: Length runs over the chosen axes, Inner over what lies behind them, Outer before.</summary>
internal readonly record struct AxisView(int Outer, int Length, int Inner)
{
    /// <summary>The view around axis <paramref name="axis"/> (0 to rank-1).</summary>
    public static AxisView Of(Shape shape, int axis) => Of(shape, 1u << axis)!.Value;

    /// <summary>The view around the axes whose bits are set; null where others of more than one element lie between them in memory.</summary>
    public static AxisView? Of(Shape shape, uint axes)
    {
        int outer = 1, length = 1, inner = 1;
        bool inside = false, behind = false;
        foreach (var axis in shape.MemoryOrder())
        {
            if (shape[axis] == 1)
                continue;
            if ((axes >> axis & 1) != 0)
            {
                if (behind)
                    return null;
                inside = true;
                length *= shape[axis];
            }
            else if (inside)
            {
                behind = true;
                inner *= shape[axis];
            }
            else
            {
                outer *= shape[axis];
            }
        }
        // Axes of one element all: the place does not matter, but inner should be wide.
        return inside ? new AxisView(outer, length, inner) : AroundUnit(shape, axes);
    }

    /// <summary>Axis counted from the front, checked.</summary>
    public static int Normalize(Op op, Shape shape, int axis) => axis >= -shape.Rank && axis < shape.Rank
        ? axis < 0 ? axis + shape.Rank : axis
        : throw ShapeException.For(op, [shape], $"axis {axis} is out of range");

    // The exact place of an axis of length 1 matters where its length is about to change (concatenation).
    private static AxisView AroundUnit(Shape shape, uint axes)
    {
        int outer = 1, inner = 1;
        var behind = false;
        foreach (var axis in shape.MemoryOrder())
        {
            if ((axes >> axis & 1) != 0)
                behind = true;
            else if (behind)
                inner *= shape[axis];
            else
                outer *= shape[axis];
        }
        return new AxisView(outer, 1, inner);
    }
}
