// What a linear classifier looks for, as pictures.
namespace CnnCompute;

/// <summary>A linear classifier multiplies a picture with one of its own for each class: its weights, shown as that picture.</summary>
internal static class WeightTemplates
{
    // Beyond three deviations colours are at their ends.
    private const double Most = 3;

    /// <summary>Adds a picture for each class.</summary>
    /// <param name="sheet">Where to.</param>
    /// <param name="weights">The weights [classes, C·H·W].</param>
    /// <param name="sample">Shape [C,H,W] of the pictures it classifies.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="method">Which classifier it is, for the caption.</param>
    public static void Add(ContactSheet sheet, float[] weights, Shape sample, IReadOnlyList<string> classes, string method)
    {
        foreach (var (label, template) in weights.Chunk((int)sample.Count).Index())
            sheet.Add($"{classes[label]}\n{method}", sample[2], sample[1], Planes(template, sample[0]));
    }

    /// <summary>
    /// Planes of 0..1: of three channels the weights themselves around grey; of one, what speaks for the class in orange, against it in blue, black
    /// where pixels do not matter.
    /// </summary>
    public static float[] Planes(ReadOnlySpan<float> template, int channels)
    {
        var squares = 0.0;
        foreach (var weight in template)
            squares += (double)weight * weight;
        var (planes, scale) = (new float[channels == 3 ? template.Length : 3 * template.Length],
            (float)(1 / Math.Max(1e-12, Most * Math.Sqrt(squares / template.Length))));
        for (var i = 0; i < template.Length; i++)
        {
            var v = Math.Clamp(template[i] * scale, -1, 1);
            if (channels == 3)
            {
                planes[i] = 0.5f + (v / 2);
                continue;
            }
            planes[i] = Math.Max(v, -v * 0.2f);
            planes[template.Length + i] = Math.Max(v * 0.6f, -v * 0.6f);
            planes[(2 * template.Length) + i] = Math.Max(v * 0.15f, -v);
        }
        return planes;
    }
}
