// Starts, ends and steps of a Slice, clamped as ONNX says.
namespace CnnCompute;

/// <summary>For every axis of the input: where a slice starts, by how much it steps, and how many elements it takes (perhaps none).</summary>
internal readonly record struct SliceArguments(int[] Starts, int[] Steps, int[] Lengths)
{
    /// <summary>Reads them: attributes before opset 10, then inputs.</summary>
    public static SliceArguments Of(OnnxNode node, int[] x)
    {
        var starts = node.Integers("starts", 1) ?? throw node.Bad("starts are missing");
        var ends = node.Integers("ends", 2) ?? throw node.Bad("ends are missing");
        var axes = node.Axes(node.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)], x.Length);
        var steps = node.Has(4) ? node.Integers(4) : [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw node.Bad($"starts [{string.Join(",", starts)}], ends [{string.Join(",", ends)}], axes [{string.Join(",", axes)}], "
                + $"steps [{string.Join(",", steps)}] do not go together");
        }
        var result = new SliceArguments(new int[x.Length], [.. Enumerable.Repeat(1, x.Length)], [.. x]);
        for (var i = 0; i < axes.Length; i++)
        {
            long size = x[axes[i]], step = Math.Clamp(steps[i], -int.MaxValue, int.MaxValue);
            if (size == 0)
                continue;
            long start = starts[i] < 0 ? starts[i] + size : starts[i], end = ends[i] < 0 ? ends[i] + size : ends[i];
            (start, end) = step > 0
                ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size))
                : (Math.Clamp(start, 0, size - 1), Math.Clamp(end, -1, size - 1));
            var length = Math.Max(0, (end - start + step - Math.Sign(step)) / step);
            (result.Starts[axes[i]], result.Steps[axes[i]], result.Lengths[axes[i]]) = ((int)start, (int)step, (int)length);
        }
        return result;
    }
}
