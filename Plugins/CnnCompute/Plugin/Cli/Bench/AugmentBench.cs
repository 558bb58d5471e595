// Measurement of what augmentation adds to a training step.
using Engine;

namespace CnnCompute;

/// <summary>
/// A batch of 64 pictures of Fashion-MNIST's size from packed bytes to the network's input, on the device: what stands before forward and backward in
/// every training step. The pictures are noise.
/// </summary>
internal static class AugmentBench
{
    private const int Batch = 64;

    /// <summary>What small grey pictures are usually trained with.</summary>
    public const string FlipAndShift = "random-horizontal-flip, random-shift pixels=1";

    /// <summary>A transform of every kind that there is.</summary>
    public const string FullList = "random-horizontal-flip, random-crop padding=2, "
        + "random-affine degrees=10 translateX=0.05 translateY=0.05 scale=0.9..1.1 shearX=5, random-perspective distortionScale=0.2, "
        + "elastic-transform alpha=8 sigma=3, colour-jitter brightness=0.2 contrast=0.2, random-gamma, random-solarize p=0.1, "
        + "random-autocontrast p=0.2, gaussian-noise sigma=0.02, random-erasing";

    /// <summary>Policies that are drawn for each picture.</summary>
    public const string Random = "random-horizontal-flip, random-crop padding=2, rand-augment, random-erasing";

    /// <summary>Names, and the transforms of each.</summary>
    public static IReadOnlyList<(string Name, string Transforms)> Cases { get; } =
    [
        ("augmentation of 64 pictures, none", ""),
        ("augmentation of 64 pictures, flip and shift", FlipAndShift),
        ("augmentation of 64 pictures, the full list", FullList),
        ("augmentation of 64 pictures, RandAugment", Random),
    ];

    /// <summary>Measures one case, and the same with plain recipes.</summary>
    public static BenchResult Run(Gpu gpu, string name, string transforms, BenchSettings settings) =>
        PlanBench.Run(name, settings, options =>
        {
            var graph = new Graph();
            var shape = new Shape(Batch, 1, 28, 28);
            var inputs = new BatchInputs(graph.Input(BatchInputs.BytesName, new Shape((int)shape.Count / 4), DType.I32),
                graph.Labels(BatchInputs.LabelsName, Batch), graph.Input(BatchInputs.SamplesName, new Shape(Batch), DType.I32),
                graph.Value(BatchInputs.KeyName, new Shape(2), DType.I32), shape, 10);
            var made = inputs.Apply([.. Transforms.Parse(transforms), new Normalize(PixelNorm.Unit)]).Images;
            var weights = new Residence(gpu);
            try
            {
                var plan = Plan.Compile(weights, [], [made], options: options);
                plan.Upload(BatchInputs.BytesName, [.. Enumerable.Range(0, (int)shape.Count / 4).Select(i => i * 2654435)]);
                if (plan.InputNames.Contains(BatchInputs.SamplesName))
                    plan.Upload(BatchInputs.SamplesName, [.. Enumerable.Range(0, Batch)]);
                if (plan.HasValue(BatchInputs.KeyName))
                    plan.SetInt(BatchInputs.KeyName, [1, 1]);
                return new PlanBench(plan, weights, plan);
            }
            catch
            {
                weights.Dispose();
                throw;
            }
        });
}
