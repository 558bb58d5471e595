// Which taps of a strided convolution reach which of its input's rows or columns.
namespace CnnCompute;

/// <summary>
/// The input positions <c>Offset + q * stride</c>, q &lt; Count, along one axis: they receive from the same Taps of the kernel, tap j of them (in
/// ascending order of position in y) being kernel index <c>Last - j * Step</c> at y position <c>q + First + j * Dilation</c>. With stride 1 there
/// is one phase: the whole kernel, backwards.
/// </summary>
internal readonly record struct GradPhase(int Offset, int Count, int Taps, int Last, int Step, int First, int Dilation)
{
    /// <summary>Every phase of an axis: input size, kernel, stride, padding before and dilation.</summary>
    public static GradPhase[] Of(int size, int kernel, int stride, int padding, int dilation)
    {
        int gcd = (int)System.Numerics.BigInteger.GreatestCommonDivisor(stride, dilation), step = stride / gcd, spread = dilation / gcd;
        var phases = new GradPhase[Math.Min(stride, size)];
        for (var offset = 0; offset < phases.Length; offset++)
        {
            int count = (size - offset + stride - 1) / stride, k = 0;
            while (k < kernel && (offset + padding - k * dilation) % stride != 0)
                k++;
            var taps = k < kernel ? (kernel - 1 - k) / step + 1 : 0;
            var nearest = (offset + padding - k * dilation) / stride;
            phases[offset] = taps == 0 ? new(offset, count, 0, 0, 1, 0, 1)
                : new(offset, count, taps, k + (taps - 1) * step, step, nearest - (taps - 1) * spread, spread);
        }
        return phases;
    }

    /// <summary>Zeros needed before and after y's <paramref name="size"/> positions so that no phase reads outside.</summary>
    public static (int Before, int After) Margin(GradPhase[] phases, int size)
    {
        var used = phases.Where(p => p.Taps > 0).ToArray();
        return (Math.Max(0, used.Max(p => -p.First)), Math.Max(0, used.Max(p => p.First + (p.Taps - 1) * p.Dilation + p.Count) - size));
    }
}
