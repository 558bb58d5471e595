// Where NaN goes, held against PyTorch 1.13's own results; OpCase holds every recipe on the device against the same formulas.
namespace CnnCompute.Tests;

public sealed class NaNTests
{
    private const double N = double.NaN;

    // What PyTorch gives for these x, and as gradient for dy = 1, 2, ... 8.
    private static readonly double[] X = [N, -4, -1, 0, 1, 4, N, 2], Dy = [1, 2, 3, 4, 5, 6, 7, 8];

    private static readonly (string Name, Func<Tensor, Tensor> Op, double[] Y, double[] Dx)[] Table =
    [
        ("relu", x => x.Relu(), [N, 0, 0, 0, 1, 4, N, 2], [1, 0, 0, 0, 5, 6, 7, 8]),
        ("relu6", x => x.Relu6(), [N, 0, 0, 0, 1, 4, N, 2], [1, 0, 0, 0, 5, 6, 7, 8]),
        ("hardtanh", x => x.Hardtanh(), [N, -1, -1, 0, 1, 1, N, 1], [1, 0, 0, 4, 0, 0, 7, 0]),
        ("clamp", x => x.Clamp(-1, 2), [N, -1, -1, 0, 1, 2, N, 2], [0, 0, 3, 4, 5, 0, 0, 8]),
        ("leaky_relu", x => x.LeakyRelu(0.1f), [N, -0.4, -0.1, 0, 1, 4, N, 2], [0.1, 0.2, 0.3, 0.4, 5, 6, 0.7, 8]),
        ("elu", x => x.Elu(), [N, -0.982, -0.632, 0, 1, 4, N, 2], [1, 0.037, 1.104, 4, 5, 6, 7, 8]),
        ("celu", x => x.Celu(), [N, -0.982, -0.632, 0, 1, 4, N, 2], [1, 0.037, 1.104, 4, 5, 6, 7, 8]),
        ("selu", x => x.Selu(), [N, -1.726, -1.111, 0, 1.051, 4.203, N, 2.101], [1.051, 0.064, 1.940, 7.032, 5.254, 6.304, 7.355, 8.406]),
        // PyTorch's vectors and its scalar rest differ at NaN; these are the vectors'.
        ("hardswish", x => x.Hardswish(), [N, 0, -0.333, 0, 0.667, 4, N, 1.667], [N, 0, 0.5, 2, 4.167, 6, N, 9.333]),
        ("hardsigmoid", x => x.Hardsigmoid(), [N, 0, 0.333, 0.5, 0.667, 1, N, 0.833], [0, 0, 0.5, 0.667, 0.833, 0, 0, 1.333]),
        // PyTorch 1.13's softshrink gives 0 for NaN, later ones NaN.
        ("softshrink", x => x.Softshrink(), [N, -3.5, -0.5, 0, 0.5, 3.5, N, 1.5], [1, 2, 3, 0, 5, 6, 7, 8]),
        ("hardshrink", x => x.Hardshrink(), [N, -4, -1, 0, 1, 4, N, 2], [1, 2, 3, 0, 5, 6, 7, 8]),
        ("threshold", x => x.Threshold(0.5f, 7), [N, 7, 7, 7, 1, 4, N, 2], [1, 0, 0, 0, 5, 6, 7, 8]),
        ("prelu", x => x.PRelu(x.Graph.Fill(new Shape(1), 0.25f)), [N, -1, -0.25, 0, 1, 4, N, 2], [0.25, 0.5, 0.75, 1, 5, 6, 1.75, 8]),
        ("softplus", x => x.Softplus(), [N, 0.018, 0.313, 0.693, 1.313, 4.018, N, 2.127], [N, 0.036, 0.807, 2, 3.655, 5.892, N, 7.046]),
        ("logsigmoid", x => x.LogSigmoid(), [N, -4.018, -1.313, -0.693, -0.313, -0.018, N, -0.127], [N, 1.964, 2.193, 2, 1.345, 0.108, N, 0.954]),
        ("gelu", x => x.Gelu(), [N, 0, -0.159, 0, 0.841, 4, N, 1.954], [N, -0.001, -0.25, 2, 5.417, 6.003, N, 8.682]),
        ("mish", x => x.Mish(), [N, -0.073, -0.303, 0, 0.865, 3.997, N, 1.944], [N, -0.108, 0.178, 2.4, 5.245, 6.027, N, 8.555]),
        ("silu", x => x.Silu(), [N, -0.072, -0.269, 0, 0.731, 3.928, N, 1.762], [N, -0.105, 0.217, 2, 4.638, 6.316, N, 8.726]),
        ("softsign", x => x.Softsign(), [N, -0.8, -0.5, 0, 0.5, 0.8, N, 0.667], [N, 0.08, 0.75, 4, 1.25, 0.24, N, 0.889]),
        ("sigmoid", x => x.Sigmoid(), [N, 0.018, 0.269, 0.5, 0.731, 0.982, N, 0.881], [N, 0.035, 0.590, 1, 0.983, 0.106, N, 0.840]),
        ("tanh", x => x.Tanh(), [N, -0.999, -0.762, 0, 0.762, 0.999, N, 0.964], [N, 0.003, 1.26, 4, 2.1, 0.008, N, 0.565]),
        ("maximum with 0", x => x.Maximum(x.Graph.Fill(Shape.Scalar, 0)), [N, 0, 0, 0, 1, 4, N, 2], [1, 0, 0, 2, 5, 6, 7, 8]),
        // The sign of NaN is NaN, as NumPy's and ONNX's; PyTorch's is 0, and so is its slope of |x|.
        ("abs", x => x.Abs(), [N, 4, 1, 0, 1, 4, N, 2], [N, -2, -3, 0, 5, 6, N, 8]),
        ("sign", x => x.Sign(), [N, -1, -1, 0, 1, 1, N, 1], [0, 0, 0, 0, 0, 0, 0, 0]),
        ("huber_loss", x => x.HuberLoss(x.Graph.Fill(x.Shape, 0), reduction: LossReduction.None), [N, 3.5, 0.5, 0, 0.5, 3.5, N, 1.5],
            [N, -2, -3, 0, 5, 6, N, 8]),
        ("smooth_l1_loss", x => x.SmoothL1Loss(x.Graph.Fill(x.Shape, 0), reduction: LossReduction.None), [N, 3.5, 0.5, 0, 0.5, 3.5, N, 1.5],
            [N, -2, -3, 0, 5, 6, N, 8]),
        ("softmax", x => x.Softmax(0), [N, N, N, N, N, N, N, N], [N, N, N, N, N, N, N, N]),
        ("log_softmax", x => x.LogSoftmax(0), [N, N, N, N, N, N, N, N], [N, N, N, N, N, N, N, N]),
        ("amax", x => x.Max(), [N], [N, N, N, N, N, N, N, N]),
        ("amin", x => x.Min(), [N], [N, N, N, N, N, N, N, N]),
        ("vector_norm", x => x.NormL2(), [N], [N, N, N, N, N, N, N, N]),
        ("prod", x => x.Prod(), [N], [N, N, N, N, N, N, N, N]),
        ("logsumexp", x => x.LogSumExp(), [N], [N, N, N, N, N, N, N, N]),
        ("normalize", x => x.L2Normalize([0]), [N, N, N, N, N, N, N, N], [N, N, N, N, N, N, N, N]),
        ("cross_entropy", x => x.Reshape(1, 8).CrossEntropy(x.Graph.Fill(new Shape(1), 3, DType.I32)), [N], [N, N, N, N, N, N, N, N]),
    ];

    private static IEnumerable<string> Names => Table.Select(t => t.Name);

    [TestCaseSource(nameof(Names))]
    public void NaN_travels_as_in_PyTorch(string name)
    {
        var (_, op, expected, gradient) = Table.Single(t => t.Name == name);
        var graph = new Graph();
        var x = graph.Input("x", 8);
        var y = op(x);
        var dx = Autodiff.Gradients(y * graph.Input("dy", y.Shape), [x])[0];
        var results = Oracle.Run(new Dictionary<string, double[]> { ["x"] = X, ["dy"] = Dy[..(int)y.Shape.Count] }, y, dx);
        Assert.That(results[0], Is.EqualTo(expected).Within(6e-4));
        Assert.That(results[1], Is.EqualTo(gradient).Within(6e-4));
    }

    [Test]
    public void Of_two_of_which_one_is_NaN_both_get_the_gradient()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 4), b = graph.Input("b", 4), y = a.Maximum(b), z = a.Minimum(b);
        var values = new Dictionary<string, double[]> { ["a"] = [1, N, 0, 1], ["b"] = [N, 1, 0, 2] };
        var results = Oracle.Run(values, [y, .. Autodiff.Gradients(y, [a, b]), .. Autodiff.Gradients(z, [a, b])]);
        Assert.That(results[0], Is.EqualTo(new[] { N, N, 0, 2 }));
        Assert.That(results[1], Is.EqualTo(new[] { 1, 1, 0.5, 0 }));
        Assert.That(results[2], Is.EqualTo(new[] { 1, 1, 0.5, 1 }));
        Assert.That(results[3], Is.EqualTo(new[] { 1, 1, 0.5, 1 }));
    }

    [Test]
    public void Indices_are_those_of_NaN()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 8), p = graph.Input("p", 1, 1, 4, 4);
        var window = PoolWindow.Square(3, 1, 0, 1, false);
        var values = new Dictionary<string, double[]> { ["x"] = X, ["p"] = [1, N, 3, 0, N, 5, 6, 1, 2, 2, 2, 2, 0, 1, N, 2] };
        var largest = Oracle.Run(values, x.ArgMax(0), x.ArgMin(0), x.TopK(3, 0).Indices, x.TopK(3, 0, largest: false).Indices);
        Assert.That(largest[0], Is.EqualTo(new double[] { 0 }));
        Assert.That(largest[1], Is.EqualTo(new double[] { 0 }), "the smallest is NaN too");
        Assert.That(largest[2], Is.EqualTo(new double[] { 0, 6, 5 }), "NaN sorts as the largest");
        Assert.That(largest[3], Is.EqualTo(new double[] { 1, 2, 3 }));
        var pooled = Oracle.Run(values, p.MaxPool2d(window), p.MaxPool2dIndices(window),
            p.FractionalMaxPool2d((3, 3), (2, 2), graph.Fill(new Shape(1, 1, 2), 0.3f)),
            p.FractionalMaxPool2dIndices((3, 3), (2, 2), graph.Fill(new Shape(1, 1, 2), 0.3f)),
            p.AdaptiveMaxPool2d(2, 2));
        Assert.That(pooled[0], Is.All.NaN);
        Assert.That(pooled[1], Is.EqualTo(new double[] { 4, 1, 14, 14 }), "the last NaN of each window");
        Assert.That(pooled[2], Is.All.NaN);
        Assert.That(pooled[3], Is.EqualTo(new double[] { 4, 1, 14, 14 }));
        Assert.That(pooled[4], Is.EqualTo(new[] { N, 6, 2, N }));
    }

    [Test]
    public void Gradients_of_pools_go_to_the_last_NaN()
    {
        var graph = new Graph();
        Tensor p = graph.Input("p", 1, 1, 4, 4), dy = graph.Input("dy", 1, 1, 2, 2);
        var values = new Dictionary<string, double[]> { ["p"] = [1, N, 3, 0, N, 5, 6, 1, 2, 2, 2, 2, 0, 1, N, 2], ["dy"] = [1, 2, 3, 4] };
        var results = Oracle.Run(values, Autodiff.Gradients(p.MaxPool2d(3, 1) * dy, [p])[0], Autodiff.Gradients(p.Relu().MaxPool2d(2) * dy, [p])[0]);
        Assert.That(results[0], Is.EqualTo(new double[] { 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0 }));
        Assert.That(results[1], Is.EqualTo(new double[] { 0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 0, 0, 0, 0, 4, 0 }));
    }

    [Test]
    public void What_is_scattered_is_combined_with_NaN()
    {
        var graph = new Graph();
        Tensor x = graph.Fill(new Shape(3), 0), at = graph.Input("at", new Shape(3), DType.I32), v = graph.Input("v", 3);
        var results = Oracle.Run(new Dictionary<string, double[]> { ["at"] = [0, 0, 1], ["v"] = [1, N, 2] },
            x.ScatterElements(0, at, v, ScatterReduction.Max), x.ScatterElements(0, at, v, ScatterReduction.Min));
        Assert.That(results[0], Is.EqualTo(new[] { N, 2, 0 }));
        Assert.That(results[1], Is.EqualTo(new[] { N, 0, 0 }));
    }

    [Test]
    public void A_vector_of_zeros_normalised_is_zeros_and_its_gradient_finite()
    {
        foreach (var op in new Func<Tensor, Tensor>[] { x => x.L1Normalize([1]), x => x.L2Normalize([1]) })
        {
            var graph = new Graph();
            var x = graph.Input("x", 2, 3);
            var y = op(x);
            var dx = Autodiff.Gradients(y * graph.Input("dy", 2, 3), [x])[0];
            var values = new Dictionary<string, double[]> { ["x"] = [0, 0, 0, 3, 4, 0], ["dy"] = [1, 2, 3, 0, 0, 0] };
            var results = OnDevice(values, y, dx);
            var length = results[0][3] > 0.5 ? 5 : 7.0;
            Assert.That(results[0], Is.EqualTo(new[] { 0, 0, 0, 3 / length, 4 / length, 0 }).Within(1e-6));
            Assert.That(results[1][..3].Select(v => v / 1e12), Is.EqualTo(new double[] { 1, 2, 3 }).Within(1e-5), "divided by eps, as PyTorch's");
            Assert.That(results[1][3..], Is.All.Zero);
        }
    }

    private static double[][] OnDevice(Dictionary<string, double[]> values, params Tensor[] fetch)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], fetch);
        foreach (var (name, value) in values)
            plan.Upload(name, [.. value.Select(v => (float)v)]);
        plan.Run();
        return [.. fetch.Select(t => Array.ConvertAll(plan.Fetch(t), v => (double)v))];
    }
}
