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
        var data = new Argument<string>("data")
        {
            Description = $"A picture ({PictureFile.Formats}), a folder of pictures or of such folders, or a data set as ./cnn train takes it: "
                + "fashion-mnist, cifar10=PATH, a zip, a .csv.",
        };
        var chosen = new Option<string[]>("--transform")
        {
            Description = "One or several transforms with their fields, a row for each and one for all in order: NAME field=value … NAME … "
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
        var size = new Option<int>("--size")
        {
            Description = "Side of a picture; small ones of a data set stay as small and are drawn larger.",
            HelpName = "PIXELS",
            DefaultValueFactory = _ => 96,
        };
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
            var asked = result.GetValue(chosen) is { Length: > 0 } words ? Asked(words) : null;
            var pictures = Pictures(result.GetValue(data)!, count, side, cancellation);
            var rows = asked ?? AugmentSheet.All(pictures[0].Width);
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

    private static Photograph[] Pictures(string data, int count, int side, CancellationToken cancellation)
    {
        string[] files = [data];
        if (!Directory.Exists(data) && !PictureFile.IsNamedAsPicture(data))
            return Samples(data, count, side, cancellation);
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

    // Of pictures that are smaller than asked for, what a training sees: their own pixels.
    private static Photograph[] Samples(string data, int count, int side, CancellationToken cancellation)
    {
        var settings = new DataSettings { Data = data, ValidationShare = 0, TestShare = 0, Cache = CacheMode.None };
        var set = DataSets.Open(settings, cancellation).Train;
        if (Math.Max(set.Height, set.Width) > side || set.Height != set.Width)
            set = DataSets.Open(settings with { Side = side }, cancellation).Train;
        var (order, pixels, channels) = (new Permutation(set.Count, 1, 0), new byte[set.SampleBytes], set.Channels);
        var pictures = new Photograph[count];
        for (var i = 0; i < count; i++)
        {
            // Many sets are in the order of their classes.
            set.Read(order[i % set.Count], pixels);
            var rgba = new byte[set.Width * set.Height * 4];
            for (var at = 0; at < rgba.Length; at++)
                rgba[at] = at % 4 == 3 ? byte.MaxValue : pixels[(at / 4 * channels) + (channels == 1 ? 0 : at % 4)];
            pictures[i] = new Photograph(set.Width, set.Height, rgba);
        }
        return pictures;
    }
}
