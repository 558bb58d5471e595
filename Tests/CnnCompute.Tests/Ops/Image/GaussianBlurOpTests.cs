// Gaussian smoothing: against the plain double sum, its gradient, and what it must keep.
namespace CnnCompute.Tests;

public sealed class GaussianBlurOpTests
{
    [TestCase(1, 1, 3, 3, 3, 0.7)]
    [TestCase(2, 3, 13, 7, 9, 1.5)]
    [TestCase(1, 8, 5, 127, 5, 2.5)]
    [TestCase(1, 3, 2, 2, 1, 1)]
    [TestCase(1, 1, 16, 15, 29, 4)]
    public void GaussianBlur_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int kernel, double sigma) =>
        new OpCase(g => g.Input("x", n, c, h, w).GaussianBlur(g.Value("sigma"), kernel))
        {
            Values = (key, _) => key == "sigma" ? [sigma] : null,
        }.Check();

    [Test]
    public void An_even_picture_stays_and_no_width_changes_nothing()
    {
        var shape = new Shape(1, 3, 6, 6);
        Assert.That(Blur([.. Enumerable.Repeat(0.25, 108)], shape, 9, 2), Is.All.EqualTo(0.25).Within(1e-6));
        var x = OpCase.Uniform(shape, 6);
        Assert.That(Blur(x, shape, 9, 0), Is.EqualTo(x).Within(1e-6));
    }

    [Test]
    public void Windows_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 3, 4, 8), sigma = graph.Value("sigma");
        Assert.That(() => x.GaussianBlur(sigma, 4), Throws.TypeOf<ShapeException>().With.Message.Contains("odd"));
        Assert.That(() => x.GaussianBlur(sigma, 9), Throws.TypeOf<ShapeException>().With.Message.Contains("5 pixels at least"));
        Assert.That(() => x.GaussianBlur(graph.Value("two", new Shape(2)), 3), Throws.TypeOf<ShapeException>().With.Message.Contains("one number"));
    }

    // On the device, in the recipes that a plan chooses.
    private static float[] Blur(double[] x, Shape shape, int kernel, double sigma)
    {
        var graph = new Graph();
        var y = graph.Input("x", shape).GaussianBlur(graph.Value("sigma"), kernel);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [y]);
        plan.Upload("x", [.. x.Select(v => (float)v)]);
        plan.Set("sigma", (float)sigma);
        plan.Run();
        return plan.Fetch(y);
    }

    // The plain double sum over both axes at once; its transpose sends each pixel where the sum took it from.
    private sealed class Formula : Reference<GaussianBlurOp>
    {
        protected override double[] Compute(GaussianBlurOp op, Node node, double[][] x)
        {
            int height = node.Shape[2], width = node.Shape[3], reach = op.Kernel / 2;
            static int Mirror(int i, int size) => i < 0 ? -i : i >= size ? 2 * size - 2 - i : i;
            double Bell(int d) => d == 0 ? 1 : x[1][0] == 0 ? 0 : Math.Exp(-d * d / (2 * x[1][0] * x[1][0]));
            var window = Enumerable.Range(-reach, op.Kernel)
                .SelectMany(dy => Enumerable.Range(-reach, op.Kernel).Select(dx => (dy, dx, Weight: Bell(dy) * Bell(dx)))).ToArray();
            var total = window.Sum(t => t.Weight);
            var y = new double[node.Shape.Count];
            foreach (var p in Places.Of(node.Shape))
            {
                foreach (var (dy, dx, weight) in window)
                {
                    int here = Places.At(node.Shape, p),
                        there = Places.At(node.Shape, [p[0], p[1], Mirror(p[2] + dy, height), Mirror(p[3] + dx, width)]);
                    y[op.Back ? there : here] += weight / total * x[0][op.Back ? here : there];
                }
            }
            return y;
        }
    }
}
