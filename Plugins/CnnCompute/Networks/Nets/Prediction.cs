// What a classifier says of a picture.
using System.Globalization;

namespace CnnCompute;

/// <summary>One class of a picture.</summary>
/// <param name="Index">Its number among the network's outputs.</param>
/// <param name="Label">Its name, or <c>class 7</c> where the network has no names.</param>
/// <param name="Score">A probability from 0 to 1; where classes do not share what there is, the number that the network gives.</param>
public readonly record struct Prediction(int Index, string Label, float Score)
{
    /// <summary>Nothing is known yet.</summary>
    public static Prediction None { get; } = new(-1, "", 0);

    /// <summary>Name and score, as <c>tabby (51.8 %)</c>; <c>nothing yet</c> where nothing is known.</summary>
    public override string ToString() => Index < 0 ? "nothing yet" : string.Create(CultureInfo.InvariantCulture, $"{Label} ({Score * 100:F1} %)");
}
