// Runs a conformance case as any model is run: import, plan, device.
using Engine;

namespace CnnCompute;

/// <summary>Compares what a device computes with what a case stores.</summary>
internal static class ConformanceRunner
{
    /// <summary>Tolerances of ONNX's own runner: |a - b| may be at most Absolute + Relative * |b|.</summary>
    public const double Relative = 1e-3, Absolute = 1e-7;

    /// <summary>Null where everything agrees, else what does not.</summary>
    public static string? Run(Gpu gpu, ConformanceCase test)
    {
        try
        {
            var model = OnnxModel.Load(Path.Combine(test.Folder, "model.onnx"));
            var sets = 0;
            foreach (var (inputs, outputs) in test.DataSets())
            {
                sets++;
                if (inputs.Count != model.Inputs.Count || outputs.Count != model.Outputs.Count)
                    return $"{inputs.Count} inputs and {outputs.Count} outputs are stored, the model has {model.Inputs.Count} and {model.Outputs.Count}";
                if (Run(gpu, model, inputs, outputs) is { } difference)
                    return difference;
            }
            return sets > 0 ? null : "no data are stored";
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or InvalidOperationException or NotSupportedException or IOException or GpuException)
        {
            return e.Message;
        }
    }

    private static string? Run(Gpu gpu, OnnxModel model, IReadOnlyList<OnnxArray> inputs, IReadOnlyList<OnnxArray> expected)
    {
        var arrays = model.Inputs.Zip(inputs).ToDictionary(p => p.First.Name, p => p.Second);
        // A device holds no tensor without elements; other inputs are constants only where an operator asks for them.
        var known = arrays.Where(a => a.Value.Count == 0).ToDictionary();
        while (true)
        {
            try
            {
                var graph = new Graph();
                var tensors = arrays.Where(a => !known.ContainsKey(a.Key)).ToDictionary(a => a.Key, a => graph.Input(a.Key, new Shape(a.Value.Dims), a.Value.Type));
                return Compare(gpu, model, model.ImportValues(graph, tensors, known), tensors.Keys.ToDictionary(k => k, k => arrays[k]), expected);
            }
            catch (OnnxConstantException e) when (e.Inputs.Any(i => !known.ContainsKey(i)))
            {
                foreach (var name in e.Inputs)
                    known[name] = arrays[name];
            }
        }
    }

    private static string? Compare(Gpu gpu, OnnxModel model, IReadOnlyList<OnnxValue> values, Dictionary<string, OnnxArray> inputs, IReadOnlyList<OnnxArray> expected)
    {
        Tensor[] computed = [.. values.Where(v => v.Tensor is not null).Select(v => v.Tensor!.Value)];
        using var weights = new Residence(gpu);
        using var plan = computed.Length > 0 ? Plan.Compile(weights, [], computed) : null;
        foreach (var name in plan?.InputNames ?? [])
        {
            if (inputs[name].IsInteger)
                plan!.Upload(name, inputs[name].ToInt32(name));
            else
                plan!.Upload(name, inputs[name].Floats);
        }
        plan?.Run();
        for (var i = 0; i < values.Count; i++)
        {
            var actual = values[i].Tensor is not { } tensor ? values[i].Known!
                : tensor.Type == DType.F32 ? new OnnxArray(OnnxType.Float, tensor.Shape.ToArray(), plan!.Fetch(tensor))
                : new OnnxArray(tensor.Type == DType.Bool ? OnnxType.Bool : OnnxType.Int64, tensor.Shape.ToArray(), Array.ConvertAll(plan!.FetchInt(tensor), v => (long)v));
            if (Difference(actual, expected[i]) is { } difference)
                return $"output {i} \"{model.Outputs[i].Name}\": {difference}";
        }
        return null;
    }

    private static string? Difference(OnnxArray actual, OnnxArray expected)
    {
        if (actual.Type != expected.Type || !actual.Dims.AsSpan().SequenceEqual(expected.Dims))
            return $"{actual.Type} [{string.Join(",", actual.Dims)}] instead of {expected.Type} [{string.Join(",", expected.Dims)}]";
        for (var i = 0; i < expected.Count; i++)
        {
            double a = actual[i], b = expected[i];
            var equal = expected.IsInteger ? a == b : a.Equals(b) || Math.Abs(a - b) <= Absolute + Relative * Math.Abs(b);
            if (!equal)
                return $"element {i} of [{string.Join(",", expected.Dims)}] is {a:G7} instead of {b:G7}";
        }
        return null;
    }
}
