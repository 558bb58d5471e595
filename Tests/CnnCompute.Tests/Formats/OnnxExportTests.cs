// ONNX export: what is written computes the same in onnxruntime and when it is imported again.
namespace CnnCompute.Tests;

public sealed class OnnxExportTests
{
    private const double Tolerance = 1e-4;
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("export").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    // One graph for every exporter, by name.
    private static readonly Dictionary<string, Func<Graph, Tensor>> Graphs = new()
    {
        ["add, sub, mul, div"] = g =>
            (g.Input("a", 2, 3, 5, 1) + g.Input("b", 3, 1, 7)) * g.Input("c", 7) / (g.Input("d", 2, 1, 1, 1).Relu().Scale(1, 2)) - g.Input("e", 5, 7),
        ["relu and scale"] = g => g.Input("x", 3, 13).Relu().Scale(-2, 0.5f).Scale(3),
        ["normalize"] = g => g.Input("x", 2, 3, 5, 7).Normalize(PixelNorm.Torch),
        ["conv"] = g => g.Input("x", 2, 4, 13, 9).Conv2d(g.Input("w", 6, 2, 3, 2), new ConvGeometry(2, 1, 1, 0, 2, 1, 1, 2, 2)),
        ["transposed conv with output padding"] = g => g.Input("dy", 2, 6, 5, 4)
            .Conv2dGradInput(g.Input("w", 6, 2, 3, 3), new ConvGeometry(2, 3, 1, 0, 1, 1, Groups: 2), new Shape(2, 4, 10, 13)),
        ["global average"] = g => g.Input("x", 2, 3, 5, 7).GlobalAvgPool(),
        ["gemm, both ways"] = g => g.Input("a", 5, 7).MatMul(g.Input("b", 3, 7), transB: true).MatMul(g.Input("c", 5, 2), transA: true),
        ["batched product"] = g => g.Input("a", 4, 7, 5).MatMul(g.Input("b", 4, 3, 7), transA: true, transB: true),
        ["softmax"] = g => g.Input("x", 3, 5, 7).Softmax(1).LogSoftmax(2),
        ["reshape, permute, concat"] = g => Tensor.Concat(2, g.Input("x", 2, 3, 5, 7).Permute(0, 2, 3, 1).Reshape(2, 35, 3),
            g.Input("more", 2, 35, 4)),
        ["broadcast and sum back"] = g => g.Input("x", 3, 1, 5).BroadcastTo(new Shape(2, 3, 4, 5)).Relu().SumTo(new Shape(3, 1, 5)),
        ["inference batch-norm"] = g => g.Input("x", 2, 5, 3, 3)
            .BatchNormInference(g.Input("g", 5), g.Input("b", 5), g.Input("m", 5), g.Input("v", 5).Scale(0.1f, 1)),
        ["local response norm"] = g => g.Input("x", 2, 9, 3, 4).LocalResponseNorm(4, 0.3f, 0.6f, 2)
            .LocalResponseNorm(5, 0.3f, 0.75f, 1, divideAlpha: false),
        ["instance and group norm"] = g => g.Input("x", 2, 6, 3, 4).InstanceNorm(g.Input("gamma", 6), g.Input("beta", 6))
            .GroupNorm(3, g.Input("g3", 6), g.Input("b3", 6)).InstanceNorm(),
        ["layer norm"] = g => g.Input("x", 4, 3, 5).LayerNorm(new Shape(3, 5), g.Input("gamma", 3, 5), g.Input("beta", 3, 5)),
        ["pads"] = g => g.Input("x", 2, 3, 5, 6).Pad([0, 0, 2, 1], [0, 1, 1, 3], PadMode.Constant, 0.5f)
            .Pad([0, 0, 3, 0], [0, 0, 0, 2], PadMode.Reflect).Pad([0, 0, 1, 0], [0, 0, 0, 2], PadMode.Replicate),
        ["activations"] = g => Sum(g.Input("x", 3, 13), x => x.Clamp(-0.5f, 0.25f), x => x.Relu6(), x => x.Hardtanh(), x => x.Elu(0.7f),
            x => x.Celu(0.7f), x => x.Selu(), x => x.Gelu(), x => x.Gelu(tanh: true),
            x => x.Hardsigmoid(), x => x.Hardswish(), x => x.LeakyRelu(0.2f), x => x.LogSigmoid(), x => x.Hardshrink(0.3f), x => x.Softshrink(0.3f),
            x => x.Silu(), x => x.Mish(), x => x.Softplus(2), x => x.Softsign(), x => x.Threshold(0.1f, 3), x => x.Threshold(0.2f, 0),
            x => x.Sigmoid(), x => x.Tanh()),
        ["arithmetic of one operand"] = g => Sum(g.Input("x", 3, 13).Scale(0.4f, 0.5f), x => x.Abs(), x => x.Neg(), x => x.Sign(), x => x.Exp(),
            x => x.Log(), x => x.Sqrt(), x => x.Rsqrt(), x => x.Reciprocal(), x => x.Square(),
            x => x.Floor(), x => x.Ceil(), x => x.Scale(7).Round(), x => x.Scale(7).Trunc(), x => x.Erf(), x => x.Sin(), x => x.Cos(), x => x.Tan(),
            x => x.Asin(), x => x.Acos(), x => x.Atan(), x => x.Sinh(), x => x.Cosh(), x => x.Asinh(), x => x.Scale(1, 1).Acosh(), x => x.Atanh()),
        ["slices, tile and shuffle"] = g => Tensor.Concat(0, [.. new[]
        {
            g.Input("x", 2, 6, 5, 7),
        }.Select(x => x.Slice(3, 1, 4).Tile(1, 1, 2, 3).ChannelShuffle(3)).SelectMany(x => new[] { x, x.Flip(2) })]),
        ["reductions"] = g => Sum(g.Input("x", 3, 4, 5, 2).Scale(0.4f, 0.6f), x => x.Sum([0, 2], keepDim: true), x => x.Mean([1, 3], keepDim: true),
            x => x.Max([0, 2], keepDim: true), x => x.Min([1], keepDim: true),
            x => x.Prod([2], keepDim: true), x => x.NormL1([3], keepDim: true), x => x.NormL2([0, 1], keepDim: true),
            x => x.LogSumExp([2, 3], keepDim: true), x => x.Sum([1, 2]).Reshape(3, 1, 1, 2), x => x.Mean().Reshape(1, 1, 1, 1)),
        ["arithmetic of two operands"] = g => Sum(g.Input("x", 3, 4, 5).Scale(0.4f, 0.6f), x => x.Pow(g.Input("p", 4, 1)),
            x => Tensor.Maximum(x, g.Input("m", 5)), x => Tensor.Minimum(x, g.Input("m", 5)), x => x.Fmod(g.Input("d", 5).Scale(0.2f, 0.4f)),
            x => x.Scale(1, -0.7f).Remainder(g.Input("d", 5).Scale(0.2f, 0.4f)), x => x.PRelu(g.Input("slope", 4)), x => x.Detach(),
            x => x.Graph.Fill(x.Shape, 0.25f)),
        ["comparisons, logic, choice and casts"] = g => Sum(g.Input("x", 3, 4, 5), x => Tensor.Where(x.Less(0.2f * g.Input("other", 5)), x, x.Neg()),
            x => x.LessEqual(g.Input("other", 5)).Cast(DType.F32), x => x.Greater(g.Input("other", 5)).Not().Cast(DType.F32),
            x => x.Scale(5).Cast(DType.I32).Equal(g.Input("other", 5).Scale(5).Cast(DType.I32)).Or(x.NotEqual(x))
                .And(x.GreaterEqual(g.Input("other", 5))).Cast(DType.F32), x => x.Scale(9).Cast(DType.I32).Cast(DType.F32)),
        ["max pools"] = g => Sum(g.Input("x", 2, 3, 7, 9), x => x.MaxPool2d(PoolWindow.Square(3, 2, 1, 1, false)),
            x => x.MaxPool2d(PoolWindow.Onnx((3, 2), (2, 2), (1, 1), (1, 0, 1, 1)))),
        ["max pool, rounded up"] = g => g.Input("x", 2, 3, 8, 10).MaxPool2d(PoolWindow.Square(3, 2, 0, 1, true)),
        ["average pools"] = g => Sum(g.Input("x", 2, 3, 8, 10), x => x.AvgPool2d(PoolWindow.Square(3, 2, 1, 1, false), true),
            x => x.AvgPool2d(PoolWindow.Square(3, 2, 1, 1, false), false), x => x.AvgPool2d(PoolWindow.Square(3, 2, 1, 1, false), true, 5)),
        ["average pools, rounded up"] = g => Sum(g.Input("x", 2, 3, 8, 10), x => x.AvgPool2d(PoolWindow.Square(3, 2, 1, 1, true), true),
            x => x.AvgPool2d(PoolWindow.Square(3, 2, 1, 1, true), false)),
        ["norm pools"] = g => Sum(g.Input("x", 2, 3, 8, 10), x => x.LpPool2d(2, PoolWindow.Square(3, 2, 1, 1, false)),
            x => x.LpPool2d(1, PoolWindow.Square(3, 2, 1, 1, false))),
        ["adaptive pools"] = g => Sum(g.Input("x", 2, 3, 7, 9), x => x.AdaptiveAvgPool2d(3, 4), x => x.AdaptiveMaxPool2d(3, 4),
            x => x.Slice(2, 0, 6).Slice(3, 0, 8).AdaptiveAvgPool2d(3, 4)),
        ["indices and unpooling"] = g => Unpooled(g.Input("x", 2, 3, 6, 8)),
        ["resizes"] = g => Sum(g.Input("x", 2, 3, 5, 7), x => x.Interpolate(10, 14), x => x.Interpolate((2, 2), ResizeMode.Linear),
            x => x.Interpolate(10, 14, ResizeMode.Linear, alignCorners: true), x => x.Interpolate(10, 14, ResizeMode.Cubic)),
        ["a resize by an odd scale"] = g => g.Input("x", 2, 3, 10, 10).Interpolate((1.35f, 0.65f)),
        ["grid sample and affine grid"] = g => g.Input("x", 2, 3, 5, 7)
            .GridSample(g.Input("theta", 2, 2, 3).AffineGrid(4, 6), ResizeMode.Linear, GridPadding.Border),
        ["pixel shuffles"] = g => g.Input("x", 2, 16, 3, 5).PixelShuffle(2).DepthToSpace(2).PixelUnshuffle(2).SpaceToDepth(2),
        ["gather and scatter"] = g => g.Input("x", 6, 5)
            .ScatterElements(0, g.Input("at", 3, 5).Scale(4).Cast(DType.I32), g.Input("put", 3, 5), ScatterReduction.Add)
            .Gather(0, g.Input("which", 4).Scale(5).Cast(DType.I32)),
        ["top-k, arg-max, one-hot"] = g => TopValues(g.Input("x", 4, 9)),
        ["running sums, triangles, ranges"] = g => g.Input("x", 4, 9).CumSum(1, exclusive: true, reverse: true).Triu(1) + g.Range(0, 9),
        ["windows as columns"] = g => g.Input("x", 2, 3, 6, 7).Unfold(3, 2, new ConvGeometry(2, 1, 1, 0, 1, 1)),
        ["pixels as rows"] = g => g.Input("x", 2, 3, 5, 2).PixelRows().Relu(),
        ["maxout"] = g => g.Input("x", 3, 8, 5, 2).Maxout(4),
        ["constants of integers"] = g => Tensor.Where(g.Parameter(Parameter.Integers("mask", new Shape(5), [1, 0, 0, 1, 1], DType.Bool)),
            g.Input("x", 4, 5).Gather(0, g.Parameter(Parameter.Integers("which", new Shape(4), [3, -1, 0, 2]))), g.Fill(Shape.Scalar, 2)),
        ["weights as parameters"] = g => g.Input("x", 4, 5)
            .MatMul(g.Parameter(new Parameter("weight", new Shape(5, 3), OpCase.Floats(new Shape(5, 3), 9)))),
        ["fold"] = g => g.Input("columns", 2, 18, 20).Fold(5, 6, 3, 2, new ConvGeometry(1, 1, 1, 0, 0, 0)),
        ["reductions of a scalar"] = g => g.Input("x", 1).Reshape(Shape.Scalar).NormL2() + g.Input("x", 1).Reshape(Shape.Scalar).Sum(),
        ["scale and shift by channel"] = g => g.Input("x", 2, 5, 3, 3).ChannelAffine(g.Input("a", 2, 5)),
    };

    private static Tensor Unpooled(Tensor x)
    {
        var window = PoolWindow.Square(2, 2, 0, 1, false);
        return x.MaxPool2d(window).MaxUnpool2d(x.MaxPool2dIndices(window, PoolIndex.Plane), 6, 8)
            + x.MaxPool2dIndices(window, PoolIndex.Tensor).Cast(DType.F32).Sum();
    }

    private static Tensor TopValues(Tensor x)
    {
        var (values, indices) = x.TopK(3);
        return values * indices.Cast(DType.F32) + x.ArgMax(1).OneHot(3) + x.ArgMin(1, keepDim: true, last: true).Cast(DType.F32);
    }

    private static Tensor Sum(Tensor x, params Func<Tensor, Tensor>[] functions) => functions.Select(f => f(x)).Aggregate((a, b) => a + b);

    private static IEnumerable<string> Names => Graphs.Keys;

    [TestCaseSource(nameof(Names))]
    public void Exported_ops_compute_the_same_elsewhere(string name)
    {
        var graph = new Graph();
        var y = Graphs[name](graph);
        CheckRoundTrip(graph, new() { ["y"] = y });
    }

    [Test]
    public void The_batch_is_left_open_where_the_nodes_do_not_depend_on_it()
    {
        var path = Path.Combine(folder, "model.onnx");
        var net = new Sequential(new Conv2d(3, 4, 3), new ReLU(), new AdaptiveAvgPool2d(2), new Flatten(), new Linear(16, 5));
        OnnxExport.Save(path, net, new Shape(1, 3, 9, 9));
        Assert.That(OnnxModel.Load(path).Inputs.Single().Dimensions, Is.EqualTo([-1, 3, 9, 9]));
        var input = new Shape(3, 3, 9, 9);
        var values = OpCase.Uniform(input, 5);
        var graph = new Graph();
        var y = net.Forward(graph.Input("input", input));
        var inputs = new Dictionary<string, (Shape Shape, DType Type, double[] Values)> { ["input"] = (input, DType.F32, values) };
        Compare(OnnxRuntime.Run(path, inputs), Run(new() { ["output"] = y }, inputs), "a batch of three");

        OnnxExport.Save(path, new WholeBatch(), new Shape(2, 3));
        Assert.That(OnnxModel.Load(path).Inputs.Single().Dimensions, Is.EqualTo([2, 3]), "a net whose nodes tell the batch");
    }

    private sealed class WholeBatch : Module
    {
        public override Tensor Forward(Tensor x) => x.Reshape(3, -1).Relu().Reshape(x.Shape);
    }

    [Test]
    public void What_cannot_be_exported_is_named_and_nothing_is_written()
    {
        var graph = new Graph();
        var x = graph.Input("x", 4, 3, 8, 8);
        var path = Path.Combine(folder, "model.onnx");
        var gradient = x.Conv2dGradWeight(x, ConvGeometry.Square(), new Shape(3, 3, 1, 1));
        Assert.That(() => OnnxExport.Save(path, new Dictionary<string, Tensor> { ["y"] = gradient }),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Conv2dGradWeight"));
        Assert.That(() => OnnxExport.Save(path, new Dictionary<string, Tensor> { ["x"] = x.Relu() }),
            Throws.ArgumentException.With.Message.Contains("input"));
        Assert.That(() => OnnxExport.Save(path, new Dictionary<string, Tensor>()), Throws.ArgumentException);
        Assert.That(File.Exists(path), Is.False);
    }

    /// <summary>Runs the graph here, its export in onnxruntime, and the export imported again, on the same inputs.</summary>
    private void CheckRoundTrip(Graph graph, Dictionary<string, Tensor> outputs)
    {
        var path = Path.Combine(folder, "model.onnx");
        OnnxExport.Save(path, outputs);
        var inputs = Inputs(graph);
        var expected = Run(outputs, inputs);
        var again = OnnxModel.Load(path).Build();
        Compare(Run(outputs.ToDictionary(o => o.Key, o => again[o.Key]), inputs), expected, "imported again");
        Compare(OnnxRuntime.Run(path, inputs), expected, "onnxruntime");
    }

    private static Dictionary<string, (Shape Shape, DType Type, double[] Values)> Inputs(Graph graph) =>
        graph.Nodes.Select(n => n.Op).OfType<InputOp>()
            .ToDictionary(i => i.Key, i => (i.Dimensions, i.Type, OpCase.Uniform(i.Dimensions, (ulong)i.Key.Length)));

    private static Dictionary<string, double[]> Run(
        Dictionary<string, Tensor> outputs, Dictionary<string, (Shape Shape, DType Type, double[] Values)> inputs)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [.. outputs.Values]);
        foreach (var (key, (_, _, values)) in inputs)
            plan.Upload(key, Array.ConvertAll(values, v => (float)v));
        plan.Run();
        return outputs.ToDictionary(o => o.Key, o => Array.ConvertAll(plan.Fetch(o.Value), v => (double)v));
    }

    private static void Compare(Dictionary<string, double[]> actual, Dictionary<string, double[]> expected, string who)
    {
        foreach (var (name, values) in expected)
        {
            Assert.That(Difference.Relative(actual[name], values), Is.LessThanOrEqualTo(Tolerance), $"{who}: {name}");
        }
    }
}
