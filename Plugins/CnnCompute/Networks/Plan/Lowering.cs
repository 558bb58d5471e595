// Turns the steps of one node into launches.
using Engine;

namespace CnnCompute;

/// <summary>Resolves every operand of a step to a place and checks it against the device's limits (docs/architecture.md, "Bindings").</summary>
internal sealed class Lowering(DeviceTraits device, Func<Step, KernelFacts> reflect)
{
    private const int MaxPushBytes = 128;

    /// <summary>The launches that make a node's derived operands.</summary>
    /// <param name="computation">The node.</param>
    /// <param name="whole">Where the whole of an operand lies.</param>
    /// <exception cref="InvalidOperationException">Bindings or push constants do not fit the shader or the device; the node is named.</exception>
    public IEnumerable<Launch> Prepare(ComputedNode computation, Func<Operand, Place> whole) =>
        computation.Recipe.Prepare.SelectMany(step => Lower(computation, step, whole))
            .Select(launch => launch with { Label = $"{computation.Node.Op.Name} prepare" });

    /// <summary>The launches that compute a node.</summary>
    /// <param name="computation">The node.</param>
    /// <param name="whole">Where the whole of an operand lies.</param>
    /// <exception cref="InvalidOperationException">Bindings or push constants do not fit the shader or the device; the node is named.</exception>
    public IEnumerable<Launch> Compute(ComputedNode computation, Func<Operand, Place> whole)
    {
        var (node, steps) = (computation.Node, computation.Recipe.Steps);
        // The arithmetic is in the steps with the most operands; padding before and reducing after have fewer.
        var most = steps.Max(s => s.Bindings.Length);
        double threads = steps.Where(s => s.Bindings.Length == most).Sum(Threads), macs = node.Op.Macs(node);
        return steps.SelectMany(step =>
        {
            Launch[] launches = [.. Lower(computation, step, whole)];
            var groups = launches.Sum(Workgroups);
            return launches.Select(launch => launch with
            {
                Macs = step.Bindings.Length == most ? (long)(macs * (Threads(step) / threads) * (Workgroups(launch) / groups)) : 0,
            });
        });
    }

    /// <summary>The launches of a conversion of what <paramref name="node"/> makes.</summary>
    public IEnumerable<Launch> Convert(Conversion conversion, Node node, Place from, Place to)
    {
        foreach (var (step, source, target) in conversion.Launches(node.Shape.Count, from, to, device))
        {
            var facts = reflect(step);
            var groups = (Groups(step.Threads.X, facts.LocalSize.X), Groups(step.Threads.Y, 1), 1u);
            yield return new Launch(node, conversion.ToHalf ? "narrow" : "widen", step, [source, target], groups, facts) { Half = true };
        }
    }

    private IEnumerable<Launch> Lower(ComputedNode computation, Step step, Func<Operand, Place> whole)
    {
        var facts = reflect(step);
        var bound = step.Table?.First ?? step.Bindings.Length;
        if (facts.Reads.Length != bound + (step.Table is null ? 0 : 1))
        {
            throw new InvalidOperationException(
                $"{computation}, {step.Shader} gives {bound} bindings{(step.Table is null ? "" : " and a table")}, the shader declares "
                + $"{facts.Reads.Length}");
        }
        if (step.Table is not null)
            facts = ByAddress(facts, step, bound);
        if (step.Push.Length * 4 > MaxPushBytes)
        {
            throw new InvalidOperationException(
                $"{computation}, {step.Shader} pushes {step.Push.Length * 4} bytes, at most {MaxPushBytes} are portable");
        }
        var places = new Place[step.Bindings.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (!step.Bindings[i].Idle)
                places[i] = Resolve(computation, step, step.Bindings[i], whole, i >= bound ? Place.Granularity : device.BindingAlignment);
        }
        // An idle binding gets a piece of whatever the launch reads anyway; all of it where that is written in place, as pieces may not overlap.
        bool Reads(int i) => !step.Bindings[i].Idle && step.Bindings[i].Kind is not (OperandKind.Image or OperandKind.Output);
        bool IsWritten(int i) => Enumerable.Range(0, places.Length).Any(w =>
            !step.Bindings[w].Idle && facts.Writes[w] && places[w] with { Bytes = 0 } == places[i] with { Bytes = 0 });
        for (var i = 0; i < places.Length; i++)
        {
            if (!step.Bindings[i].Idle)
                continue;
            int[] read = [.. Enumerable.Range(0, places.Length).Where(Reads)];
            var free = Array.FindIndex(read, r => !IsWritten(r));
            places[i] = free >= 0 ? places[read[free]] with { Bytes = Place.Granularity } : places[read[0]];
        }
        var ((threadsX, threadsY, threadsZ), (sizeX, sizeY, sizeZ)) = (step.Threads, facts.LocalSize);
        var groups = (Groups(threadsX, sizeX), Groups(threadsY, sizeY), Groups(threadsZ, sizeZ));
        var readsImage = places.Any(p => p.Region == Region.Image);
        var launch = new Launch(computation.Node, computation.Node.Op.Name, step, [.. places], groups, facts)
        {
            Recipe = computation.Recipe.Name,
            Half = computation.Half is not null,
            Large = places.Take(bound).Any(p => p.Region != Region.Image && p.Bytes > device.MaxBindingBytes),
            First = readsImage && computation.Node.Op is not ImageSinkOp,
            Last = readsImage && computation.Node.Op is ImageSinkOp,
        };
        return groups.Item1 <= device.MaxGroupsX && groups.Item2 <= device.MaxGroupsY && groups.Item3 <= device.MaxGroupsY ? [launch] : Split(launch);
    }

    // What is reached by address is read, and written unless it is an input: reflection sees the table alone.
    private static KernelFacts ByAddress(KernelFacts facts, Step step, int bound) => facts with
    {
        Reads = [.. facts.Reads.Take(bound), .. step.Bindings.Skip(bound).Select(_ => true)],
        Writes = [.. facts.Writes.Take(bound), .. step.Bindings.Skip(bound).Select(b => !b.Idle && b.Kind != OperandKind.Input)],
    };

    // A launch of more workgroups than the device allows, as several whose workgroups are counted on.
    private IEnumerable<Launch> Split(Launch launch)
    {
        var (x, y, z) = launch.Groups;
        uint mostX = (uint)Math.Min(device.MaxGroupsX, uint.MaxValue), mostY = (uint)Math.Min(device.MaxGroupsY, uint.MaxValue);
        for (uint atZ = 0; atZ < z; atZ += mostY)
        {
            for (uint atY = 0; atY < y; atY += mostY)
            {
                for (uint atX = 0; atX < x; atX += mostX)
                {
                    (int, uint)[] at = [(LargeForm.BaseId, atX), (LargeForm.BaseId + 1, atY), (LargeForm.BaseId + 2, atZ)];
                    yield return launch with
                    {
                        Step = launch.Step! with { Constants = [.. launch.Step.Constants, .. at] },
                        Groups = (Math.Min(mostX, x - atX), Math.Min(mostY, y - atY), Math.Min(mostY, z - atZ)),
                        Large = true,
                    };
                }
            }
        }
    }

    private Place Resolve(ComputedNode computation, Step step, Operand operand, Func<Operand, Place> whole, int alignment)
    {
        var place = whole(operand);
        if (place.Region == Region.Image)
            return place;
        if (computation.IsHalf(operand.Kind, operand.Index))
            operand = operand with { Offset = operand.Offset / 2, Size = operand.Size < 0 ? -1 : Place.RoundUp((operand.Size + 1) / 2) };
        var bytes = operand.Size < 0 ? place.Bytes - operand.Offset : operand.Size;
        if (bytes <= 0 || operand.Offset < 0 || operand.Offset + bytes > place.Bytes)
            throw new InvalidOperationException($"{computation}, {step.Shader}: {operand} is outside its {place.Bytes} bytes");
        if ((place.Offset + operand.Offset) % alignment != 0)
        {
            throw new InvalidOperationException(
                $"{computation}, {step.Shader}: {operand} starts at byte {place.Offset + operand.Offset}, "
                + $"not a multiple of {alignment}");
        }
        return place with { Offset = place.Offset + operand.Offset, Bytes = bytes };
    }

    private static double Threads(Step step) =>
        (double)Math.Max(1, step.Threads.X) * Math.Max(1, step.Threads.Y) * Math.Max(1, step.Threads.Z);

    private static double Workgroups(Launch launch) => (double)launch.Groups.X * launch.Groups.Y * launch.Groups.Z;

    private static uint Groups(int threads, uint local) => ((uint)Math.Max(1, threads) + local - 1) / local;
}
