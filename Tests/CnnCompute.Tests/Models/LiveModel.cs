// Models of the zoo with weights under which every layer says something.
namespace CnnCompute.Tests;

/// <summary>Weights that keep signals alive through any depth, statistics that are not 0 and 1; made when they are first read, and cheaply.</summary>
internal static class LiveModel
{
    /// <summary>The model called <paramref name="name"/>, in training mode.</summary>
    public static Module Create(string name)
    {
        var model = Zoo.Create(name);
        var buffers = model.Buffers().ToHashSet();
        foreach (var (i, (key, p)) in model.StateDict().Index())
        {
            var seed = (uint)i + 1;
            if (p.Shape.Rank == 1 && !key.EndsWith(".bias", StringComparison.Ordinal) && !key.EndsWith("running_mean", StringComparison.Ordinal))
                p.Initialize(() => Uniform(p.Shape, seed, 1, 0.3f));
            else if (p.Shape.Rank == 1)
                p.Initialize(() => Uniform(p.Shape, seed, 0, 0.2f));
            else if (!buffers.Contains(p))
                p.Initialize(() => Uniform(p.Shape, seed, 0, MathF.Sqrt(6f / Init.FanIn(p.Shape))));
        }
        return model;
    }

    // Marsaglia's 32-bit xorshift: a hundred million numbers in a fraction of a second.
    private static float[] Uniform(Shape shape, uint seed, float middle, float reach)
    {
        var values = new float[shape.Count];
        var x = seed * 2654435761u | 1;
        for (var i = 0; i < values.Length; i++)
        {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            values[i] = middle + reach * ((int)x * (1f / 2147483648f));
        }
        return values;
    }
}
