// Every Vulkan call of plans and of training fails in turn: one clear error each, nothing left alive, no error hidden by another.
using Engine;

namespace CnnCompute.Tests;

public sealed class PlanFaultTests
{
    private static GpuOptions Options => new() { Validation = false, ShaderFolder = GpuFixture.ShaderFolders };

    [Test]
    public void Every_call_of_a_plan_with_a_picture_and_a_readback_may_fail() => FaultWalk.Run(Options, gpu =>
    {
        using var weights = new Residence(gpu);
        using var picture = gpu.Image(8, 8, "picture");
        var graph = new Graph();
        var x = graph.FromImage("picture", 8, 8, PixelNorm.Unit);
        var net = new Conv2d(3, 4, 3);
        net.Eval();
        using var plan = Plan.Compile(weights, [], [net.Forward(x).Named("y")], [("picture", picture)],
            new PlanOptions { Budgeted = true, Tune = true });
        for (var i = 0; i < 2; i++)
        {
            gpu.Run(c =>
            {
                plan.Execute(c);
                plan.Read(c);
            });
        }
        plan.Fetch("y");
        using var other = gpu.Image(4, 4, "other");
        plan.Rebind(("picture", other));
        plan.Run();
    });

    [Test]
    public void Every_call_of_a_training_may_fail() => FaultWalk.Run(Options, gpu =>
    {
        using var trainer = new Trainer(gpu, Squares.Net(), Squares.Splits(), Squares.Setup with { Epochs = 1 });
        trainer.Run();
        trainer.Capture();
    }, except: Opening, brief: true);

    // The device's own opening is walked through above and in the engine's tests.
    internal static string[] Opening =>
        [.. VulkanFaults.Functions.Where(f => f.Contains("Enumerate", StringComparison.Ordinal)),
            "vkCreateInstance", "vkCreateDevice", "vkCreateSampler", "vkCreatePipelineCache"];
}
