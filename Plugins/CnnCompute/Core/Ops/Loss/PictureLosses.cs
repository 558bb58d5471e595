// Losses that compare pictures: style and structural similarity.
using System.Collections.Concurrent;

namespace CnnCompute;

public readonly partial record struct Tensor
{
    private static readonly ConcurrentDictionary<(int Channels, int Size, float Sigma, bool Vertical), Parameter> Gaussians = new();

    /// <summary>
    /// The mean squared difference of the Gram matrices of these feature maps and of a style's, [N,C,H,W] each; sizes may differ (Gatys et al.,
    /// 2016).
    /// </summary>
    /// <param name="style">Feature maps of the style.</param>
    /// <param name="normalize">Whether each Gram matrix is divided by its C·H·W.</param>
    /// <param name="reduction">Of the squared differences.</param>
    public Tensor StyleLoss(Tensor style, bool normalize = true, LossReduction reduction = LossReduction.Mean) =>
        GramMatrix(normalize).MseLoss(style.GramMatrix(normalize), reduction);

    /// <summary>
    /// The mean structural similarity of two pictures [N,C,H,W] (Wang et al., "Image Quality Assessment: From Error Visibility to Structural
    /// Similarity", 2004): K1 = 0.01, K2 = 0.03, a Gaussian window that lies wholly within the picture. 1 for equal pictures.
    /// </summary>
    /// <param name="other">The other picture.</param>
    /// <param name="dataRange">Largest minus smallest possible value: 1 or 255.</param>
    /// <param name="windowSize">Side of the window in pixels, odd.</param>
    /// <param name="sigma">Deviation of the window in pixels.</param>
    /// <param name="reduction">None gives the map [N,C,H-10,W-10].</param>
    /// <exception cref="ShapeException">The pictures differ in shape or are smaller than the window.</exception>
    public Tensor Ssim(Tensor other, float dataRange = 1, int windowSize = 11, float sigma = 1.5f, LossReduction reduction = LossReduction.Mean)
    {
        SameShape("Ssim", other);
        if (Shape.Rank != 4 || windowSize < 1 || windowSize % 2 == 0 || Shape[2] < windowSize || Shape[3] < windowSize)
        {
            throw new ShapeException(
                $"Ssim of {Shape} with a window of {windowSize}: pictures must be [N,C,H,W], at least as large as the window, which must be odd");
        }
        var channels = Shape[1];
        Tensor Blur(Tensor x) => Pass(Pass(x, true), false);
        Tensor Pass(Tensor x, bool vertical) => x.Conv2d(x.Graph.Parameter(Gaussian(channels, windowSize, sigma, vertical)), groups: channels);
        Tensor x = this, meanX = Blur(x), meanY = Blur(other), products = meanX * meanY, squares = meanX.Square() + meanY.Square();
        float c1 = 0.01f * dataRange * (0.01f * dataRange), c2 = 0.03f * dataRange * (0.03f * dataRange);
        // Both variances appear as their sum only.
        Tensor covariance = Blur(x * other) - products, variances = Blur(x.Square() + other.Square()) - squares;
        return ((products * 2 + c1) * (covariance * 2 + c2) / ((squares + c1) * (variances + c2))).Reduced(reduction);
    }

    // A column or a row of the window as weights of a depthwise convolution; the same object each time, so that equal blurs are one node.
    private static Parameter Gaussian(int channels, int size, float sigma, bool vertical) =>
        Gaussians.GetOrAdd((channels, size, sigma, vertical), key =>
        {
            var line = Enumerable.Range(0, key.Size).Select(i => Math.Exp(-Math.Pow(i - key.Size / 2, 2) / (2.0 * key.Sigma * key.Sigma))).ToArray();
            var sum = line.Sum();
            var shape = key.Vertical ? new Shape(key.Channels, 1, key.Size, 1) : new Shape(key.Channels, 1, 1, key.Size);
            return new Parameter(
                "gaussian", shape, [.. Enumerable.Range(0, (int)shape.Count).Select(i => (float)(line[i % key.Size] / sum))], requiresGrad: false);
        });
}
