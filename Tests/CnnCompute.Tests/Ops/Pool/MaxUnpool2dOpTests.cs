// Maxima put back: every recipe, the gradient, and who is kept among equals.
namespace CnnCompute.Tests;

public sealed class MaxUnpool2dOpTests
{
    [TestCase(1, 1, 1, 1, 2, 3)]
    [TestCase(2, 3, 4, 5, 8, 10)]
    [TestCase(1, 13, 3, 3, 7, 7)]
    public void MaxUnpool2d_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int height, int width)
    {
        var places = new Dictionary<string, double[]>
        {
            ["i"] = [.. Enumerable.Range(0, n * c * h * w).Select(i => (double)(i % (h * w) * 3 % (height * width)))],
        };
        new OpCase(g => g.Input("x", n, c, h, w).MaxUnpool2d(g.Input("i", new Shape(n, c, h, w), DType.I32), height, width))
        {
            Values = (key, _) => places.GetValueOrDefault(key),
        }.Check();
        // Equal indices, and some outside.
        var random = new Philox(5);
        places["i"] = [.. places["i"].Select((_, i) => (double)(random.Word((ulong)i) % (uint)(height * width + 2)) - 1)];
        new OpCase(g => g.Input("x", n, c, h, w).MaxUnpool2d(g.Input("i", new Shape(n, c, h, w), DType.I32), height, width))
        {
            Values = (key, _) => places.GetValueOrDefault(key),
        }.CheckRecipes();
    }

    [Test]
    public void Elements_of_one_index_all_get_its_gradient_and_its_gradient_is_their_sum()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 1, 2, 2), y = x.MaxUnpool2d(graph.Input("i", new Shape(1, 1, 2, 2), DType.I32), 4, 4);
        var dx = Autodiff.Gradients(y * graph.Input("dy", 1, 1, 4, 4), [x])[0];
        var ddy = Autodiff.Gradients(dx * graph.Input("v", 1, 1, 2, 2), [graph["dy"]])[0];
        var values = new Dictionary<string, double[]>
        {
            ["x"] = [1, 2, 3, 4],
            ["i"] = [0, 0, 3, 0],
            ["dy"] = [.. Enumerable.Range(1, 16).Select(i => (double)i)],
            ["v"] = [1, 10, 100, 1000],
        };
        var results = Oracle.Run(values, y, dx, ddy);
        Assert.That(results[0][..4], Is.EqualTo(new double[] { 4, 0, 0, 3 }));
        Assert.That(results[1], Is.EqualTo(new double[] { 1, 1, 4, 1 }), "as PyTorch's");
        Assert.That(results[2][..5], Is.EqualTo(new double[] { 1011, 0, 0, 100, 0 }));
    }

    [Test]
    public void Pooling_again_gives_back_the_maxima()
    {
        var x = new Graph().Input("x", 2, 3, 6, 8);
        var (window, pooled) = (PoolWindow.Square(2, 0, 0, 1, false), x.MaxPool2d(2));
        var values = new Dictionary<string, double[]> { ["x"] = [.. OpCase.Distinct(x.Shape).Select(v => v + 2)] };
        var again = pooled.MaxUnpool2d(x.MaxPool2dIndices(window), 6, 8).MaxPool2d(2);
        Assert.That(Oracle.Run(values, again)[0], Is.EqualTo(Oracle.Run(values, pooled)[0]));
    }

    // For every output, which element it keeps.
    private static Dictionary<int, int> Winners(Shape x, int height, int width, double[] indices)
    {
        var kept = new Dictionary<int, int>();
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] >= 0 && indices[i] < height * width)
                kept[i / (x[2] * x[3]) * height * width + (int)indices[i]] = i;
        }
        return kept;
    }

    private sealed class Formula : Reference<MaxUnpool2dOp>
    {
        protected override double[] Compute(MaxUnpool2dOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            foreach (var (to, from) in Winners(node.Inputs[0].Shape, op.Height, op.Width, x[1]))
                y[to] = x[0][from];
            return y;
        }
    }

    private sealed class GradFormula : Reference<MaxUnpool2dGradOp>
    {
        protected override double[] Compute(MaxUnpool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            int each = node.Shape[2] * node.Shape[3], plane = node.Inputs[1].Shape[2] * node.Inputs[1].Shape[3];
            for (var i = 0; i < dx.Length; i++)
                dx[i] = x[0][i] >= 0 && x[0][i] < plane ? x[1][i / each * plane + (int)x[0][i]] : 0;
            return dx;
        }
    }
}
