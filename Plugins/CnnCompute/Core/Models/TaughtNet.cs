// A trunk that stays as it is, and a head that was taught on its features.
namespace CnnCompute;

/// <summary>
/// Logits [N,classes] of pictures: the trunk's features at length 1, and one linear layer, or two with a ReLU between. Where the linear layer's rows
/// are mean features and it has no bias, logits are cosines times the rows' length. The head's keys are <c>head.1.weight</c>, <c>head.1.bias</c> and
/// those of <c>head.3</c>.
/// </summary>
public sealed class TaughtNet : Module
{
    private const string First = "head.1.weight", FirstBias = "head.1.bias", Second = "head.3.weight";

    private readonly Module trunk;
    private readonly Sequential head;

    /// <summary>A net whose head has initial weights.</summary>
    /// <param name="trunk">Gives features [N,…] of pictures.</param>
    /// <param name="head">Gives logits of them, as <see cref="Head"/> makes it.</param>
    public TaughtNet(Module trunk, Sequential head) => (this.trunk, this.head) = (trunk, head);

    /// <summary>Prefix of the head's keys.</summary>
    public const string HeadPrefix = "head.";

    /// <summary>A head for features: of one linear layer, or with <paramref name="hidden"/> values between two.</summary>
    public static Sequential Head(int features, int classes, int hidden = 0, bool bias = true) => hidden == 0
        ? new Sequential(new UnitLength(), new Linear(features, classes, bias))
        : new Sequential(new UnitLength(), new Linear(features, hidden, bias), new ReLU(), new Linear(hidden, classes, bias));

    /// <summary>The net whose head has the given weights.</summary>
    /// <param name="trunk">Gives features of pictures.</param>
    /// <param name="state">Weights by the head's keys; others are not looked at.</param>
    /// <exception cref="StateDictException">Some are missing, or do not fit together.</exception>
    public static TaughtNet Of(Module trunk, IReadOnlyDictionary<string, TensorData> state)
    {
        if (!state.TryGetValue(First, out var first) || first.Shape.Rank != 2)
            throw new StateDictException(nameof(TaughtNet), [First], [], []);
        var second = state.GetValueOrDefault(Second);
        var (rows, features) = (first.Shape[0], first.Shape[1]);
        var head = Head(features, second?.Shape[0] ?? rows, second is null ? 0 : rows, state.ContainsKey(FirstBias));
        head.LoadStateDict(state.Where(s => s.Key.StartsWith(HeadPrefix, StringComparison.Ordinal))
            .ToDictionary(s => s.Key[HeadPrefix.Length..], s => s.Value));
        return new TaughtNet(trunk, head);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => head.Call(trunk.Call(x).Flatten());
}
