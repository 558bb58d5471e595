// References of convolution, its gradients and matrix products, so that the oracle can evaluate whole networks; their gradients by differences.
namespace CnnCompute.Tests;

public sealed class ProductReferenceTests
{
    // Differences take two convolutions an element: small cases, which still hold every kind of geometry.
    private static IEnumerable<TestCaseData> SmallCases() => ConvCases.All().Where(c => ((Shape)c.Arguments[0]!).Count * ((Shape)c.Arguments[1]!).Count < 2_000_000);

    [TestCaseSource(nameof(SmallCases))]
    public void Convolution_has_the_gradient_of_its_differences(Shape x, Shape w, ConvGeometry geometry) =>
        new OpCase(g => g.Input("x", x).Conv2d(g.Input("w", w), geometry)).CheckGradient();

    [Test]
    public void Matrix_products_have_the_gradient_of_their_differences([Values] bool transA, [Values] bool transB) =>
        new OpCase(g => g.Input("a", transA ? new Shape(5, 3) : new Shape(3, 5)).MatMul(g.Input("b", transB ? new Shape(4, 5) : new Shape(5, 4)), transA, transB)).CheckGradient();

    private sealed class Forward : Reference<Conv2dOp>
    {
        protected override double[] Compute(Conv2dOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            ConvReference.ForEach(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, (yi, xi, wi) => y[yi] += x[0][xi] * x[1][wi]);
            return y;
        }
    }

    private sealed class GradInput : Reference<Conv2dGradInputOp>
    {
        protected override double[] Compute(Conv2dGradInputOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            ConvReference.ForEach(op.Geometry, node.Shape, node.Inputs[1].Shape, (yi, xi, wi) => dx[xi] += x[0][yi] * x[1][wi]);
            return dx;
        }
    }

    private sealed class GradWeight : Reference<Conv2dGradWeightOp>
    {
        protected override double[] Compute(Conv2dGradWeightOp op, Node node, double[][] x)
        {
            var dw = new double[node.Shape.Count];
            ConvReference.ForEach(op.Geometry, node.Inputs[0].Shape, node.Shape, (yi, xi, wi) => dw[wi] += x[1][yi] * x[0][xi]);
            return dw;
        }
    }

    private sealed class Product : Reference<MatMulOp>
    {
        protected override double[] Compute(MatMulOp op, Node node, double[][] x)
        {
            var (a, b, c) = (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);
            var depth = op.TransA ? a[-2] : a[-1];
            return
            [
                .. Places.Of(c).Select(p =>
                {
                    int batch = c.Rank == 3 ? p[0] : 0, m = p[^2], n = p[^1], firstA = batch * a[-2] * a[-1], firstB = batch * b[-2] * b[-1];
                    return Enumerable.Range(0, depth).Sum(k =>
                        x[0][firstA + (op.TransA ? k * a[-1] + m : m * a[-1] + k)] * x[1][firstB + (op.TransB ? n * b[-1] + k : k * b[-1] + n)]);
                })
            ];
        }
    }
}
