// A batch inside a graph, as transforms change it and criteria judge it.
namespace CnnCompute;

/// <summary>
/// Pictures and what they should be called, as tensors of a graph. Transforms give a changed one; a criterion compares a network's output with it.
/// </summary>
/// <param name="Images">F32 [N,C,H,W]; values 0 to 255 until normalised.</param>
/// <param name="Labels">I32 [N]: the class of each row, -1 in padding rows, which losses and metrics ignore.</param>
/// <param name="Samples">I32 [N]: the number of each row's sample in its data set, from which random transforms draw; -1 in padding rows.</param>
/// <param name="Key">A value, I32 [2]: the seed and the epoch, from which random transforms draw.</param>
/// <param name="Classes">How many classes there are.</param>
public sealed record TrainingBatch(Tensor Images, Tensor Labels, Tensor Samples, Tensor Key, int Classes)
{
    /// <summary>F32 [N, classes]: probabilities to learn instead of the labels, where transforms mix pictures; zero in padding rows.</summary>
    public Tensor? Targets { get; init; }

    /// <summary>What is known of the training set; null where no transform asks for it.</summary>
    public DataStatistics? Statistics { get; init; }

    /// <summary>Each row mixed with the one before it: all of it by a share of Beta(alpha, alpha), or a rectangle of that area put in.</summary>
    internal TrainingBatch Mixed(float alpha, bool rectangle, float probability)
    {
        var drawn = Samples.RandomMix(Key, alpha, rectangle, Images.Shape[2], Images.Shape[3], probability);
        return this with { Images = Images.Mix(Labels, drawn), Targets = Labels.MixTargets(drawn, Classes, Targets) };
    }
}
