// The verb that looks into a net: why it says what it says, and what it wants to see.
using System.CommandLine;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn explain [IMAGE] [--model FILE] --method NAME,…</c>.</summary>
internal static class ExplainCommand
{
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
            DefaultValueFactory = _ => ModelFile.Usual,
        };
        var weights = WeightsOption.Create();
        var labels = LabelsOption.Create();
        var how = new ClassifierOptions();
        var method = new Option<string>("--method")
        {
            Description = $"One or several of: {string.Join("; ", methods.Select(m => $"{m.Name} ({m.Description})"))}.",
            HelpName = "NAME,…",
            DefaultValueFactory = _ => "gradcam",
        };
        var target = new Option<string?>("--class")
        {
            Description = "The class, by number or name. [default: the most probable one; of a trunk without classes its strongest feature]",
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
            + "./cnn explain cat.jpg --method gradcam,guided, or by a network of classes ./cnn explain cat.jpg --model squeezenet1.1.onnx")
        {
            image, model, weights, labels, how.Norm, how.Scores, how.Output, method, target, box, size, output, device, settings.Options,
            ExplainMethods.Options(methods),
        };
        command.SetAction((result, cancellation) =>
        {
            var chosen = ExplainMethods.Named(methods, result.GetValue(method)!);
            var path = result.GetValue(output)!;
            if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--out {path}: pictures are written as .png");
            OutputFile.Check("--out", path);
            var file = WeightsOption.Open(result, result.GetValue(model)!, weights);
            var trunk = new Trunk(how.Apply(result, file, LabelsOption.Read(result, labels)));
            Log.Information(trunk.Model.NormSentence);
            var (height, width) = trunk.Model.SizeFor(result.GetValue(size));
            var names = trunk.Model.Labels;
            var what = settings.Attribution.Given(result);
            var photograph = result.GetValue(image) is { } picture ? Photograph.Load(picture).Fit(height, width) : null;
            using var gpu = DeviceOption.Open(result, device);
            using var residence = new Residence(gpu);
            var task = new ExplainTask(gpu, residence, trunk, names, photograph, result, cancellation)
            {
                Height = height,
                Width = width,
                Class = result.GetValue(target) is { } wanted ? ClassOf(trunk, wanted, height, width) : -1,
                Objective = what.Explained ?? (chosen.Any(m => m.HasObjective) ? StrongestFeature(trunk, residence, photograph) : null),
                Layer = what.Layer,
                Box = result.GetValue(box) is { } corners ? BoxOf(corners, height, width) : null,
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

    // What stands in for a class where there are none; null where there are, or no picture.
    private static Objective? StrongestFeature(Trunk trunk, Residence weights, Photograph? photograph)
    {
        if (!trunk.Model.HasFeatures || photograph is null)
            return null;
        var (model, planes) = (trunk.Model, photograph.Planes(3, PixelNorm.Unit));
        var (index, value, mean) = trunk.Strongest(weights, planes, photograph.Height, photograph.Width);
        if (!float.IsFinite(value))
        {
            throw new InvalidDataException($"{model.Path}: gives NaN (not a number), nothing can be explained: "
                + trunk.WhereNaN(weights, planes, photograph.Height, photograph.Width));
        }
        var objective = Objective.Parse($"{model.FeatureLayer}:{index}");
        Log.Information(string.Create(CultureInfo.InvariantCulture,
            $"{model.Name}: knows no classes; explained is {objective}, the strongest of its features in this picture: {value:F2} where their mean "
            + $"is {mean:F2} (any other with --objective {model.FeatureLayer}:N)"));
        return objective;
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

    private static int ClassOf(Trunk trunk, string wanted, int height, int width)
    {
        var classes = trunk.Apply(new Graph().Input("picture", 1, 3, height, width)).Classes.Count;
        return Objective.ClassIndex(trunk.Model, wanted, classes, FittedLabels.For(trunk.Model.Labels, classes, trunk.Model.Path));
    }

    private static (int, int, int, int) BoxOf(string text, int height, int width)
    {
        int[] numbers = [.. text.Split(',').Select(t => int.TryParse(t.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)];
        return numbers is [>= 0 and var x, >= 0 and var y, > 0 and var w, > 0 and var h] && x + w <= width && y + h <= height
            ? (x, y, w, h)
            : throw new ArgumentException($"--box {text}: left, top, width and height within {width}×{height} are needed, as in 60,20,120,110");
    }
}
