// The verb that dreams upon pictures and videos.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn dream IMAGE|VIDEO --model FILE</c>.</summary>
internal static class DreamCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var defaults = new DreamOptions { Objective = "" };
        var input = new Argument<string>("image") { Description = "A picture (PNG, JPEG, BMP, GIF, TGA) or a video." };
        var model = new Option<string>("--model") { Description = "The network: .onnx, .safetensors made by `cnn train`, or the name of a model such as resnet18.", HelpName = "FILE|NAME", Required = true };
        var weights = WeightsOption.Create();
        var norm = new Option<string?>("--norm") { Description = "How pixels become numbers where the model does not tell: torch, tf128, signed, unit or byte.", HelpName = "NAME" };
        var layer = new Option<string?>("--layer")
        {
            Description = "What there shall be more of: a layer (mixed_4), a channel of it (mixed_4:42), a neuron (mixed_4:42@row,column), a class (class:281), or a sum with weights "
                + "(0.5*mixed_4+mixed_5:13). [default: a layer two thirds down the net]",
            HelpName = "OBJECTIVE",
        };
        var guide = new Option<string?>("--guide") { Description = "A picture whose features the dream shall resemble.", HelpName = "PICTURE" };
        var mask = new Option<string?>("--mask") { Description = "A picture: white where the dream may change, black where it may not.", HelpName = "PICTURE" };
        var size = new Option<int?>("--size") { Description = "Pixels of the longer side. [default: the picture's own]", HelpName = "N" };
        var octaves = new Option<int>("--octaves") { Description = "Sizes that are dreamt one after the other.", DefaultValueFactory = _ => defaults.Octaves, HelpName = "N" };
        var scale = new Option<float>("--octave-scale") { Description = "How much larger each is than the one before.", DefaultValueFactory = _ => defaults.OctaveScale, HelpName = "X" };
        var steps = new Option<int>("--steps") { Description = "Steps in each octave.", DefaultValueFactory = _ => defaults.Steps, HelpName = "N" };
        var rate = new Option<float>("--rate") { Description = "Mean change of a pixel in a step, in levels of 255.", DefaultValueFactory = _ => defaults.Rate, HelpName = "X" };
        var jitter = new Option<int>("--jitter") { Description = "Pixels by which the picture is rolled at most before each step.", DefaultValueFactory = _ => defaults.Jitter, HelpName = "N" };
        var smooth = new Option<float>("--smooth") { Description = "Deviation of the blur that smooths the gradient, in pixels; 0 for none.", DefaultValueFactory = _ => defaults.Smoothing, HelpName = "X" };
        var seed = new Option<int>("--seed") { Description = "Seed of the jitter.", DefaultValueFactory = _ => 0, HelpName = "N" };
        var fourier = new Option<bool>("--fourier") { Description = "Change the picture's spectrum in decorrelated colours by Adam instead of its pixels: one ascent of octaves × steps steps, seen a little askew." };
        var frames = new Option<int?>("--frames") { Description = "Pictures to make, each from the one before; of a video, frames to dream at most. [default: 1 of a picture, all of a video]", HelpName = "N" };
        var zoom = new Option<float>("--zoom") { Description = "Enlargement from frame to frame.", DefaultValueFactory = _ => 1, HelpName = "X" };
        var rotate = new Option<float>("--rotate") { Description = "Degrees of turn from frame to frame, clockwise.", DefaultValueFactory = _ => 0, HelpName = "X" };
        var shift = new Option<float[]?>("--shift")
        {
            Description = "Move from frame to frame, to the right and down, in shares of width and height.", HelpName = "X Y", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true,
        };
        var blend = new Option<float?>("--blend") { Description = "Share of the video's (or the first) picture in what each frame begins from; the rest is the last dream. [default: 0.85 of a video, 0 of a picture]", HelpName = "X" };
        var fps = new Option<double>("--fps") { Description = "Frames a second of a video made from a picture.", DefaultValueFactory = _ => 25, HelpName = "N" };
        var output = new Option<string?>("--out") { Description = "A .png; of several frames an .mp4, a .gif or numbered pictures (frames-%04d.png). [default: the input's name with -dream, in this folder]", HelpName = "FILE" };
        var device = DeviceOption.Create();
        var command = new Verb("dream", "Deep Dream: change a picture so that a network sees more of what it sees in it already. "
            + "For example: ./cnn dream sky.jpg --model inception_v3_features.onnx --layer mixed_4, or with --zoom 1.05 --rotate 2 --frames 60 --out dream.mp4")
        {
            input, model, weights, norm, layer, guide, mask, size, octaves, scale, steps, rate, jitter, smooth, seed, fourier, frames, zoom, rotate, shift, blend, fps, output, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var file = WeightsOption.Open(result, result.GetValue(model)!, weights);
            var trunk = new Trunk(file, result.GetValue(norm) is { } name ? PixelNorm.Named(name) : null);
            if (result.GetValue(size) is < 1 and var none)
                throw new ArgumentException($"--size {none}: the longer side has at least one pixel");
            var options = new DreamOptions
            {
                Objective = result.GetValue(layer) ?? "",
                Octaves = result.GetValue(octaves),
                OctaveScale = result.GetValue(scale),
                Steps = result.GetValue(steps),
                Rate = result.GetValue(rate),
                Jitter = result.GetValue(jitter),
                Smoothing = result.GetValue(smooth),
                Seed = result.GetValue(seed),
                Blend = result.GetValue(blend) ?? float.NaN,
                Zoom = result.GetValue(zoom),
                Rotate = result.GetValue(rotate),
                ShiftX = result.GetValue(shift) is [var right, _] ? right : 0,
                ShiftY = result.GetValue(shift) is [_, var down] ? down : 0,
            };
            var wanted = new DreamJob.Wanted(result.GetValue(input)!, options, result.GetValue(size), result.GetValue(frames), result.GetValue(fps), result.GetValue(guide), result.GetValue(mask),
                result.GetValue(fourier), result.GetValue(output));
            using var job = new DreamJob(trunk, wanted, () => DeviceOption.Open(result, device));
            return Task.FromResult(job.Run(cancellation));
        });
        return command;
    }
}
