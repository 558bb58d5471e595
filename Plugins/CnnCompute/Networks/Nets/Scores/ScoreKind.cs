// What the numbers that a classifier gives mean.
namespace CnnCompute;

/// <summary>What a network's scores of classes are.</summary>
public enum ScoreKind
{
    /// <summary>Any numbers, of which the largest wins: a softmax makes probabilities of them.</summary>
    Logits,

    /// <summary>Not negative, and 1 in all: one of the classes is right.</summary>
    Probabilities,

    /// <summary>Each between 0 and 1 by itself: none, one or several of the classes may be right.</summary>
    Independent,
}
