// Runs a conformance case as any model is run: imported, then computed by whoever computes graphs.
namespace CnnCompute;

/// <summary>Computes tensors of one graph.</summary>
/// <param name="outputs">What is wanted.</param>
/// <param name="input">The values of the graph's input of a name: float[], or int[] of integers and bools.</param>
/// <returns>Values of each output, in the same types.</returns>
public delegate IReadOnlyList<Array> ConformanceCompute(IReadOnlyList<Tensor> outputs, Func<string, Array> input);

/// <summary>Compares what is computed with what a case stores.</summary>
public static class ConformanceRunner
{
    /// <summary>Tolerances of ONNX's own runner: |a - b| may be at most Absolute + Relative * |b|.</summary>
    public const double Relative = 1e-3, Absolute = 1e-7;

    /// <summary>Null where everything agrees, else what does not.</summary>
    public static string? Run(ConformanceCase test, ConformanceCompute compute)
    {
        try
        {
            var model = OnnxModel.Load(Path.Combine(test.Folder, "model.onnx"));
            var sets = 0;
            foreach (var (inputs, outputs) in test.DataSets())
            {
                sets++;
                if (inputs.Count != model.Inputs.Count || outputs.Count != model.Outputs.Count)
                {
                    return $"{inputs.Count} inputs and {outputs.Count} outputs are stored, the model has {model.Inputs.Count} and "
                        + $"{model.Outputs.Count}";
                }
                if (Run(model, inputs, outputs, compute) is { } difference)
                    return difference;
            }
            return sets > 0 ? null : "no data are stored";
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or InvalidOperationException or NotSupportedException or IOException)
        {
            return e.Message;
        }
    }

    private static string? Run(OnnxModel model, IReadOnlyList<OnnxArray> inputs, IReadOnlyList<OnnxArray> expected, ConformanceCompute compute)
    {
        var arrays = model.Inputs.Zip(inputs).ToDictionary(p => p.First.Name, p => p.Second);
        // A device holds no tensor without elements; other inputs are constants only where an operator asks for them.
        var known = arrays.Where(a => a.Value.Count == 0).ToDictionary();
        while (true)
        {
            try
            {
                var graph = new Graph();
                var tensors = arrays.Where(a => !known.ContainsKey(a.Key))
                    .ToDictionary(a => a.Key, a => graph.Input(a.Key, new Shape(a.Value.Dims), a.Value.Type));
                var values = model.ImportValues(graph, tensors, known);
                Tensor[] outputs = [.. values.Where(v => v.Tensor is not null).Select(v => v.Tensor!.Value)];
                var computed = outputs.Length > 0
                    ? compute(outputs, name => arrays[name].IsInteger ? arrays[name].ToInt32(name) : arrays[name].Floats)
                    : [];
                return Compare(model, values, computed, expected);
            }
            catch (OnnxConstantException e) when (e.Inputs.Any(i => !known.ContainsKey(i)))
            {
                foreach (var name in e.Inputs)
                    known[name] = arrays[name];
            }
        }
    }

    private static string? Compare(OnnxModel model, IReadOnlyList<OnnxValue> values, IReadOnlyList<Array> computed, IReadOnlyList<OnnxArray> expected)
    {
        var next = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var actual = values[i].Tensor is { } tensor ? Stored(tensor, computed[next++]) : values[i].Known!;
            if (Difference(actual, expected[i]) is { } difference)
                return $"output {i} \"{model.Outputs[i].Name}\": {difference}";
        }
        return null;
    }

    private static OnnxArray Stored(Tensor tensor, Array values) => tensor.Type == DType.F32
        ? new OnnxArray(OnnxType.Float, tensor.Shape.ToArray(), (float[])values)
        : new OnnxArray(tensor.Type == DType.Bool ? OnnxType.Bool : OnnxType.Int64, tensor.Shape.ToArray(),
            Array.ConvertAll((int[])values, v => (long)v));

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
