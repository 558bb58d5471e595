// Measurements of nets that paint, alone and in a scene.
using Engine;

namespace CnnCompute;

/// <summary>One picture through a feed-forward style net.</summary>
internal static class StyleBench
{
    private const int Side = 256;

    private const string Heavy = "style/candy.onnx", SceneName = "style scene on candy, frame at 1280x720";

    /// <summary>
    /// What is measured: a light net and a heavy one, and the scene with the heavy one, which draws on while a picture takes many frames.
    /// </summary>
    public static IReadOnlyList<VisionBench> Cases { get; } =
    [
        Of("style/starry-night.onnx"), Of(Heavy),
        new(SceneName, Heavy, (gpu, path, settings) => SceneBench.Play(gpu, SceneName, "style.yaml", Fields(path), settings)),
    ];

    /// <summary>Fields of a scene that is to be painted by <paramref name="net"/> alone.</summary>
    internal static Dictionary<string, string> Fields(string net) => new()
    {
        ["StyleTransfer.net"] = Path.GetFullPath(net),
        ["StyleTransfer.second"] = "",
        ["StyleTransfer.choices"] = "",
    };

    private static VisionBench Of(string file)
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)} at {Side}x{Side}";
        return new VisionBench(name, file, (gpu, path, settings) => PlanBench.Run(name, settings, plans => Open(gpu, path, plans)));
    }

    private static PlanBench Open(Gpu gpu, string path, PlanOptions plans)
    {
        var model = OnnxModel.Load(path);
        model.Eval();
        if (model.Inputs is not [{ Type: DType.F32 } port] || model.Outputs.Count != 1)
            throw new InvalidDataException($"{path}: a net that makes one picture of one is needed");
        var graph = new Graph();
        var output = model.Import(graph,
            new Dictionary<string, Tensor> { [port.Name] = graph.Input("picture", 1, 3, Side, Side) })[model.Outputs[0].Name];
        var weights = new Residence(gpu);
        try
        {
            var plan = Plan.Compile(weights, [], [output], options: plans);
            plan.Upload("picture", Init.Uniform(new Philox(1), 3L * Side * Side, 255));
            return new PlanBench(plan, weights, plan);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }
}
