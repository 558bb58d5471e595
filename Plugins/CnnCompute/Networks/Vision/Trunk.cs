// A trained net as what looks at pictures: named layers and class scores of pictures of 0..1.
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// Applies a model to pictures [N,3,H,W] of encoded red, green and blue in 0..1: normalises them as the model wants (a model of one channel sees Rec.
/// 601 luminance) and finds its layers by name. The model is put into evaluation mode.
/// </summary>
public sealed class Trunk
{
    // Rec. 601, as Photograph and FromImage make grey.
    private static readonly Parameter Luminance = new("luminance", new Shape(1, 3, 1, 1), [0.299f, 0.587f, 0.114f], requiresGrad: false);
    private static readonly ConditionalWeakTable<Graph, object> Applied = [];

    /// <summary>A trunk of <paramref name="model"/>; <paramref name="norm"/> replaces what the model says of its input.</summary>
    /// <exception cref="InvalidDataException">The model takes no pictures, or nobody knows how bytes become its input.</exception>
    public Trunk(ModelFile model, PixelNorm? norm = null)
    {
        Model = norm is null ? model : model.With(model.Stated with { Norm = norm });
        Model.NeedPictures();
        Norm = Model.NeededNorm;
        model.Module.Eval();
    }

    /// <summary>The model.</summary>
    public ModelFile Model { get; }

    /// <summary>How bytes become its input.</summary>
    public PixelNorm Norm { get; }

    /// <summary>
    /// Looks at a picture [3,H,W] of 0..1 once more and says, as the end of a sentence, which layer gives NaN first; null where none does.
    /// </summary>
    /// <param name="weights">Where the net's weights live.</param>
    /// <param name="picture">The picture; a flat grey one where its values are not known.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="cancellation">Ends the search.</param>
    public string? WhereNaN(Residence weights, float[]? picture, int height, int width, CancellationToken cancellation = default)
    {
        const string Input = "picture";
        var layers = Apply(new Graph().Input(Input, 1, 3, height, width));
        if (layers.Outputs?.First is not { } last)
        {
            if (layers.Maps is not [.., var deepest])
                return null;
            last = layers[deepest];
        }
        picture ??= [.. Enumerable.Repeat(0.5f, 3 * height * width)];
        return NanSearch.Find(weights, last, plan =>
        {
            if (plan.InputNames.Contains(Input))
                plan.Upload(Input, picture);
        }, cancellation);
    }

    /// <summary>The feature that is strongest in a picture, its value, and the mean of all of them; waits.</summary>
    /// <param name="weights">Where the net's weights live.</param>
    /// <param name="picture">[3,H,W] of 0..1.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <exception cref="InvalidOperationException">The net has no features (<see cref="ModelFile.HasFeatures"/>).</exception>
    public (int Index, float Value, float Mean) Strongest(Residence weights, float[] picture, int height, int width)
    {
        const string Input = "picture";
        var features = Apply(new Graph().Input(Input, 1, 3, height, width)).Features
            ?? throw new InvalidOperationException($"{Model.Path}: has no features of pictures of {width}×{height}");
        using var plan = Plan.Compile(weights, [], [features], options: new PlanOptions { Name = "features" });
        plan.Upload(Input, picture);
        plan.Run();
        var values = plan.Fetch(features);
        var index = Array.IndexOf(values, values.Max());
        return (index, index < 0 ? float.NaN : values[index], values.Average());
    }

    /// <summary>
    /// Appends the model to the graph of <paramref name="pictures"/> [N,3,H,W]. Where its last layers do not take pictures of that size, those before
    /// them can be used all the same. Once for a graph, as names would otherwise mean two things: several pictures of one size are a batch.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph has a trunk already.</exception>
    /// <exception cref="ShapeException">These are no pictures of three channels.</exception>
    public TrunkLayers Apply(Tensor pictures)
    {
        if (pictures.Shape.Rank != 4 || pictures.Shape[1] != 3)
            throw new ShapeException($"{Model.Path}: pictures [N,3,H,W] are needed, not {pictures.Shape}");
        if (!Applied.TryAdd(pictures.Graph, Model))
        {
            throw new InvalidOperationException(
                $"{Model.Path}: this graph has a trunk already; give all its pictures as one batch, or use another graph");
        }
        var x = (Model.Channels == 1 ? pictures.Conv2d(pictures.Graph.Parameter(Luminance)) : pictures).Normalize(Norm.FromUnit);
        // Pictures of a scene and of a verb that looks into a net are opaque.
        if (Model.Channels == 4)
        {
            var opaque = pictures.Graph.Fill(new Shape(x.Shape[0], 1, x.Shape[2], x.Shape[3]), byte.MaxValue * Norm.OfOpacity);
            x = Tensor.Concat(1, x, opaque);
        }
        var before = pictures.Graph.Names.Keys.ToHashSet();
        try
        {
            return new TrunkLayers(Model, pictures, x, Model.Apply(x), before, null);
        }
        catch (Exception error) when (error is ShapeException or InvalidDataException)
        {
            return new TrunkLayers(Model, pictures, x, null, before, error);
        }
    }
}
