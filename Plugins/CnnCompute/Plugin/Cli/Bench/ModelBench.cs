// Measurements of whole models: those of the zoo, and ONNX files.
using Engine;

namespace CnnCompute;

/// <summary>A model that can be measured: its name, and what builds a graph of it.</summary>
/// <param name="Name">Name in the zoo, or the file.</param>
/// <param name="Build">The graph at the input the model was designed for.</param>
/// <param name="At">The graph for pictures of a height and width, as far as the model takes them; null where it takes none of its own choice.</param>
internal sealed record ModelBench(string Name, Func<ModelBench.Subject> Build, Func<int, int, Graph?> At)
{
    // The plain recipes of more than this take seconds a run.
    private const long MostPlainMacs = 2_000_000_000;
    private const int OpenSize = 224, OpenPictureSize = 256;

    /// <summary>A model's graph.</summary>
    /// <param name="Graph">The graph.</param>
    /// <param name="Input">Its input.</param>
    /// <param name="Outputs">What is computed.</param>
    internal sealed record Subject(Graph Graph, Tensor Input, IReadOnlyList<Tensor> Outputs);

    /// <summary>What one model came to.</summary>
    /// <param name="Name">Name in the zoo, or the file.</param>
    /// <param name="Input">Shape of the input, NCHW.</param>
    /// <param name="WeightBytes">Bytes of its parameters on the device.</param>
    /// <param name="F32">Times with activations of 32 bits; the plain recipes' too where they are quick enough.</param>
    /// <param name="F16">The same with activations stored in 16 bits; null where the device cannot.</param>
    internal sealed record Result(string Name, int[] Input, long WeightBytes, BenchResult F32, BenchResult? F16);

    /// <summary>The models of the zoo, in evaluation mode, at the input each was designed for and batch 1.</summary>
    public static IEnumerable<ModelBench> Zoo => CnnCompute.Zoo.Models.Select(
        m => new ModelBench(m.Name, () => OfZoo(m), (height, width) => OfZoo(m, height, width)));

    /// <summary>
    /// The ONNX files in a folder and below. Sizes that a file leaves open are 1 for the batch, 3 for channels, and 224 for height and width, but 256
    /// where the model makes a picture of a picture.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IEnumerable<ModelBench> In(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new ModelBench(Path.GetRelativePath(folder, path), () => OfFile(path), (height, width) => OfFile(path, height, width)))
        : throw new DirectoryNotFoundException($"{folder}: no such folder");

    /// <summary>Measures the model; nothing of it stays on the device.</summary>
    public Result Measure(Gpu gpu, BenchSettings settings)
    {
        var subject = Build();
        using var weights = new Residence(gpu);
        var f32 = Measure(weights, subject, settings, Storage.F32);
        if (f32.Macs <= MostPlainMacs)
            f32 = f32 with { PlainMs = MeasurePlain(weights, subject, settings) };
        var f16 = gpu.Info.HasStorage16 ? Measure(weights, subject, settings with { Profile = false }, Storage.F16) : null;
        return new Result(Name, subject.Input.Shape.ToArray(), weights.Bytes, f32, f16);
    }

    private BenchResult Measure(Residence weights, Subject subject, BenchSettings settings, Storage storage)
    {
        var options = new PlanOptions { Name = storage == Storage.F16 ? $"{Name} f16" : Name, Storage = storage };
        using var plan = Compile(weights, subject, options);
        var (times, allocated) = BenchTimer.MeasureFor(settings.Runs, plan.Run, settings.Cancellation);
        return new BenchResult(options.Name, times.Length, BenchTimer.Median(times), times[0])
        {
            Macs = plan.Macs,
            ArenaBytes = plan.ArenaBytes,
            ArenaLowerBound = plan.ArenaLowerBound,
            PlanBytes = plan.Bytes,
            AllocatedPerRun = allocated,
            Profile = settings.Profile ? plan.Profile(times.Length) : null,
        };
    }

    private double MeasurePlain(Residence weights, Subject subject, BenchSettings settings)
    {
        using var plan = Compile(weights, subject, PlanOptions.Plain with { Name = $"{Name} plain" });
        return BenchTimer.MeasurePlain(settings.Runs, plan.Run, settings.Cancellation);
    }

    private static Plan Compile(Residence weights, Subject subject, PlanOptions options)
    {
        var plan = Plan.Compile(weights, [], subject.Outputs, options: options);
        try
        {
            GraphBench.FillInputs(plan, subject.Graph);
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    private static Subject OfZoo(ModelNameAttribute known)
    {
        var model = CnnCompute.Zoo.Create(known.Name);
        CheapWeights.Fill(model);
        model.Eval();
        var graph = new Graph();
        var input = graph.Input("picture", 1, known.Channels, known.Height, known.Width);
        return new Subject(graph, input, [model.Forward(input)]);
    }

    // Layers behind one that does not take the size are left out: the others can be used all the same.
    private static Graph? OfZoo(ModelNameAttribute known, int height, int width)
    {
        var (model, graph) = (CnnCompute.Zoo.Create(known.Name), new Graph());
        model.Eval();
        try
        {
            model.Forward(graph.Input("picture", 1, known.Channels, height, width));
        }
        catch (ShapeException)
        {
            return graph.Nodes.Count > 1 ? graph : null;
        }
        return graph;
    }

    private static Graph? OfFile(string path, int height, int width)
    {
        var model = OnnxModel.Load(path);
        model.Eval();
        if (model.Inputs is not [{ Type: DType.F32, Dimensions: [_, var channels, < 0, < 0] } port])
            return null;
        var graph = new Graph();
        try
        {
            var input = graph.Input("picture", 1, channels < 0 ? 3 : channels, height, width);
            model.Import(graph, new Dictionary<string, Tensor> { [port.Name] = input });
        }
        catch (Exception error) when (error is ShapeException or InvalidDataException)
        {
            return graph.Nodes.Count > 1 ? graph : null;
        }
        return graph;
    }

    private static Subject OfFile(string path)
    {
        var model = OnnxModel.Load(path);
        model.Eval();
        if (model.Inputs is not [{ Type: DType.F32 } port])
        {
            throw new InvalidDataException(
                $"{path}: a model of one input of floats is needed, this one has the inputs {string.Join(", ", model.Inputs)}");
        }
        var subject = At(OpenSize);
        var isOpen = port.Dimensions is [_, _, < 0, _] or [_, _, _, < 0];
        return isOpen && subject.Outputs[0].Shape is { Rank: 4 } shape && shape[1] == 3 && shape[2] > 1 ? At(OpenPictureSize) : subject;

        Subject At(int side)
        {
            int[] open = port.Dimensions.Count == 4 ? [1, 3, side, side] : [1];
            if (port.Dimensions.Skip(open.Length).Any(d => d < 0))
                throw new InvalidDataException($"{path}: its input {port} is no picture and has open sizes");
            var graph = new Graph();
            var input = graph.Input("picture", new Shape([.. port.Dimensions.Select((d, i) => d < 0 ? open[i] : d)]));
            var results = model.Import(graph, new Dictionary<string, Tensor> { [port.Name] = input });
            return new Subject(graph, input, [.. model.Outputs.Select(o => results[o.Name]).Distinct()]);
        }
    }
}
