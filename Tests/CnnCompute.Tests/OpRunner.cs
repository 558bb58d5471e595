// Runs one recipe of one node on a device, without a plan.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute.Tests;

/// <summary>
/// A node's operands in buffers of their own and one of its recipes, ready to be launched, a barrier between each two launches. Every buffer holds NaN
/// before, so that what is read unwritten shows.
/// </summary>
internal sealed class OpRunner : IDisposable
{
    private readonly Gpu gpu;
    private readonly Node node;
    private readonly List<GpuBuffer> buffers = [];
    private readonly GpuBuffer[] inputs, parameters, scratch, derived;
    private readonly GpuBuffer output;
    private readonly Dictionary<string, GpuImage> images = [];
    private readonly (Kernel Kernel, Step Step, Binding[] Bindings)[] steps;

    /// <summary>Places operands; with <paramref name="inPlace"/> the output takes over the memory of the recipe's input.</summary>
    public OpRunner(Gpu gpu, Node node, Recipe recipe, bool inPlace = false, IReadOnlyDictionary<string, Picture>? pictures = null)
    {
        (this.gpu, this.node) = (gpu, node);
        inputs = [.. node.Inputs.Select((t, i) => Make(t.Shape.Bytes, $"input {i}"))];
        parameters = node.Op is UpdateOp update ? [.. update.Writes.Select(p => Make(p.Shape.Bytes, p.Name))] : [];
        output = inPlace ? inputs[recipe.InPlace] : Make(node.Shape.Bytes, "output");
        scratch = [.. recipe.Scratch.Select((b, i) => Make(b, $"scratch {i}"))];
        derived = [.. recipe.Derived.Select((b, i) => Make(b, $"derived {i}"))];
        foreach (var (name, picture) in pictures ?? new Dictionary<string, Picture>())
        {
            images[name] = gpu.Image(picture.Width, picture.Height, name);
            gpu.Upload(images[name], picture.Rgba);
        }
        steps = [.. recipe.Prepare.Concat(recipe.Steps).Select(s => gpu.Kernel(s.Shader, s.Constants) is var k ? (k, s, Bind(k, s)) : default)];
    }

    /// <summary>Uploads inputs (and the parameters that are written) in NCHW order and runs the recipe once.</summary>
    public void Run(double[][] values, double[][]? parameterValues = null) => gpu.Run(c =>
    {
        foreach (var buffer in buffers)
            c.Fill(buffer, 0x7fc00000);
        c.Barrier();
        for (var i = 0; i < inputs.Length; i++)
            Upload(c, inputs[i], node.Inputs[i].Shape, node.Inputs[i].Type, values[i]);
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
            c.DispatchGroups(kernel, (Groups(step.Threads.X, kernel.LocalSize.X), Groups(step.Threads.Y, kernel.LocalSize.Y), Groups(step.Threads.Z, kernel.LocalSize.Z)),
                (0, 0, 0), MemoryMarshal.AsBytes(step.Push.AsSpan()), bindings);
        }
    }

    /// <summary>The output in NCHW order.</summary>
    public double[] Output() => Download(output, node.Shape, node.Type);

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
    }

    private GpuBuffer Make(long bytes, string name)
    {
        buffers.Add(gpu.Buffer((bytes + 31) / 32 * 32, name));
        return buffers[^1];
    }

    private Binding[] Bind(Kernel kernel, Step step)
    {
        Assert.That(step.Bindings, Has.Length.EqualTo(kernel.Bindings.Count), $"{step.Shader}: operands of {node.Op.Name} and bindings of the shader");
        return [.. step.Bindings.Select((operand, i) => Bind(operand, kernel.Bindings[i].Kind))];
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
        return new Binding(buffer, operand.Offset, operand.Size < 0 ? buffer.Bytes - operand.Offset : Math.Min(operand.Size, buffer.Bytes - operand.Offset));
    }

    private static void Upload(Commands c, GpuBuffer buffer, Shape shape, DType type, double[] values)
    {
        var target = new Binding(buffer, 0, shape.Bytes);
        var memory = shape.ToMemory<double>(values);
        if (type == DType.F32)
            c.Upload<float>(target, Array.ConvertAll(memory, v => (float)v));
        else
            c.Upload<int>(target, Array.ConvertAll(memory, v => (int)v));
    }

    private double[] Download(GpuBuffer buffer, Shape shape, DType type)
    {
        var source = new Binding(buffer, 0, shape.Bytes);
        return shape.FromMemory<double>(type == DType.F32
            ? Array.ConvertAll(gpu.Download<float>(source), v => (double)v)
            : Array.ConvertAll(gpu.Download<int>(source), v => (double)v));
    }
}
