// The verb that dreams upon pictures and videos.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn dream IMAGE|VIDEO</c>.</summary>
internal static class DreamCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var settings = new VerbSettings();
        var (dream, files) = (settings.Add(new DreamOptions()), settings.Add(DreamFiles.None));
        var input = new Argument<string>("image") { Description = $"A picture ({PictureFile.Formats}) or a video." };
        var model = new Option<string>("--model")
        {
            Description = "The network: .onnx, .safetensors made by `cnn train`, or the name of a model.",
            HelpName = "FILE|NAME",
            DefaultValueFactory = _ => ModelFile.Usual,
        };
        var weights = WeightsOption.Create();
        var norm = NormOption.Create();
        var size = new Option<int?>("--size")
        {
            Description = "Pixels of the longer side. [default: the picture's own, at most 1600]",
            HelpName = "N",
        };
        var fourier = new Option<bool>("--fourier")
        {
            Description = "Change the picture's spectrum in decorrelated colours by Adam instead of its pixels: "
                + "one ascent of octaves × steps steps, seen a little askew.",
        };
        var frames = new Option<int?>("--frames")
        {
            Description =
                "Pictures to make, each from the one before; of a video, frames to dream at most. [default: 1 of a picture, all of a video]",
            HelpName = "N",
        };
        var fps = new Option<double>("--fps")
        {
            Description = "Frames a second of a video made from a picture.",
            DefaultValueFactory = _ => 25,
            HelpName = "N",
        };
        var output = new Option<string?>("--out")
        {
            Description = "A .png; of several frames an .mp4, a .gif or numbered pictures (frames-%04d.png). [default: "
                + "the input's name with -dream, in this folder]",
            HelpName = "FILE",
        };
        var device = DeviceOption.Create();
        var command = new Verb("dream", "Deep Dream: change a picture so that a network sees more of what it sees in it already. "
            + "For example: ./cnn dream sky.jpg, or with --model inception_v3_features.onnx --layer mixed_4, or with --zoom 1.05 --rotate 2 "
            + "--frames 60 --out dream.mp4")
        {
            input, model, weights, norm, settings.Options, size, fourier, frames, fps, output, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var file = WeightsOption.Open(result, result.GetValue(model)!, weights);
            var trunk = new Trunk(file, result.GetValue(norm) is { } name ? PixelNorm.Parse(name) : null);
            Log.Information(trunk.Model.NormSentence);
            if (result.GetValue(size) is < 1 and var none)
                throw new ArgumentException($"--size {none}: the longer side has at least one pixel");
            var picture = result.GetValue(input)!;
            var options = dream.Given(result, DreamJob.IsVideo(picture) ? null : new DreamOptions { Blend = 0 });
            var wanted = new DreamJob.Wanted(picture, options, files.Given(result), result.GetValue(size), result.GetValue(frames),
                result.GetValue(fps), result.GetValue(fourier), result.GetValue(output));
            using var job = new DreamJob(trunk, wanted, () => DeviceOption.Open(result, device), cancellation);
            return Task.FromResult(job.Run(cancellation));
        });
        return command;
    }
}
