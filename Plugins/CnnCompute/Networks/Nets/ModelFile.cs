// A trained network as a file: what the verbs and scenes open.
namespace CnnCompute;

/// <summary>
/// A network with its weights and what one must know to feed it: an ONNX file, a safetensors file whose metadata names one of our models, or one of
/// our models by name with weights under torchvision's keys.
/// </summary>
public sealed class ModelFile
{
    internal ModelFile(string path, string name, Module module, IReadOnlyList<int> input) =>
        (Path, Name, Module, Input) = (path, name, module, input);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Name of the architecture, such as <c>FashionNet</c>, or the one in the ONNX file.</summary>
    public string Name { get; }

    /// <summary>The network, in evaluation mode, its weights loaded.</summary>
    public Module Module { get; }

    /// <summary>Sizes of the first input, a picture's NCHW; -1 where the model takes any.</summary>
    public IReadOnlyList<int> Input { get; }

    /// <summary>Channels of the input.</summary>
    /// <exception cref="InvalidDataException">The model takes something else than one picture; so for the next two.</exception>
    public int Channels => Picture(1);

    /// <summary>Rows of the input; -1 where the model takes any.</summary>
    public int Height => Picture(2);

    /// <summary>Columns of the input; -1 where the model takes any.</summary>
    public int Width => Picture(3);

    /// <summary>How bytes become input; null where neither the file nor the model's name tells.</summary>
    public PixelNorm? Norm { get; internal init; }

    /// <summary>Whether <see cref="Norm"/> is that of a well-known net of this name, as the file does not tell.</summary>
    public bool IsNormGuessed { get; internal init; }

    /// <summary>Class names by output index; empty where none were found.</summary>
    public IReadOnlyList<string> Labels { get; internal init; } = [];

    /// <summary>Whether the output has gone through a softmax already.</summary>
    public bool GivesProbabilities { get; internal init; }

    /// <summary>Opens a file, or one of our models by its name in the zoo.</summary>
    /// <param name="model">A path or a name.</param>
    /// <param name="weights">Safetensors of a model given by name; null leaves its initial weights.</param>
    /// <exception cref="ArgumentException">Weights for a file, which has its own.</exception>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another format, or does not fit the model.</exception>
    public static ModelFile Open(string model, string? weights = null)
    {
        if (!File.Exists(model) && Zoo.Find(model) is { } known)
            return ModelReader.OfZoo(known, weights);
        if (!File.Exists(model) && System.IO.Path.GetExtension(model).Length == 0)
        {
            throw new FileNotFoundException(
                $"{model}: no such file, and no model is called so; there are {string.Join(", ", Zoo.Models.Select(m => m.Name))}", model);
        }
        return weights is null
            ? Load(model)
            : throw new ArgumentException($"{model} has weights of its own; {weights} can be given to a model by name, such as resnet18");
    }

    /// <summary>Opens a model by its extension: .onnx or .safetensors.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, of another format, or names no known model.</exception>
    /// <exception cref="NotSupportedException">An ONNX operator is not known.</exception>
    public static ModelFile Load(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".onnx" => ModelReader.LoadOnnx(path),
        ".safetensors" => ModelReader.LoadSafetensors(path),
        _ when !File.Exists(path) => throw new FileNotFoundException($"{path}: no such file", path),
        var other => throw new InvalidDataException($"{path}: unknown model format \"{other}\"; .onnx and .safetensors are read"),
    };

    /// <summary>
    /// The metadata of a copy for inputs of the given sizes: what an ONNX file says of itself and, of a model of pictures,
    /// <see cref="ModelMetadata"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> MetadataFor(IReadOnlyList<int> input)
    {
        var metadata = (Module as OnnxModel)?.Metadata.ToDictionary() ?? [];
        if (input is not [_, var c, var h, var w])
            return metadata;
        foreach (var (key, value) in ModelMetadata.Of(Name, (c, h, w), Norm, Labels))
            metadata[key] = value;
        return metadata;
    }

    private int Picture(int axis)
    {
        if (Input.Count == 4 && (Module as OnnxModel)?.Inputs.Count is null or 1)
            return Input[axis];
        var inputs = Module is OnnxModel onnx ? string.Join(", ", onnx.Inputs) : $"[{string.Join(",", Input)}]";
        throw new InvalidDataException($"{Path}: a model of one picture [N,C,H,W] is needed, this one has the inputs {inputs}");
    }
}
