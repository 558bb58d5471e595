// What a picture is, in the words of who is asked about it.
using Engine;

namespace CnnCompute;

/// <summary>
/// Sources number their classes in their own order; a network numbers them in the order it learnt them. Names bring the two together; where one of
/// them has none, numbers are taken as they are.
/// </summary>
/// <param name="labels">The network's class names, as they are shown.</param>
internal sealed class TrueClass(IReadOnlyList<string> labels)
{
    private IReadOnlyList<string>? mapped;
    private int mappedCount;
    private int[] places = [];

    /// <summary>The source's newest picture with its class as the network numbers it; -1 for a class that the network does not know.</summary>
    public PictureInfo Of(IPictureSource source)
    {
        var (picture, classes) = (source.Picture, source.Classes);
        if (picture.Label < 0 || classes.Count == 0 || labels.Count == 0)
            return picture;
        if (!ReferenceEquals(classes, mapped) || classes.Count != mappedCount)
        {
            (mapped, mappedCount) = (classes, classes.Count);
            places = [.. classes.Select(name => labels.ToList().IndexOf(Classification.Short(name)))];
        }
        return picture with { Label = places[picture.Label] };
    }
}
