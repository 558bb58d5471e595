// The verb that looks into a net: why it says what it says, and what it wants to see.
using System.CommandLine;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn explain [IMAGE] --model FILE --method NAME,…</c>.</summary>
internal static class ExplainCommand
{
    private const int UsualSize = 224;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var settings = new ExplainSettings();
        var methods = ExplainMethods.Create(settings);
        var image = new Argument<string?>("image") { Description = $"A picture: {PictureFile.Formats}.", Arity = ArgumentArity.ZeroOrOne };
        var model = new Option<string>("--model")
        {
            Description = "The network: .onnx, .safetensors, or the name of a model.",
            HelpName = "FILE|NAME",
            Required = true,
        };
        var weights = WeightsOption.Create();
        var labels = new Option<string?>("--labels")
        {
            Description = "Class names, one a line. [default: those in the model, or a fitting file beside it]",
            HelpName = "FILE",
        };
        var norm = new Option<string?>("--norm")
        {
            Description = $"How pixels become numbers: {PixelNorm.Choices}. [default: what the model says]",
            HelpName = "NAME",
        };
        var method = new Option<string>("--method")
        {
            Description = $"One or several of: {string.Join("; ", methods.Select(m => $"{m.Name} ({m.Description})"))}.",
            HelpName = "NAME,…",
            DefaultValueFactory = _ => "gradcam",
        };
        var target = new Option<string?>("--class")
        {
            Description = "The class, by number or name. [default: the most probable one]",
            HelpName = "N|NAME",
        };
        var box = new Option<string?>("--box")
        {
            Description = "Part of the picture in pixels, as the net sees it; the share of what is found there is printed.",
            HelpName = "X,Y,W,H",
        };
        var size = new Option<int>("--size") { Description = "Side of the picture for nets that take any size. [default: 224]", HelpName = "PIXELS" };
        var output = new Option<string>("--out")
        {
            Description = "The picture, or with several methods a sheet of them; each picture lies beside it.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "out/explain.png",
        };
        var device = DeviceOption.Create();
        var command = new Verb("explain", "Show what in a picture makes a network say what it says. For example: "
            + "./cnn explain cat.jpg --model squeezenet1.1.onnx --method gradcam,guided --out cat.png")
        {
            image, model, weights, labels, norm, method, target, box, size, output, device, settings.Options, ExplainMethods.Options(methods),
        };
        command.SetAction((result, cancellation) =>
        {
            var chosen = ExplainMethods.Named(methods, result.GetValue(method)!);
            var path = result.GetValue(output)!;
            if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--out {path}: pictures are written as .png");
            OutputFile.Check("--out", path);
            var file = WeightsOption.Open(result, result.GetValue(model)!, weights);
            var trunk = new Trunk(file, result.GetValue(norm) is { } name ? PixelNorm.Named(name) : null);
            var names = result.GetValue(labels) is { } list ? ClassLabels.Read(list) : file.Labels;
            var side = SizeOf(file, result.GetValue(size));
            var what = settings.Attribution.Given(result);
            var photograph = result.GetValue(image) is { } picture ? Photograph.Load(picture).Fit(side) : null;
            using var gpu = DeviceOption.Open(result, device);
            using var residence = new Residence(gpu);
            var task = new ExplainTask(gpu, residence, trunk, names, photograph, result, cancellation)
            {
                Size = side,
                Class = result.GetValue(target) is { } wanted ? Objective.ClassIndex(file, wanted, Classes(trunk, side), names) : -1,
                Objective = what.Explained,
                Layer = what.Layer,
                Box = result.GetValue(box) is { } corners ? BoxOf(corners, side) : null,
            };
            var pictures = new List<(string Method, ExplainPicture Picture)>();
            foreach (var one in chosen)
            {
                cancellation.ThrowIfCancellationRequested();
                pictures.AddRange(one.Run(task).Select(p => (one.Name, p)));
            }
            Write(path, pictures, chosen.Count > 1 ? photograph : null);
            return Task.FromResult(0);
        });
        return command;
    }

    // The first picture of a single method is the file itself; the others are called after it.
    private static void Write(string path, List<(string Method, ExplainPicture Picture)> pictures, Photograph? original)
    {
        var (stem, several) = (Path.ChangeExtension(path, null), pictures.Select(p => p.Method).Distinct().Count() > 1);
        foreach (var (method, picture) in pictures)
        {
            var name = string.Join('-', new[] { stem, several ? method : "", picture.Suffix }.Where(s => s.Length > 0));
            PngFile.Write($"{name}.png", picture.Width, picture.Height, picture.Rgba);
            Console.WriteLine($"{name}.png");
        }
        if (!several)
            return;
        var sheet = new ContactSheet();
        if (original is not null)
            sheet.Add("the picture", original.Width, original.Height, original.Rgba);
        foreach (var (_, picture) in pictures.Where(p => p.Picture.Caption.Length > 0))
            sheet.Add(picture.Caption, picture.Width, picture.Height, picture.Rgba);
        sheet.Save(path);
        Console.WriteLine(path);
    }

    private static int SizeOf(ModelFile file, int wanted)
    {
        if (file.Height <= 0 && file.Width <= 0)
        {
            return wanted is > 0 and <= 4096 ? wanted
                : wanted == 0 ? UsualSize
                : throw new ArgumentException($"--size {wanted}: a side from 1 to 4096 pixels is needed");
        }
        if (file.Height != file.Width)
            throw new InvalidDataException($"{file.Path}: takes pictures of {file.Width}×{file.Height}; a net of square pictures is needed");
        return wanted == 0 || wanted == file.Height ? file.Height
            : throw new ArgumentException($"--size {wanted}: {file.Name} takes pictures of {file.Width}×{file.Height} alone");
    }

    private static int Classes(Trunk trunk, int side) => trunk.Apply(new Graph().Input("picture", 1, 3, side, side)).Logits.Shape[1];

    private static (int, int, int, int) BoxOf(string text, int side)
    {
        int[] numbers = [.. text.Split(',').Select(t => int.TryParse(t.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)];
        return numbers is [>= 0 and var x, >= 0 and var y, > 0 and var w, > 0 and var h] && x + w <= side && y + h <= side
            ? (x, y, w, h)
            : throw new ArgumentException($"--box {text}: left, top, width and height within {side}×{side} are needed, as in 60,20,120,110");
    }
}
