// NaN through ONNX's operators on the device: what a public report on another program had come out as plausible numbers.
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class OnnxNaNTests
{
    private const float N = float.NaN;

    [Test]
    public void NaN_passes_every_operator_on_the_device()
    {
        var few = new Dictionary<string, float[]>
        {
            ["Relu"] = [N, 1, 0, 2],
            ["Clip"] = [N, 1, 0.5f, 2],
            ["Max"] = [N, 1, 0.5f, 2],
            ["Min"] = [N, 0.5f, -1, 0.5f],
            ["Add"] = [N, 1.5f, -0.5f, 2.5f],
            ["PRelu"] = [N, 1, -0.5f, 2],
            ["LeakyRelu"] = [N, 1, -0.01f, 2],
            ["Elu"] = [N, 1, -0.63212f, 2],
            ["HardSwish"] = [N, 0.66667f, -0.33333f, 1.66667f],
            ["Sigmoid"] = [N, 0.73106f, 0.26894f, 0.8808f],
            ["Softmax"] = [N, N, N, N],
            ["LogSoftmax"] = [N, N, N, N],
        };
        string[] two = ["Max", "Min", "Add", "PRelu"];
        var inner = few.Keys.Select(op => Node(op, op, op == "Clip" ? ["x", "half", "three"] : two.Contains(op) ? ["x", "half"] : ["x"]));
        var model = Model(17, [4],
        [
            .. inner, Node("MaxPool", "MaxPool", ["maps"], Ints("kernel_shape", 2, 2)), Node("GlobalMaxPool", "GlobalMaxPool", ["maps"]),
            Node("ReduceMax", "ReduceMax", ["maps"], Ints("axes", 2, 3), Int("keepdims", 0)),
        ], Floats("half", [], 0.5f), Floats("three", [], 3)).With("maps", 1, 1, 4, 2, 2).Giving([.. few.Keys, "MaxPool", "GlobalMaxPool"]);
        var lowest = float.NegativeInfinity;
        float[] maps = [N, 1, 2, 3, lowest, lowest, lowest, lowest, 4, N, 5, 6, 1, 2, 3, 9], maxima = [N, lowest, N, 9];
        var graph = model.Load(Path.Combine(TestContext.CurrentContext.WorkDirectory, "nan.onnx")).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        string[] pools = ["MaxPool", "GlobalMaxPool", "ReduceMax"];
        using var plan = Plan.Compile(weights, [], [.. few.Keys.Concat(pools).Select(name => graph[name])]);
        plan.Upload("x", [N, 1, -1, 2]);
        plan.Upload("maps", maps);
        plan.Run();
        Assert.Multiple(() =>
        {
            foreach (var (name, expected) in few)
                Assert.That(plan.Fetch(name), Is.EqualTo(expected).Within(1e-5f), name);
            foreach (var name in pools)
                Assert.That(plan.Fetch(name), Is.EqualTo(maxima), name);
        });
    }

    [Test]
    public void A_weight_that_is_NaN_makes_every_probability_NaN()
    {
        var model = Model(17, [1, 3, 8, 8],
        [
            Node("Conv", "c", ["x", "w"], Ints("pads", 1, 1, 1, 1)), Node("Relu", "r", ["c"]), Node("GlobalAveragePool", "g", ["r"]),
            Node("Flatten", "f", ["g"]), Node("Gemm", "logits", ["f", "v", "b"]), Node("Softmax", "y", ["logits"]),
        ],
        Floats("w", [8, 3, 3, 3], [.. OpCase.Floats(new Shape(8, 3, 3, 3), 1).Select((v, i) => i == 40 ? N : v)]),
        Floats("v", [8, 5], OpCase.Floats(new Shape(8, 5), 2)), Floats("b", [5], 1, 2, 3, 4, 5)).Giving("c");
        var graph = model.Load(Path.Combine(TestContext.CurrentContext.WorkDirectory, "nan-weight.onnx")).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["y"], graph["r"]]);
        plan.Upload("x", OpCase.Floats(new Shape(1, 3, 8, 8), 3));
        plan.Run();
        Assert.That(plan.Fetch("y"), Is.All.NaN);
        // In its own channel alone.
        Assert.That(plan.Fetch("r").Chunk(64).Select(c => c.Any(float.IsNaN)), Is.EqualTo(Enumerable.Range(0, 8).Select(c => c == 1)));
    }
}
