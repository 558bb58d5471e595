// Runs one recipe of one node on the device, without a plan.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute.Tests;

/// <summary>The launches of a recipe in order, a barrier between each two; every buffer holds NaN before, so that what is read unwritten shows.</summary>
internal static class RecipeRun
{
    /// <summary>The traits of the tests' device, with a smaller limit of bytes per binding where a test wants operands cut.</summary>
    public static DeviceTraits Device(long? maxBindingBytes = null)
    {
        var info = GpuFixture.Gpu.Info;
        return new(info.Kind == GpuKind.Cpu, info.SubgroupSize, info.HasSubgroupShuffle, info.HasInt64, info.SharedMemoryBytes,
            maxBindingBytes ?? info.MaxBindingBytes, info.BindingAlignment, info.MaxGroupsX, Math.Min(info.MaxGroupsY, info.MaxGroupsZ));
    }

    /// <summary>The output in NCHW order for inputs in NCHW order.</summary>
    public static float[] Run(Node node, Recipe recipe, params float[][] inputs)
    {
        var gpu = GpuFixture.Gpu;
        var buffers = new List<GpuBuffer>();
        GpuBuffer Make(long bytes, string name)
        {
            buffers.Add(gpu.Buffer((bytes + 31) / 32 * 32, name));
            return buffers[^1];
        }
        try
        {
            var operands = node.Inputs.Select((t, i) => Make(t.Shape.Bytes, $"input {i}")).ToArray();
            var output = Make(node.Shape.Bytes, "output");
            var scratch = recipe.Scratch.Select((b, i) => Make(b, $"scratch {i}")).ToArray();
            var derived = recipe.Derived.Select((b, i) => Make(b, $"derived {i}")).ToArray();
            Binding Bind(Operand o)
            {
                var buffer = o.Kind switch
                {
                    OperandKind.Input => operands[o.Index],
                    OperandKind.Output => output,
                    OperandKind.Scratch => scratch[o.Index],
                    OperandKind.Derived => derived[o.Index],
                    _ => throw new NotSupportedException($"{o.Kind} needs a plan"),
                };
                return new Binding(buffer, o.Offset, o.Size < 0 ? buffer.Bytes - o.Offset : Math.Min(o.Size, buffer.Bytes - o.Offset));
            }
            gpu.Run(c =>
            {
                foreach (var buffer in buffers)
                    c.Fill(buffer, 0x7fc00000);
                c.Barrier();
                for (var i = 0; i < operands.Length; i++)
                    c.Upload<float>(new Binding(operands[i], 0, node.Inputs[i].Shape.Bytes), node.Inputs[i].Shape.ToMemory<float>(inputs[i]));
                foreach (var step in recipe.Prepare.Concat(recipe.Steps))
                {
                    c.Barrier();
                    var kernel = gpu.Kernel(step.Shader, step.Constants);
                    uint Groups(int threads, uint size) => ((uint)threads + size - 1) / size;
                    c.DispatchGroups(kernel, (Groups(step.Threads.X, kernel.LocalSize.X), Groups(step.Threads.Y, kernel.LocalSize.Y), Groups(step.Threads.Z, kernel.LocalSize.Z)),
                        (0, 0, 0), MemoryMarshal.AsBytes(step.Push.AsSpan()), step.Bindings.Select(Bind).ToArray());
                }
            });
            return node.Shape.FromMemory<float>(gpu.Download<float>(new Binding(output, 0, node.Shape.Bytes)));
        }
        finally
        {
            foreach (var buffer in buffers)
                buffer.Dispose();
        }
    }

    /// <summary>Every recipe of the node, those for GPUs too, gives the expected values: largest difference over largest value at most <paramref name="tolerance"/>.</summary>
    public static void Check(Node node, DeviceTraits device, double[] expected, double tolerance, params float[][] inputs)
    {
        foreach (var recipe in node.Op.Recipes(node, device).Concat(node.Op.Recipes(node, device with { IsCpu = false }).Skip(1)))
        {
            var actual = Run(node, recipe, inputs);
            double worst = 0, largest = 1e-30;
            for (var i = 0; i < expected.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(expected[i]));
                worst = double.IsNaN(actual[i]) ? double.NaN : Math.Max(worst, Math.Abs(actual[i] - expected[i]));
                if (double.IsNaN(worst))
                    break;
            }
            Assert.That(worst / largest, Is.LessThanOrEqualTo(tolerance), $"{node}, recipe {recipe.Name}: {recipe.Steps.Count} steps");
        }
    }

    /// <summary>Repeatable values in [-1, 1).</summary>
    public static float[] Values(Shape shape, uint seed)
    {
        var values = new float[shape.Count];
        var state = seed * 2654435769u + 1;
        for (var i = 0; i < values.Length; i++)
        {
            state = state * 1664525u + 1013904223u;
            values[i] = (state >> 8) / 8388608f - 1;
        }
        return values;
    }
}
