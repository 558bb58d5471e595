// Quantised arrays of a file: as floats, and back.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// DequantizeLinear and QuantizeLinear on known arrays: one scale for all, one for each index of an axis, or one for each block along it.
/// </summary>
internal static class Quantization
{
    /// <summary>(x - zero point) * scale.</summary>
    public static OnnxArray Dequantize(OnnxArray x, OnnxArray scale, OnnxArray? zero, long axis, long block)
    {
        var scales = scale.Floats;
        var at = Places(x.Dims, scale, zero, axis, block);
        var values = new float[x.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(x[i] - (zero is null ? 0 : zero[at(i)])) * scales[at(i)];
        return new OnnxArray(OnnxType.Float, x.Dims, values);
    }

    /// <summary>x / scale, rounded to even, plus the zero point, limited to <paramref name="type"/>.</summary>
    public static OnnxArray Quantize(OnnxArray x, OnnxArray scale, OnnxArray? zero, OnnxType type, long axis, long block)
    {
        var scales = scale.Floats;
        var (at, (min, max)) = (Places(x.Dims, scale, zero, axis, block), type.Range());
        var values = new long[x.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (long)Math.Clamp(
                Math.Round((float)x[i] / scales[at(i)], MidpointRounding.ToEven) + (zero is null ? 0 : zero[at(i)]), min, max);
        }
        return new OnnxArray(type, x.Dims, values);
    }

    /// <summary>Type of a QuantizeLinear's result: the zero point's, else output_dtype (opset 21), else uint8.</summary>
    public static OnnxType ResultType(OnnxNode node)
    {
        var (asked, zero) = ((OnnxType)node.Int("output_dtype", 0), node.Has(2)
            ? node.Value(2).ElementType is not OnnxType.Undefined and var own ? own : node.Known(2).ElementType
            : OnnxType.Undefined);
        if (asked != OnnxType.Undefined && zero != OnnxType.Undefined && asked != zero)
            throw node.Bad($"output_dtype {asked} and a zero point of {zero}");
        var type = zero != OnnxType.Undefined ? zero : asked != OnnxType.Undefined ? asked : OnnxType.UInt8;
        return type is OnnxType.UInt8 or OnnxType.Int8 or OnnxType.UInt16 or OnnxType.Int16 or OnnxType.Int32
            ? type
            : throw node.Bad($"results of {type}: integers of 8, 16 and 32 bits are supported");
    }

    /// <summary>A DequantizeLinear node whose inputs are all in <paramref name="values"/>, computed; null for any other node.</summary>
    public static OnnxArray? Weight(NodeProto node, IReadOnlyDictionary<string, OnnxValue> values)
    {
        if (node.OpType != "DequantizeLinear" || node.Domain is not ("" or "ai.onnx") || node.Input.Count < 2
            || node.Input.Take(2).Any(i => i.Length == 0) || node.Input.Any(i => i.Length > 0 && !values.ContainsKey(i)))
        {
            return null;
        }
        long Int(string name, long otherwise) => node.Attribute.FirstOrDefault(a => a.Name == name)?.I ?? otherwise;
        try
        {
            var zero = node.Input.Count > 2 && node.Input[2].Length > 0 ? values[node.Input[2]].Known : null;
            return values[node.Input[0]].Known is { IsInteger: true } x
                ? Dequantize(x, values[node.Input[1]].Known!, zero, Int("axis", 1), Int("block_size", 0))
                : null;
        }
        catch (ShapeException e)
        {
            throw new InvalidDataException($"{OnnxNode.Describe(node)}: {e.Message}", e);
        }
    }

    // Which scale belongs to element i.
    private static Func<int, int> Places(int[] x, OnnxArray scale, OnnxArray? zero, long axis, long block)
    {
        var rank = x.Length;
        var along = axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : -1;
        if (scale.IsInteger || zero is not null && zero.Count != scale.Count)
            throw new ShapeException($"scale {scale} and zero point {zero}");
        if (scale.Count == 1)
            return _ => 0;
        if (along < 0)
            throw new ShapeException($"axis {axis} of [{string.Join(",", x)}]");
        int length = x[along], inner = x[(along + 1)..].Aggregate(1, (n, d) => n * d);
        if (block <= 0)
        {
            return scale.Count == length
                ? i => i / inner % length
                : throw new ShapeException($"{scale.Count} scales for axis {axis} of [{string.Join(",", x)}]");
        }
        var blocks = (int)((length + block - 1) / block);
        var expected = x.ToArray();
        expected[along] = blocks;
        return scale.Dims.AsSpan().SequenceEqual(expected)
            ? i => (i / inner / length * blocks + (int)(i / inner % length / block)) * inner + i % inner
            : throw new ShapeException($"scales {scale} for blocks of {block} along axis {axis} of [{string.Join(",", x)}]");
    }
}

internal static class QuantizationFolds
{
    [OnnxFold("DequantizeLinear")]
    private static OnnxArray Dequantize(OnnxNode node) => Quantization.Dequantize(
        node.Known(0), node.Known(1), node.Has(2) ? node.Known(2) : null, node.Int("axis", 1), node.Int("block_size", 0));

    [OnnxFold("QuantizeLinear")]
    private static OnnxArray Quantize(OnnxNode node) => Quantization.Quantize(
        node.Known(0), node.Known(1), node.Has(2) ? node.Known(2) : null, Quantization.ResultType(node), node.Int("axis", 1),
        node.Int("block_size", 0));
}

internal static class QuantizationOperators
{
    // Values of activations on the device: integers as I32.
    [OnnxOperator("DequantizeLinear")]
    private static OnnxValue Dequantize(OnnxNode node)
    {
        var x = node.Tensor(0).Cast(DType.F32);
        return (node.Has(2) ? x - PerAxis(node, 2, x.Shape).Cast(DType.F32) : x) * PerAxis(node, 1, x.Shape);
    }

    [OnnxOperator("QuantizeLinear")]
    private static OnnxValue Quantize(OnnxNode node)
    {
        var x = node.Tensor(0);
        var (min, max) = Quantization.ResultType(node).Range();
        var y = (x / PerAxis(node, 1, x.Shape)).Round();
        return (node.Has(2) ? y + PerAxis(node, 2, x.Shape).Cast(DType.F32) : y).Clamp(min, max).Cast(DType.I32);
    }

    private static Tensor PerAxis(OnnxNode node, int i, Shape x)
    {
        var numbers = node.Tensor(i);
        if (node.Int("block_size", 0) is > 0 and var block)
            return PerBlock(node, numbers, x, block);
        if (numbers.Shape.Count == 1)
            return numbers.Reshape(Shape.Scalar);
        var axis = node.Axis(node.Int("axis", 1), x.Rank);
        return numbers.Shape.Count == x[axis]
            ? numbers.Reshape(new Shape([.. x.ToArray().Select((d, a) => a == axis ? d : 1)]))
            : throw node.Bad($"{numbers.Shape} scales for axis {axis} of {x}");
    }

    // Each number repeated over its block, the last of which may be cut short.
    private static Tensor PerBlock(OnnxNode node, Tensor numbers, Shape x, long block)
    {
        var axis = node.Axis(node.Int("axis", 1), x.Rank);
        var blocks = (x[axis] + block - 1) / block;
        if (block > x[axis] || numbers.Shape != x.With(axis, (int)blocks))
            throw node.Bad($"{numbers.Shape} scales for blocks of {block} along axis {axis} of {x}");
        int[] dims = x.With(axis, (int)blocks).ToArray(), before = dims[..(axis + 1)], after = dims[(axis + 1)..];
        return numbers.Reshape(new Shape([.. before, 1, .. after])).BroadcastTo(new Shape([.. before, (int)block, .. after]))
            .Reshape(x.With(axis, (int)(blocks * block))).Slice(axis, 0, x[axis]);
    }
}
