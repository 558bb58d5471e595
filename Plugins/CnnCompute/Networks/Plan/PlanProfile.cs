// The measured times of a plan's steps.
using System.Globalization;
using System.Text;

namespace CnnCompute;

/// <summary>One measured step.</summary>
/// <param name="Node">Node, shape and name.</param>
/// <param name="Recipe">Recipe.</param>
/// <param name="Shader">Shader, or "copy".</param>
/// <param name="Milliseconds">Median.</param>
/// <param name="Best">Minimum, in milliseconds.</param>
/// <param name="Bytes">Operand bytes.</param>
/// <param name="Macs">Multiply-accumulates; 0 where the op does not count them.</param>
public readonly record struct StepTime(string Node, string Recipe, string Shader, double Milliseconds, double Best, long Bytes, long Macs)
{
    /// <summary>The node's id in its graph; null for copies that belong to none.</summary>
    public int? Id { get; init; }

    /// <summary>Median processor time of all threads, where the device is the processor; else 0. Other programs hardly change it.</summary>
    public double ProcessorMilliseconds { get; init; }

    /// <summary>Operand bytes over the median, in GB/s.</summary>
    public double GigabytesPerSecond => Bytes / (Milliseconds * 1e6);

    /// <summary>Two operations a multiply-accumulate over the median, in GFLOP/s.</summary>
    public double Gigaflops => 2.0 * Macs / (Milliseconds * 1e6);
}

/// <summary>What <see cref="Plan.Profile"/> measured; prints as a table.</summary>
public sealed record PlanProfile(string Plan, string Device, IReadOnlyList<StepTime> Steps)
{
    /// <summary>Sum of the medians.</summary>
    public double Milliseconds => Steps.Sum(s => s.Milliseconds);

    /// <summary>Sum of the processor times; 0 where the device is no processor.</summary>
    public double ProcessorMilliseconds => Steps.Sum(s => s.ProcessorMilliseconds);

    /// <inheritdoc/>
    public override string ToString()
    {
        static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        var gigaflops = 2e-6 * Steps.Sum(s => s.Macs) / Milliseconds;
        text.AppendLine(CultureInfo.InvariantCulture, $"{Plan} on {Device}: {Milliseconds:F3} ms, {gigaflops:F1} GFLOP/s over all");
        var rows = new List<string[]> { new[] { "step", "node", "recipe", "shader", "us", "best us", "cpu us", "share", "GB/s", "GFLOP/s" } };
        foreach (var (step, i) in Steps.Select((s, i) => (s, i)))
        {
            rows.Add([i.ToString(CultureInfo.InvariantCulture), step.Node, step.Recipe, step.Shader, F(step.Milliseconds * 1e3, "F1"),
                F(step.Best * 1e3, "F1"), step.ProcessorMilliseconds > 0 ? F(step.ProcessorMilliseconds * 1e3, "F0") : "",
                F(step.Milliseconds / Milliseconds, "P1"), F(step.GigabytesPerSecond, "F2"), step.Macs == 0 ? "" : F(step.Gigaflops, "F1")]);
        }
        TextTable.Append(text, rows);
        return text.ToString();
    }
}
