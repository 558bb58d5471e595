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
            ["i"] = [.. Enumerable.Range(0, n * c * h * w).Select(i => (double)(i % (h * w) * 5 % (height * width)))],
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
        }.Check();
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
            foreach (var (to, from) in Winners(node.Shape, node.Inputs[1].Shape[2], node.Inputs[1].Shape[3], x[0]))
                dx[from] = x[1][to];
            return dx;
        }
    }
}
