// The naive meaning of an op, in double: every op test declares one, found by reflection.
using System.Reflection;

namespace CnnCompute.Tests;

/// <summary>A naive formula for one op; arrays are in NCHW order, booleans and integers as numbers.</summary>
internal abstract class Reference
{
    private static readonly Dictionary<Type, Reference> All = Assembly.GetExecutingAssembly().GetTypes()
        .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Reference)))
        .Select(t => (Reference)Activator.CreateInstance(t, nonPublic: true)!)
        .ToDictionary(r => r.Op);

    /// <summary>The op's type.</summary>
    public abstract Type Op { get; }

    /// <summary>The node's output for its own inputs (without those of an epilogue).</summary>
    public abstract double[] Evaluate(Node node, double[][] inputs, Oracle run);

    /// <summary>
    /// Which results may be NaN besides those that the formula makes so: where a recipe multiplies NaN by zeros that stand for nothing, as padding's.
    /// Null where none may.
    /// </summary>
    public virtual bool[]? MayBeNaN(Node node, double[][] inputs) => null;

    /// <summary>Why NaN in this operand need not come out where the formula says; null where it has to.</summary>
    public virtual string? NaNIsNotFollowed(int operand) => null;

    /// <summary>The reference of an op's type.</summary>
    public static Reference For(Op op) => All.TryGetValue(op.GetType(), out var reference)
        ? reference
        : throw new InvalidOperationException($"{op.Name} has no Reference<{op.GetType().Name}> in the tests");
}

/// <summary>A naive formula for <typeparamref name="TOp"/>.</summary>
internal abstract class Reference<TOp> : Reference where TOp : Op
{
    /// <inheritdoc/>
    public override Type Op => typeof(TOp);

    /// <inheritdoc/>
    public override double[] Evaluate(Node node, double[][] inputs, Oracle run) => Compute((TOp)node.Op, node, inputs, run);

    /// <summary>For ops that touch parameters or images.</summary>
    protected virtual double[] Compute(TOp op, Node node, double[][] x, Oracle run) => Compute(op, node, x);

    /// <summary>For all others.</summary>
    protected virtual double[] Compute(TOp op, Node node, double[][] x) => throw new NotImplementedException($"{GetType().Name} computes nothing");
}

/// <summary>Walking arrays by their logical places.</summary>
internal static class Places
{
    /// <summary>Every place of a shape in NCHW order; the array is reused.</summary>
    public static IEnumerable<int[]> Of(Shape shape)
    {
        var place = new int[shape.Rank];
        for (long i = 0; i < shape.Count; i++)
        {
            yield return place;
            for (var axis = shape.Rank - 1; axis >= 0 && ++place[axis] == shape[axis]; axis--)
                place[axis] = 0;
        }
    }

    /// <summary>The index of a place in NCHW order.</summary>
    public static int At(Shape shape, ReadOnlySpan<int> place)
    {
        var index = 0;
        for (var axis = 0; axis < shape.Rank; axis++)
            index = index * shape[axis] + place[axis];
        return index;
    }

    /// <summary>The index in an operand that broadcasts to the shape of <paramref name="place"/>.</summary>
    public static int Broadcast(Shape operand, ReadOnlySpan<int> place)
    {
        var own = new int[operand.Rank];
        for (var i = 1; i <= operand.Rank; i++)
            own[^i] = operand[-i] == 1 ? 0 : place[^i];
        return At(operand, own);
    }
}
