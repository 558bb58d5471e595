// The settings of a heat map: which question is put to a net about a picture, and how. Each is declared here, and nowhere else.
using Engine;

namespace CnnCompute;

/// <summary>How the places of a picture that matter to a net are found.</summary>
public enum AttributionMethod
{
    /// <summary>
    /// dS/dx of the score S; as a heat map max over channels of |dS/dx| (Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks",
    /// 2013).
    /// </summary>
    Gradient,

    /// <summary>x * dS/dx: what a linear net would add for each pixel (Shrikumar et al., "Not Just a Black Box", 2016).</summary>
    InputTimesGradient,

    /// <summary>
    /// The mean of dS/dx at x + N(0, sigma²), sigma a share of max(x) - min(x) (Smilkov et al., "SmoothGrad: removing noise by adding noise", 2017).
    /// </summary>
    SmoothGrad,

    /// <summary>
    /// (x - x') times the mean of dS/dx on the straight way from a baseline x' to x (Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep
    /// Networks", 2017), by midpoints; its sum is S(x) - S(x').
    /// </summary>
    IntegratedGradients,

    /// <summary>
    /// Backwards through each ReLU goes max(g, 0), wherever it was open (Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks",
    /// 2014).
    /// </summary>
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
public sealed record AttributionOptions(
    [property: Setting("How the places that matter are found."), Compiled] AttributionMethod Method) : Settings
{
    /// <summary>Where a heat map of a scene starts.</summary>
    public static AttributionOptions Live { get; } = new(AttributionMethod.GradCam);

    /// <summary>What is explained, as <see cref="CnnCompute.Objective"/> is written; empty for the score of a class.</summary>
    [Setting("What is explained instead of a class: LAYER, LAYER:CHANNEL, LAYER:CHANNEL@ROW,COLUMN, class:NAME, or a sum such as "
        + "0.5*fire5:3+class:281."), Compiled]
    public string Objective { get; init; } = "";

    /// <summary>The layer of Grad-CAM; empty for the last maps before the classifier.</summary>
    [Setting("The layer whose maps are looked at.", Form = "NAME", Usual = "of gradcam the last one before the classifier"), Compiled]
    public string Layer { get; init; } = "";

    /// <summary>Gradients of SmoothGrad and integrated gradients; 0 for 25 and 50.</summary>
    [Setting("Gradients of smoothgrad and integrated.", Least = 0, Most = 10_000, Usual = "25 and 50"), Compiled]
    public int Samples { get; init; }

    /// <summary>Deviation of SmoothGrad's noise; the paper finds 0.1 to 0.2 good.</summary>
    [Setting("Deviation of smoothgrad's noise, as a share of the picture's range.", Least = 0, Most = 10, Form = "SHARE"), Compiled]
    public float Noise { get; init; } = 0.15f;

    /// <summary>Where integrated gradients start.</summary>
    [Setting("Where integrated gradients start."), Compiled]
    public AttributionBaseline Baseline { get; init; }

    /// <summary>Side of occlusion's square; 0 for a seventh of the shorter side.</summary>
    [Setting("Side of occlusion's square in pixels.", Least = 0, Most = 4096, Form = "PIXELS", Usual = "a seventh of the picture"), Compiled]
    public int Patch { get; init; }

    /// <summary>From one square to the next; 0 for half a square.</summary>
    [Setting("Pixels from one square of occlusion to the next.", Least = 0, Most = 4096, Form = "PIXELS", Usual = "half a square"), Compiled]
    public int Stride { get; init; }

    /// <summary>Seed of all noise.</summary>
    [Setting("Of the noise of smoothgrad and baselines."), Compiled]
    public int Seed { get; init; } = 1;

    /// <summary>The objective; null for the score of a class.</summary>
    /// <exception cref="ArgumentException">It is not written as one.</exception>
    public Objective? Explained => Objective.Length > 0 ? CnnCompute.Objective.Parse(Objective) : null;
}

/// <summary>How a heat map is laid over its picture.</summary>
public sealed record HeatOptions : Settings
{
    /// <summary>The usual ones.</summary>
    public static HeatOptions Usual { get; } = new();

    /// <summary>Share of the colours in the mixture.</summary>
    [Setting("Share of the heat map in the mixture.", Least = 0, Most = 1, Form = "SHARE")]
    public float Opacity { get; init; } = 0.6f;

    /// <summary>Its colours.</summary>
    [Setting("Colours of the heat map."), Compiled]
    public ColourMap Map { get; init; } = ColourMap.Inferno;

    /// <summary>The colours that are taken: a single value is no RGB colour.</summary>
    public ColourMap Colours => Map == ColourMap.Rgb ? ColourMap.Inferno : Map;
}
