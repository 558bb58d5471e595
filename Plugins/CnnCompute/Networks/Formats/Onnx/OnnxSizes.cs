// Sizes that a file leaves open, found from those that are given.
namespace CnnCompute;

/// <summary>Binds the named sizes of a model's inputs: one name stands for one size.</summary>
internal sealed class OnnxSizes(IReadOnlyList<OnnxPort> ports)
{
    private readonly Dictionary<string, (int Size, string Input)> bound = [];

    /// <summary>Takes the named sizes of an input from its shape.</summary>
    /// <exception cref="InvalidDataException">There is no such input, or the shape contradicts the file or another input.</exception>
    public void Bind(string name, Shape shape)
    {
        var port = ports.FirstOrDefault(p => p.Name == name)
            ?? throw new InvalidDataException($"there is no input \"{name}\"; there are {string.Join(", ", ports)}");
        if (port.Dimensions.Count != shape.Rank)
            throw new InvalidDataException($"input {port} has {port.Dimensions.Count} dimensions, {shape} was given");
        for (var i = 0; i < shape.Rank; i++)
        {
            if (port.Symbols[i].Length == 0)
                continue;
            if (bound.TryGetValue(port.Symbols[i], out var other) && other.Size != shape[i])
            {
                throw new InvalidDataException(
                    $"\"{port.Symbols[i]}\" is {other.Size} in input \"{other.Input}\" and {shape[i]} in \"{name}\" {shape}");
            }
            bound[port.Symbols[i]] = (shape[i], name);
        }
    }

    /// <summary>An input's sizes: the file's, those bound by name, and <paramref name="batch"/> for an open first one.</summary>
    /// <exception cref="InvalidDataException">Others are open.</exception>
    public int[] Of(OnnxPort port, int batch)
    {
        var dims = port.Dimensions.ToArray();
        for (var i = 0; i < dims.Length; i++)
        {
            if (dims[i] < 0)
                dims[i] = bound.TryGetValue(port.Symbols[i], out var size) ? size.Size : i == 0 ? batch : -1;
        }
        return dims.All(d => d >= 0) ? dims : throw new InvalidDataException($"input {port} leaves sizes open; give the input's shape");
    }
}
