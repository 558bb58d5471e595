// The verb that tries to break the readers of model formats.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench fuzz</c>.</summary>
internal static class FuzzCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var files = new Option<int>("--files")
        {
            Description = "Damaged files in all, shared out among the formats.",
            DefaultValueFactory = _ => 200_000,
            HelpName = "N",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Which damages; the same seed gives the same files.",
            DefaultValueFactory = _ => 1,
            HelpName = "N",
        };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var command = new Verb("fuzz", "Read damaged model files (ONNX, safetensors, npy, npz): each must be accepted or refused with one clear "
            + "error, quickly and without allocating what the file only claims to hold.")
        {
            files, seed, json,
        };
        command.SetAction((result, cancellation) =>
        {
            var count = result.GetValue(files);
            if (count < 1)
                throw new ArgumentException($"--files {count}: give a positive number");
            var results = ReaderFuzz.Readers.Select(r =>
            {
                Log.Information($"damaging {r} files");
                return ReaderFuzz.Run(
                    r, (count + ReaderFuzz.Readers.Count - 1) / ReaderFuzz.Readers.Count, (ulong)result.GetValue(seed), cancellation);
            }).ToArray();
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(results, Output.Json));
            else
                Print(results);
            return Task.FromResult(results.All(r => r.Failed == 0) ? 0 : 1);
        });
        return command;
    }

    private static void Print(FuzzResult[] results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("reader");
        foreach (var title in new[] { "files", "accepted", "refused", "failed", "slowest ms", "most bytes" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var r in results)
        {
            string[] numbers =
            [
                $"{r.Files}", $"{r.Accepted}", $"{r.Refused}", $"{r.Failed}", r.SlowestMs.ToString("F1", CultureInfo.InvariantCulture),
                r.MostBytes.ToString("N0", CultureInfo.InvariantCulture),
            ];
            table.AddRow([Markup.Escape(r.Reader), .. numbers]);
        }
        Output.Write(160, table);
        foreach (var failure in results.SelectMany(r => r.Failures))
            Log.Warning(failure);
    }
}
