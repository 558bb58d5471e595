// AdamW.
namespace CnnCompute;

/// <summary>
/// torch.optim.AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): w -= rate · decay · w, then Adam's step.
/// </summary>
/// <param name="groups">What it changes; the rate is given for every run.</param>
/// <param name="betas">Shares of the running means that are kept.</param>
/// <param name="eps">Added to the root of the mean square.</param>
/// <param name="weightDecay">Decoupled.</param>
/// <param name="l1">Added to the gradient.</param>
/// <exception cref="ArgumentException">A number is out of its range.</exception>
[Named("adamw", "Adam with weight decay that is no part of the gradient.")]
public sealed class AdamW(
    IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0.01, double l1 = 0)
    : Adam(groups, betas, eps, weightDecay, decoupled: true, l1);
