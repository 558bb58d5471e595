// The verb that runs experiments.
using System.CommandLine;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn lab [NAME]</c>.</summary>
internal static class LabCommand
{
    private const int TableWidth = 120, DefaultSeed = 1;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var name = new Argument<string?>("name") { Description = "The experiment; without one they are listed.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--out") { Description = "The picture. [default: out/lab-NAME.png]", HelpName = "FILE.png" };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same picture on the same device.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var quick = new Option<bool>("--quick") { Description = "A few seconds instead of minutes: the shape of the result, not its numbers." };
        var data = new Option<string?>("--data")
        {
            Description = $"Folder of the IDX files of Fashion-MNIST. [default: {FashionMnist.DebianFolder}]",
            HelpName = "FOLDER",
        };
        var cifar = new Option<string?>("--cifar")
        {
            Description = "CIFAR-10 for experiments that look at it, too: a zip of train/CLASS/picture.jpg, or the binary version.",
            HelpName = "PATH",
        };
        var device = DeviceOption.Create();
        var command = new Verb("lab", "Run an experiment on Fashion-MNIST and draw what it shows. For example: ./cnn lab optimizers --out opt.png")
        {
            name, output, seed, quick, data, cifar, device,
        };
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(name) is not { } wanted)
            {
                List();
                return Task.FromResult(0);
            }
            if (!Experiment.All.TryGetValue(wanted, out var found))
            {
                throw new ArgumentException($"{wanted}: there is no such experiment{Spelling.Hint(wanted, [.. Experiment.All.Keys])}; "
                    + "`./cnn lab` lists them");
            }
            var path = result.GetValue(output) ?? $"out/lab-{wanted}.png";
            OutputFile.Check("--out", path, ".png");
            var pictures = FashionMnist.Load(train: true, result.GetValue(data));
            using var gpu = DeviceOption.Open(result, device);
            var context = new LabContext(
                gpu, pictures, (ulong)(uint)result.GetValue(seed), result.GetValue(quick), Console.WriteLine, cancellation)
            {
                Folder = result.GetValue(data),
                Cifar = result.GetValue(cifar),
            };
            Show(found.Make().Run(context), path);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void List()
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("experiment", "what it shows");
        foreach (var (name, (description, _)) in Experiment.All)
            table.AddRow(Markup.Escape(name), Markup.Escape(description));
        Output.Write(TableWidth, table);
    }

    private static void Show(LabResult result, string path)
    {
        result.Figure.Save(path, result.Width, result.Height);
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (i, column) in result.Columns.Index())
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        foreach (var row in result.Rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        Output.Write(TableWidth, table);
        Console.WriteLine(result.Text);
        Console.WriteLine(path);
        foreach (var (name, sheet) in result.Sheets)
        {
            var beside = Path.ChangeExtension(path, null) + $"-{name}.png";
            sheet.Save(beside);
            Console.WriteLine(beside);
        }
    }
}
