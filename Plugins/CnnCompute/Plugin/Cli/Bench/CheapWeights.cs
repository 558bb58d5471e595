// Weights for measurements: their values matter little, the time to make 138 million of them does.
namespace CnnCompute;

/// <summary>Initial values that are copied rather than drawn.</summary>
internal static class CheapWeights
{
    // A prime: neighbouring rows of a weight never begin at the same place.
    private const int Period = 65521;
    private const float Bias = 0.1f;

    private static readonly Lazy<float[]> Numbers = new(() => Init.Uniform(new Philox(5), Period, 1));

    /// <summary>
    /// Fills weights with a sequence that repeats, uniform in ±√(3 / fan_in), and biases with a small number: signals neither grow beyond 16-bit
    /// floats in a deep sum of branches nor vanish where nothing normalises them, so that no run meets infinities or subnormal numbers.
    /// </summary>
    public static void Fill(Module model)
    {
        foreach (var (key, parameter) in model.StateDict())
        {
            if (parameter.Shape.Rank >= 2)
                parameter.Initialize(() => Repeat(parameter.Shape.Count, MathF.Sqrt(3f / Init.FanIn(parameter.Shape))));
            else if (key.EndsWith(".bias", StringComparison.Ordinal))
                Init.Fill(parameter, Bias);
        }
    }

    private static float[] Repeat(long count, float bound)
    {
        float[] once = Array.ConvertAll(Numbers.Value, v => v * bound), values = new float[count];
        for (var i = 0; i < values.Length; i += Period)
            Array.Copy(once, 0, values, i, Math.Min(Period, values.Length - i));
        return values;
    }
}
