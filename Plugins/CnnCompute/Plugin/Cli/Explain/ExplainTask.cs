// What every method of `cnn explain` is given.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary>The net, the picture and what is asked of them.</summary>
internal sealed class ExplainTask(
    Gpu gpu, Residence weights, Trunk trunk, IReadOnlyList<string> labels, Photograph? picture, ParseResult result, CancellationToken cancellation)
{
    /// <summary>The device.</summary>
    public Gpu Gpu => gpu;

    /// <summary>The net's weights on it.</summary>
    public Residence Weights => weights;

    /// <summary>The net.</summary>
    public Trunk Trunk => trunk;

    /// <summary>Class names; may be empty.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>Options as they were given, for those of a method's own.</summary>
    public ParseResult Result => result;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Whether a picture was given.</summary>
    public bool HasPicture => picture is not null;

    /// <summary>The picture, fitted to the net.</summary>
    /// <exception cref="ArgumentException">None was given.</exception>
    public Photograph Picture =>
        picture ?? throw new ArgumentException("this method looks at a picture; name one: cnn explain IMAGE --model FILE --method NAME");

    /// <summary>Rows of the picture.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of it.</summary>
    public required int Width { get; init; }

    /// <summary>The class to be explained or wanted, -1 for the most probable one.</summary>
    public required int Class { get; init; }

    /// <summary>What is explained instead of a class; null when nothing is.</summary>
    public Objective? Objective { get; init; }

    /// <summary>A layer's name; empty when none was given.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Part of the picture in pixels (left, top, width, height) whose share of what is found is printed; null when none was given.</summary>
    public (int X, int Y, int Width, int Height)? Box { get; init; }

    /// <summary>Says that the net gives NaN for a picture [3,H,W] of 0..1, and which layer gives it first.</summary>
    public InvalidDataException GivesNaN(float[] planes)
    {
        const string Input = "picture";
        var layers = trunk.Apply(new Graph().Input(Input, 1, 3, Height, Width));
        var shown = layers.Features ?? layers.Classes.Shown;
        return new InvalidDataException($"{trunk.Model.Path}: gives NaN (not a number), nothing can be explained: "
            + NanSearch.Describe(weights, shown, plan =>
            {
                if (plan.InputNames.Contains(Input))
                    plan.Upload(Input, planes);
            }, cancellation));
    }

    /// <summary>A class's name, or its number.</summary>
    public string NameOf(int index) => FittedLabels.NameOf(labels, index).Split(',')[0];
}
