// How a trained net learns other classes.
namespace CnnCompute;

/// <summary>
/// A net that was trained already gets a new head, which learns alone first, on features that are computed once; then all of it learns, earlier
/// layers by lower rates (<see cref="TransferNet"/>).
/// </summary>
/// <param name="Layer">Where the net is cut; null: a classifier's last layer is left out, of others all is kept.</param>
/// <param name="HeadEpochs">Passes over the features in which the head learns alone; 0 for none.</param>
/// <param name="HeadRate">The highest rate of these, for features of length 1 (<see cref="FeatureTrainingOptions.RatePerSquaredLength"/>).</param>
/// <param name="Factor">The share of the next group's rate by which a group of layers learns, above 0, at most 1.</param>
/// <param name="RateGroups">Groups of layers, from the picture to the features.</param>
/// <param name="Dropout">Share of the features that are dropped in training.</param>
/// <param name="HeadFilters">Channels of a convolution with which the head begins (<see cref="ConvHead"/>); 0: a linear layer alone.</param>
[Named("new-head", "The trained net gets a head for other classes, which learns first; then all of it learns, earlier layers by lower rates.")]
public sealed record TransferOptions(
    string? Layer = null, int HeadEpochs = 40, float HeadRate = 0.5f, float Factor = 0.3f, int RateGroups = 3, float Dropout = 0,
    int HeadFilters = 0)
{
    private const int MostEpochs = 100_000;

    /// <summary>Throws where a number makes no sense.</summary>
    /// <exception cref="ArgumentException">Names it and what it may be.</exception>
    public TransferOptions Checked()
    {
        Require(HeadEpochs is >= 0 and <= MostEpochs, "head epochs", HeadEpochs, "0 to 100,000");
        Require(HeadRate is > 0 and <= 100, "head rate", HeadRate, "above 0, at most 100");
        Require(Factor is > 0 and <= 1, "factor", Factor, "above 0, at most 1");
        Require(RateGroups is >= 1 and <= 100, "rate groups", RateGroups, "1 to 100");
        Require(Dropout is >= 0 and < 1, "dropout", Dropout, "0 or more, below 1");
        Require(HeadFilters is >= 0 and <= 4096, "filters", HeadFilters, "0 to 4096");
        return this;
    }

    private static void Require(bool fits, string name, IFormattable value, string range)
    {
        if (!fits)
        {
            throw new ArgumentException(
                $"the new head's {name} is {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}; it must be {range}");
        }
    }
}
