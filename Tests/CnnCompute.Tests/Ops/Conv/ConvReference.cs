// Convolution and its gradients, naive and in double: one loop over every product serves all three.
namespace CnnCompute.Tests;

internal static class ConvReference
{
    // Calls product with the NCHW indices of y, x and weight of every product of the convolution.
    private static void ForEach(ConvGeometry g, Shape x, Shape w, Action<int, int, int> product)
    {
        int height = g.OutHeight(x[2], w[2]), width = g.OutWidth(x[3], w[3]), outPerGroup = w[0] / g.Groups;
        foreach (var place in Places.Of(new Shape(x[0], w[0], height, width, w[1], w[2], w[3])))
        {
            int n = place[0], o = place[1], p = place[2], q = place[3], i = place[4], r = place[5], s = place[6];
            int row = p * g.StrideY - g.Top + r * g.DilationY, column = q * g.StrideX - g.Left + s * g.DilationX;
            if (row >= 0 && row < x[2] && column >= 0 && column < x[3])
            {
                product(((n * w[0] + o) * height + p) * width + q, ((n * x[1] + o / outPerGroup * w[1] + i) * x[2] + row) * x[3] + column,
                    ((o * w[1] + i) * w[2] + r) * w[3] + s);
            }
        }
    }

    private sealed class Forward : Reference<Conv2dOp>
    {
        protected override double[] Compute(Conv2dOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            ForEach(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, (yi, xi, wi) => y[yi] += x[0][xi] * x[1][wi]);
            return y;
        }
    }

    private sealed class GradInput : Reference<Conv2dGradInputOp>
    {
        protected override double[] Compute(Conv2dGradInputOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            ForEach(op.Geometry, node.Shape, node.Inputs[1].Shape, (yi, xi, wi) => dx[xi] += x[0][yi] * x[1][wi]);
            return dx;
        }
    }

    private sealed class GradWeight : Reference<Conv2dGradWeightOp>
    {
        protected override double[] Compute(Conv2dGradWeightOp op, Node node, double[][] x)
        {
            var dw = new double[node.Shape.Count];
            ForEach(op.Geometry, node.Inputs[0].Shape, node.Shape, (yi, xi, wi) => dw[wi] += x[1][yi] * x[0][xi]);
            return dw;
        }
    }
}
