// Measurements of dreams: one step of ascent, as live scenes and the verb make it, and such a scene.
using Engine;

namespace CnnCompute;

/// <summary>A step at one size: the net and its gradient, the gradient smoothed and normalised, the picture changed.</summary>
internal static class DreamBench
{
    private const string SceneName = "dream scene on squeezenet1.1 fire8, frame at 1280x720";

    /// <summary>What is measured.</summary>
    public static IReadOnlyList<VisionBench> Cases { get; } =
    [
        Of("squeezenet1.1.onnx", "fire9", 224, PixelNorm.Torch),
        Of("inception_v3_features.onnx", "mixed_4", 256, PixelNorm.Tf128),
        new(SceneName, "squeezenet1.1.onnx", (gpu, path, settings) => SceneBench.Play(gpu, SceneName, "dream.yaml", Fields(path), settings)),
    ];

    /// <summary>Fields of a scene that is to dream of a layer of <paramref name="model"/>.</summary>
    internal static Dictionary<string, string> Fields(string model) => new()
    {
        ["DeepDream.model"] = Path.GetFullPath(model),
        ["DeepDream.layer"] = "fire8",
        ["DeepDream.layers"] = "fire8",
        ["DeepDream.norm"] = "torch",
    };

    private static VisionBench Of(string file, string layer, int side, PixelNorm norm)
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)} {layer}, dream step at {side}x{side}";
        return new VisionBench(name, file,
            (gpu, path, settings) => PlanBench.Run(name, settings, plans => Open(gpu, path, layer, side, norm, plans)));
    }

    private static PlanBench Open(Gpu gpu, string path, string layer, int side, PixelNorm norm, PlanOptions plans)
    {
        var source = gpu.Image(side, side, "noise");
        var weights = new Residence(gpu);
        try
        {
            gpu.Upload(source, [.. Enumerable.Range(0, side * side * 4).Select(i => (byte)new Philox(1).Word((ulong)i))]);
            var dream = new Dream(weights, new Trunk(ModelFile.Load(path), norm), side, side, new DreamOptions { Objective = layer, Octaves = 1 },
                new DreamImages(source), plans);
            try
            {
                dream.Follow(fresh: true);
                return new PlanBench(dream.Prepared(0), source, weights, dream);
            }
            catch
            {
                dream.Dispose();
                throw;
            }
        }
        catch
        {
            weights.Dispose();
            source.Dispose();
            throw;
        }
    }
}
