// The verb that feeds any network and saves what it gives.
using System.CommandLine;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn run MODEL --input NAME=FILE</c>.</summary>
internal static class RunCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("model") { Description = "A file, .onnx or .safetensors, or a model's name (see inspect)." };
        var weights = WeightsOption.Create();
        var input = new Option<string[]>("--input")
        {
            Description = "What an input is fed: an array (.npy), or a picture, resized to the input's size; once for each input. Without NAME= that "
                + "of the only input; a bundle (.npz) holds arrays by the names of inputs. Open sizes are those of what is fed.",
            HelpName = "NAME=FILE",
            Required = true,
        };
        var output = new Option<string>("--output")
        {
            Description = "Where results are saved: a folder, one .npy for each output, or one .npz with all of them as floats.",
            HelpName = "FOLDER|FILE.npz",
            DefaultValueFactory = _ => "out/run",
        };
        var norm = NormOption.Create();
        var device = DeviceOption.Create();
        var command = new Verb("run", "Feed a network of any kind, such as a detector or a segmenter, and save the arrays that it gives. "
            + "For example: ./cnn run detector.onnx --input street.jpg --norm unit --output out/street")
        {
            file, weights, input, output, norm, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var model = WeightsOption.Open(result, result.GetValue(file)!, weights).With(ModelStatement.Of(result.GetValue(norm)));
            var target = result.GetValue(output)!;
            var isBundle = Path.GetExtension(target).Equals(".npz", StringComparison.OrdinalIgnoreCase);
            if (!isBundle && File.Exists(target))
                throw new ArgumentException($"--output {target}: it is a file; name a folder, or a file that ends in .npz");
            var fed = Read(model, result.GetValue(input)!);
            using var gpu = DeviceOption.Open(result, device);
            using var run = new ModelRun(gpu, model, fed);
            var given = run.Run();
            if (isBundle)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
                Npz.Save(target, given.Select(g => KeyValuePair.Create(g.Name, new TensorData(g.Array.Shape, g.Array.AsFloats))));
            }
            foreach (var (name, array) in given)
            {
                var path = isBundle ? target : Save(target, name, array);
                Console.WriteLine($"{name} {array.Shape}: {Describe(array)}; {path}");
                if (array.Floats is { } floats && NanSearch.IsIn(floats))
                    Log.Warning($"{model.Path}: its output \"{name}\" holds NaN (not a number): {run.WhereNaN(name, cancellation)}");
            }
            return Task.FromResult(0);
        });
        return command;
    }

    private static Dictionary<string, FedArray> Read(ModelFile model, string[] inputs)
    {
        var (ports, fed) = (ModelRun.Inputs(model), new Dictionary<string, FedArray>());
        void Add(string name, FedArray array)
        {
            if (!fed.TryAdd(name, array))
                throw new ArgumentException($"--input {name}: it is given twice");
        }
        foreach (var text in inputs)
        {
            var (name, path) = Split(text, ports);
            if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase))
            {
                var arrays = Npz.Load(path);
                if (name is not null && !arrays.ContainsKey(name) && arrays.Count != 1)
                    throw new ArgumentException($"--input {text}: it holds {string.Join(", ", arrays.Keys)}, no {name}");
                IEnumerable<KeyValuePair<string, TensorData>> wanted = name is null ? arrays
                    : [KeyValuePair.Create(name, arrays.GetValueOrDefault(name) ?? arrays.Values.First())];
                foreach (var (key, array) in wanted)
                    Add(key, Whole(ports, key, array));
                continue;
            }
            name ??= ports is [var only] ? only.Name
                : throw new ArgumentException($"--input {text}: say which input it is for, NAME={path}; there are {string.Join(", ", ports)}");
            Add(name, Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase)
                ? FedArray.Load(path)
                : FedArray.OfPicture(path, model, PictureOf(model, ports, name, path)));
        }
        return fed;
    }

    // Names may hold = themselves, and so may paths.
    private static (string? Name, string Path) Split(string text, IReadOnlyList<OnnxPort> ports)
    {
        var port = ports.Where(p => text.StartsWith(p.Name + "=", StringComparison.Ordinal)).MaxBy(p => p.Name.Length);
        if (port is not null)
            return (port.Name, text[(port.Name.Length + 1)..]);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at <= 0 || File.Exists(text) ? (null, text) : (text[..at], text[(at + 1)..]);
    }

    // Bundles hold floats alone; whole ones are what an input of whole numbers takes.
    private static FedArray Whole(IReadOnlyList<OnnxPort> ports, string name, TensorData array) =>
        ports.Any(p => p.Name == name && p.Type != DType.F32) && array.Values.All(v => v == MathF.Truncate(v))
            ? new FedArray(array.Shape, null, Array.ConvertAll(array.Values, v => (long)v))
            : new FedArray(array.Shape, array.Values);

    private static PictureInput PictureOf(ModelFile model, IReadOnlyList<OnnxPort> ports, string name, string path)
    {
        var port = ports.FirstOrDefault(p => p.Name == name)
            ?? throw new ArgumentException(
                $"{model.Path}: no input is called \"{name}\"{Spelling.Hint(name, [.. ports.Select(p => p.Name)])}");
        return PictureInput.OfPort(port) is { Channels: 1 or 3 or 4 } picture ? picture
            : throw new ArgumentException($"--input {name}={path}: {port} takes no picture; feed it an array (.npy)");
    }

    private static string Save(string folder, string name, FedArray array)
    {
        var path = Path.Combine(folder, $"{string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'))}.npy");
        Directory.CreateDirectory(folder);
        if (array.Floats is { } floats)
            Npy.Save(path, array.Shape, floats);
        else
            Npy.Save(path, array.Shape, array.Integers!);
        return path;
    }

    private static string Describe(FedArray array) => array.Floats is { } floats
        ? string.Create(CultureInfo.InvariantCulture, $"{floats.Min():G4} to {floats.Max():G4}")
        : string.Create(CultureInfo.InvariantCulture, $"whole numbers, {array.Integers!.Min()} to {array.Integers!.Max()}");
}
