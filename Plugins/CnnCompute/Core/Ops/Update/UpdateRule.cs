// A rule with its numbers.
namespace CnnCompute;

/// <summary>How parameters of one group change; what a kind does not mention it does not look at.</summary>
/// <param name="Kind">The rule.</param>
public sealed record UpdateRule(UpdateKind Kind)
{
    /// <summary>Times the run's rate.</summary>
    public double RateScale { get; init; } = 1;

    /// <summary>The factor of w that is added to gradients, or taken off weights.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The factor of sign(w) that is added to gradients.</summary>
    public double L1 { get; init; }

    /// <summary>Whether weight decay is w -= rate · decay · w.</summary>
    public bool Decoupled { get; init; }

    /// <summary>Limit of gradients before anything else.</summary>
    public double Clip { get; init; } = double.PositiveInfinity;

    /// <summary>The factor of a momentum.</summary>
    public double Momentum { get; init; }

    /// <summary>What of a gradient does not enter the momentum, but in the first step.</summary>
    public double Dampening { get; init; }

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Whether squares are taken about a running mean.</summary>
    public bool Centred { get; init; }

    /// <summary>The factor of running means.</summary>
    public double Beta1 { get; init; }

    /// <summary>The factor of running means of squares, or the only one.</summary>
    public double Beta2 { get; init; }

    /// <summary>Keeps divisors from 0.</summary>
    public double Eps { get; init; }

    /// <summary>Adagrad's decay of the rate, or LARS's trust coefficient.</summary>
    public double Other { get; init; }

    /// <summary>Whether the control input is looked at: what scales gradients, and stops a step where it is not finite.</summary>
    public bool Controlled { get; init; }

    /// <summary>How many states a row has.</summary>
    public int States => Kind switch
    {
        UpdateKind.Momentum or UpdateKind.Adagrad or UpdateKind.Lars => 1,
        UpdateKind.Adadelta or UpdateKind.Adam or UpdateKind.NAdam or UpdateKind.Lamb => 2,
        UpdateKind.RmsProp => Centred ? 3 : Momentum != 0 ? 2 : 1,
        _ => 0,
    };

    // 1 - beta and log(beta) are taken in double here: in float they would lose up to four digits.
    internal PushWord[] Push(int blocks, int rows) =>
    [
        blocks, rows, (Decoupled ? 1 : 0) + (Nesterov ? 2 : 0) + (Centred ? 4 : 0) + (Controlled ? 8 : 0),
        (float)RateScale, (float)WeightDecay, (float)L1, (float)Clip, (float)Momentum, (float)(1 - Dampening),
        (float)(1 - Beta1), (float)Math.Log(Beta1), (float)Beta2, (float)(1 - Beta2),
        (float)Math.Log(Beta2), (float)Eps, (float)Other,
    ];
}
