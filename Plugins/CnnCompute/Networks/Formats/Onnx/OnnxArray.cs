// Arrays whose values are known while a model is imported: shapes, axes, scales, constants.
namespace CnnCompute;

/// <summary>
/// Numbers with dimensions, on the CPU. Unlike a tensor of a graph it may be empty (a dimension of 0), and its integers have 64 bits. An input that
/// an operator needs at import is bound to one (<see cref="OnnxModel.Import"/>).
/// </summary>
public sealed class OnnxArray
{
    private readonly float[]? floats;
    private readonly long[]? integers;

    internal OnnxArray(OnnxType type, int[] dims, float[] values) => (ElementType, Dims, floats) = (type, Checked(dims, values.Length), values);

    internal OnnxArray(OnnxType type, int[] dims, long[] values) => (ElementType, Dims, integers) = (type, Checked(dims, values.Length), values);

    /// <summary>Floats in one dimension.</summary>
    public static OnnxArray Of(float[] values) => Of(values, [values.Length]);

    /// <summary>Floats of the given dimensions (none for a single number), NCHW order.</summary>
    /// <exception cref="ShapeException">The number of values does not fit.</exception>
    public static OnnxArray Of(float[] values, int[] dims) => new(OnnxType.Float, dims, values);

    /// <summary>Integers in one dimension.</summary>
    public static OnnxArray Of(long[] values) => Of(values, [values.Length]);

    /// <summary>Integers of the given dimensions (none for a single number), NCHW order.</summary>
    /// <exception cref="ShapeException">The number of values does not fit.</exception>
    public static OnnxArray Of(long[] values, int[] dims) => new(OnnxType.Int64, dims, values);

    /// <summary>Sizes of the dimensions; none for a single number.</summary>
    public IReadOnlyList<int> Dimensions => Dims;

    /// <summary>Number of values.</summary>
    public int Count => floats?.Length ?? integers!.Length;

    /// <summary>What it is as a tensor of a graph.</summary>
    public DType Type => ElementType.InGraph();

    internal OnnxType ElementType { get; }

    internal int[] Dims { get; }

    /// <summary>Whether the values are integers or truth values.</summary>
    internal bool IsInteger => integers is not null;

    /// <summary>The integers; null for floats.</summary>
    internal long[]? Integers => integers;

    /// <summary>The values as floats.</summary>
    internal float[] Floats => floats ?? Array.ConvertAll(integers!, v => (float)v);

    /// <summary>Value <paramref name="i"/> as a double.</summary>
    internal double this[int i] => floats is null ? integers![i] : floats[i];

    /// <summary>The same values with other dimensions.</summary>
    internal OnnxArray Reshape(params int[] dims) => floats is null ? new(ElementType, dims, integers!) : new(ElementType, dims, floats);

    /// <summary>Values picked by index into the flat array.</summary>
    internal OnnxArray Pick(int[] dims, int[] from) => floats is null
        ? new(ElementType, dims, Array.ConvertAll(from, i => integers![i]))
        : new(ElementType, dims, Array.ConvertAll(from, i => floats[i]));

    /// <summary>The values as another type, converted as ONNX's Cast does: towards zero, wrapped into the range of small integers.</summary>
    internal OnnxArray As(OnnxType type)
    {
        if (type == ElementType)
            return this;
        if (type.IsFloat())
        {
            return new OnnxArray(type, Dims, type switch
            {
                OnnxType.Float16 => Array.ConvertAll(Floats, v => (float)(Half)v),
                OnnxType.BFloat16 => Array.ConvertAll(Floats, RoundToBFloat16),
                _ => Floats,
            });
        }
        if (type == OnnxType.Bool)
        {
            return new OnnxArray(type, Dims,
                floats is null ? Array.ConvertAll(integers!, v => v != 0 ? 1L : 0) : Array.ConvertAll(floats, v => v != 0 ? 1L : 0));
        }
        var whole = integers ?? Array.ConvertAll(floats!, v => (long)v);
        return new OnnxArray(type, Dims, Array.ConvertAll(whole, v => type switch
        {
            OnnxType.UInt8 => (byte)v,
            OnnxType.Int8 => (sbyte)v,
            OnnxType.UInt16 => (ushort)v,
            OnnxType.Int16 => (short)v,
            OnnxType.Int32 => (int)v,
            OnnxType.UInt32 => (uint)v,
            _ => v,
        }));
    }

    // To the nearest of 16 bits, ties to even; what is no number stays none.
    private static float RoundToBFloat16(float v)
    {
        var bits = BitConverter.SingleToUInt32Bits(v);
        return float.IsNaN(v) ? v : BitConverter.UInt32BitsToSingle((bits + 0x7FFFu + (bits >> 16 & 1)) & 0xFFFF0000u);
    }

    /// <summary>The values as a device holds them: integers as 32 bits.</summary>
    /// <exception cref="InvalidDataException">An integer does not fit; it is named.</exception>
    internal int[] ToInt32(string name)
    {
        var bad = integers!.FirstOrDefault(v => v is < int.MinValue or > int.MaxValue);
        return bad == 0
            ? Array.ConvertAll(integers!, v => (int)v)
            : throw new InvalidDataException($"\"{name}\" holds {bad}; integers on the device have 32 bits");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ElementType}[{string.Join(",", Dims)}]";

    private static int[] Checked(int[] dims, int count)
    {
        long product = 1;
        foreach (var d in dims)
            product = d < 0 ? -1 : Math.Min(product * d, int.MaxValue + 1L);
        return product == count ? dims : throw new ShapeException($"{count} values for dimensions [{string.Join(",", dims)}]");
    }
}
