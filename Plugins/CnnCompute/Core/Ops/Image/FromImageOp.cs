// A picture on the device as network input: crop, resize, normalise, layout.
namespace CnnCompute;

/// <summary>How a source of another aspect ratio is fitted.</summary>
public enum ImageFit
{
    /// <summary>The crop rectangle is a part of the whole picture, stretched to the output.</summary>
    Stretch,

    /// <summary>The crop rectangle is a part of the largest centred rectangle that has the output's aspect ratio.</summary>
    Cover,
}

/// <summary>A rectangle in fractions of what it is cut from: left, top, width, height.</summary>
public readonly record struct CropRectangle(float X, float Y, float Width, float Height)
{
    /// <summary>Everything.</summary>
    public static CropRectangle Whole => new(0, 0, 1, 1);

    /// <summary>The middle, <paramref name="fraction"/> of width and height.</summary>
    public static CropRectangle Centre(float fraction) => new((1 - fraction) / 2, (1 - fraction) / 2, fraction, fraction);
}

/// <summary>
/// The image bound as <paramref name="Image"/> to [1,C,H,W]: cropped, resized by a triangle filter (bilinear with half-pixel centres; as wide as an
/// output pixel when shrinking, so that nothing aliases), bytes * scale[c] + shift[c]. RGB, or Rec. 601 grey. Encoded bytes are not linearised. The
/// source's size is read at run time. An optional input of four numbers replaces <paramref name="Crop"/> at every run.
/// </summary>
public sealed record FromImageOp(string Image, int Height, int Width, bool Grey, PixelNorm Norm, ImageFit Fit, CropRectangle Crop) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (inputs.Length > 0 && inputs[0].Count != 4)
            throw ShapeException.For(this, inputs, "the crop rectangle must be four numbers: left, top, width, height");
        return new Shape(1, Grey ? 1 : 3, Height, Width);
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [.. node.Inputs.Select(_ => (Tensor?)null)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [Width, Height, Grey, Fit == ImageFit.Cover, Crop.X, Crop.Y, Crop.Width, Crop.Height, .. Norm.Push];
        var threads = Threads.For((long)Width * Height);
        var step = node.Inputs.Count == 0
            ? new Step("Cnn/from_image", threads, push, Operand.Image(Image), Operand.Out())
            : new Step("Cnn/from_image_crop", threads, push, Operand.Image(Image), Operand.In(0), Operand.Out());
        yield return new Recipe("plain", [step]);
    }
}

/// <summary>Pictures as inputs of a graph.</summary>
public static class FromImageExtensions
{
    /// <summary>
    /// The image bound as <paramref name="image"/> when the plan is compiled, as [1,3,height,width] (or one grey channel). Without
    /// <paramref name="crop"/> the whole; <paramref name="cropValue"/> (left, top, width, height in fractions) may change at every run.
    /// </summary>
    public static Tensor FromImage(
        this Graph graph, string image, int height, int width, PixelNorm norm, bool grey = false, ImageFit fit = ImageFit.Stretch,
        CropRectangle? crop = null, Tensor? cropValue = null)
    {
        var op = new FromImageOp(image, height, width, grey, norm.InOrder, fit, crop ?? CropRectangle.Whole);
        return (cropValue is { } value ? graph.Append(op, value) : graph.Append(op)).InOrderOf(norm);
    }
}
