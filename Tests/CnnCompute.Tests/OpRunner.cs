// Runs one recipe of one node on a device, without a plan.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute.Tests;

/// <summary>
/// A node's operands in buffers of their own and one of its recipes, ready to be launched, a barrier between each two launches. Every buffer holds
/// NaN before, so that what is read unwritten shows.
/// </summary>
internal sealed class OpRunner : IDisposable
{
    private readonly Gpu gpu;
    private readonly Node node;
    private readonly IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? half;
    private readonly AddressTable addresses;
    private readonly bool large;
    private readonly List<GpuBuffer> buffers = [];
    private readonly GpuBuffer[] inputs, parameters, scratch, derived;
    private readonly GpuBuffer output;
    private readonly Dictionary<string, GpuImage> images = [];
    private readonly (Kernel Kernel, Step Step, Binding[] Bindings)[] steps;

    /// <summary>
    /// Places operands; with <paramref name="inPlace"/> the output takes over the memory of the recipe's input. With <paramref name="half"/> the
    /// shaders are those of 16-bit storage, and so are the operands it says. With <paramref name="large"/> they work by address.
    /// </summary>
    public OpRunner(
        Gpu gpu, Node node, Recipe recipe, bool inPlace = false, IReadOnlyDictionary<string, Picture>? pictures = null,
        IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? half = null, bool large = false)
    {
        (this.gpu, this.node, this.half, addresses) = (gpu, node, half, new AddressTable(gpu, "operands"));
        this.large = large;
        inputs = [.. node.Inputs.Select((t, i) => Make(Stored(t.Shape.Bytes, OperandKind.Input, i), $"input {i}"))];
        parameters = node.Op is UpdateOp update ? [.. update.Writes.Select(p => Make(p.Shape.Bytes, p.Name))] : [];
        output = inPlace ? inputs[recipe.InPlace] : Make(Stored(node.Shape.Bytes, OperandKind.Output), "output");
        scratch = [.. recipe.Scratch.Select((b, i) => Make(Stored(b, OperandKind.Scratch, i), $"scratch {i}"))];
        derived = [.. recipe.Derived.Select((b, i) => Make(Stored(b, OperandKind.Derived, i), $"derived {i}"))];
        foreach (var (name, picture) in pictures ?? new Dictionary<string, Picture>())
        {
            images[name] = gpu.Image(picture.Width, picture.Height, name);
            gpu.Upload(images[name], picture.Rgba);
        }
        steps = [.. recipe.Prepare.Concat(recipe.Steps)
            .Select(s => gpu.Kernel(s.Shader, s.Constants, half is not null, large) is var k ? (k, s, Bind(k, s)) : default)];
    }

    /// <summary>Uploads inputs (and the parameters that are written) in NCHW order and runs the recipe once.</summary>
    public void Run(double[][] values, double[][]? parameterValues = null) => gpu.Run(c =>
    {
        foreach (var buffer in buffers)
            c.Fill(buffer, 0x7fff7fff);
        c.Barrier();
        for (var i = 0; i < inputs.Length; i++)
            Upload(c, inputs[i], node.Inputs[i].Shape, node.Inputs[i].Type, values[i], Is(OperandKind.Input, i));
        for (var i = 0; i < parameters.Length; i++)
            Upload(c, parameters[i], ((UpdateOp)node.Op).Writes[i].Shape, DType.F32, parameterValues![i]);
        Record(c);
    });

    /// <summary>Records the recipe's launches, a barrier before each.</summary>
    public void Record(Commands c)
    {
        foreach (var (kernel, step, bindings) in steps)
        {
            c.Barrier();
            static uint Groups(int threads, uint size) => ((uint)threads + size - 1) / size;
            c.DispatchGroups(kernel,
                (Groups(step.Threads.X, kernel.LocalSize.X), Groups(step.Threads.Y, kernel.LocalSize.Y), Groups(step.Threads.Z, kernel.LocalSize.Z)),
                (0, 0, 0), MemoryMarshal.AsBytes(step.Push.AsSpan()), bindings);
        }
    }

    /// <summary>The output in NCHW order.</summary>
    public double[] Output() => Download(output, node.Shape, node.Type, Is(OperandKind.Output));

    /// <summary>Parameter <paramref name="index"/> of those an update wrote, in NCHW order.</summary>
    public double[] Parameter(int index) => Download(parameters[index], ((UpdateOp)node.Op).Writes[index].Shape, DType.F32);

    /// <summary>An image's bytes.</summary>
    public byte[] Image(string name) => gpu.Download(images[name]);

    /// <summary>Frees everything.</summary>
    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer.Dispose();
        foreach (var image in images.Values)
            image.Dispose();
        addresses.Dispose();
    }

    private GpuBuffer Make(long bytes, string name)
    {
        buffers.Add(gpu.Buffer((bytes + 31) / 32 * 32, name));
        return buffers[^1];
    }

    private Binding[] Bind(Kernel kernel, Step step)
    {
        var bound = step.Table?.First ?? step.Bindings.Length;
        Assert.That(bound + (step.Table is null ? 0 : 1), NUnit.Framework.Is.EqualTo(kernel.Bindings.Count),
            $"{step.Shader}: operands of {node.Op.Name} and bindings of the shader");
        List<Binding> plain = [.. step.Bindings.Take(bound).Select((operand, i) => Bind(operand, kernel.Bindings[i].Kind))];
        if (step.Table is { } table)
        {
            Binding[] ranges = [.. step.Bindings.Skip(bound).Select(operand => Bind(operand, BindingKind.StorageBuffer))];
            plain.Add(addresses.Table(ranges, table.Columns, table.Words));
        }
        return [.. plain.Select((b, i) => large && kernel.Bindings[i].Kind == BindingKind.StorageBuffer ? addresses.Slot(b) : b)];
    }

    private Binding Bind(Operand operand, BindingKind kind)
    {
        if (operand.Kind == OperandKind.Image)
            return kind == BindingKind.SampledImage ? Binding.SampledUnorm(images[operand.Name!]) : images[operand.Name!];
        var buffer = operand.Kind switch
        {
            OperandKind.Input => inputs[operand.Index],
            OperandKind.Output => output,
            OperandKind.Scratch => scratch[operand.Index],
            OperandKind.Derived => derived[operand.Index],
            _ => parameters[operand.Index],
        };
        if (operand.Idle)
            return new Binding(buffer, 0, 32);
        var size = Is(operand.Kind, operand.Index) ? 2 : 1;
        var offset = operand.Offset / size;
        return new Binding(buffer, offset,
            operand.Size < 0 ? buffer.Bytes - offset : Math.Min((operand.Size / size + 31) / 32 * 32, buffer.Bytes - offset));
    }

    private bool Is(OperandKind kind, int index = 0) => half?.GetValueOrDefault((kind, index)) == true;

    private long Stored(long bytes, OperandKind kind, int index = 0) => Is(kind, index) ? (bytes + 1) / 2 : bytes;

    private static void Upload(Commands c, GpuBuffer buffer, Shape shape, DType type, double[] values, bool half = false)
    {
        var target = new Binding(buffer, 0, HalfStorage.Bytes(shape, half));
        var memory = shape.ToMemory<double>(values);
        if (half)
            c.Upload<Half>(target, Array.ConvertAll(memory, v => (Half)v));
        else if (type == DType.F32)
            c.Upload<float>(target, Array.ConvertAll(memory, v => (float)v));
        else
            c.Upload<int>(target, Array.ConvertAll(memory, v => (int)v));
    }

    private double[] Download(GpuBuffer buffer, Shape shape, DType type, bool half = false)
    {
        var source = new Binding(buffer, 0, HalfStorage.Bytes(shape, half));
        if (half)
            return shape.FromMemory<double>(Array.ConvertAll(gpu.Download<Half>(source), v => (double)v));
        return shape.FromMemory<double>(type == DType.F32
            ? Array.ConvertAll(gpu.Download<float>(source), v => (double)v)
            : Array.ConvertAll(gpu.Download<int>(source), v => (double)v));
    }
}
