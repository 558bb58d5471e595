// Runs a conformance case as any model is run: imported, then computed by whoever computes graphs.
namespace CnnCompute;

/// <summary>Computes tensors of one graph.</summary>
/// <param name="outputs">What is wanted.</param>
/// <param name="input">The values of the graph's input of a name: float[], or int[] of integers and bools.</param>
/// <returns>Values of each output, in the same types.</returns>
public delegate IReadOnlyList<Array> ConformanceCompute(IReadOnlyList<Tensor> outputs, Func<string, Array> input);

/// <summary>What differences are allowed: |a - b| up to Absolute + Relative * |b|, or max|a - b| / max|b| as small as the type is exact.</summary>
/// <param name="Relative">Of each value.</param>
/// <param name="Absolute">Beside it.</param>
public readonly record struct ConformanceTolerance(double Relative, double Absolute)
{
    /// <summary>What ONNX's own runner allows.</summary>
    public static ConformanceTolerance Usual => new(1e-3, 1e-7);
}

/// <summary>Compares what is computed with what a case stores.</summary>
public static class ConformanceRunner
{
    /// <summary>How a case goes.</summary>
    public static ConformanceOutcome Run(ConformanceCase test, ConformanceCompute compute, ConformanceTolerance tolerance)
    {
        var error = 0.0;
        try
        {
            var model = OnnxModel.Load(Path.Combine(test.Folder, "model.onnx"));
            var sets = 0;
            foreach (var (storedInputs, storedOutputs) in test.DataSets())
            {
                var (inputs, outputs) = (Declared(storedInputs, model.Inputs), Declared(storedOutputs, model.Outputs));
                sets++;
                if (inputs.Count != model.Inputs.Count || outputs.Count != model.Outputs.Count)
                {
                    return new($"{inputs.Count} inputs and {outputs.Count} outputs are stored, the model has {model.Inputs.Count} and "
                        + $"{model.Outputs.Count}", error);
                }
                if (Run(model, inputs, outputs, compute, tolerance, ref error) is { } difference)
                    return new(difference, error);
            }
            return new(sets > 0 ? null : "no data are stored", error);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or InvalidOperationException or NotSupportedException or IOException)
        {
            return new(e.Message, error, OnnxTensors.IsBeyond(e));
        }
    }

    private static string? Run(OnnxModel model, IReadOnlyList<OnnxArray> inputs, IReadOnlyList<OnnxArray> expected, ConformanceCompute compute,
        ConformanceTolerance tolerance, ref double error)
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
                return Compare(model, values, computed, expected, tolerance, ref error);
            }
            catch (OnnxConstantException e) when (e.Inputs.Any(i => !known.ContainsKey(i)))
            {
                foreach (var name in e.Inputs)
                    known[name] = arrays[name];
            }
        }
    }

    private static string? Compare(OnnxModel model, IReadOnlyList<OnnxValue> values, IReadOnlyList<Array> computed,
        IReadOnlyList<OnnxArray> expected, ConformanceTolerance tolerance, ref double error)
    {
        var next = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var actual = values[i].Tensor is { } tensor ? Stored(tensor, computed[next++]) : values[i].Known!;
            if (Difference(actual, expected[i], tolerance, ref error) is { } difference)
                return $"output {i} \"{model.Outputs[i].Name}\": {difference}";
        }
        return null;
    }

    // Older test data hold the bits of bfloat16 numbers as integers.
    private static IReadOnlyList<OnnxArray> Declared(IReadOnlyList<OnnxArray> arrays, IReadOnlyList<OnnxPort> ports) =>
    [
        .. arrays.Select((a, i) => i < ports.Count && ports[i].ElementType == OnnxType.BFloat16 && a.ElementType == OnnxType.UInt16
            ? new OnnxArray(OnnxType.BFloat16, a.Dims, Array.ConvertAll(a.Integers!, v => BitConverter.Int32BitsToSingle((int)v << 16)))
            : a)
    ];

    private static OnnxArray Stored(Tensor tensor, Array values) => tensor.Type == DType.F32
        ? new OnnxArray(OnnxType.Float, tensor.Shape.ToArray(), (float[])values)
        : new OnnxArray(tensor.Type == DType.Bool ? OnnxType.Bool : OnnxType.Int64, tensor.Shape.ToArray(),
            Array.ConvertAll((int[])values, v => (long)v));

    private static string? Difference(OnnxArray actual, OnnxArray expected, ConformanceTolerance tolerance, ref double error)
    {
        if (actual.Type != expected.Type || !actual.Dims.AsSpan().SequenceEqual(expected.Dims))
            return $"{actual.Type} [{string.Join(",", actual.Dims)}] instead of {expected.Type} [{string.Join(",", expected.Dims)}]";
        double largest = 0, apart = 0;
        var (first, exact) = (-1, expected.IsInteger);
        for (var i = 0; i < expected.Count; i++)
        {
            double a = actual[i], b = expected[i];
            if (a.Equals(b))
            {
                largest = double.IsFinite(b) ? Math.Max(largest, Math.Abs(b)) : largest;
                continue;
            }
            var distance = Math.Abs(a - b);
            (largest, apart) = (double.IsFinite(b) ? Math.Max(largest, Math.Abs(b)) : largest, double.IsNaN(distance) ? double.PositiveInfinity
                : Math.Max(apart, distance));
            if (first < 0 && (exact ? a != b : !(distance <= tolerance.Absolute + tolerance.Relative * Math.Abs(b))))
                first = i;
        }
        // Where all is 0, the distance itself.
        var own = apart == 0 ? 0 : apart / (largest > 0 ? largest : 1);
        error = Math.Max(error, own);
        return first < 0 || !exact && own <= Precision(expected.ElementType)
            ? null
            : $"element {first} of [{string.Join(",", expected.Dims)}] is {actual[first]:G7} instead of {expected[first]:G7}, "
                + $"max|a-b|/max|b| {own:E1}";
    }

    // What is computed in floats of 32 bits agrees with a tensor of a type to a few of that type's last places.
    private static double Precision(OnnxType type) => type switch
    {
        OnnxType.Float16 => 2e-3,
        OnnxType.BFloat16 => 2e-2,
        _ => 1e-5,
    };
}
