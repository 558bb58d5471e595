// A trained network as a file: what the verbs and scenes open.
namespace CnnCompute;

/// <summary>
/// A network with its weights and what one must know to feed it: an ONNX file, a safetensors file whose metadata names one of our models, or one of
/// our models by name with weights under torchvision's keys.
/// </summary>
public sealed class ModelFile
{
    /// <summary>The model that is taken where nobody names one: a trunk trained on ImageNet, which comes with the program.</summary>
    public const string Usual = "resnet18_features";

    private const int UsualSize = 224, LargestSize = 4096;
    private readonly PictureInput? picture;

    internal ModelFile(string path, string name, Module module, IReadOnlyList<int> input)
    {
        (Path, Name, Module, Input) = (path, name, module, input);
        picture = module is OnnxModel onnx ? ModelPictures.Of(onnx)?.Picture : PictureInput.Of(input, isInteger: false);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Name of the architecture, such as <c>FashionNet</c>, or the one in the ONNX file.</summary>
    public string Name { get; }

    /// <summary>The network, in evaluation mode, its weights loaded.</summary>
    public Module Module { get; }

    /// <summary>Sizes of the input that takes pictures, else of the first, as the file has them; -1 where the model takes any.</summary>
    public IReadOnlyList<int> Input { get; }

    /// <summary>How the input takes pictures.</summary>
    /// <exception cref="InvalidDataException">The model takes something else than one picture; so for the next three.</exception>
    public PictureInput Picture => picture ?? throw NoPicture();

    /// <summary>Channels of the input.</summary>
    public int Channels => Picture.Channels;

    /// <summary>Rows of the input; -1 where the model takes any.</summary>
    public int Height => Picture.Height;

    /// <summary>Columns of the input; -1 where the model takes any.</summary>
    public int Width => Picture.Width;

    /// <summary>What the user says of it.</summary>
    public ModelStatement Stated { get; private init; } = new();

    /// <summary>How bytes become input; null where nobody says.</summary>
    public PixelNorm? Norm { get; internal init; }

    /// <summary>Who says so, as the end of a sentence.</summary>
    public string NormReason { get; internal init; } = "";

    /// <summary>Class names by output index; empty where none were found.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How bytes become input.</summary>
    /// <exception cref="InvalidDataException">Nobody says; the message asks.</exception>
    public PixelNorm NeededNorm => Norm ?? throw new InvalidDataException(
        $"{Path}: does not say how pixels become its input, and it is no file this program knows; say so with --norm "
            + $"(in a scene: norm; by code: NetOptions.Norm): {PixelNorm.Syntax}");

    /// <summary>The layer whose dreams show most of what the net knows, where that is known; else empty.</summary>
    public string DreamLayer { get; internal init; } = "";

    /// <summary>The objective that shows best what the net wants to see, where that is known; else empty.</summary>
    public string ShownObjective { get; internal init; } = "";

    /// <summary>Whether it gives features of pictures where a classifier gives classes.</summary>
    public bool HasFeatures => Module is ResNetFeatures;

    /// <summary>The layer whose maps its features are the means of; empty of a net without features.</summary>
    public string FeatureLayer => HasFeatures ? ResNetFeatures.LastLayer : "";

    /// <summary>Asks for a model of grey or coloured pictures.</summary>
    /// <exception cref="InvalidDataException">It is another one; the message says what it takes.</exception>
    public void NeedPictures()
    {
        if (Channels is not (1 or 3 or 4))
        {
            throw new InvalidDataException($"{Path}: takes {Picture}; pictures have one channel, three or four (layout [N,C,H,W] or [N,H,W,C]); "
                + "./cnn run feeds it anything");
        }
    }

    /// <summary>Which norm is used, and why, in one sentence.</summary>
    public string NormSentence => Norm is { } norm ? $"{Name}: pixels become its input as {norm} ({NormReason})"
        : $"{Name}: nobody says how pixels become its input";

    /// <summary>The same model, its weights shared, with what the user says of it.</summary>
    /// <exception cref="ArgumentException">A norm of colours was given for a model of something else.</exception>
    public ModelFile With(ModelStatement stated, IReadOnlyList<string>? labels = null) => new(Path, Name, Module, Input)
    {
        Stated = stated,
        Norm = stated.Norm ?? Norm,
        NormReason = stated.Norm is null ? NormReason : "as stated",
        Labels = labels ?? Labels,
        DreamLayer = DreamLayer,
        ShownObjective = ShownObjective,
    };

    /// <summary>Sizes for pictures: the model's own, and where it takes any, the wanted one or 224.</summary>
    /// <param name="wanted">A side in pixels; 0 for none in particular.</param>
    /// <exception cref="ArgumentException">The model takes another size alone, or none can be that large.</exception>
    public (int Height, int Width) SizeFor(int wanted = 0)
    {
        if (wanted is < 0 or > LargestSize)
            throw new ArgumentException($"--size {wanted}: a side from 1 to {LargestSize} pixels is needed");
        var open = wanted > 0 ? wanted : UsualSize;
        if (wanted > 0 && Height > 0 && Width > 0 && (Height != wanted || Width != wanted))
            throw new ArgumentException($"--size {wanted}: {Name} takes pictures of {Width}×{Height} alone");
        return (Height > 0 ? Height : open, Width > 0 ? Width : open);
    }

    /// <summary>
    /// Appends the model, applied to normalised pictures [N,C,H,W] with red first; they are arranged as its input wants them (channels last, whole
    /// numbers, a batch that is fixed), and results are those of the N pictures.
    /// </summary>
    /// <exception cref="ShapeException">The pictures do not fit.</exception>
    /// <exception cref="InvalidDataException">They do not fit an imported model, or it needs more than pictures.</exception>
    public ModelOutputs Apply(Tensor pictures) => Module is OnnxModel onnx
        ? new ModelOutputs(this, ModelPictures.Apply(this, onnx, pictures))
        : new ModelOutputs(this, [("output", Module.ForwardNamed(pictures))]);

    /// <summary>A network that lies in memory, such as one in training, as if it came from a file.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="module">The network: logits [N, classes] of pictures [N,C,H,W]; it is set to evaluation.</param>
    /// <param name="pictures">Channels, rows and columns of its pictures.</param>
    /// <param name="norm">How bytes become its input.</param>
    /// <param name="labels">Names of its classes.</param>
    public static ModelFile Of(
        string name, Module module, (int Channels, int Height, int Width) pictures, PixelNorm norm, IReadOnlyList<string> labels)
    {
        module.Eval();
        return new ModelFile(name, name, module, [-1, pictures.Channels, pictures.Height, pictures.Width])
        {
            Norm = norm,
            NormReason = "as it is trained",
            Labels = labels,
        };
    }

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
        if (picture is null || input.Count < 3)
            return metadata;
        var sizes = PictureInput.Of(input, picture.IsInteger) ?? picture;
        foreach (var (key, value) in ModelMetadata.Of(Name, (sizes.Channels, sizes.Height, sizes.Width), Norm, Labels))
            metadata[key] = value;
        return metadata;
    }

    private InvalidDataException NoPicture()
    {
        var inputs = Module is OnnxModel onnx ? string.Join(", ", onnx.Inputs) : $"[{string.Join(",", Input)}]";
        return new InvalidDataException(
            $"{Path}: a model of one picture [N,C,H,W] or [N,H,W,C] is needed, this one has the inputs {inputs}; ./cnn run feeds it anything");
    }
}
