// ONNX's resizing and sampling operators where opsets and sizes differ, and which operators are imported at all.
using CnnCompute.Protobuf;
using Google.Protobuf;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxSamplingTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static AttributeProto Text(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value) };

    private (Shape Shape, float[] Values) Run(ModelProto proto, float[] x)
    {
        var graph = proto.Load(path).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"]]);
        plan.Upload("x", x);
        plan.Run();
        return (graph["y"].Shape, plan.Fetch("y"));
    }

    private static float[] Counted(int n) => [.. Enumerable.Range(1, n).Select(i => (float)i)];

    [Test]
    public void Opset_10_takes_the_right_sample_where_it_shrinks_and_the_left_one_where_it_grows()
    {
        ModelProto Resize(long[] x, params float[] scales) =>
            Model(10, x, [Node("Resize", "y", ["x", "s"], Text("mode", "nearest"))], Floats("s", [4], scales));
        // The example of the operator's own page, and what onnxruntime gives.
        Assert.That(Run(Resize([1, 1, 2, 4], 1, 1, 0.6f, 0.6f), Counted(8)), Is.EqualTo((new Shape(1, 1, 1, 2), new[] { 1, 3f })));
        Assert.That(Run(Resize([1, 1, 1, 10], 1, 1, 1, 0.7f), Counted(10)), Is.EqualTo((new Shape(1, 1, 1, 7), new[] { 1, 3, 4, 6, 7, 9, 10f })));
        Assert.That(Run(Resize([1, 1, 4, 10], 1, 1, 1.5f, 0.3f), Counted(40)),
            Is.EqualTo((new Shape(1, 1, 6, 3), new[] { 1f, 5, 8, 1, 5, 8, 11, 15, 18, 21, 25, 28, 21, 25, 28, 31, 35, 38 })));
        Assert.That(Run(Resize([1, 1, 1, 10], 1, 1, 1, 1.7f), Counted(10)).Values,
            Is.EqualTo([1f, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7, 8, 8, 9, 9, 10]));
    }

    [Test]
    public void Sizes_are_the_whole_part_of_the_product_in_floats()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 1, 10, 20);
        Assert.That(x.Resize(new ResizeOptions(), [2, 3], [], [0.7f, 0.35f]).Shape, Is.EqualTo(new Shape(1, 1, 7, 7)));
        Assert.That(x.Interpolate((0.7f, 0.35f), ResizeMode.Linear, alignCorners: true).Shape, Is.EqualTo(new Shape(1, 1, 7, 7)));
    }

    [TestCase("not_larger", 9, 2, 3, 0.5)]
    [TestCase("not_smaller", 7, 6, 7, 1.4)]
    public void A_kept_aspect_ratio_samples_with_one_scale(string policy, int asked, int height, int width, double scale)
    {
        // 4x5 to 2 by what is asked: the scale is 2/4 or 7/5, and not the ratio of the sizes that come of it.
        var proto = Model(
            18, [1, 1, 4, 5], [Node("Resize", "y", ["x", "", "", "n"], Text("mode", "linear"), Text("coordinate_transformation_mode", "asymmetric"),
                Ints("axes", 2, 3), Text("keep_aspect_ratio_policy", policy))], Longs("n", 2, asked));
        var (shape, values) = Run(proto, Counted(20));
        Assert.That(shape, Is.EqualTo(new Shape(1, 1, height, width)));
        double At(int o, int last) => Math.Min(o / scale, last);
        Assert.That(values,
            Is.EqualTo(Enumerable.Range(0, height * width).Select(i => (float)(1 + 5 * At(i / width, 3) + At(i % width, 4)))).Within(1e-4));
    }

    [Test]
    public void AffineGrid_makes_the_grid_that_the_tensor_method_makes()
    {
        float[] theta = [1, 0.25f, -0.5f, -0.25f, 1, 0.125f];
        foreach (var align in new[] { 0, 1 })
        {
            var proto = Model(20, [1, 2, 3], [Node("AffineGrid", "y", ["x", "n"], Int("align_corners", align))], Longs("n", 1, 3, 4, 5));
            var (shape, values) = Run(proto, theta);
            Assert.That(shape, Is.EqualTo(new Shape(1, 4, 5, 2)));
            double At(int i, int n) => align != 0 ? 2.0 * i / (n - 1) - 1 : (2.0 * i + 1) / n - 1;
            float[] expected = [.. Enumerable.Range(0, 40).Select(i => (i / 2 % 5, i / 10, 3 * (i % 2)))
                .Select(p => (float)(theta[p.Item3] * At(p.Item1, 5) + theta[p.Item3 + 1] * At(p.Item2, 4) + theta[p.Item3 + 2]))];
            Assert.That(values, Is.EqualTo(expected).Within(1e-5));
        }
        // In three dimensions rows of theta are for x, y and z.
        var deep = Model(20, [1, 3, 4], [Node("AffineGrid", "y", ["x", "n"])], Longs("n", 1, 1, 2, 3, 4));
        var (grid, places) = Run(deep, [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0.5f]);
        Assert.That(grid, Is.EqualTo(new Shape(1, 2, 3, 4, 3)));
        Assert.That(places, Is.EqualTo(Enumerable.Range(0, 24).SelectMany(i => new[]
        {
            (2f * (i % 4) + 1) / 4 - 1, 2 * ((2f * (i / 4 % 3) + 1) / 3 - 1), 3 * ((2f * (i / 12) + 1) / 2 - 1) + 0.5f,
        })).Within(1e-5));
        Assert.That(() => Model(20, [2, 2, 3], [Node("AffineGrid", "y", ["x", "n"])], Longs("n", 1, 3, 4, 5)).Load(path),
            Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Col2Im_adds_up_the_columns()
    {
        // Blocks of 1x5 over 5x5, side by side: the operator's own example, column c holds row c.
        var own = Model(18, [1, 5, 5], [Node("Col2Im", "y", ["x", "image", "block"])], Longs("image", 5, 5), Longs("block", 1, 5));
        var (shape, values) = Run(own, Counted(25));
        Assert.That(shape, Is.EqualTo(new Shape(1, 1, 5, 5)));
        Assert.That(values, Is.EqualTo(Enumerable.Range(0, 25).Select(i => (float)(i % 5 * 5 + i / 5 + 1))));
        // 2x2 windows of ones overlap: a pixel counts the windows that cover it.
        var strided = Model(18, [1, 4, 6], [Node("Col2Im", "y", ["x", "image", "block"], Ints("strides", 2, 1), Ints("pads", 0, 1, 0, 0))],
            Longs("image", 4, 3), Longs("block", 2, 2));
        Assert.That(Run(strided, [.. Enumerable.Repeat(1f, 24)]).Values, Is.EqualTo(Enumerable.Repeat(new[] { 2f, 2, 1 }, 4).SelectMany(v => v)));
        var line = Model(18, [1, 2, 3], [Node("Col2Im", "y", ["x", "image", "block"])], Longs("image", 4), Longs("block", 2));
        (shape, values) = Run(line, Counted(6));
        Assert.That((shape, values), Is.EqualTo((new Shape(1, 1, 4), new[] { 1f, 6, 8, 6 })));
        // One block that is the whole of a little room.
        var room = Model(18, [1, 8, 1], [Node("Col2Im", "y", ["x", "image", "block"])], Longs("image", 2, 2, 2), Longs("block", 2, 2, 2));
        (shape, values) = Run(room, Counted(8));
        Assert.That((shape, values), Is.EqualTo((new Shape(1, 1, 2, 2, 2), Counted(8))));
    }

    [Test]
    public void CenterCropPad_cuts_and_pads_about_the_centre()
    {
        var both = Model(18, [1, 1, 2, 5], [Node("CenterCropPad", "y", ["x", "n"], Ints("axes", 2, -1))], Longs("n", 5, 2));
        Assert.That(Run(both, Counted(10)), Is.EqualTo((new Shape(1, 1, 5, 2), new[] { 0f, 0, 2, 3, 7, 8, 0, 0, 0, 0 })));
        Assert.That(() => Model(18, [1, 1, 2, 5], [Node("CenterCropPad", "y", ["x", "n"])], Longs("n", 5, 2)).Load(path),
            Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void The_operators_of_convolutional_networks_in_opset_21_are_imported()
    {
        const string list = """
            Conv ConvTranspose Col2Im AveragePool MaxPool LpPool MaxUnpool GlobalAveragePool GlobalMaxPool GlobalLpPool
            BatchNormalization InstanceNormalization GroupNormalization LayerNormalization LRN LpNormalization MeanVarianceNormalization
            Relu LeakyRelu PRelu Elu Celu Selu Gelu HardSigmoid HardSwish Hardmax LogSoftmax Mish Shrink Sigmoid Softmax Softplus Softsign Tanh
            ThresholdedRelu
            Add Sub Mul Div Pow Mod Max Min Mean Sum Neg Abs Sign Sqrt Reciprocal Exp Log Erf Floor Ceil Round Clip
            Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh
            And Or Xor Not Equal Less LessOrEqual Greater GreaterOrEqual IsInf IsNaN Where
            MatMul Gemm ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare CumSum
            ArgMax ArgMin TopK OneHot Gather GatherElements GatherND ScatterElements ScatterND Trilu
            Cast CastLike Identity Constant ConstantOfShape Range Shape Size NonZero
            Concat Split Slice Pad CenterCropPad Reshape Flatten Squeeze Unsqueeze Transpose Expand Tile
            Resize Upsample GridSample AffineGrid DepthToSpace SpaceToDepth Dropout
            DequantizeLinear QuantizeLinear NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss
            """;
        const string others = """
            Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Compress ConcatFromSequence ConvInteger DFT DeformConv Det
            DynamicQuantizeLinear Einsum GRU HammingWindow HannWindow ImageDecoder LSTM Loop MatMulInteger MaxRoiPool MelWeightMatrix
            Multinomial NonMaxSuppression Optional OptionalGetElement OptionalHasElement QLinearConv QLinearMatMul RNN RandomNormal RandomNormalLike
            RandomUniform RandomUniformLike RegexFullMatch ReverseSequence RoiAlign STFT Scan SequenceAt SequenceConstruct SequenceEmpty
            SequenceErase SequenceInsert SequenceLength SequenceMap SplitToSequence StringConcat StringNormalizer StringSplit TfIdfVectorizer Unique
            """;
        static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.That(Words(list).Where(name => !OnnxOperators.Knows("", name)), Is.Empty);
        Assert.That(Words(others).Where(
            name => OnnxOperators.Knows("", name) || OnnxUnsupported.Reason("", name).StartsWith("not among", StringComparison.Ordinal)), Is.Empty,
            "each operator left out has a reason of its own");
    }
}
