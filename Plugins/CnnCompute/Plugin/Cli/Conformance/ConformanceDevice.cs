// A device as what computes conformance cases.
using Engine;

namespace CnnCompute;

/// <summary>Runs cases by plans.</summary>
internal static class ConformanceDevice
{
    /// <summary>How a case goes; <paramref name="tolerance"/> is ONNX's own where none is given.</summary>
    public static ConformanceOutcome Run(Gpu gpu, ConformanceCase test, ConformanceTolerance? tolerance = null)
    {
        try
        {
            return ConformanceRunner.Run(test, (outputs, input) => Compute(gpu, outputs, input), tolerance ?? ConformanceTolerance.Usual);
        }
        catch (GpuException refused)
        {
            return new(refused.Message, 0);
        }
    }

    private static IReadOnlyList<Array> Compute(Gpu gpu, IReadOnlyList<Tensor> outputs, Func<string, Array> input)
    {
        using var weights = new Residence(gpu);
        using var plan = Plan.Compile(weights, [], outputs);
        foreach (var name in plan.InputNames)
        {
            if (input(name) is int[] integers)
                plan.Upload(name, integers);
            else
                plan.Upload(name, (float[])input(name));
        }
        plan.Run();
        return [.. outputs.Select(Array (t) => t.Type == DType.F32 ? plan.Fetch(t) : plan.FetchInt(t))];
    }
}
