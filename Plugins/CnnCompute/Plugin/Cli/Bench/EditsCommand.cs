// The verb that measures what edits of a running scene leave behind.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn bench edits</c>.</summary>
internal static class EditsCommand
{
    private const double Mebi = 1 << 20;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var edits = new Option<int>("--edits")
        {
            Description = "Edits of each component, an even number.",
            DefaultValueFactory = _ => 100,
            HelpName = "N",
        };
        var filter = new Option<string?>("--filter") { Description = "Only components whose name contains this.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("edits", "Edit every component of a running scene over and over, so that plans and pictures are made anew each time, "
            + "and print the memory of the device and of the process before and after: both should stay as they are.")
        {
            edits, filter, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var count = result.GetValue(edits);
            if (count < 2 || count % 2 != 0)
                throw new ArgumentException($"--edits {count}: give an even number of 2 or more");
            using var gpu = DeviceOption.Open(result, device);
            var results = new List<EditsResult>();
            var assets = Path.Combine(EnvironmentVariables.Home, "Scenes", "Assets");
            foreach (var measured in EditsBench.Run(gpu, assets, count, cancellation, result.GetValue(filter)))
            {
                Log.Information($"edited {measured.Component}");
                results.Add(measured);
            }
            if (results.Count == 0)
            {
                throw new ArgumentException($"--filter {result.GetValue(filter)}: no component's name contains that; there are "
                    + string.Join(", ", EditsBench.Cases.Select(c => c.Component)));
            }
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(results, Output.Json));
            else
                Print(results);
            return Task.FromResult(results.All(r => r.Objects == 0 && r.DeviceAfter <= r.DeviceBefore + EditsBench.Tolerance) ? 0 : 1);
        });
        return command;
    }

    private static void Print(List<EditsResult> results)
    {
        static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("component");
        foreach (var title in new[] { "edits", "device MB", "after", "process MB", "after", "ms" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var r in results)
        {
            table.AddRow(Markup.Escape(r.Component), $"{r.Edits}", Number(r.DeviceBefore / Mebi), Number(r.DeviceAfter / Mebi),
                Number(r.ProcessBefore / Mebi), Number(r.ProcessAfter / Mebi), Number(r.Milliseconds));
        }
        Output.Write(80, table);
    }
}
