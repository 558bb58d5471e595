// The verb that paints pictures and videos in the style of others.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn style CONTENT --net FILE | --style PICTURE… --model FILE</c>.</summary>
internal sealed class StyleCommand
{
    private readonly VerbSettings settings = new();
    private readonly SettingOptions<StyleOptions> mixing;
    private readonly SettingOptions<NeuralStyleOptions> painting;
    private readonly Argument<string> content = new("content") { Description = "The picture that is painted, or a video (by nets and decoders)." };
    private readonly Option<string[]> nets = new("--net")
    {
        Description = "A feed-forward style net, .onnx or .safetensors of `cnn train style`; twice for two that are mixed.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string?> norm = new("--norm")
    {
        Description = $"Unit of a net's pixels: {PixelNorm.Syntax}. [default: what the file says; of style nets byte]",
        HelpName = "NORM",
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
        Description = "The trained net whose layers say what style and content are: squeezenet1.1.onnx, an Inception, or a model by name such as "
            + $"vgg19 with --weights. [default: {ModelFile.Usual}, which comes with the program]",
        HelpName = "FILE|NAME",
    };
    private readonly Option<string?> weights = WeightsOption.Create();
    private readonly Option<int?> size = new("--size")
    {
        Description = "Longer side of the result. [default: 256 by optimisation, else the content's own, at most 1024]",
        HelpName = "N",
    };
    private readonly Option<string?> log = new("--log") { Description = "Write every step's losses into this CSV file.", HelpName = "FILE" };
    private readonly Option<string?> target = new("--out")
    {
        Description = "The result: .png, of a video .mp4 or .gif. [default: out/style.png, out/style.mp4]",
        HelpName = "FILE",
    };
    private readonly Option<string?> device = DeviceOption.Create();

    private StyleCommand() => (mixing, painting) = (settings.Add(StyleOptions.Usual), settings.Add(new NeuralStyleOptions()));

    /// <summary>The verb.</summary>
    public static Verb Create() => new StyleCommand().Build();

    private Verb Build()
    {
        var command = new Verb("style", "Paint a picture in other styles: at once by nets made for one style each, or step by step until a trained "
            + "net sees the style of any picture in it. Ctrl-C ends and writes what there is. For example: "
            + "./cnn style photo.png --net starry-night.onnx, or ./cnn style photo.png --style painting.jpg")
        {
            content, nets, norm, styles, model, weights, settings.Options, size, log, target, device,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        var (picture, files, paintings, how) = (result.GetValue(content)!, result.GetValue(nets)!, result.GetValue(styles)!,
            mixing.Given(result).Method);
        if (files.Length == 0 && paintings.Length == 0)
            throw new ArgumentException("say in which style: --net FILE for a net of one style, or --style PICTURE for any picture's");
        if (files.Length > 0 && paintings.Length > 0 && how != StyleTechnique.AdaIN)
            throw new ArgumentException("--net and --style cannot be mixed but by --method adain: a net has a style of its own; leave one away");
        if (files.Length > 2)
            throw new ArgumentException($"--net {string.Join(" --net ", files)}: two nets at most can be mixed");
        var isVideo = VideoReader.IsVideo(picture);
        var byNets = files.Length > 0 || how == StyleTechnique.AdaIN;
        if (isVideo && !byNets)
        {
            throw new ArgumentException(
                $"{picture}: a video is painted by nets (--net) or a decoder (--method adain); optimisation takes one picture");
        }
        var output = result.GetValue(target) ?? (isVideo ? "out/style.mp4" : "out/style.png");
        if (!isVideo && !output.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"--out {output}: a picture is written as .png");
        OutputFile.Check("--out", output, isVideo ? [".mp4", ".gif"] : [".png"]);
        if (result.GetValue(log) is { } losses)
            OutputFile.Check("--log", losses);
        return byNets
            ? PaintByNets(result, picture, files, paintings, isVideo, output, cancellation)
            : Optimise(result, picture, paintings, output, cancellation);
    }

    private int PaintByNets(
        ParseResult result, string picture, string[] files, string[] paintings, bool isVideo, string output, CancellationToken cancellation)
    {
        var unit = result.GetValue(norm) is { } name ? PixelNorm.Parse(name) : (PixelNorm?)null;
        // Everything is read before the device works: a wrong file is told at once.
        IStylePainter[] painters = [.. files.Select(n => new StyleNetPainter(ModelFile.Open(n), unit))];
        using var gpu = DeviceOption.Open(result, device);
        using var run = new StyleNetRun(gpu, picture, isVideo, result.GetValue(size), cancellation);
        var how = mixing.Clamped(result);
        if (how.Method == StyleTechnique.AdaIN)
            painters = [run.Decoding(Judge(result), painting.Given(result).ContentLayer, how.Decoder, StyleList.Parse(paintings)), .. painters];
        run.Compile(painters, how);
        return run.Paint(output, cancellation);
    }

    private int Optimise(ParseResult result, string picture, string[] paintings, string output, CancellationToken cancellation)
    {
        var trunk = Judge(result);
        var options = painting.Clamped(result) with { Method = mixing.Given(result).Compared };
        using var gpu = DeviceOption.Open(result, device);
        using var run = new NeuralStyleRun(gpu, trunk, options, picture, StyleList.Parse(paintings), result.GetValue(size) ?? 256);
        return run.Paint(result.GetValue(log), output, cancellation);
    }

    private Trunk Judge(ParseResult result)
    {
        var named = result.GetValue(model) ?? (mixing.Given(result).Method == StyleTechnique.AdaIN
            ? throw new ArgumentException("--method adain needs the net whose values are decoded: --model FILE")
            : ModelFile.Usual);
        var judge = new Trunk(WeightsOption.Open(result, named, weights),
            result.GetValue(norm) is { } name && result.GetValue(nets)!.Length == 0 ? PixelNorm.Parse(name) : null);
        Log.Information(judge.Model.NormSentence);
        return judge;
    }
}
