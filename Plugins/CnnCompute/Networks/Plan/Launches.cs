// All launches of a plan, in the order in which they are recorded.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>What the scheduled nodes become once everything has its place.</summary>
/// <param name="Deriving">What computes derived weights anew when a parameter changed: derived nodes, then conversions and preparing steps.</param>
/// <param name="Main">What every run runs.</param>
internal sealed record Launches(ImmutableArray<Launch> Deriving, ImmutableArray<Launch> Main)
{
    /// <summary>Lowers everything.</summary>
    /// <exception cref="InvalidOperationException">A binding, grid or push constant exceeds the device's limits; the node is named.</exception>
    public static Launches Of(
        Work work, Schedule schedule, Conversions conversions, MemoryMap memory, DeviceTraits device, Func<Step, KernelFacts> reflect)
    {
        var lowering = new Lowering(device, reflect);
        List<Launch> deriving = [], main = [];
        void Add(Node node, List<Launch> computing, List<Launch> preparing)
        {
            Place Whole(Operand operand) => memory.Operand(node, operand);
            preparing.AddRange(lowering.Prepare(work.ComputationOf(node), Whole));
            computing.AddRange(lowering.Compute(work.ComputationOf(node), Whole));
        }
        void Convert(Node? before)
        {
            foreach (var c in conversions.Before(before))
            {
                var (from, to) = (memory.Tensor(c.Root), memory.Copies[(c.Root, c.ToHalf)]);
                (c.Once ? deriving : main).AddRange(lowering.Convert(c, work.Nodes[c.Root], from, to));
            }
        }

        foreach (var node in work.Derived.Nodes)
            Add(node, deriving, deriving);
        foreach (var (input, latch) in memory.Latches)
        {
            var source = new Place(Region.Input, input, 0, latch.Bytes);
            main.Add(Launch.Copy($"latch \"{memory.Inputs[input].Key}\"", source, latch) with { First = true });
        }
        foreach (var (parameter, snapshot) in memory.Snapshots)
            main.Add(Launch.Copy($"keep {parameter.Name}", memory.Parameter(parameter) with { Bytes = snapshot.Bytes }, snapshot));
        foreach (var node in schedule.Nodes)
        {
            Convert(node);
            Add(node, main, work.Derived.PreparesOnce(node) ? deriving : main);
        }
        Convert(null);
        foreach (var (root, published) in memory.Published)
        {
            var source = work.Storage.IsHalf(root) ? memory.Copies[(root, false)] : memory.Tensor(root);
            main.Add(Launch.Copy($"publish %{root}", source, published) with { Last = true });
        }
        return new Launches([.. deriving], [.. main]);
    }

    /// <summary>The same launches with estimated durations, <paramref name="refined"/> by what this process has measured.</summary>
    public Launches Estimated(DeviceTraits device, bool refined) =>
        new(CostModel.Estimate(Deriving, device, refined), CostModel.Estimate(Main, device, refined));
}
