// A trained network, ready to be asked, without a scene: opened in one line, asked in another.
using Engine;

namespace CnnCompute;

/// <summary>
/// A network with its weights on a device. Every call computes and waits for the result; calls from several threads take turns.
/// <code>
/// using var net = Net.Open("squeezenet1.1.onnx");
/// Console.WriteLine(net.Classify("cat.jpg")[0]);
/// </code>
/// </summary>
public sealed class Net : IDisposable
{
    private readonly Gpu gpu;
    private readonly bool ownsGpu;
    private readonly NetOptions options;
    private readonly Residence weights;
    private readonly Lock gate = new();
    private readonly Dictionary<int, PictureClassifier> classifiers = [];
    private Outputs? outputs;
    private IReadOnlyList<string>? labels;
    private bool disposed;

    private Net(ModelFile model, NetOptions options, Gpu gpu, bool ownsGpu)
    {
        (Model, this.options, this.gpu, this.ownsGpu) = (model, options, gpu, ownsGpu);
        weights = new Residence(gpu);
    }

    /// <summary>The opened model: sizes, preprocessing, names.</summary>
    public ModelFile Model { get; }

    /// <summary>Opens a file (.onnx, .safetensors), or a model that comes with the program (<see cref="ModelFile.Usual"/>).</summary>
    /// <param name="model">A path or a name.</param>
    /// <param name="options">What its file does not say; null for nothing.</param>
    /// <param name="gpu">The device, which stays yours; null for the best one, which goes with the net.</param>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another format, or takes no pictures.</exception>
    /// <exception cref="NotSupportedException">An ONNX operator is not known.</exception>
    /// <exception cref="GpuException">There is no Vulkan device; the message says what to install.</exception>
    public static Net Open(string model, NetOptions? options = null, Gpu? gpu = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        options ??= new NetOptions();
        // A model of the zoo has weights only where they come with the program: what is not trained knows nothing.
        if (!File.Exists(model) && PackagedWeights.PathOf(model) is null)
            throw NotThere(model);
        return Of(options.Apply(ModelFile.Open(model)), options, gpu);
    }

    /// <summary>
    /// The same with a model that is open, such as one in memory (<see cref="ModelFile.Of"/>); of the options, what is stated there already is not
    /// looked at again.
    /// </summary>
    public static Net Of(ModelFile model, NetOptions? options = null, Gpu? gpu = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new NetOptions();
        if (options.Batch < 1)
            throw new ArgumentException($"batch {options.Batch}: at least one picture goes through the net at once", nameof(options));
        model.NeedPictures();
        return new Net(model, options, gpu ?? Gpu.Open(), ownsGpu: gpu is null);
    }

    /// <summary>Names of the classes; empty where nobody knows them.</summary>
    /// <exception cref="InvalidDataException">The network gives no classes, or there are more or fewer names than it has.</exception>
    public IReadOnlyList<string> Labels
    {
        get
        {
            lock (gate)
                return Named(Classifier(1));
        }
    }

    /// <summary>Number of classes.</summary>
    /// <exception cref="InvalidDataException">The network gives none.</exception>
    public int Classes
    {
        get
        {
            lock (gate)
                return Classifier(1).Classes;
        }
    }

    /// <summary>Whether each class has a score of its own, rather than a share of 1.</summary>
    public bool IsIndependent => ClassScores.IsIndependent;

    /// <summary>Names what a picture file shows; the shorter side is resized and the middle cut out.</summary>
    /// <param name="file">A picture: JPEG, PNG, BMP, GIF and what <see cref="PictureFile.Formats"/> names.</param>
    /// <param name="top">How many classes, best first; as many as there are at most.</param>
    /// <exception cref="IOException">The file is missing or is no picture.</exception>
    /// <exception cref="InvalidDataException">The network gives no classes, NaN, or does not say how pixels become its input.</exception>
    public IReadOnlyList<Prediction> Classify(string file, int top = 5) => Classify(Photograph.Load(file), top);

    /// <summary>Names what pixels show: R, G, B, A bytes, rows from the top.</summary>
    /// <exception cref="ArgumentException">They are not width × height × 4.</exception>
    public IReadOnlyList<Prediction> Classify(ReadOnlySpan<byte> rgba, int width, int height, int top = 5) =>
        Classify(Picture(rgba, width, height), top);

    /// <summary>Names what a picture shows.</summary>
    public IReadOnlyList<Prediction> Classify(Photograph picture, int top = 5) => Classify([picture], top)[0];

    /// <summary>Names what pictures show, <see cref="NetOptions.Batch"/> at once.</summary>
    public IReadOnlyList<IReadOnlyList<Prediction>> Classify(IReadOnlyList<Photograph> pictures, int top = 5)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var results = new List<IReadOnlyList<Prediction>>(pictures.Count);
        for (var first = 0; first < pictures.Count; first += options.Batch)
            results.AddRange(Batch([.. pictures.Skip(first).Take(options.Batch)], top));
        return results;
    }

    /// <summary>Names what picture files show, <see cref="NetOptions.Batch"/> at once; no more of them are in memory at a time.</summary>
    /// <param name="files">The pictures.</param>
    /// <param name="top">How many classes of each.</param>
    /// <param name="progress">Told how many are done; null for nobody.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="OperationCanceledException">The token asked for the end.</exception>
    public IReadOnlyList<IReadOnlyList<Prediction>> Classify(
        IReadOnlyList<string> files, int top = 5, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var results = new List<IReadOnlyList<Prediction>>(files.Count);
        for (var first = 0; first < files.Count; first += options.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            results.AddRange(Batch([.. files.Skip(first).Take(options.Batch).Select(Photograph.Load)], top));
            progress?.Report(results.Count);
        }
        return results;
    }

    /// <summary>The same on another thread.</summary>
    public Task<IReadOnlyList<IReadOnlyList<Prediction>>> ClassifyAsync(
        IReadOnlyList<string> files, int top = 5, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => Classify(files, top, progress, cancellation), cancellation);

    /// <summary>The same for one file, on another thread.</summary>
    public Task<IReadOnlyList<Prediction>> ClassifyAsync(string file, int top = 5, CancellationToken cancellation = default) =>
        Task.Run(() => Classify(file, top), cancellation);

    /// <summary>Scores of all classes, from pixels to numbers.</summary>
    /// <param name="rgba">R, G, B, A bytes, rows from the top.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scores">Where they go: <see cref="Classes"/> numbers.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Scores(ReadOnlySpan<byte> rgba, int width, int height, Span<float> scores)
    {
        var picture = Picture(rgba, width, height);
        lock (gate)
        {
            var classifier = Classifier(1);
            if (scores.Length != classifier.Classes)
            {
                throw new ArgumentException(
                    $"{Model.Name} tells {classifier.Classes} classes apart, the span takes {scores.Length}; give one of Classes numbers",
                    nameof(scores));
            }
            classifier.Run(Planes(picture, classifier.Height, classifier.Width)).CopyTo(scores);
        }
    }

    /// <summary>
    /// Everything that the network gives for a picture, by the names in its file: features of a trunk, boxes of a detector, a painted picture. Arrays
    /// of any other input are fed by <see cref="ModelRun"/>.
    /// </summary>
    public IReadOnlyList<(string Name, FedArray Array)> Run(Photograph picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            outputs ??= new Outputs(this);
            return outputs.Run(Planes(picture, outputs.Height, outputs.Width));
        }
    }

    /// <summary>Frees plans and weights, and the device unless it was given.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            outputs?.Plan.Dispose();
            foreach (var classifier in classifiers.Values)
                classifier.Dispose();
            weights.Dispose();
            if (ownsGpu)
                gpu.Dispose();
        }
    }

    /// <summary>What is told apart, and how results are to be read.</summary>
    public ClassScores ClassScores
    {
        get
        {
            lock (gate)
                return Classifier(1).Scores;
        }
    }

    private static FileNotFoundException NotThere(string model)
    {
        var path = Path.GetFullPath(model);
        var what = Directory.Exists(path) ? $"{path} is a folder; name the model in it"
            : Zoo.Find(model) is not null ? $"{model} is a model without weights, which knows nothing, and there is no file {path}"
            : $"there is no file {path}";
        return new FileNotFoundException($"{what}; a net is a file (.onnx, .safetensors), or {ModelFile.Usual}", model);
    }

    private static Photograph Picture(ReadOnlySpan<byte> rgba, int width, int height)
    {
        if (width < 1 || height < 1)
            throw new ArgumentException($"a picture of {width}×{height} is none: it has one pixel at least");
        var bytes = (long)width * height * 4;
        return rgba.Length == bytes
            ? new Photograph(width, height, rgba.ToArray())
            : throw new ArgumentException($"a picture of {width}×{height} has {bytes} bytes (R, G, B, A), {rgba.Length} were given");
    }

    // Fewer pictures than go through at once are filled up with the last one.
    private IEnumerable<IReadOnlyList<Prediction>> Batch(IReadOnlyList<Photograph> pictures, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        lock (gate)
        {
            var classifier = Classifier(pictures.Count > 1 ? options.Batch : 1);
            var names = Named(classifier);
            var length = Model.Channels * classifier.Height * classifier.Width;
            var planes = new float[classifier.Batch * length];
            for (var i = 0; i < classifier.Batch; i++)
            {
                if (i < pictures.Count)
                    Planes(pictures[i], classifier.Height, classifier.Width).CopyTo(planes, i * length);
                else
                    planes.AsSpan((pictures.Count - 1) * length, length).CopyTo(planes.AsSpan(i * length));
            }
            var scores = classifier.Run(planes);
            return [.. pictures.Select((_, i) => Best(scores.AsSpan(i * classifier.Classes, classifier.Classes).ToArray(), names, top))];
        }
    }

    private static IReadOnlyList<Prediction> Best(float[] scores, IReadOnlyList<string> names, int top) =>
        [.. PictureClassifier.Best(scores, top).Select(c => new Prediction(c, FittedLabels.NameOf(names, c), scores[c]))];

    private PictureClassifier Classifier(int batch)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!classifiers.TryGetValue(batch, out var classifier))
        {
            classifiers[batch] = classifier =
                new PictureClassifier(weights, Model, options.Half ? Storage.F16 : Storage.F32, options.Size, batch);
        }
        return classifier;
    }

    private IReadOnlyList<string> Named(PictureClassifier classifier) => labels ??=
        FittedLabels.For(Model.Labels, classifier.Classes, options.Labels.Length > 0 ? options.Labels : Model.Path);

    private float[] Planes(Photograph picture, int height, int width) =>
        picture.Fit(height, width).Planes(Model.Channels, Model.NeededNorm);

    /// <summary>The plan that fetches every output.</summary>
    private sealed class Outputs
    {
        private const string Input = "picture";
        private readonly IReadOnlyList<(string Name, Tensor Value)> all;

        public Outputs(Net net)
        {
            (Height, Width) = net.Model.SizeFor(net.options.Size);
            all = net.Model.Apply(new Graph().Input(Input, 1, net.Model.Channels, Height, Width)).All;
            var options = new PlanOptions { Name = net.Model.Name, Storage = net.options.Half ? Storage.F16 : Storage.F32 };
            Plan = Plan.Compile(net.weights, [], [.. all.Select(o => o.Value)], options: options);
        }

        public int Height { get; }

        public int Width { get; }

        public Plan Plan { get; }

        public IReadOnlyList<(string Name, FedArray Array)> Run(ReadOnlySpan<float> planes)
        {
            Plan.Upload(Input, planes);
            Plan.Run();
            return [.. all.Select(o => (o.Name, FedArray.Fetched(Plan, o.Value)))];
        }
    }
}
