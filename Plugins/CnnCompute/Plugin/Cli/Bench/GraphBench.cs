// Measurements of single ops and of a whole net.
using Engine;

namespace CnnCompute;

/// <summary>A graph whose fetched tensor is computed again and again: submission, wait and all launches, inputs already on the device.</summary>
internal static class GraphBench
{
    /// <summary>Names, and what builds each.</summary>
    public static IReadOnlyList<(string Name, Func<Graph, Tensor> Build)> Cases { get; } =
    [
        ("GEMM 768x512x512", g => g.Input("x", 768, 512).MatMul(g.Parameter(Random("w", new Shape(512, 512))), transB: true)),
        ("conv 3x3 64-64 @56", g => g.Input("x", 1, 64, 56, 56).Conv2d(g.Parameter(Random("w", new Shape(64, 64, 3, 3))), padding: 1)),
        ("conv 3x3 64-64 @56, data gradient", g => g.Input("dy", 1, 64, 56, 56)
            .Conv2dGradInput(g.Input("w", 64, 64, 3, 3), ConvGeometry.Square(padding: 1), new Shape(1, 64, 56, 56))),
        ("conv 3x3 64-64 @56, weight gradient", g => g.Input("x", 1, 64, 56, 56)
            .Conv2dGradWeight(g.Input("dy", 1, 64, 56, 56), ConvGeometry.Square(padding: 1), new Shape(64, 64, 3, 3))),
        ("SqueezeNet 1.1 forward, batch 1", g =>
        {
            var net = new SqueezeNet();
            net.Eval();
            return net.Forward(g.Input("x", 1, 3, 224, 224));
        }),
    ];

    /// <summary>Measures one case, and the same with plain recipes.</summary>
    public static BenchResult Run(Gpu gpu, string name, Func<Graph, Tensor> build, BenchSettings settings)
    {
        var result = WithPlan(gpu, build, new PlanOptions { Name = name, Storage = settings.Storage }, plan =>
        {
            var (times, allocated) = BenchTimer.Measure(settings.Runs, plan.Run);
            return new BenchResult(name, settings.Runs, BenchTimer.Median(times), times[0])
            {
                Macs = plan.Macs,
                ArenaBytes = plan.ArenaBytes,
                ArenaLowerBound = plan.ArenaLowerBound,
                PlanBytes = plan.Bytes,
                AllocatedPerRun = allocated,
                Profile = settings.Profile ? plan.Profile(settings.Runs) : null,
            };
        });
        var plain = PlanOptions.Plain with { Name = $"{name} plain" };
        return result with { PlainMs = WithPlan(gpu, build, plain, plan => BenchTimer.MeasurePlain(settings.Runs, plan.Run)) };
    }

    private static T WithPlan<T>(Gpu gpu, Func<Graph, Tensor> build, PlanOptions options, Func<Plan, T> measure)
    {
        var graph = new Graph();
        var output = build(graph);
        using var weights = new Residence(gpu);
        using var plan = Plan.Compile(weights, [], [output], options: options);
        FillInputs(plan, graph);
        return measure(plan);
    }

    /// <summary>Uploads noise for every input.</summary>
    public static void FillInputs(Plan plan, Graph graph)
    {
        foreach (var input in plan.InputNames.ToArray())
            plan.Upload(input, Init.Uniform(new Philox(1), graph[input].Shape.Count, 1));
    }

    private static Parameter Random(string name, Shape shape) => new(name, shape, Init.Uniform(new Philox(2), shape.Count, 0.1f));
}
