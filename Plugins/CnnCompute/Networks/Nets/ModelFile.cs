// A trained network as a file: what the verbs and scenes open.
using System.Globalization;
using System.Reflection;

namespace CnnCompute;

/// <summary>
/// A network with its weights and what one must know to feed it: an ONNX file, a safetensors file whose metadata names one of our models, or one of our
/// models by name with weights under torchvision's keys.
/// </summary>
public sealed class ModelFile
{
    private const string ModelKey = "model", InputKey = "input", ClassesKey = "classes", ScaleKey = "scale", ShiftKey = "shift";

    private ModelFile(string path, string name, Module module, IReadOnlyList<int> input) => (Path, Name, Module, Input) = (path, name, module, input);

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
    public PixelNorm? Norm { get; private init; }

    /// <summary>Whether <see cref="Norm"/> is that of a well-known net of this name, as the file does not tell.</summary>
    public bool IsNormGuessed { get; private init; }

    /// <summary>Class names by output index; empty where none were found.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>Whether the output has gone through a softmax already.</summary>
    public bool GivesProbabilities { get; private init; }

    /// <summary>Opens a file, or one of our models by its name in the zoo.</summary>
    /// <param name="model">A path or a name.</param>
    /// <param name="weights">Safetensors of a model given by name; null leaves its initial weights.</param>
    /// <exception cref="ArgumentException">Weights for a file, which has its own.</exception>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another format, or does not fit the model.</exception>
    public static ModelFile Open(string model, string? weights = null)
    {
        if (!File.Exists(model) && Zoo.Find(model) is { } known)
            return OfZoo(known, weights);
        if (!File.Exists(model) && System.IO.Path.GetExtension(model).Length == 0)
            throw new FileNotFoundException($"{model}: no such file, and no model is called so; there are {string.Join(", ", Zoo.Models.Select(m => m.Name))}", model);
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
        ".onnx" => LoadOnnx(path),
        ".safetensors" => LoadSafetensors(path),
        _ when !File.Exists(path) => throw new FileNotFoundException($"{path}: no such file", path),
        var other => throw new InvalidDataException($"{path}: unknown model format \"{other}\"; .onnx and .safetensors are read"),
    };

    /// <summary>The metadata by which <see cref="Load"/> recognises a model that is saved as safetensors.</summary>
    /// <param name="module">One of our models.</param>
    /// <param name="input">Channels, height and width of its input.</param>
    /// <param name="norm">How bytes become its input; null where nobody knows.</param>
    /// <param name="classes">Class names by output index; empty where there are none.</param>
    public static Dictionary<string, string> Metadata(Module module, (int C, int H, int W) input, PixelNorm? norm, IReadOnlyList<string> classes)
    {
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = Zoo.NameOf(module) ?? module.GetType().Name,
            [InputKey] = $"{input.C}x{input.H}x{input.W}",
            [ClassesKey] = string.Join("\n", classes),
        };
        if (norm is { } pixels)
        {
            var channels = Enumerable.Range(0, input.C).Select(c => pixels[c]).ToArray();
            metadata[ScaleKey] = string.Join(",", channels.Select(c => c.Scale.ToString("R", CultureInfo.InvariantCulture)));
            metadata[ShiftKey] = string.Join(",", channels.Select(c => c.Shift.ToString("R", CultureInfo.InvariantCulture)));
        }
        return metadata;
    }

    /// <summary>The metadata of a copy for inputs of the given sizes: what an ONNX file says of itself and, of a model of pictures, <see cref="Metadata"/>.</summary>
    public IReadOnlyDictionary<string, string> MetadataFor(IReadOnlyList<int> input)
    {
        var metadata = (Module as OnnxModel)?.Metadata.ToDictionary() ?? [];
        if (input is not [_, var c, var h, var w])
            return metadata;
        foreach (var (key, value) in Metadata(Module, (c, h, w), Norm, Labels))
            metadata[key] = value;
        metadata[ModelKey] = Name;
        return metadata;
    }

    private int Picture(int axis)
    {
        if (Input.Count == 4 && (Module as OnnxModel)?.Inputs.Count is null or 1)
            return Input[axis];
        var inputs = Module is OnnxModel onnx ? string.Join(", ", onnx.Inputs) : $"[{string.Join(",", Input)}]";
        throw new InvalidDataException($"{Path}: a model of one picture [N,C,H,W] is needed, this one has the inputs {inputs}");
    }

    private static ModelFile OfZoo(ModelNameAttribute known, string? path)
    {
        var module = Zoo.Create(known.Name);
        string[] labels = [];
        if (path is not null)
        {
            var (tensors, metadata) = Safetensors.Load(path);
            try
            {
                if (metadata.GetValueOrDefault(ModelKey) == known.Name)
                    return LoadSafetensors(path);
                (module, var classes) = Fitting(module, tensors, (classes, auxLogits) => Zoo.Create(known.Name, classes, auxLogits: auxLogits));
                labels = FindLabels(path, classes);
            }
            catch (StateDictException e) when (metadata.TryGetValue(ModelKey, out var other) && other != known.Name)
            {
                throw new InvalidDataException($"{path}: holds the weights of {other}, which do not fit {known.Name}; open it without --weights, or name {other}", e);
            }
            catch (Exception e) when (e is StateDictException or ArgumentException)
            {
                throw new InvalidDataException($"{path}: {e.Message}", e);
            }
        }
        module.Eval();
        return new ModelFile(path ?? known.Name, known.Name, module, [-1, known.Channels, known.Height, known.Width])
        {
            Norm = known.Norm.Length > 0 ? NormNamed(known.Norm) : null,
            Labels = labels,
        };
    }

    private static ModelFile LoadOnnx(string path)
    {
        var model = OnnxModel.Load(path);
        model.Eval();
        var input = model.Inputs.Count > 0 ? model.Inputs[0].Dimensions : [];
        var classes = model.Outputs[0].Dimensions is [_, > 1 and var n, ..] ? n : 0;
        // Other programs' files may have notes of the same names; ours have all of these.
        var isOurs = model.Metadata.ContainsKey(ModelKey) && model.Metadata.ContainsKey(InputKey) && model.Metadata.ContainsKey(ClassesKey);
        try
        {
            return new ModelFile(path, model.Name, model, input)
            {
                Norm = isOurs && input is [_, var c, _, _] ? NormOf(model.Metadata, c) : Known(model.Name),
                IsNormGuessed = !isOurs,
                Labels = isOurs && ClassesOf(model.Metadata) is { Length: > 0 } own ? own : FindLabels(path, classes),
                GivesProbabilities = model.EndsInSoftmax,
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static ModelFile LoadSafetensors(string path)
    {
        var (tensors, metadata) = Safetensors.Load(path);
        try
        {
            var (name, labels) = (Need(metadata, ModelKey), ClassesOf(metadata));
            var (module, _) = Fitting(Create(name), tensors, (classes, auxLogits) => Create(name, classes, auxLogits));
            module.Eval();
            if (Need(metadata, InputKey).Split('x').Select(d => int.Parse(d, CultureInfo.InvariantCulture)).ToArray() is not [> 0 and var c, > 0 and var h, > 0 and var w])
                throw new FormatException($"its input is {metadata[InputKey]}");
            return new ModelFile(path, Zoo.NameOf(module) ?? module.GetType().Name, module, [-1, c, h, w]) { Norm = NormOf(metadata, c), Labels = labels };
        }
        catch (Exception e) when (e is StateDictException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static string Need(IReadOnlyDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out var value)
        ? value
        : throw new FormatException($"its metadata has no \"{key}\", which files saved by `cnn train` have; weights from elsewhere need their model's name: --model resnet18 --weights FILE");

    // The module, or another of its kind with as many classes and auxiliary classifiers as the weights have; the weights are loaded.
    private static (Module Module, int Classes) Fitting(Module module, IReadOnlyDictionary<string, TensorData> tensors, Func<int?, bool, Module> create)
    {
        // The last bias has one value for each class.
        var (last, bias) = module.StateDict().LastOrDefault(e => e.Key.EndsWith(".bias", StringComparison.Ordinal));
        var usual = bias is null ? 0 : (int)bias.Shape.Count;
        var classes = last is not null && tensors.TryGetValue(last, out var given) && given.Shape.Rank == 1 ? given.Shape[0] : usual;
        var auxLogits = tensors.Keys.Any(k => k.StartsWith("aux", StringComparison.Ordinal));
        if (classes != usual || (!auxLogits && module is GoogLeNet))
            module = create(classes == usual ? null : classes, auxLogits);
        // A checkpoint holds the optimiser's state besides the model's.
        module.LoadStateDict(tensors.Where(t => !t.Key.StartsWith("optimizer.", StringComparison.Ordinal)).ToDictionary());
        return (module, classes);
    }

    private static string[] ClassesOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault(ClassesKey) is { Length: > 0 } text ? text.Split('\n') : [];

    private static PixelNorm? NormOf(IReadOnlyDictionary<string, string> metadata, int channels)
    {
        if (!metadata.ContainsKey(ScaleKey) && !metadata.ContainsKey(ShiftKey))
            return null;
        float[] scale = Floats(Need(metadata, ScaleKey)), shift = Floats(Need(metadata, ShiftKey));
        if (scale.Length != channels || shift.Length != channels || channels is < 1 or > 3)
            throw new FormatException($"{scale.Length} scales and {shift.Length} shifts of pixels for {channels} channels; there are up to three");
        return new PixelNorm((scale[0], scale[channels / 2], scale[^1]), (shift[0], shift[channels / 2], shift[^1]));
    }

    private static float[] Floats(string list) => [.. list.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture))];

    // A model of the zoo, or a public Module whose constructor's parameters all have defaults; it is found by its type's name.
    private static Module Create(string name, int? classes = null, bool auxLogits = true)
    {
        if (Zoo.Find(name) is not null)
            return Zoo.Create(name, classes, auxLogits: auxLogits);
        var type = typeof(Module).Assembly.GetType($"{typeof(Module).Namespace}.{name}");
        var constructor = type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(Module))
            ? type.GetConstructors().FirstOrDefault(c => c.GetParameters() is { Length: > 0 } all && all.All(p => p.HasDefaultValue))
            : null;
        if (constructor is null)
            throw new FormatException($"it holds a model called \"{name}\", which this program does not know");
        return (Module)constructor.Invoke(BindingFlags.OptionalParamBinding, null,
            [.. constructor.GetParameters().Select(p => p.Name switch
            {
                "numClasses" when classes is not null => classes,
                "auxLogits" => auxLogits,
                _ => Type.Missing,
            })], CultureInfo.InvariantCulture);
    }

    /// <summary>The norm called torch, tf128, signed, unit or byte.</summary>
    /// <exception cref="ArgumentException">Another name; the message lists all.</exception>
    public static PixelNorm NormNamed(string name) => name switch
    {
        "torch" => PixelNorm.Torch,
        "tf128" => PixelNorm.Tf128,
        "signed" => PixelNorm.Of(0.5, 0.5),
        "unit" => PixelNorm.Unit,
        "byte" => PixelNorm.Byte,
        _ => throw new ArgumentException($"No normalisation is called \"{name}\"; there are torch, tf128, signed, unit and byte"),
    };

    // What well-known pretrained nets were trained with, by the name in the file.
    private static PixelNorm? Known(string name) => name switch
    {
        _ when name.StartsWith("squeezenet", StringComparison.OrdinalIgnoreCase) => PixelNorm.Torch,
        _ when name.StartsWith("mobilenet_v2", StringComparison.OrdinalIgnoreCase) => PixelNorm.Tf128,
        _ when name.StartsWith("inception", StringComparison.OrdinalIgnoreCase) => PixelNorm.Tf128,
        "tiny_vgg" => PixelNorm.Unit,
        _ => null,
    };

    // Labels lie beside a model: MODEL.txt, or the only file in the folder labels/ with one line per class.
    private static string[] FindLabels(string path, int classes)
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, "labels");
        var own = System.IO.Path.ChangeExtension(path, ".txt");
        if (File.Exists(own))
            return ReadLabels(own);
        string[][] fitting = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.txt").Select(ReadLabels).Where(l => l.Length == classes)] : [];
        return fitting is [var only] ? only : [];
    }

    /// <summary>Reads class names, one a line.</summary>
    public static string[] ReadLabels(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0)]
        : throw new FileNotFoundException($"{path}: no such file", path);
}
