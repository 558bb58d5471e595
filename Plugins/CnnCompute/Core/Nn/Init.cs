// Initial values of weights, as torch.nn.init makes them.
namespace CnnCompute;

/// <summary>Distributions for initial weights. Element i depends on the random stream and i alone.</summary>
public static class Init
{
    // Far from the streams that layers have by themselves.
    private const ulong OwnStreams = 1 << 24;

    /// <summary>Inputs that one output sums: everything but the first dimension.</summary>
    public static int FanIn(Shape weight) => (int)(weight.Count / weight[0]);

    /// <summary>Outputs that one input goes to, as PyTorch counts them: the first dimension times the kernel's area.</summary>
    public static int FanOut(Shape weight) => (int)(weight.Count / weight[1]);

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

    /// <summary>Normal with deviation √(2 / fan_out), or fan_in (torch.nn.init.kaiming_normal_ for ReLU).</summary>
    public static float[] KaimingNormal(Philox random, Shape weight, bool fanOut = false) =>
        Normal(random, weight.Count, MathF.Sqrt(2f / (fanOut ? FanOut(weight) : FanIn(weight))));

    /// <summary>Uniform in ±gain·√(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010; torch.nn.init.xavier_uniform_).</summary>
    public static float[] XavierUniform(Philox random, Shape weight, double gain = 1) =>
        Uniform(random, weight.Count, (float)(gain * Math.Sqrt(6.0 / (FanIn(weight) + FanOut(weight)))));

    /// <summary>Normal with deviation gain·√(2 / (fan_in + fan_out)) (torch.nn.init.xavier_normal_).</summary>
    public static float[] XavierNormal(Philox random, Shape weight, double gain = 1) =>
        Normal(random, weight.Count, (float)(gain * Math.Sqrt(2.0 / (FanIn(weight) + FanOut(weight)))));

    /// <summary>
    /// What a nonlinearity's layers multiply their weights by, as torch.nn.init.calculate_gain: linear, sigmoid, tanh, relu, leaky_relu (with the
    /// <paramref name="slope"/> of its negative side) or selu.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such nonlinearity.</exception>
    public static double Gain(string nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        "linear" or "sigmoid" => 1,
        "tanh" => 5.0 / 3,
        "relu" => Math.Sqrt(2),
        "leaky_relu" => Math.Sqrt(2 / (1 + (slope * slope))),
        "selu" => 0.75,
        _ => throw new ArgumentException(
            $"No gain is known of \"{nonlinearity}\"; there are linear, sigmoid, tanh, relu, leaky_relu and selu", nameof(nonlinearity)),
    };

    /// <summary>
    /// A weight as a matrix [outputs, everything else] with orthonormal rows, or columns where there are fewer, times <paramref name="gain"/>
    /// (torch.nn.init.orthogonal_).
    /// </summary>
    public static float[] Orthogonal(Philox random, Shape weight, double gain = 1) => Orthonormal.Weight(random, weight, gain);

    /// <summary>
    /// The weight of a convolution that gives as output i of each group its input i, as far as there are any (torch.nn.init.dirac_).
    /// </summary>
    public static float[] Dirac(Shape weight, int groups = 1)
    {
        var values = new float[weight.Count];
        var (outputs, taps) = (weight[0] / groups, (int)(weight.Count / weight[0] / weight[1]));
        // The middle tap along every axis.
        var middle = 0;
        for (var axis = 2; axis < weight.Rank; axis++)
            middle = (middle * weight[axis]) + (weight[axis] / 2);
        for (var group = 0; group < groups; group++)
        {
            for (var i = 0; i < Math.Min(outputs, weight[1]); i++)
                values[((((group * outputs) + i) * weight[1]) + i) * taps + middle] = 1;
        }
        return values;
    }

    /// <summary>Normal around 0, drawn again beyond <paramref name="most"/> deviations (tf.truncated_normal_initializer).</summary>
    public static float[] TruncatedNormal(Philox random, long count, float std, float most = 2)
    {
        var values = new float[count];
        for (long i = 0; i < count; i++)
        {
            // Attempts are count apart, so that an element's value depends on its index alone.
            var index = (ulong)i;
            while (Math.Abs(values[i] = random.Normal(index)) > most)
                index += (ulong)count;
            values[i] *= std;
        }
        return values;
    }

    /// <summary>
    /// Every layer of type <typeparamref name="T"/> in <paramref name="model"/>, each with a stream of its own: for models that overrule how their
    /// layers start.
    /// </summary>
    public static IEnumerable<(T Layer, Philox Random)> Layers<T>(Module model, Philox random) where T : Module =>
        model.Modules().Index().Where(m => m.Item is T)
            .Select(m => ((T)m.Item, random with { Stream = random.Stream + OwnStreams + (ulong)m.Index }));

    /// <summary>Sets a parameter's initial values to one number; null is passed over.</summary>
    public static void Fill(Parameter? parameter, float value) => parameter?.Initialize(() => Constant(parameter.Shape.Count, value));

    /// <summary>One value everywhere.</summary>
    public static float[] Constant(long count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
