// Layer-sequential unit-variance initialisation.
using Engine;

namespace CnnCompute;

/// <summary>
/// LSUV (Mishkin and Matas, "All You Need Is a Good Init", 2016): weights of convolutions and linear layers are made orthonormal, then each, in the
/// order in which they are applied, is divided by the deviation of what it gives for some pictures, until that is 1. Dropout is off meanwhile, and
/// batch norms use the pictures' own statistics.
/// </summary>
/// <param name="Tolerance">How far from 1 a variance may stay.</param>
/// <param name="Tries">Divisions of one layer at most.</param>
/// <param name="Orthonormal">False: weights keep what they begin with, but for its scale.</param>
/// <param name="Samples">How many pictures it looks at.</param>
/// <param name="Seed">Of the orthonormal weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
[Named("lsuv", "Every layer's weight is scaled so that its output has variance 1 on some pictures.")]
public sealed record LsuvInit(float Tolerance = 0.02f, int Tries = 5, bool Orthonormal = true, int Samples = 256, ulong Seed = 0) : DataInitialization
{
    /// <summary>How far from 1 a variance may stay.</summary>
    public float Tolerance { get; init; } = Tolerance > 0 ? Tolerance : throw Refused(nameof(Tolerance), Tolerance);

    /// <summary>Divisions of one layer at most.</summary>
    public int Tries { get; init; } = Tries > 0 ? Tries : throw Refused(nameof(Tries), Tries);

    /// <inheritdoc/>
    public override int Samples { get; init; } = Samples > 0 ? Samples : throw Refused(nameof(Samples), Samples);

    /// <inheritdoc/>
    public override void Apply(Gpu gpu, Module module, TensorData pictures)
    {
        var (layers, variances) = Layers(module, pictures.Shape);
        if (layers.Count == 0)
            throw new ArgumentException($"LSUV: {module.GetType().Name} applies no convolution and no linear layer whose weight it could scale");
        if (Orthonormal)
        {
            foreach (var (i, weight) in layers.Index())
                weight.Initial = Init.Orthogonal(new Philox(Seed, (ulong)i), weight.Shape);
        }
        using var weights = new Residence(gpu);
        using var plan = Plan.Compile(weights, [], variances, options: new PlanOptions { Name = "LSUV", Tune = false });
        if (plan.HasValue(Dropout.KeyName))
            plan.SetInt(Dropout.KeyName, [(int)Seed, 0]);
        plan.Upload(InputName, pictures.Values);
        plan.Run();
        for (var i = 0; i < layers.Count; i++)
        {
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                double variance = plan.Fetch(variances[i])[0];
                // Nothing to scale where a layer gives the same everywhere, or no number.
                if (!(variance > 0) || !double.IsFinite(variance) || Math.Abs(variance - 1) <= Tolerance)
                    break;
                var scale = (float)(1 / Math.Sqrt(variance));
                weights.Set(layers[i], Array.ConvertAll(weights.Get(layers[i]), v => v * scale));
                plan.Run();
            }
            layers[i].Initial = weights.Get(layers[i]);
        }
    }

    private const string InputName = "pictures";

    // The weights in the order in which they are applied, and the variances of what they give.
    private static (List<Parameter> Weights, List<Tensor> Variances) Layers(Module module, Shape pictures)
    {
        var trace = Quiet.Run(module, new Graph().Input(InputName, pictures));
        var (weights, variances) = (new List<Parameter>(), new List<Tensor>());
        foreach (var application in trace.Applications)
        {
            var weight = application.Module switch { Conv2d conv => conv.Weight, Linear linear => linear.Weight, _ => null };
            if (weight is null or { Parametrization: not null } || weights.Contains(weight))
                continue;
            weights.Add(weight);
            variances.Add(application.Output.Var(correction: 0));
        }
        return (weights, variances);
    }

    private static ArgumentOutOfRangeException Refused(string name, object value) =>
        new(name, value, $"LSUV: {char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be positive");
}
