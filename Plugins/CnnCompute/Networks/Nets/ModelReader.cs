// Reads trained networks: ONNX files, safetensors of our models, and models of the zoo with weights from elsewhere.
using System.Globalization;
using System.Reflection;

namespace CnnCompute;

/// <summary>One method for each kind of file; all of them give networks in evaluation mode.</summary>
internal static class ModelReader
{
    // Of the rooms above this one.
    private const string TransferName = "TransferNet";

    /// <summary>
    /// A model of the zoo, with the weights of a file under torchvision's keys where one is given, else with those that come with the program.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged or does not fit the model.</exception>
    public static ModelFile OfZoo(ModelNameAttribute known, string? path)
    {
        if (path is null && PackagedWeights.Open(known) is { } trained)
            return trained;
        var module = Zoo.Create(known.Name);
        string[] labels = [];
        PixelNorm? said = null;
        if (path is not null)
        {
            var weights = Safetensors.Load(path);
            var other = ModelMetadata.FindName(weights.Metadata);
            try
            {
                if (other == known.Name)
                    return LoadSafetensors(path);
                (module, var classes) = Fitting(module, weights, (classes, auxLogits) => Zoo.Create(known.Name, classes, auxLogits: auxLogits));
                labels = ModelMetadata.Classes(weights.Metadata) is { Length: > 0 } own ? own : ClassLabels.Beside(path, [classes]);
                said = ModelMetadata.Norm(weights.Metadata, known.Channels);
            }
            catch (StateDictException e) when (other is not null && other != known.Name)
            {
                throw new InvalidDataException(
                    $"{path}: holds the weights of {other}, which do not fit {known.Name}; open it without --weights, or name {other}", e);
            }
            catch (Exception e) when (e is StateDictException or ArgumentException or FormatException or OverflowException)
            {
                throw new InvalidDataException($"{path}: {e.Message}", e);
            }
        }
        module.Eval();
        return new ModelFile(path ?? known.Name, known.Name, module, [-1, known.Channels, known.Height, known.Width])
        {
            Norm = said ?? (known.Norm.Length > 0 ? PixelNorm.Named(known.Norm) : null),
            NormReason = said is not null ? "its metadata say so" : $"the published weights of {known.Name} were trained so",
            Labels = labels,
        };
    }

    /// <summary>An ONNX file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">An operator is not known.</exception>
    public static ModelFile LoadOnnx(string path)
    {
        var model = OnnxModel.Load(path);
        model.Eval();
        var picture = ModelPictures.Of(model);
        int[] input = [.. picture?.Port.Dimensions ?? (model.Inputs.Count > 0 ? model.Inputs[0].Dimensions : [])];
        // The classes are in one of the outputs; which one is told when the graph is there.
        int[] classes = [.. model.Outputs.Select(o => o.Dimensions.Skip(1).Where(d => d > 1).ToArray() is [var n] ? n : 0)
            .Where(n => n > 1).Distinct()];
        try
        {
            var said = ModelMetadata.Norm(model.Metadata, picture?.Picture.Channels ?? 0);
            var (norm, reason) = said is not null ? (said, "its metadata say so")
                : KnownModels.NormOf(path) is (var known, var name) ? (known, $"its content is that of {name}")
                : picture is { Picture.IsInteger: true } ? (PixelNorm.Byte, "its input is bytes")
                : ((PixelNorm?)null, "");
            return new ModelFile(path, model.Name, model, input)
            {
                Norm = norm,
                NormReason = reason,
                Labels = ModelMetadata.Classes(model.Metadata) is { Length: > 0 } own ? own : ClassLabels.Beside(path, classes),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A safetensors file whose metadata names one of our models.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or names none.</exception>
    public static ModelFile LoadSafetensors(string path)
    {
        var weights = Safetensors.Load(path);
        Checksum.Verify(path, weights);
        var metadata = weights.Metadata;
        try
        {
            var (name, labels) = (ModelMetadata.Name(metadata), ModelMetadata.Classes(metadata));
            Module? module = HeadedNet.Of(weights);
            if (module is null)
            {
                if (ModelMetadata.Trunk(metadata) is { } trunk)
                    return LoadTaught(path, weights, name, trunk, labels);
                (module, _) = Fitting(
                    Create(name, labels.Length > 0 ? labels.Length : null), weights, (classes, auxLogits) => Create(name, classes, auxLogits));
            }
            module.Eval();
            var (c, h, w) = ModelMetadata.Input(metadata);
            return new ModelFile(path, Zoo.NameOf(module) ?? module.GetType().Name, module, [-1, c, h, w])
            {
                Norm = ModelMetadata.Norm(metadata, c),
                NormReason = "its metadata say so",
                Labels = labels,
            };
        }
        catch (Exception e) when (e is StateDictException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    // The head alone lies in the file; its trunk comes with the program.
    private static ModelFile LoadTaught(string path, Safetensors weights, string name, string trunk, string[] labels)
    {
        if (Zoo.Find(trunk) is not { } known || PackagedWeights.Open(known) is not { } trained)
            throw new FormatException($"it holds a head for the trunk \"{trunk}\", which does not come with this program");
        var module = TaughtNet.Of(trained.Module, weights.Tensors);
        module.Eval();
        var (c, h, w) = ModelMetadata.Input(weights.Metadata);
        return new ModelFile(path, name, module, [-1, c, h, w])
        {
            Norm = ModelMetadata.Norm(weights.Metadata, c),
            NormReason = "its metadata say so",
            Labels = labels,
            DreamLayer = trained.DreamLayer,
        };
    }

    // The module, or another of its kind with as many classes and auxiliary classifiers as the weights have; the weights are loaded.
    private static (Module Module, int Classes) Fitting(
        Module module, Safetensors weights, Func<int?, bool, Module> create)
    {
        var tensors = weights.For([.. module.StateDict().Keys]);
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

    // A model of the zoo, or a public Module whose constructor's parameters all have defaults; it is found by its type's name.
    private static Module Create(string name, int? classes = null, bool auxLogits = true)
    {
        if (Zoo.Find(name) is not null)
            return Zoo.Create(name, classes, auxLogits: auxLogits);
        var type = typeof(Module).Assembly.GetType($"{typeof(Module).Namespace}.{name}");
        var constructor = type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(Module))
            ? type.GetConstructors().FirstOrDefault(c => c.GetParameters() is { Length: > 0 } all && all.All(p => p.HasDefaultValue))
            : null;
        if (name == TransferName)
        {
            throw new FormatException("it holds the weights of a fine-tuned net without the net; take the ONNX file beside it, or go on with "
                + "./cnn finetune --resume and last.safetensors, which writes that file at its end");
        }
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
}
