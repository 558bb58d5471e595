// Pictures as matrices of pixels, and their Gram matrices.
namespace CnnCompute.Tests;

public sealed class PixelRowsOpTests
{
    private static readonly Shape[] Shapes = [new(1, 1, 1, 1), new(2, 3, 4, 5), new(1, 13, 3, 1), new(3, 16, 2, 7)];

    [TestCaseSource(nameof(Shapes))]
    public void Pixels_are_rows_and_come_back(Shape x)
    {
        new OpCase(g => g.Input("x", x).PixelRows()).Check();
        new OpCase(g => g.Input("x", x).PixelRows().PixelImages(x[2], x[3])).Check();
        var graph = new Graph();
        var input = graph.Input("x", x);
        var values = new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x, 1) };
        var run = Oracle.Run(
            values, input.PixelRows(), input.PixelRows().PixelImages(x[2], x[3]), input.Reshape(x[0], x[1], x[2] * x[3]).Permute(0, 2, 1));
        Assert.That(run[0], Is.EqualTo(run[2]));
        Assert.That(run[1], Is.EqualTo(values["x"]));
    }

    [TestCaseSource(nameof(Shapes))]
    public void Gram_matrices_match_in_every_recipe_and_gradient(Shape x) => new OpCase(g => g.Input("x", x).GramMatrix()).Check();

    [Test]
    public void A_Gram_matrix_is_symmetric_and_positive_semidefinite()
    {
        var graph = new Graph();
        var x = graph.Input("x", 2, 7, 3, 5);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) }, x.GramMatrix(), x.GramMatrix(normalize: false));
        foreach (var gram in run[0].Chunk(49))
        {
            Assert.That(gram, Is.EqualTo(Enumerable.Range(0, 49).Select(i => gram[i % 7 * 7 + i / 7])).Within(1e-12));
            for (ulong k = 0; k < 50; k++)
            {
                var v = OpCase.Uniform(new Shape(7), 100 + k);
                Assert.That(Enumerable.Range(0, 49).Sum(i => v[i / 7] * gram[i] * v[i % 7]), Is.GreaterThanOrEqualTo(-1e-12));
            }
        }
        Assert.That(run[1], Is.EqualTo(run[0].Select(v => v * 105)).Within(1e-5));
    }

    [Test]
    public void Other_ranks_are_refused()
    {
        Assert.That(() => new Graph().Input("x", 2, 3, 4).PixelRows(), Throws.TypeOf<ShapeException>());
        Assert.That(() => new Graph().Input("x", 2, 6, 4).PixelImages(2, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("H*W"));
    }

    private sealed class Formula : Reference<PixelRowsOp>
    {
        protected override double[] Compute(PixelRowsOp op, Node node, double[][] x)
        {
            var image = op.Target.Rank == 4 ? op.Target : node.Inputs[0].Shape;
            int channels = image[1], pixels = image[2] * image[3];
            int Logical(int n, int p, int c) => (n * channels + c) * pixels + p;
            int Row(int n, int p, int c) => (n * pixels + p) * channels + c;
            var result = new double[x[0].Length];
            for (var i = 0; i < result.Length; i++)
            {
                var (n, p, c) = (i / channels / pixels, i / channels % pixels, i % channels);
                if (op.Target.Rank == 4)
                    result[Logical(n, p, c)] = x[0][Row(n, p, c)];
                else
                    result[Row(n, p, c)] = x[0][Logical(n, p, c)];
            }
            return result;
        }
    }
}
