// The verb that teaches a trained net other classes.
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn finetune --data FOLDER</c>.</summary>
internal static class FinetuneCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var (options, run) = (new RecipeOptions(isTransfer: true), new RunOptions("finetune",
            "best.onnx (the net for use), last.safetensors, log.csv and report.html, or a name that ends in .onnx"));
        var command = new Verb("finetune", "Teach a trained network your own classes, from few pictures: a new last layer learns first, on features "
            + "that are computed once, then the whole network, its early layers slowly. Ctrl-C saves and ends; --resume continues where it stopped. "
            + "For example: ./cnn finetune --data pets, then ./cnn classify cat.jpg --model out/pets/best.onnx");
        options.AddTo(command);
        run.AddTo(command);
        command.SetAction((result, cancellation) => Task.FromResult(run.Open(result, options, cancellation).Train(cancellation)));
        return command;
    }
}
