// Initial values of weights, as torch.nn.init makes them.
namespace CnnCompute;

/// <summary>Distributions for initial weights. Element i depends on the random stream and i alone.</summary>
public static class Init
{
    /// <summary>Inputs that one output sums: everything but the first dimension.</summary>
    public static int FanIn(Shape weight) => (int)(weight.Count / weight[0]);

    /// <summary>Uniform in ±bound.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="count">How many values.</param>
    /// <param name="bound">Largest magnitude.</param>
    /// <param name="first">Index in the stream of the first value.</param>
    public static float[] Uniform(Philox random, long count, float bound, long first = 0)
    {
        var values = new float[count];
        for (long i = 0; i < count; i++)
            values[i] = ((2 * random.Uniform((ulong)(first + i))) - 1) * bound;
        return values;
    }

    /// <summary>Uniform in ±gain·√(3 / fan_in) with gain √(2 / (1 + a²)) (He et al., "Delving Deep into Rectifiers", 2015).</summary>
    public static float[] KaimingUniform(Philox random, Shape weight, double a = 0) =>
        Uniform(random, weight.Count, (float)Math.Sqrt(6 / ((1 + (a * a)) * FanIn(weight))));

    /// <summary>Normal with the given mean and standard deviation.</summary>
    public static float[] Normal(Philox random, long count, float std, float mean = 0)
    {
        var values = new float[count];
        for (long i = 0; i < count; i++)
            values[i] = mean + (std * random.Normal((ulong)i));
        return values;
    }

    /// <summary>One value everywhere.</summary>
    public static float[] Constant(long count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
