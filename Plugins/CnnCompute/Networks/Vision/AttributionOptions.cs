// Which question is put to a net about a picture, and how.
namespace CnnCompute;

/// <summary>How the places of a picture that matter to a net are found.</summary>
public enum AttributionMethod
{
    /// <summary>
    /// dS/dx of the score S; as a heat map max over channels of |dS/dx| (Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks", 2013).
    /// </summary>
    Gradient,

    /// <summary>x * dS/dx: what a linear net would add for each pixel (Shrikumar et al., "Not Just a Black Box", 2016).</summary>
    InputTimesGradient,

    /// <summary>
    /// The mean of dS/dx at x + N(0, sigma²), sigma a share of max(x) - min(x) (Smilkov et al., "SmoothGrad: removing noise by adding noise", 2017).
    /// </summary>
    SmoothGrad,

    /// <summary>
    /// (x - x') times the mean of dS/dx on the straight way from a baseline x' to x (Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks",
    /// 2017), by midpoints; its sum is S(x) - S(x').
    /// </summary>
    IntegratedGradients,

    /// <summary>Backwards through each ReLU goes max(g, 0), wherever it was open (Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014).</summary>
    Deconvnet,

    /// <summary>Backwards through each ReLU goes max(g, 0) where it was open (Springenberg et al., "Striving for Simplicity", 2015).</summary>
    GuidedBackprop,

    /// <summary>
    /// max(0, sum over k of w_k A_k) of a layer's maps A_k, w_k the mean over places of dS/dA_k (Selvaraju et al., "Grad-CAM", 2017).
    /// </summary>
    GradCam,

    /// <summary>Guided backprop times the enlarged Grad-CAM (Selvaraju et al., 2017).</summary>
    GuidedGradCam,

    /// <summary>
    /// How far the score falls when a grey square covers a place (Zeiler and Fergus, 2014), as the mean of all squares over a pixel.
    /// </summary>
    Occlusion,
}

/// <summary>Where integrated gradients start.</summary>
public enum AttributionBaseline
{
    /// <summary>Black.</summary>
    Black,

    /// <summary>Middle grey.</summary>
    Grey,

    /// <summary>The picture, blurred until nothing can be told.</summary>
    Blur,

    /// <summary>Uniform random colours.</summary>
    Noise,
}

/// <summary>A method and its settings; 0 and empty ones follow the picture.</summary>
/// <param name="Method">How.</param>
public sealed record AttributionOptions(AttributionMethod Method)
{
    /// <summary>What is explained; null for the score of a class.</summary>
    public Objective? Objective { get; init; }

    /// <summary>The layer of Grad-CAM; empty for the last maps before the classifier.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Gradients of SmoothGrad and integrated gradients; 0 for 25 and 50.</summary>
    public int Samples { get; init; }

    /// <summary>Deviation of SmoothGrad's noise as a share of the picture's range; the paper finds 0.1 to 0.2 good.</summary>
    public float Noise { get; init; } = 0.15f;

    /// <summary>Where integrated gradients start.</summary>
    public AttributionBaseline Baseline { get; init; }

    /// <summary>Side of occlusion's square in pixels; 0 for a seventh of the shorter side.</summary>
    public int Patch { get; init; }

    /// <summary>Pixels from one square to the next; 0 for half a square.</summary>
    public int Stride { get; init; }

    /// <summary>Seed of all noise.</summary>
    public int Seed { get; init; } = 1;
}
