// What answers behind a trunk that is taught.
namespace CnnCompute;

/// <summary>A head of a <see cref="Teaching"/>.</summary>
public enum TeachHead
{
    /// <summary>The class whose mean example is nearest by cosine: there from the first example on.</summary>
    Prototypes,

    /// <summary>The classes of the nearest examples.</summary>
    Knn,

    /// <summary>A linear layer that is trained: softmax regression.</summary>
    Logistic,

    /// <summary>Two linear layers with a ReLU between, trained.</summary>
    Mlp,
}
