// Convolution and its gradients, naive and in double: one loop over every product serves all three.
namespace CnnCompute.Tests;

internal static class ConvReference
{
    // Whether results may be NaN by products of NaN and of what lies outside, which recipes take for zeros or leave out: `outside` is called with the
    // indices of y and weight of every such product.
    private static bool[] Padded(ConvGeometry g, Shape x, Shape w, long results, Action<bool[], int, int> outside)
    {
        var may = new bool[results];
        ForEach(g, x, w, (_, _, _) => { }, (yi, wi) => outside(may, yi, wi));
        return may;
    }

    // The same at every channel of a pixel: small groups are taken together, with zeros for each other's weights.
    private static bool[] Merged(Shape y, bool[] may)
    {
        var pixels = y[2] * y[3];
        var any = new bool[y[0] * pixels];
        for (var i = 0; i < may.Length; i++)
            any[i / (y[1] * pixels) * pixels + i % pixels] |= may[i];
        return [.. may.Select((_, i) => any[i / (y[1] * pixels) * pixels + i % pixels])];
    }

    // Calls product with the NCHW indices of y, x and weight of every product of the convolution.
    private static void ForEach(ConvGeometry g, Shape x, Shape w, Action<int, int, int> product, Action<int, int>? outside = null)
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
            else
            {
                outside?.Invoke(((n * w[0] + o) * height + p) * width + q, ((o * w[1] + i) * w[2] + r) * w[3] + s);
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

        public override bool[]? MayBeNaN(Node node, double[][] inputs)
        {
            var (geometry, x, w) = (((Conv2dOp)node.Op).Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape);
            var may = Padded(geometry, x, w, node.Shape.Count, (may, yi, wi) => may[yi] |= double.IsNaN(inputs[1][wi]));
            if (geometry.Groups > 1)
                ForEach(geometry, x, w, (yi, xi, _) => may[yi] |= double.IsNaN(inputs[0][xi]));
            return geometry.Groups > 1 ? Merged(node.Shape, may) : may;
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

        // A weight meets zeros wherever an element has no output under it.
        public override bool[]? MayBeNaN(Node node, double[][] inputs)
        {
            var (x, w, groups) = (node.Shape, node.Inputs[1].Shape, ((Conv2dGradInputOp)node.Op).Geometry.Groups);
            int pixels = x[2] * x[3], taps = w[2] * w[3], outPerGroup = w[0] / groups;
            bool Poisoned(int channel) => Enumerable.Range(channel / w[1] * outPerGroup, outPerGroup)
                .Any(o => Enumerable.Range((o * w[1] + channel % w[1]) * taps, taps).Any(i => double.IsNaN(inputs[1][i])));
            bool[] channels = [.. Enumerable.Range(0, x[1]).Select(Poisoned)];
            bool[] may = [.. Enumerable.Range(0, (int)x.Count).Select(i => channels[i / pixels % x[1]])];
            if (groups == 1)
                return may;
            var reached = new bool[may.Length];
            ForEach(((Conv2dGradInputOp)node.Op).Geometry, x, w, (yi, xi, _) => reached[xi] |= double.IsNaN(inputs[0][yi]));
            return [.. Merged(x, reached).Zip(may, (a, b) => a || b)];
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

        // Gradients meet zeros in the padding, and elements that lie under no output of a tap may meet zeros that stand for those.
        public override bool[]? MayBeNaN(Node node, double[][] inputs)
        {
            var (x, w, groups) = (node.Inputs[0].Shape, node.Shape, ((Conv2dGradWeightOp)node.Op).Geometry.Groups);
            var may = Padded(((Conv2dGradWeightOp)node.Op).Geometry, x, w, w.Count, (m, yi, wi) => m[wi] |= double.IsNaN(inputs[1][yi]));
            int pixels = x[2] * x[3], taps = w[2] * w[3], outPerGroup = w[0] / groups;
            var channels = new bool[x[1]];
            for (var i = 0; i < inputs[0].Length; i++)
                channels[i / pixels % x[1]] |= double.IsNaN(inputs[0][i]);
            return [.. may.Select((m, i) => m || channels[i / taps / w[1] / outPerGroup * w[1] + i / taps % w[1]])];
        }
    }
}
