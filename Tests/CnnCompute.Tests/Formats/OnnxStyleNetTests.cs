// The feed-forward style nets on photographs: the pictures that onnxruntime paints.
using Engine;

namespace CnnCompute.Tests;

public sealed class OnnxStyleNetTests
{
    private const int Side = 224;

    /// <summary>The pictures are left in artifacts/pictures to be looked at.</summary>
    [TestCase("starry-night", "chelsea_224")]
    [TestCase("wheatfield_with_crows", "coffee_224")]
    [TestCase("bedroom", "grace_hopper_224")]
    [TestCase("candy", "chelsea_224")]
    public void Style_nets_paint_what_onnxruntime_paints(string style, string photograph)
    {
        var file = Shared.File($"models/style/{style}.onnx");
        var model = OnnxModel.Load(file);
        var input = new Shape(1, 3, Side, Side);
        float[] planes = Photograph.Load(Shared.File($"images/224/{photograph}.png")).Planes(3, PixelNorm.Byte),
            painted = Paint(model, input, planes);
        Save($"{style} {photograph}", painted);
        var expected = OnnxRuntime.Run(file, new Dictionary<string, (Shape, DType, double[])>
        {
            [model.Inputs[0].Name] = (input, DType.F32, Array.ConvertAll(planes, v => (double)v)),
        })[model.Outputs[0].Name];
        var mean = painted.Zip(expected, (a, b) => Math.Abs(Math.Clamp(a, 0, 255) - Math.Clamp(b, 0, 255))).Average();
        Assert.That(mean, Is.LessThanOrEqualTo(0.1), "mean absolute difference, in levels of 255");
        Assert.That(painted.Zip(planes, (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(10), "it is another picture than the photograph");
    }

    private static float[] Paint(OnnxModel model, Shape input, float[] planes)
    {
        var graph = new Graph();
        var y = model.Forward(graph.Input("photograph", input));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("photograph", planes);
        plan.Run();
        return plan.Fetch(y);
    }

    private static void Save(string name, float[] planes)
    {
        const int Pixels = Side * Side;
        var rgba = new byte[Pixels * 4];
        for (var i = 0; i < Pixels * 4; i++)
            rgba[i] = i % 4 == 3 ? (byte)255 : (byte)Math.Clamp(planes[i % 4 * Pixels + i / 4], 0, 255);
        var folder = Directory.CreateDirectory(Path.Combine(GpuFixture.Repository, "artifacts", "pictures"));
        PngFile.Write(Path.Combine(folder.FullName, $"{name}.png"), Side, Side, rgba);
    }
}
