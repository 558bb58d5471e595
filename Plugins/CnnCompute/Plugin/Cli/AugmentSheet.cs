// A sheet of pictures as transforms change them, a row for each.
using Engine;

namespace CnnCompute;

/// <summary>Runs transforms on a device and draws what they made.</summary>
internal static class AugmentSheet
{
    private const int Margin = 14, Gap = 4, Text = 15, TallestColumn = 12;

    // Of more values principal components take longer than all else together.
    private const int MostWhitened = 1000;
    private static readonly (byte, byte, byte) Paper = (24, 26, 30), Ink = (232, 232, 228), Faint = (139, 152, 173);

    /// <summary>
    /// Every transform, with fields that show on pictures of <paramref name="side"/> pixels, but those whose result is no picture, or which are for
    /// smaller ones.
    /// </summary>
    public static List<(string Text, IReadOnlyList<Transform> Transforms)> All(int side)
    {
        var fields = new Dictionary<string, string>
        {
            ["centre-crop"] = $"size={side * 2 / 3}",
            ["colour-jitter"] = "brightness=0.4 contrast=0.4 saturation=0.4 hue=0.1",
            ["cutout"] = $"size={side / 3}",
            ["gaussian-blur"] = "kernelSize=9 low=0.5 high=3",
            ["pca-lighting"] = "deviation=0.3",
            ["random-affine"] = "degrees=20 translateX=0.1 translateY=0.1 scale=0.8..1.2 shearX=10",
            ["random-crop"] = $"padding={side / 6} fill=reflect",
            ["random-resized-crop"] = $"size={side}",
            ["random-rotation"] = "degrees=30",
            ["random-shift"] = $"pixels={side / 8} edgeFill=true",
            ["resize"] = $"height={side / 4} width={side / 4}",
        };
        List<(string, IReadOnlyList<Transform>)> rows = [("as they are", [])];
        foreach (var name in Transforms.Names)
        {
            if (name == "pca-whitening" || (name == "zca-whitening" && 3 * side * side > MostWhitened))
                continue;
            // What happens to a share of the pictures alone is shown on all.
            var always = Transforms.Fields(name).Contains(" p=0.", StringComparison.Ordinal) ? " p=1" : "";
            var text = $"{name} {fields.GetValueOrDefault(name, "")}{always}".Trim();
            rows.Add((text, Transforms.Parse(text)));
        }
        return rows;
    }

    /// <summary>Computes and draws rows. Pictures smaller than <paramref name="side"/> are drawn as many times as large as fit.</summary>
    /// <exception cref="ArgumentException">A transform does not suit the pictures.</exception>
    public static Canvas Draw(
        Gpu gpu, IReadOnlyList<(string Text, IReadOnlyList<Transform> Transforms)> rows, Photograph[] pictures, int side, int seed,
        CancellationToken cancellation)
    {
        var across = rows.Count > TallestColumn ? 2 : 1;
        var down = (rows.Count + across - 1) / across;
        var (line, block) = (Text + 8, Math.Max(pictures.Length * (side + Gap), 360));
        var canvas = new Canvas(Margin + (across * (block + Margin)), Margin + (down * (line + side + Margin)), Paper);
        using var weights = new Residence(gpu);
        foreach (var (i, (text, transforms)) in rows.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            var (left, top) = (Margin + (i / down * (block + Margin)), Margin + (i % down * (line + side + Margin)));
            var name = text.Split(' ')[0] is var word && transforms.Count == 1 ? word : "";
            var head = Cut(name.Length > 0 ? name : text, block, Text, bold: true);
            var after = Canvas.Measure(head, Text, bold: true) + 10;
            canvas.Write(head, left, top, Text, Ink, bold: true);
            if (name.Length > 0)
                canvas.Write(Cut(text[name.Length..].Trim(), block - after, Text - 2, bold: false), left + after, top, Text - 2, Faint);
            var (height, width, planes) = Run(weights, transforms, pictures, pictures[0].Width, seed);
            for (var n = 0; n < pictures.Length; n++)
            {
                var rgba = ContactSheet.Rgba(planes.AsSpan(n * 3 * height * width, 3 * height * width), width, height);
                var scale = Math.Max(1, side / Math.Max(width, height));
                canvas.Draw(rgba, width, height, left + (n * (side + Gap)) + ((side - (width * scale)) / 2),
                    top + line + ((side - (height * scale)) / 2), scale);
            }
        }
        return canvas;
    }

    // As much of a text as is no wider than a row.
    private static string Cut(string text, float width, float size, bool bold)
    {
        if (Canvas.Measure(text, size, bold) <= width)
            return text;
        var fits = Enumerable.Range(0, text.Length).LastOrDefault(n => Canvas.Measure($"{text[..n]} …", size, bold) <= width);
        return $"{text[..fits].TrimEnd()} …";
    }

    private static (int Height, int Width, float[] Planes) Run(
        Residence weights, IReadOnlyList<Transform> transforms, Photograph[] pictures, int side, int seed)
    {
        var (graph, count) = (new Graph(), pictures.Length);
        var numbers = graph.Input(BatchInputs.SamplesName, new Shape(count), DType.I32);
        var batch = new TrainingBatch(graph.Input("pictures", count, 3, side, side), graph.Labels(BatchInputs.LabelsName, count), numbers,
            graph.Value(BatchInputs.KeyName, new Shape(2), DType.I32), count)
        {
            Statistics = DataStatistics.For(transforms, new Shown(pictures, side)),
        };
        var made = TransformPlan.Apply(batch, [.. transforms]).Images;
        float[] planes = [.. pictures.SelectMany(p => p.Planes(3, PixelNorm.Byte))];
        if (transforms.Count > 0)
        {
            using var plan = Plan.Compile(weights, [made]);
            plan.Upload("pictures", planes);
            if (plan.InputNames.Contains(BatchInputs.SamplesName))
                plan.Upload(BatchInputs.SamplesName, [.. Enumerable.Range(0, count)]);
            if (plan.InputNames.Contains(BatchInputs.LabelsName))
                plan.Upload(BatchInputs.LabelsName, [.. Enumerable.Range(0, count)]);
            if (plan.HasValue(BatchInputs.KeyName))
                plan.SetInt(BatchInputs.KeyName, [seed, 0]);
            plan.Run();
            planes = plan.Fetch(made);
        }
        // What statistics centred is no longer 0 to 255: from its least to its most.
        var centred = transforms.Any(t => t is StatisticsTransform);
        var (low, high) = centred ? (planes.Min(), planes.Max()) : (0, 255);
        return (made.Shape[2], made.Shape[3], [.. planes.Select(v => (v - low) / Math.Max(high - low, 1e-6f))]);
    }

    // The pictures as a data set, of which statistics are made.
    private sealed class Shown(Photograph[] pictures, int side) : Dataset
    {
        public override string Name => "the pictures";

        public override int Count => pictures.Length;

        public override int Channels => 3;

        public override int Height => side;

        public override int Width => side;

        public override IReadOnlyList<string> Classes => ["all"];

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = pictures[index].Rgba[(i / 3 * 4) + (i % 3)];
        }

        public override int Label(int index) => 0;
    }
}
