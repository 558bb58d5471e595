// What a user says of a classifier's scores.
using Engine;

namespace CnnCompute;

/// <summary>What is to be done with scores.</summary>
public enum ScoreForm
{
    /// <summary>What the network computes tells.</summary>
    Auto,

    /// <summary>They are logits: a softmax makes probabilities of them.</summary>
    Softmax,

    /// <summary>They are logits of independent classes: a sigmoid makes a probability of each.</summary>
    Sigmoid,

    /// <summary>They are shown as they are.</summary>
    None,
}

/// <summary>The names of <see cref="ScoreForm"/> in verbs and scenes.</summary>
public static class ScoreForms
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<ScoreForm>().Select(n => n.ToLowerInvariant())];

    /// <summary>The form of a name; an empty one is <see cref="ScoreForm.Auto"/>.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static ScoreForm Parse(string name) => name.Length == 0 ? ScoreForm.Auto
        : Names.Contains(name.ToLowerInvariant()) ? Enum.Parse<ScoreForm>(name, ignoreCase: true)
        : throw new ArgumentException($"scores \"{name}\": softmax, sigmoid, none or auto are possible{Spelling.Hint(name, Names)}");
}
