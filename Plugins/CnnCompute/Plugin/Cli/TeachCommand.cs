// The verb that makes a model of a folder of examples at once.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn teach FOLDER --out FILE</c>.</summary>
internal static class TeachCommand
{
    private const int Patience = 5;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var folder = new Argument<string>("folder") { Description = "Pictures in a folder for each class, such as a scene with Teach keeps." };
        var output = new Option<string>("--out")
        {
            Description = "The model: .onnx holds trunk and head, .safetensors the head alone, for the trunk that comes with the program.",
            HelpName = "FILE",
            Required = true,
        };
        var head = new Option<TeachHead>("--head")
        {
            Description = "What answers: prototypes (mean examples), knn (written as prototypes), logistic, or mlp with one hidden layer.",
            DefaultValueFactory = _ => TeachHead.Prototypes,
            HelpName = "HEAD",
        };
        var trunk = new Option<string>("--trunk")
        {
            Description = "The trained net whose features are taken.",
            DefaultValueFactory = _ => ModelFile.Usual,
            HelpName = "FILE|NAME",
        };
        var size = new Option<int>("--size")
        {
            Description = $"Side of the pictures for trunks that take any. [default: {Teaching.UsualSide}]",
            HelpName = "PIXELS",
        };
        var norm = NormOption.Create();
        var device = DeviceOption.Create();
        var command = new Verb("teach", "Make a classifier of a folder of examples within seconds: a trained net's features of each picture, and a "
            + "small head on them. One of seven pictures is held out, and the share of those that are named rightly is printed. For example: "
            + "./cnn teach things --out things.onnx, then ./cnn classify mug.jpg --model things.onnx")
        {
            folder, output, head, trunk, size, norm, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var (path, to, kind) = (result.GetValue(folder)!, result.GetValue(output)!, result.GetValue(head));
            OutputFile.Check("--out", to, ".onnx", ".safetensors");
            if (!Directory.Exists(path))
                throw new DirectoryNotFoundException($"{path}: there is no such folder");
            var examples = ExampleFolder.List(path);
            string[] names = [.. examples.Select(e => e.Class).Distinct()];
            if (names.Length < 2)
            {
                var found = names.Length == 0 ? "no pictures in folders of classes" : "pictures of one class alone";
                throw new InvalidDataException($"{path}: {found}; a folder for each of two classes at least is needed, with pictures in it");
            }
            var model = ModelFile.Open(result.GetValue(trunk)!).With(ModelStatement.Of(result.GetValue(norm)));
            Log.Information(model.NormSentence);
            using var gpu = DeviceOption.Open(result, device);
            using var weights = new Residence(gpu);
            using var teaching = new Teaching(gpu, model, weights, result.GetValue(size), plans: new PlanOptions { Name = "teach", Measure = false });
            Show(gpu, teaching, path, examples, names, cancellation);
            var taught = Finish(gpu, teaching, kind, cancellation);
            taught.Save(to, names, TeachingOptions.UsualThreshold(kind));
            Tell(teaching, kind, names, to);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Show(
        Gpu gpu, Teaching teaching, string path, IReadOnlyList<StoredExample> examples, string[] names, CancellationToken cancellation)
    {
        using var reader = new ExampleReader(path, examples, teaching.Sight.Width);
        var (budget, since) = (new SliceBudget(), Stopwatch.StartNew());
        while (reader.TryTake(waits: true, out var example, out var rgba, out var error))
        {
            cancellation.ThrowIfCancellationRequested();
            if (rgba is null)
            {
                Log.Warning($"{error}; it is passed over");
                continue;
            }
            gpu.Run(commands =>
            {
                budget.Begin(int.MaxValue);
                teaching.Look(commands, rgba);
                teaching.Advance(commands, budget);
                teaching.Learn(commands, Array.IndexOf(names, example!.Class));
            });
            if (since.Elapsed.TotalSeconds < Patience)
                continue;
            since.Restart();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"features of {reader.Done:N0} of {reader.Count:N0} pictures"));
        }
    }

    // Everything that is left to be trained and asked, and the head.
    private static TaughtHead Finish(Gpu gpu, Teaching teaching, TeachHead kind, CancellationToken cancellation)
    {
        var budget = new SliceBudget();
        void Run(Action<Commands> record)
        {
            cancellation.ThrowIfCancellationRequested();
            gpu.Run(record);
        }
        while (teaching.IsBusy(kind))
        {
            Run(commands =>
            {
                budget.Begin(64);
                teaching.Improve(commands, kind, budget);
            });
        }
        Run(commands => teaching.ReadHead(commands, kind));
        TaughtHead? head;
        while ((head = teaching.TryTakeHead()) is null)
            Run(static _ => { });
        return head;
    }

    private static void Tell(Teaching teaching, TeachHead kind, string[] names, string path)
    {
        var examples = teaching.Examples;
        foreach (var (index, name) in names.Index())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{examples.CountOf(index),6:N0}  {name}"));
        if (teaching.Judged > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{100.0 * teaching.Right(kind) / teaching.Judged:F1} % of {teaching.Judged} held-out examples are named rightly"));
        }
        if (teaching.AreSame)
        {
            var (first, second, cosine) = teaching.Alike;
            Log.Warning(FormattableString.Invariant($"{names[first]} and {names[second]} look alike: the cosine of their means is {cosine:F3}"));
        }
        var how = kind == TeachHead.Knn ? ", by the examples' means: a file of nearest examples would hold them all" : "";
        Console.WriteLine($"model in {path}{how}");
    }
}
