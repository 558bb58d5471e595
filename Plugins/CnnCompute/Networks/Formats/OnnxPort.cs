// What an ONNX file says of its inputs and outputs.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>An input or output that a model file declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Sizes, NCHW; -1 where the file leaves one open, 0 where it is empty.</param>
public sealed record OnnxPort(string Name, IReadOnlyList<int> Dimensions)
{
    /// <summary>Names of the sizes that are left open; empty strings where they have none. Equal names stand for equal sizes.</summary>
    public IReadOnlyList<string> Symbols { get; private init; } = [];

    /// <summary>Element type in a graph: 64-bit integers become <see cref="DType.I32"/>.</summary>
    public DType Type => ElementType.InGraph();

    /// <summary>Integers or truth values for this input as a device holds them, checked against the type that the file gives it.</summary>
    /// <exception cref="InvalidDataException">One is no such number, or has more than 32 bits; names the input and the number.</exception>
    public int[] ToDevice(IEnumerable<long> values)
    {
        var (low, high) = ElementType.IsFloat() ? (int.MinValue, int.MaxValue) : ElementType.Range();
        (low, high) = (Math.Max(low, int.MinValue), Math.Min(high, int.MaxValue));
        return [.. values.Select(v => v >= low && v <= high
            ? (int)v
            : throw new InvalidDataException($"input {this} of type {ElementType} was given {v}; it takes {low} to {high}"))];
    }

    internal OnnxType ElementType { get; private init; } = OnnxType.Float;

    /// <summary>Whether it is a tensor of numbers or truth values.</summary>
    internal bool IsTensor => ElementType.IsKnown() || ElementType == OnnxType.Undefined && Kind.Length == 0;

    /// <summary>What it is where it is no such tensor.</summary>
    internal string Kind { get; private init; } = "";

    internal static OnnxPort Of(ValueInfoProto info)
    {
        var tensor = info.Type?.TensorType;
        var dims = tensor?.Shape?.Dim;
        return new OnnxPort(info.Name, [.. dims?.Select(Size) ?? []])
        {
            Symbols = [.. dims?.Select(d => d.DimParam) ?? []],
            ElementType = tensor is null ? OnnxType.Undefined : (OnnxType)tensor.ElemType,
            Kind = info.Type?.ValueCase switch
            {
                null or TypeProto.ValueOneofCase.None => "",
                TypeProto.ValueOneofCase.TensorType => tensor!.ElemType == 0 ? "" : $"of the element type {(OnnxType)tensor.ElemType}",
                TypeProto.ValueOneofCase.SequenceType => "a sequence",
                TypeProto.ValueOneofCase.OptionalType => "an optional value",
                TypeProto.ValueOneofCase.MapType => "a map",
                _ => "a sparse tensor",
            },
        };
    }

    private static int Size(TensorShapeProto.Types.Dimension d) =>
        d.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && d.DimValue is >= 0 and <= int.MaxValue ? (int)d.DimValue : -1;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} [{string.Join(",", Dimensions.Select((d, i) => d >= 0 ? $"{d}" : Symbols.ElementAtOrDefault(i) is { Length: > 0 } s ? s : "?"))}]";
}
