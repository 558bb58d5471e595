// The verb that paints pictures and videos in the style of others.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn style CONTENT --net FILE | --style PICTURE… --model FILE</c>.</summary>
internal sealed class StyleCommand
{
    private static readonly NeuralStyleOptions Defaults = new();
    private readonly Argument<string> content = new("content") { Description = "The picture that is painted, or a video (by nets and decoders)." };
    private readonly Option<string[]> nets = new("--net")
    {
        Description = "A feed-forward style net, .onnx or .safetensors of `cnn train style`; twice for two that are mixed.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<float> blend = Real("--blend", 0.5f, "Share of the second net, 0 to 1.");
    private readonly Option<float> strength = Real("--strength", 1, "Share of what the nets paint over the picture as it is, 0 to 1.");
    private readonly Option<string> mask = Text("--mask", "none", "SHAPE|FILE",
        $"Where the second net shows, or one net alone: {string.Join(", ", StyleMask.Shapes)}, or a picture whose brightness says it.");
    private readonly Option<string?> norm = new("--norm")
    {
        Description = "Unit of a net's pixels: byte, unit, torch, tf128 or signed. [default: what the file says; of style nets byte]",
        HelpName = "NAME",
    };
    private readonly Option<string[]> styles = new("--style")
    {
        Description = "A picture whose style is taken, with a weight if wanted: painting.jpg:2. Several are mixed.",
        HelpName = "PICTURE[:WEIGHT]",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string?> model = new("--model")
    {
        Description = "The trained net whose layers say what style and content are: squeezenet1.1.onnx, an Inception, or a model by name such as vgg19 with --weights.",
        HelpName = "FILE|NAME",
    };
    private readonly Option<string?> weights = WeightsOption.Create();
    private readonly Option<string> method = Text("--method", "gram", "NAME",
        "gram (Gram matrices agree), statistics (means and deviations agree), or adain (they are set at once and a decoder paints).");
    private readonly Option<string?> decoder = new("--decoder") { Description = "For adain: a net from the content layer's values to pictures of 0 to 1.", HelpName = "FILE" };
    private readonly Option<float> alpha = Real("--alpha", 1, "For adain: how much of the style is taken, 0 to 1.");
    private readonly Option<string> optimizer = Text("--optimizer", "lbfgs", "NAME", "lbfgs or adam.");
    private readonly Option<int> steps = new("--steps") { Description = "Steps of the optimiser.", HelpName = "N", DefaultValueFactory = _ => 150 };
    private readonly Option<string> contentLayer = Text("--content-layer", "", "LAYER", "Layer whose values are kept. [default: the model's usual one]");
    private readonly Option<string> styleLayers = Text("--style-layers", "", "LAYER,…", "Layers whose style counts. [default: the model's usual ones]");
    private readonly Option<float> contentWeight = Real("--content-weight", Defaults.ContentWeight, "How much of the content is kept.");
    private readonly Option<float> styleWeight = Real("--style-weight", Defaults.StyleWeight, "How much the style counts.");
    private readonly Option<float> smoothness = Real("--tv", Defaults.Smoothness, "Weight of total variation: more is smoother.");
    private readonly Option<float> rate = Real("--rate", Defaults.Rate, "Adam's rate, of picture values of 0 to 1.");
    private readonly Option<float> styleScale = Real("--style-scale", 1, "Size of the style pictures relative to the picture: larger makes larger strokes.");
    private readonly Option<string> start = Text("--start", "content", "NAME", "What it begins with: content, noise or style.");
    private readonly Option<bool> originalColours = new("--original-colours") { Description = "Keep the content's colours: only brightness is painted." };
    private readonly Option<int?> size = new("--size") { Description = "Longer side of the result. [default: 256 by optimisation, else the content's own, at most 1024]", HelpName = "N" };
    private readonly Option<string?> log = new("--log") { Description = "Write every step's losses into this CSV file.", HelpName = "FILE" };
    private readonly Option<string?> target = new("--out") { Description = "The result: .png, of a video .mp4 or .gif. [default: out/style.png, out/style.mp4]", HelpName = "FILE" };
    private readonly Option<string?> device = DeviceOption.Create();

    /// <summary>The verb.</summary>
    public static Verb Create() => new StyleCommand().Build();

    private Verb Build()
    {
        method.AcceptOnlyFromAmong("gram", "statistics", "adain");
        optimizer.AcceptOnlyFromAmong("lbfgs", "adam");
        start.AcceptOnlyFromAmong("content", "noise", "style");
        norm.AcceptOnlyFromAmong("byte", "unit", "torch", "tf128", "signed");
        var command = new Verb("style", "Paint a picture in other styles: at once by nets made for one style each, or step by step until a trained net sees the style of any picture in it. "
            + "Ctrl-C ends and writes what there is. For example: ./cnn style photo.png --net starry-night.onnx, or ./cnn style photo.png --style painting.jpg --model squeezenet1.1.onnx")
        {
            content, nets, blend, strength, mask, norm, styles, model, weights, method, decoder, alpha, optimizer, steps,
            contentLayer, styleLayers, contentWeight, styleWeight, smoothness, rate, styleScale, start, originalColours, size, log, target, device,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        var (picture, files, paintings, how) = (result.GetValue(content)!, result.GetValue(nets)!, result.GetValue(styles)!, result.GetValue(method)!);
        if (files.Length == 0 && paintings.Length == 0)
            throw new ArgumentException("say in which style: --net FILE for a net of one style, or --style PICTURE --model FILE for any picture's");
        if (files.Length > 0 && paintings.Length > 0 && how != "adain")
            throw new ArgumentException("--net and --style cannot be mixed but by --method adain: a net has a style of its own; leave one away");
        if (files.Length > 2)
            throw new ArgumentException($"--net {string.Join(" --net ", files)}: two nets at most can be mixed");
        if (paintings.Length > 0 && result.GetValue(model) is null)
            throw new ArgumentException("--style needs a trained net that judges: --model squeezenet1.1.onnx, say");
        var isVideo = File.Exists(picture) && !PictureFile.IsPicture(picture);
        var byNets = files.Length > 0 || how == "adain";
        if (isVideo && !byNets)
            throw new ArgumentException($"{picture}: a video is painted by nets (--net) or a decoder (--method adain); optimisation takes one picture");
        var output = result.GetValue(target) ?? (isVideo ? "out/style.mp4" : "out/style.png");
        if (!isVideo && !output.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"--out {output}: a picture is written as .png");
        return byNets ? PaintByNets(result, picture, files, paintings, isVideo, output, cancellation) : Optimise(result, picture, paintings, output, cancellation);
    }

    private int PaintByNets(ParseResult result, string picture, string[] files, string[] paintings, bool isVideo, string output, CancellationToken cancellation)
    {
        var unit = result.GetValue(norm) is { } name ? PixelNorm.Named(name) : (PixelNorm?)null;
        // Everything is read before the device works: a wrong file is told at once.
        IStylePainter[] painters = [.. files.Select(n => new StyleNetPainter(ModelFile.Open(n), unit))];
        using var gpu = DeviceOption.Open(result, device);
        using var run = new StyleNetRun(gpu, picture, isVideo, result.GetValue(size));
        if (result.GetValue(method) == "adain")
            painters = [run.Decoding(Judge(result), result.GetValue(contentLayer)!, result.GetValue(decoder), StyleList.Parse(paintings)), .. painters];
        run.Compile(painters, result.GetValue(mask)!, Share(result, blend), Share(result, strength), Share(result, alpha));
        return run.Paint(output, cancellation);
    }

    private int Optimise(ParseResult result, string picture, string[] paintings, string output, CancellationToken cancellation)
    {
        var trunk = Judge(result);
        var options = Defaults with
        {
            ContentLayer = result.GetValue(contentLayer)!,
            StyleLayers = StyleList.Names(result.GetValue(styleLayers)!),
            Method = result.GetValue(method) == "statistics" ? StyleMethod.Statistics : StyleMethod.Gram,
            Optimizer = result.GetValue(optimizer) == "adam" ? StyleOptimizer.Adam : StyleOptimizer.Lbfgs,
            Start = Enum.Parse<StyleStart>(result.GetValue(start)!, ignoreCase: true),
            ContentWeight = Within(result, contentWeight, 0, 1e6f),
            StyleWeight = Within(result, styleWeight, 0, 1e6f),
            Smoothness = Within(result, smoothness, 0, 1e6f),
            Rate = Within(result, rate, 1e-5f, 1),
            StyleScale = Within(result, styleScale, 0.05f, 20),
            OriginalColours = result.GetValue(originalColours),
        };
        var count = Math.Clamp(result.GetValue(steps), 1, 100_000);
        if (count != result.GetValue(steps))
            Console.Error.WriteLine($"--steps {result.GetValue(steps)} is out of range; {count} is taken");
        using var gpu = DeviceOption.Open(result, device);
        using var run = new NeuralStyleRun(gpu, trunk, options, picture, StyleList.Parse(paintings), result.GetValue(size) ?? 256);
        return run.Paint(count, result.GetValue(log), output, cancellation);
    }

    private Trunk Judge(ParseResult result) => new(
        WeightsOption.Open(result, result.GetValue(model) ?? throw new ArgumentException("--method adain needs the net whose values are decoded: --model FILE"), weights),
        result.GetValue(norm) is { } name && result.GetValue(nets)!.Length == 0 ? PixelNorm.Named(name) : null);

    private static float Share(ParseResult result, Option<float> option) => Within(result, option, 0, 1);

    private static float Within(ParseResult result, Option<float> option, float least, float most)
    {
        var (given, taken) = (result.GetValue(option), float.IsNaN(result.GetValue(option)) ? least : Math.Clamp(result.GetValue(option), least, most));
        if (given != taken)
            Console.Error.WriteLine(FormattableString.Invariant($"{option.Name} {given} is out of range; {taken} is taken"));
        return taken;
    }

    private static Option<float> Real(string name, float value, string description) => new(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => value };

    private static Option<string> Text(string name, string value, string help, string description) => new(name) { Description = description, HelpName = help, DefaultValueFactory = _ => value };
}
