// A head as it was taught, on its way into a file.
using System.Globalization;

namespace CnnCompute;

/// <summary>The weights of a head, and what is needed to make a model of them.</summary>
/// <param name="Net">The trunk with its cut.</param>
/// <param name="Kind">Which head it is; nearest examples are kept as their means.</param>
/// <param name="Weights">By the keys of <see cref="TaughtNet"/>, with rows for every class there is room for.</param>
/// <param name="Present">The classes that have examples, in order.</param>
public sealed record TaughtHead(TransferNet Net, TeachHead Kind, IReadOnlyDictionary<string, TensorData> Weights, EqualList<int> Present)
{
    private const string Name = "taught", ThresholdKey = "none-below", HeadKey = "head";

    /// <summary>The endings of files that can be written.</summary>
    public static bool IsModel(string path) => Path.GetExtension(path).ToLowerInvariant() is ".onnx" or ".safetensors";

    /// <summary>
    /// Writes one model file: an ONNX file holds trunk and head, a safetensors file the head alone, for a trunk that comes with the program. Both
    /// say of themselves their classes, the size of their pictures and how bytes become input, so that classify and classifiers take them without
    /// options.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Class names, by the teaching's index.</param>
    /// <param name="threshold">Certainty below which an answer is none of the classes: a note in the file, which classify does not look at.</param>
    /// <exception cref="ArgumentException">The ending is another one, or safetensors are asked for a trunk that is a file itself.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two classes with examples.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public void Save(string path, IReadOnlyList<string> names, float threshold)
    {
        if (!IsModel(path))
            throw new ArgumentException($"{path}: a model is written as .onnx or .safetensors");
        if (Present.Count < 2)
            throw new InvalidOperationException($"{path}: a model tells classes apart; show examples of two at least");
        string[] classes = [.. Present.Select(i => names[i].ReplaceLineEndings(" "))];
        var notes = new Dictionary<string, string>
        {
            [HeadKey] = Kind.ToString().ToLowerInvariant(),
            [ThresholdKey] = threshold.ToString(CultureInfo.InvariantCulture),
        };
        var state = State();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
            SaveHead(path, state, classes, notes);
        else
            Whole(state).Save(path, classes, notes: notes);
    }

    private void SaveHead(string path, Dictionary<string, TensorData> state, string[] classes, Dictionary<string, string> notes)
    {
        var trunk = Net.Trunk;
        if (trunk.Name != ModelFile.Usual)
        {
            throw new ArgumentException(
                $"{path}: a safetensors file holds the head and names its trunk, which must come with the program ({ModelFile.Usual}); "
                    + $"{trunk.Name} is a file of its own: write .onnx, which holds both");
        }
        var metadata = ModelMetadata.OfHead(trunk.Name, Name, (trunk.Channels, Net.Height, Net.Width), trunk.NeededNorm, classes);
        foreach (var (key, value) in notes)
            metadata.TryAdd(key, value);
        metadata[Checksum.Key] = Checksum.Of(state, metadata);
        Safetensors.Save(path, state, metadata);
    }

    // The trunk's module is shared; its head is new.
    private TransferNet Whole(Dictionary<string, TensorData> state)
    {
        var head = new TransferNet(Net.Trunk, Present.Count, features =>
        {
            var isDeep = state.TryGetValue($"{TaughtNet.HeadPrefix}3.weight", out var second);
            var made = TaughtNet.Head(features, Present.Count, isDeep ? second!.Shape[1] : 0, state.ContainsKey($"{TaughtNet.HeadPrefix}1.bias"));
            made.LoadStateDict(state.ToDictionary(s => s.Key[TaughtNet.HeadPrefix.Length..], s => s.Value));
            return made;
        }, side: Net.Height);
        return head;
    }

    // The last layer has a row for each class; those of classes without examples are left out.
    private Dictionary<string, TensorData> State()
    {
        var last = Weights.Keys.Max(Layer);
        return Weights.ToDictionary(w => w.Key, w => Layer(w.Key) == last ? Rows(w.Value) : w.Value);

        static int Layer(string key) => key[TaughtNet.HeadPrefix.Length] - '0';
    }

    private TensorData Rows(TensorData all)
    {
        var length = (int)(all.Shape.Count / all.Shape[0]);
        return new TensorData(all.Shape.With(0, Present.Count), [.. Present.SelectMany(i => all.Values.AsSpan(i * length, length).ToArray())]);
    }
}
