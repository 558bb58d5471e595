// Convolution and its gradients, naive and in double: one loop over every product serves all three.
namespace CnnCompute.Tests;

internal static class ConvReference
{
    /// <summary>Calls <paramref name="product"/> with the NCHW indices of y, x and weight of every product of the convolution.</summary>
    public static void ForEach(ConvGeometry g, Shape x, Shape w, Action<int, int, int> product)
    {
        int height = g.OutHeight(x[2], w[2]), width = g.OutWidth(x[3], w[3]), outPerGroup = w[0] / g.Groups;
        for (var n = 0; n < x[0]; n++)
            for (var o = 0; o < w[0]; o++)
                for (var p = 0; p < height; p++)
                    for (var q = 0; q < width; q++)
                        for (var i = 0; i < w[1]; i++)
                            for (var r = 0; r < w[2]; r++)
                                for (var s = 0; s < w[3]; s++)
                                {
                                    int yy = p * g.StrideY - g.Top + r * g.DilationY, xx = q * g.StrideX - g.Left + s * g.DilationX;
                                    if (yy >= 0 && yy < x[2] && xx >= 0 && xx < x[3])
                                        product(((n * w[0] + o) * height + p) * width + q, ((n * x[1] + o / outPerGroup * w[1] + i) * x[2] + yy) * x[3] + xx, ((o * w[1] + i) * w[2] + r) * w[3] + s);
                                }
    }

    public static double[] Forward(ConvGeometry g, Shape xs, Shape ws, float[] x, float[] w)
    {
        var y = new double[xs[0] * ws[0] * g.OutHeight(xs[2], ws[2]) * g.OutWidth(xs[3], ws[3])];
        ForEach(g, xs, ws, (yi, xi, wi) => y[yi] += (double)x[xi] * w[wi]);
        return y;
    }

    public static double[] GradInput(ConvGeometry g, Shape xs, Shape ws, float[] dy, float[] w)
    {
        var dx = new double[xs.Count];
        ForEach(g, xs, ws, (yi, xi, wi) => dx[xi] += (double)dy[yi] * w[wi]);
        return dx;
    }

    public static double[] GradWeight(ConvGeometry g, Shape xs, Shape ws, float[] x, float[] dy)
    {
        var dw = new double[ws.Count];
        ForEach(g, xs, ws, (yi, xi, wi) => dw[wi] += (double)dy[yi] * x[xi]);
        return dw;
    }

    /// <summary>clamp((y + bias) * scale + shift + residual) per channel of an NCHW tensor.</summary>
    public static double[] Epilogue(double[] y, Shape shape, float[] bias, float[] scaleShift, float[] residual, float low, float high)
    {
        int channels = shape.Rank == 4 ? shape[1] : shape[-1], inner = shape.Rank == 4 ? shape[2] * shape[3] : 1;
        return [.. y.Select((v, i) => i / inner % channels is var c ? Math.Clamp((v + bias[c]) * scaleShift[c] + scaleShift[channels + c] + residual[i], low, high) : 0)];
    }
}
