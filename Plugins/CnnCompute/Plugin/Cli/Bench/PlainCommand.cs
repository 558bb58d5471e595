// The verb that looks for sizes of pictures at which a net would be slow.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench plain</c>: nothing is run, recipes are asked for.</summary>
internal static class PlainCommand
{
    // Photographs' and screens' sizes, and ones that nothing divides.
    private static readonly (int Width, int Height)[] Sizes =
    [
        (256, 256), (263, 257), (300, 452), (333, 500), (448, 300), (452, 300), (511, 509), (577, 433), (637, 477), (720, 720), (801, 599),
        (900, 675), (1000, 667), (1023, 767), (1024, 1024),
    ];

    /// <summary>What came of one net.</summary>
    private sealed record Result(string Model, int Sizes, double WorstShare, string At, string Node);

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var models = new Option<string?>("--models") { Description = "The ONNX files in this folder and below too.", HelpName = "DIR" };
        var filter = new Option<string?>("--filter") { Description = "Only models whose name contains this, such as resnet.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("plain", $"For every model, the worst share of its multiply-adds that only plain kernels can do, over {Sizes.Length} "
            + "sizes of pictures from 256 to 1024; 1 where one is above 1 %. Nothing is run. For example: ./cnn bench plain --models ../models")
        {
            models, filter, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var text = result.GetValue(filter);
            ModelBench[] found =
            [
                .. ModelBench.Zoo.Concat(result.GetValue(models) is { } folder ? ModelBench.In(folder) : [])
                    .Where(m => text is null || m.Name.Contains(text, StringComparison.OrdinalIgnoreCase)),
            ];
            if (found.Length == 0)
                throw new ArgumentException($"No model's name contains \"{text}\"");
            using var gpu = DeviceOption.Open(result, device);
            var results = new List<Result>();
            foreach (var model in found)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Walk(model, gpu.Info) is { } walked)
                    results.Add(walked);
            }
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { device = gpu.Info.Name, gpu.Info.Driver, results }, Output.Json));
            else
                Print(gpu, results);
            return Task.FromResult(results.All(r => r.WorstShare <= 0.01) ? 0 : 1);
        });
        return command;
    }

    // Null where the model takes none of the sizes.
    private static Result? Walk(ModelBench model, GpuInfo device)
    {
        var (count, worst, at) = (0, default(PlainShare), "");
        foreach (var (width, height) in Sizes)
        {
            if (model.At(height, width) is not { } graph)
                continue;
            count++;
            var share = PlainShare.Of(graph, device);
            if (at.Length == 0 || share.Share > worst.Share)
                (worst, at) = (share, $"{width}×{height}");
        }
        if (count == 0)
            Log.Warning($"{model.Name} takes none of the sizes");
        return count == 0 ? null : new Result(model.Name, count, worst.Share, at, worst.Worst?.ToString() ?? "");
    }

    private static void Print(Gpu gpu, List<Result> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model");
        table.AddColumn("sizes", c => c.RightAligned());
        table.AddColumn("plain %", c => c.RightAligned());
        table.AddColumn("at");
        foreach (var r in results)
            table.AddRow(Markup.Escape(r.Model), $"{r.Sizes}", (100 * r.WorstShare).ToString("F2", CultureInfo.InvariantCulture), r.At);
        Console.WriteLine($"{gpu.Info.Name} ({gpu.Info.Driver})");
        Output.Write(80, table);
        foreach (var r in results.Where(r => r.WorstShare > 0.01))
            Log.Warning($"{r.Model} at {r.At}: most of it is {r.Node}");
    }
}
