// Layers whose weight is computed from other parameters, as torch.nn.utils makes them.
namespace CnnCompute;

/// <summary>Ways to reparametrise a weight of a layer; each returns the layer.</summary>
public static class ParametrizationExtensions
{
    /// <summary>As torch.nn.utils.weight_norm(module, name, dim).</summary>
    public static T WithWeightNorm<T>(this T module, string name = "weight", int dim = 0) where T : Module
    {
        _ = new WeightNorm(Weight(module, name), dim);
        return module;
    }

    /// <summary>
    /// As torch.nn.utils.spectral_norm(module, name, n_power_iterations, eps, dim); outputs of transposed convolutions are the weight's second axis.
    /// </summary>
    public static T WithSpectralNorm<T>(
        this T module, string name = "weight", int powerIterations = 1, float eps = 1e-12f, int? dim = null) where T : Module
    {
        _ = new SpectralNorm(module, Weight(module, name), dim ?? (module is ConvTranspose2d ? 1 : 0), powerIterations, eps);
        return module;
    }

    /// <summary>Drops connections with probability <paramref name="p"/> while training (Wan et al., 2013).</summary>
    public static T WithDropConnect<T>(this T module, float p = 0.5f, string name = "weight") where T : Module
    {
        _ = new DropConnect(module, Weight(module, name), p);
        return module;
    }

    private static Parameter Weight(Module module, string name) => module.StateDict().TryGetValue(name, out var weight)
        ? weight
        : throw new ArgumentException(
            $"{module.GetType().Name} has no \"{name}\" to reparametrise; it has {string.Join(", ", module.StateDict().Keys)}", nameof(name));
}
