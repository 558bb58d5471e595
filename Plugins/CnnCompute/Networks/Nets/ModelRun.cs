// Any model with any arrays: fed by name, run once or more, everything that it gives fetched.
using Engine;

namespace CnnCompute;

/// <summary>
/// A model compiled for the arrays that it is fed: detectors, segmenters and all that neither classify nor paint. Open sizes are those of the arrays.
/// </summary>
public sealed class ModelRun : IDisposable
{
    private readonly ModelFile file;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly IReadOnlyList<(string Name, Tensor Value)> outputs;
    private readonly IReadOnlyDictionary<string, (DType Type, FedArray Array)> inputs;

    /// <summary>Checks the arrays and compiles.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="file">The model.</param>
    /// <param name="fed">Arrays by input name (<see cref="Inputs"/>).</param>
    /// <exception cref="ArgumentException">An input is missing or unknown.</exception>
    /// <exception cref="InvalidDataException">Sizes, types or values do not fit; names the input.</exception>
    public ModelRun(Gpu gpu, ModelFile file, IReadOnlyDictionary<string, FedArray> fed)
    {
        this.file = file;
        var ports = Inputs(file);
        foreach (var name in fed.Keys.Where(n => ports.All(p => p.Name != n)))
            throw new ArgumentException($"{file.Path}: no input is called \"{name}\"{Spelling.Hint(name, [.. ports.Select(p => p.Name)])}");
        foreach (var port in ports.Where(p => !fed.ContainsKey(p.Name)))
            throw new ArgumentException($"{file.Path}: its input {port} is not given; give it with --input {port.Name}=FILE");
        foreach (var port in ports)
            Check(port, fed[port.Name]);
        weights = new Residence(gpu);
        try
        {
            (outputs, inputs) = Apply(ports, fed);
            plan = Plan.Compile(weights, [], [.. outputs.Select(o => o.Value)], options: new PlanOptions { Name = file.Name });
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>What a model takes: an ONNX file's inputs, else one called <c>input</c>.</summary>
    public static IReadOnlyList<OnnxPort> Inputs(ModelFile file) => file.Module is OnnxModel onnx ? onnx.Inputs : [new OnnxPort("input", file.Input)];

    /// <summary>Feeds, runs and fetches; waits. Outputs come in the file's order.</summary>
    public IReadOnlyList<(string Name, FedArray Array)> Run()
    {
        Upload(plan);
        plan.Run();
        return [.. outputs.Select(o => (o.Name, FedArray.Fetched(plan, o.Value)))];
    }

    /// <summary>Where NaN of an output comes from, as the end of a sentence.</summary>
    public string WhereNaN(string output, CancellationToken cancellation = default) =>
        NanSearch.Describe(weights, outputs.First(o => o.Name == output).Value, Upload, cancellation);

    /// <summary>Frees plan and weights.</summary>
    public void Dispose()
    {
        plan.Dispose();
        weights.Dispose();
    }

    private void Upload(Plan to)
    {
        foreach (var (name, (type, array)) in inputs.Where(i => to.InputNames.Contains(i.Key)))
        {
            if (type == DType.F32)
                to.Upload(name, array.AsFloats);
            else
                to.Upload(name, Array.ConvertAll(array.Integers!, v => (int)v));
        }
    }

    private void Check(OnnxPort port, FedArray array)
    {
        InvalidDataException Bad(string what) => new($"{file.Path}: its input {port} {what}");
        var dims = array.Shape.ToArray();
        if (dims.Length != port.Dimensions.Count || dims.Zip(port.Dimensions).Any(d => d.Second >= 0 && d.First != d.Second))
            throw Bad($"cannot be {array.Shape}");
        if (port.Type == DType.F32)
            return;
        if (array.Integers is not { } values)
            throw Bad("takes whole numbers, and the array holds floats; save it with an integer type");
        var (least, most) = port.ElementType.Range();
        // Larger ones have no place on the device.
        (least, most) = (Math.Max(least, int.MinValue), Math.Min(most, int.MaxValue));
        if (Array.Find(values, v => v < least || v > most) is var wrong && (wrong < least || wrong > most))
            throw Bad($"takes numbers from {least} to {most}, not {wrong}");
    }

    private (IReadOnlyList<(string, Tensor)> Outputs, IReadOnlyDictionary<string, (DType, FedArray)> Inputs) Apply(
        IReadOnlyList<OnnxPort> ports, IReadOnlyDictionary<string, FedArray> fed)
    {
        if (file.Module is not OnnxModel onnx)
        {
            var output = file.Module.ForwardNamed(new Graph().Input(ports[0].Name, fed[ports[0].Name].Shape));
            return ([("output", output)], fed.ToDictionary(f => f.Key, f => (DType.F32, f.Value)));
        }
        var known = new Dictionary<string, OnnxArray>();
        while (true)
        {
            var graph = new Graph();
            OnnxPort[] computed = [.. ports.Where(p => !known.ContainsKey(p.Name))];
            try
            {
                // Sizes of one name must be one size.
                var sizes = new OnnxSizes(onnx.Inputs);
                foreach (var port in ports)
                    sizes.Bind(port.Name, fed[port.Name].Shape);
                var made = onnx.Import(graph, computed.ToDictionary(p => p.Name, p => graph.Input(p.Name, fed[p.Name].Shape, p.Type)), known);
                return ([.. onnx.Outputs.Select(o => o.Name).Distinct().Select(n => (n, made[n]))],
                    computed.ToDictionary(p => p.Name, p => (p.Type, fed[p.Name])));
            }
            catch (OnnxConstantException e) when (e.Inputs.Any(i => !known.ContainsKey(i)))
            {
                // Shapes, axes and scales are needed while the model is imported.
                foreach (var name in e.Inputs.Where(i => !known.ContainsKey(i)))
                {
                    known[name] = fed[name] is { Integers: { } integers } array
                        ? OnnxArray.Of(integers, array.Shape.ToArray())
                        : OnnxArray.Of(fed[name].Floats!, fed[name].Shape.ToArray());
                }
            }
        }
    }
}
