// The verb that shows what transforms do to pictures.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn augment DATA --out sheet.png</c>.</summary>
internal static class AugmentCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var data = new Argument<string>("data") { Description = $"A picture ({PictureFile.Formats}), or a folder of pictures or of such folders." };
        var chosen = new Option<string[]>("--transform")
        {
            Description = "One or several transforms with their fields, each with those before it: NAME field=value … NAME … "
                + $"[default: a row for each of {string.Join(", ", Transforms.Names)}]",
            HelpName = "NAME field=value …",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "The sheet.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "out/augment.png",
        };
        var samples = new Option<int>("--samples") { Description = "Pictures in a row.", HelpName = "N", DefaultValueFactory = _ => 6 };
        var size = new Option<int>("--size") { Description = "Side of a picture.", HelpName = "PIXELS", DefaultValueFactory = _ => 96 };
        var seed = new Option<int>("--seed") { Description = "Seed of what is drawn.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var device = DeviceOption.Create();
        var command = new Verb("augment", "Show what transforms of training pictures do. For example: "
            + "./cnn augment cat.jpg --transform random-rotation degrees=30 colour-jitter brightness=0.4 --out sheet.png")
        {
            data, chosen, output, samples, size, seed, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var (path, count, side) = (result.GetValue(output)!, result.GetValue(samples), result.GetValue(size));
            OutputFile.Check("--out", path, ".png");
            if (count is < 1 or > 32)
                throw new ArgumentException($"--samples {count}: a row holds 1 to 32 pictures");
            if (side is < 8 or > 512)
                throw new ArgumentException($"--size {side}: pictures are 8 to 512 pixels wide");
            var rows = result.GetValue(chosen) is { Length: > 0 } words ? Asked(words) : AugmentSheet.All(side);
            var pictures = Pictures(result.GetValue(data)!, count, side);
            using var gpu = DeviceOption.Open(result, device);
            AugmentSheet.Draw(gpu, rows, pictures, side, result.GetValue(seed), cancellation).Save(path);
            Console.WriteLine($"{path}: {rows.Count} row{(rows.Count == 1 ? "" : "s")} of {count} pictures");
            return Task.FromResult(0);
        });
        return command;
    }

    // Words with = are fields of the name before them. Below the single steps stands the whole list, where there are several.
    private static List<(string Text, IReadOnlyList<Transform> Transforms)> Asked(string[] words)
    {
        var texts = new List<string>();
        foreach (var word in words.SelectMany(w => w.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!word.Contains('='))
                texts.Add(word);
            else if (texts.Count > 0)
                texts[^1] += $" {word}";
            else
                throw new ArgumentException($"--transform {word}: a name comes first; there are {string.Join(", ", Transforms.Names)}");
        }
        List<(string, IReadOnlyList<Transform>)> rows = [.. texts.Select(t => (t, Transforms.Parse(t)))];
        if (rows.Count > 1)
            rows.Add((string.Join(", ", texts), Transforms.Parse(string.Join(", ", texts))));
        return rows;
    }

    private static Photograph[] Pictures(string data, int count, int side)
    {
        string[] files = [data];
        if (Directory.Exists(data))
        {
            files = [.. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(PictureFile.IsNamedAsPicture)
                .Order(StringComparer.Ordinal)];
            if (files.Length == 0)
                throw new InvalidDataException($"{data}: no pictures in this folder; it should hold {string.Join(", ", PictureFile.Extensions)}");
            // Spread over the whole of it, so that classes mix.
            var used = Math.Min(count, files.Length);
            files = [.. Enumerable.Range(0, used).Select(i => files[(int)((long)i * files.Length / used)])];
        }
        Photograph[] read = [.. files.Select(f => Photograph.Load(f).Fit(side, side))];
        return [.. Enumerable.Range(0, count).Select(i => read[i % read.Length])];
    }
}
