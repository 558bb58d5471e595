// Turns scheduled nodes with recipes and places into launches.
namespace CnnCompute;

/// <summary>Resolves every operand of every step to a place and checks it against the device's limits.</summary>
internal sealed class Lowering(Selection selection, HalfStorage storage, MemoryMap memory, DeviceTraits device, Func<Step, KernelFacts> reflect)
{
    private const int MaxPushBytes = 128;

    /// <summary>What runs only when a parameter changed: derived nodes, then preparing steps.</summary>
    public List<Launch> Prologue { get; } = [];

    /// <summary>What every run runs.</summary>
    public List<Launch> Main { get; } = [];

    /// <summary>Lowers everything.</summary>
    /// <exception cref="InvalidOperationException">A binding, grid or push constant exceeds the device's limits; the node is named.</exception>
    public void Run(Prologue prologue, Schedule schedule)
    {
        foreach (var node in memory.Prologue)
            Lower(node, Prologue, prepareInto: Prologue);
        foreach (var (index, latch) in memory.Latches)
        {
            var source = new Place(Region.Input, index, 0, latch.Bytes);
            Main.Add(Launch.Copy($"latch \"{memory.Inputs[index].Key}\"", source, memory.InArena(latch)) with { First = true });
        }
        foreach (var (parameter, place) in memory.Snapshots)
            Main.Add(Launch.Copy($"keep {parameter.Name}", new Place(Region.Parameter, memory.Parameter(parameter), 0, place.Bytes), place));
        foreach (var node in schedule.Nodes)
        {
            Convert(node);
            Lower(node, Main, prologue.PreparesOnce(node) ? Prologue : Main);
        }
        Convert(null);
        foreach (var (root, place) in memory.Published)
            Main.Add(Launch.Copy($"publish %{root}", storage.IsHalf(root) ? memory.Copy(root, false) : memory.Tensor(root), place) with { Last = true });
    }

    // What the node is the first to read in another storage than it was left in; without a node, what is fetched so.
    private void Convert(Node? before)
    {
        foreach (var c in memory.Conversions.Where(c => c.Before == before))
        {
            var node = selection.Nodes[c.Root];
            foreach (var (step, from, to) in c.Launches(node.Shape.Count, memory.Tensor(c.Root), memory.Copy(c.Root, c.ToHalf), device))
            {
                var facts = reflect(step);
                (c.Once ? Prologue : Main).Add(new Launch(node, c.ToHalf ? "narrow" : "widen", step, [from, to], (Groups(step.Threads.X, facts.LocalSize.X), Groups(step.Threads.Y, 1), 1), facts)
                {
                    Half = true,
                });
            }
        }
    }

    private void Lower(Node node, List<Launch> into, List<Launch> prepareInto)
    {
        var recipe = selection.Recipes[node.Id];
        foreach (var step in recipe.Prepare)
            prepareInto.Add(Lower(node, recipe, step, 0) with { Label = $"{node.Op.Name} prepare" });
        // The arithmetic is in the steps with the most operands; padding before and reducing after have fewer.
        var most = recipe.Steps.Max(s => s.Bindings.Length);
        double threads = recipe.Steps.Where(s => s.Bindings.Length == most).Sum(Threads), macs = node.Op.Macs(node);
        foreach (var step in recipe.Steps)
            into.Add(Lower(node, recipe, step, step.Bindings.Length == most ? (long)(macs * (Threads(step) / threads)) : 0));
    }

    private static double Threads(Step step) => (double)Math.Max(1, step.Threads.X) * Math.Max(1, step.Threads.Y) * Math.Max(1, step.Threads.Z);

    private Launch Lower(Node node, Recipe recipe, Step step, long macs)
    {
        var facts = reflect(step);
        if (facts.Reads.Length != step.Bindings.Length)
            throw new InvalidOperationException(
                $"{Where(node, recipe, step)} gives {step.Bindings.Length} bindings, the shader declares {facts.Reads.Length}");
        if (step.Push.Length * 4 > MaxPushBytes)
            throw new InvalidOperationException($"{Where(node, recipe, step)} pushes {step.Push.Length * 4} bytes, at most {MaxPushBytes} are portable");
        var places = new Place[step.Bindings.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (!step.Bindings[i].Idle)
                places[i] = Resolve(node, recipe, step, step.Bindings[i]);
        }
        // An idle binding gets a piece of whatever the launch reads anyway.
        var read = Array.FindIndex(step.Bindings, b => !b.Idle && b.Kind is not (OperandKind.Image or OperandKind.Output));
        for (var i = 0; i < places.Length; i++)
        {
            if (step.Bindings[i].Idle)
                places[i] = places[read] with { Bytes = Place.Granularity };
        }
        var groups = (Groups(step.Threads.X, facts.LocalSize.X), Groups(step.Threads.Y, facts.LocalSize.Y), Groups(step.Threads.Z, facts.LocalSize.Z));
        if (groups.Item1 > device.MaxGroupsX || groups.Item2 > device.MaxGroupsY || groups.Item3 > device.MaxGroupsY)
            throw new InvalidOperationException(
                $"{Where(node, recipe, step)} launches {groups} workgroups, the device allows {device.MaxGroupsX} x {device.MaxGroupsY}");
        var readsImage = places.Any(p => p.Region == Region.Image);
        return new Launch(node, node.Op.Name, step, places, groups, facts)
        {
            Recipe = recipe.Name,
            Half = storage.Runs(node),
            Macs = macs,
            First = readsImage && node.Op is not ImageSinkOp,
            Last = readsImage && node.Op is ImageSinkOp,
        };
    }

    private Place Resolve(Node node, Recipe recipe, Step step, Operand operand)
    {
        var place = operand.Kind switch
        {
            OperandKind.Input => memory.Read(node, operand.Index),
            OperandKind.Output => memory.Tensor(node.Id),
            OperandKind.Scratch or OperandKind.Derived => memory.Temporary(node, operand.Kind, operand.Index),
            OperandKind.Parameter => Parameter(((UpdateOp)node.Op).Writes[operand.Index]),
            OperandKind.Image => new Place(Region.Image, memory.Image(operand.Name!), 0, 0),
            _ => throw new InvalidOperationException($"{Where(node, recipe, step)}: unknown operand {operand}"),
        };
        if (place.Region == Region.Image)
            return place;
        if (storage.Is(node, operand.Kind, operand.Index))
            operand = operand with { Offset = operand.Offset / 2, Size = operand.Size < 0 ? -1 : Place.RoundUp((operand.Size + 1) / 2) };
        var bytes = operand.Size < 0 ? place.Bytes - operand.Offset : operand.Size;
        if (bytes <= 0 || operand.Offset < 0 || operand.Offset + bytes > place.Bytes)
            throw new InvalidOperationException($"{Where(node, recipe, step)}: {operand} is outside its {place.Bytes} bytes");
        if (bytes > device.MaxBindingBytes)
            throw new InvalidOperationException(
                $"{Where(node, recipe, step)} binds {bytes:N0} bytes, the device allows {device.MaxBindingBytes:N0}: the recipe must split it, or use a smaller batch");
        if ((place.Offset + operand.Offset) % device.BindingAlignment != 0)
            throw new InvalidOperationException(
                $"{Where(node, recipe, step)}: {operand} starts at byte {place.Offset + operand.Offset}, not a multiple of {device.BindingAlignment}");
        return place with { Offset = place.Offset + operand.Offset, Bytes = bytes };
    }

    private Place Parameter(Parameter parameter) => new(Region.Parameter, memory.Parameter(parameter), 0, Place.RoundUp(parameter.Shape.Bytes));

    private static uint Groups(int threads, uint local) => ((uint)Math.Max(1, threads) + local - 1) / local;

    private static string Where(Node node, Recipe recipe, Step step) => $"{node}, recipe \"{recipe.Name}\", {step.Shader}";
}
