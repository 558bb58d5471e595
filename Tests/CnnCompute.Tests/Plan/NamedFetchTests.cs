// Fetching by name: whatever is asked for, fused plans give what unfused ones do.
namespace CnnCompute.Tests;

public sealed class NamedFetchTests
{
    private const int GroupSize = 13;
    private const double Tolerance = 1e-4;

    [TestCase("models/squeezenet1.1.onnx", 224, 60)]
    [TestCase("models/style/candy.onnx", 64, 60)]
    public void Every_named_value_of_a_model_fetched_in_groups_equals_the_unfused_plan(string file, int size, int least)
    {
        var model = OnnxModel.Load(Shared.File(file));
        var graph = new Graph();
        model.Forward(graph.Input(model.Inputs[0].Name, 1, 3, size, size));
        string[] names = [.. graph.Names.Where(n => graph.Nodes[n.Value].Op is not SourceOp).OrderBy(n => n.Value).Select(n => n.Key)];
        Assert.That(names, Has.Length.GreaterThanOrEqualTo(least), "names survive import");

        using var weights = new Residence(GpuFixture.Gpu);
        var input = OpCase.Floats(new Shape(1, 3, size, size), 1);
        var expected = Fetch(weights, graph, model.Inputs[0].Name, input, names, fuse: false);
        // Neighbours in one group, then far ones: what is fetched decides what can be fused.
        foreach (var group in names.Chunk(GroupSize).Concat(names.Index().GroupBy(n => n.Index % 5, n => n.Item).Select(g => g.ToArray())))
        {
            foreach (var (name, values) in Fetch(weights, graph, model.Inputs[0].Name, input, group, fuse: true))
            {
                Assert.That(Difference.Relative(values, expected[name]), Is.LessThanOrEqualTo(Tolerance), name);
            }
        }
    }

    private static Dictionary<string, float[]> Fetch(Residence weights, Graph graph, string inputName, float[] input, string[] names, bool fuse)
    {
        using var plan = Plan.Compile(weights, [], [.. names.Select(n => graph[n])], options: new PlanOptions { Fuse = fuse });
        plan.Upload(inputName, input);
        plan.Run();
        return names.ToDictionary(n => n, plan.Fetch);
    }
}
