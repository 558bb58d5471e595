// A first convolution that whitens patches of pictures.
using Engine;
using MathNet.Numerics.LinearAlgebra;

namespace CnnCompute;

/// <summary>
/// The filters of the first convolution become the eigenvectors of the covariance of patches as large as its kernel, each divided by √(λ + eps), and
/// their negatives (Page, "How to Train Your ResNet", 2018; Jordan's airbench94, 2024), by falling eigenvalue, so that its outputs are uncorrelated
/// and of unit variance. Where the layer has fewer outputs than twice a patch's elements, the weakest are left out; where it has more, the rest of
/// its filters stay as they are. Its bias becomes zero. Computed on the CPU.
/// </summary>
/// <param name="Eps">Added to the eigenvalues, so that noise is not blown up.</param>
/// <param name="Freeze">Whether the filters are not learnt afterwards.</param>
/// <param name="Samples">How many pictures it looks at.</param>
/// <exception cref="ArgumentOutOfRangeException">Eps is not positive, or there are no samples.</exception>
[Named("whitening", "The first convolution's filters whiten the pictures' patches.")]
public sealed record WhiteningInit(double Eps = 5e-4, bool Freeze = true, int Samples = 5000) : DataInitialization
{
    /// <summary>Added to the eigenvalues.</summary>
    public double Eps { get; init; } = Eps > 0 ? Eps : throw new ArgumentOutOfRangeException(nameof(Eps), Eps, "Whitening: eps must be positive");

    /// <inheritdoc/>
    public override int Samples { get; init; } = Samples > 0
        ? Samples
        : throw new ArgumentOutOfRangeException(nameof(Samples), Samples, "Whitening: samples must be positive");

    /// <inheritdoc/>
    public override void Apply(Gpu gpu, Module module, TensorData pictures) => Apply(module, pictures);

    /// <summary>As <see cref="Apply(Gpu, Module, TensorData)"/>, which needs no device.</summary>
    /// <exception cref="ArgumentException">The module has no convolution, or its first one takes other than the pictures' channels.</exception>
    public void Apply(Module module, TensorData pictures)
    {
        var conv = module.Modules().OfType<Conv2d>().FirstOrDefault()
            ?? throw new ArgumentException($"Whitening: {module.GetType().Name} has no convolution");
        var shape = conv.Weight.Shape;
        var (size, outputs) = ((int)(shape.Count / shape[0]), shape[0]);
        if (shape[1] != pictures.Shape[1] || shape[2] > pictures.Shape[2] || shape[3] > pictures.Shape[3])
        {
            throw new ArgumentException(
                $"Whitening: the first convolution's weight {shape} does not fit pictures {pictures.Shape}; it must take all their channels");
        }
        var (lambda, vectors) = Eigen(Covariance(pictures, shape));
        var values = (float[])conv.Weight.Initial.Clone();
        var half = Math.Min(size, outputs / 2);
        for (var k = 0; k < half; k++)
        {
            var scale = 1 / Math.Sqrt(Math.Max(0, lambda[k]) + Eps);
            for (var i = 0; i < size; i++)
            {
                values[(k * size) + i] = (float)(vectors[k][i] * scale);
                values[((half + k) * size) + i] = (float)(-vectors[k][i] * scale);
            }
        }
        conv.Weight.Initial = values;
        conv.Weight.RequiresGrad &= !Freeze;
        Init.Fill(conv.Bias, 0);
    }

    /// <summary>
    /// The mean of p·pᵀ over all patches p of the pictures, elements in the order of a weight [·, C, kH, kW], row by row. Pictures that are
    /// normalised have a mean near 0, which is not taken off.
    /// </summary>
    internal static double[] Covariance(TensorData pictures, Shape weight)
    {
        int n = pictures.Shape[0], channels = weight[1], h = pictures.Shape[2], w = pictures.Shape[3], kh = weight[2], kw = weight[3];
        var size = channels * kh * kw;
        var offsets = Enumerable.Range(0, size).Select(i => (((i / (kh * kw) * h) + (i / kw % kh)) * w) + (i % kw)).ToArray();
        var sums = new double[size * size];
        // One picture after another, so that the sum never depends on threads.
        var patch = new float[size];
        for (var picture = 0; picture < n; picture++)
        {
            for (var y = 0; y + kh <= h; y++)
            {
                for (var x = 0; x + kw <= w; x++)
                {
                    var at = (picture * channels * h * w) + (y * w) + x;
                    for (var i = 0; i < size; i++)
                        patch[i] = pictures.Values[at + offsets[i]];
                    for (var i = 0; i < size; i++)
                    {
                        for (var j = i; j < size; j++)
                            sums[(i * size) + j] += (double)patch[i] * patch[j];
                    }
                }
            }
        }
        var patches = (double)n * (h - kh + 1) * (w - kw + 1);
        for (var i = 0; i < size; i++)
        {
            for (var j = i; j < size; j++)
                sums[(i * size) + j] = sums[(j * size) + i] = sums[(i * size) + j] / patches;
        }
        return sums;
    }

    // By falling eigenvalue. A vector and its negative are equally good: the largest component is made positive, so that results do not depend on
    // the library's version.
    private static (double[] Lambda, double[][] Vectors) Eigen(double[] covariance)
    {
        var size = (int)Math.Sqrt(covariance.Length);
        var evd = Matrix<double>.Build.Dense(size, size, covariance).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => evd.EigenValues[i].Real)];
        return ([.. order.Select(i => evd.EigenValues[i].Real)], [.. order.Select(i =>
        {
            var vector = evd.EigenVectors.Column(i).ToArray();
            return vector.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(vector, v => -v) : vector;
        })]);
    }
}
