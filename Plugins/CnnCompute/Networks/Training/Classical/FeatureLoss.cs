// What a head on features makes small.
namespace CnnCompute;

/// <summary>The losses of linear classifiers.</summary>
public enum FeatureLoss
{
    /// <summary>Cross-entropy of a softmax: multinomial logistic regression.</summary>
    Softmax,

    /// <summary>
    /// The multi-class hinge of support vector machines (Weston and Watkins, 1999): each other class within the margin costs what it lacks.
    /// </summary>
    Hinge,

    /// <summary>The same with squared costs.</summary>
    SquaredHinge,
}
