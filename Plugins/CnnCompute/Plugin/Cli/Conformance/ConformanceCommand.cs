// The verb that runs ONNX's own tests.
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn conformance [DIR]</c>.</summary>
internal static class ConformanceCommand
{
    /// <summary>Where Debian's package libonnx-testdata puts the cases.</summary>
    public const string DebianFolder = "/usr/share/libonnx-testdata/data";

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var folder = new Argument<string>("dir")
        {
            Description = "Folder with cases: model.onnx, test_data_set_N/input_M.pb and output_M.pb.",
            DefaultValueFactory = _ => DebianFolder,
        };
        var filter = new Option<string?>("--filter") { Description = "Only cases whose name contains this.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var verbose = new Option<bool>("--verbose") { Description = "Say of each case, as it ends, how it went and how long it took." };
        var device = DeviceOption.Create();
        var command = new Verb("conformance", "Run ONNX's own tests (Debian's package libonnx-testdata): every case all of whose operators are "
            + "supported and whose tensors are float32, int64 or bool is imported, run on the device and compared with its stored outputs, |a - b| "
            + "<= 1e-7 + 1e-3 |b| as in ONNX's own runner, integers exactly. Inputs that an operator needs at import (shapes, axes, ...) and empty "
            + "ones are bound as constants, all others are tensors of the device; a result that is known at import passes if it is equal. "
            + "Exit code 1 where a case fails. For example: ./cnn conformance --filter conv")
        {
            folder, filter, json, verbose, device,
        };
        command.SetAction(result =>
        {
            var cases = Find(result.GetValue(folder)!, result.GetValue(filter));
            using var gpu = DeviceOption.Open(result, device);
            var said = result.GetValue(verbose) ? Console.Error : TextWriter.Null;
            var report = ConformanceReport.Of(result.GetValue(folder)!, cases, test =>
            {
                var watch = Stopwatch.StartNew();
                var why = ConformanceDevice.Run(gpu, test);
                said.WriteLine($"{watch.ElapsedMilliseconds,6} ms {test.Name} {why ?? "passed"}");
                return why;
            });
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Output.Json));
            else
                Print(report);
            return report.Failed > 0 ? 1 : 0;
        });
        return command;
    }

    private static IReadOnlyList<ConformanceCase> Find(string folder, string? filter)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(folder == DebianFolder
                ? $"{folder}: no such folder; install Debian's package libonnx-testdata, or name a folder with cases"
                : $"{folder}: no such folder");
        }
        var cases = ConformanceCase.Find(folder).Where(c => filter is null || c.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        return cases.Length > 0
            ? cases
            : throw new FileNotFoundException($"{folder}: no case{(filter is null ? "" : $" whose name contains \"{filter}\"")} is there");
    }

    private static void Print(ConformanceReport report)
    {
        var known = new Table { Border = TableBorder.Simple };
        known.AddColumn("operator");
        foreach (var title in new[] { "passed", "failed", "not run" })
            known.AddColumn(title, c => c.RightAligned());
        foreach (var o in report.Operators.Where(o => o.Reason is null))
            known.AddRow(Markup.Escape(o.Operator), $"{o.Passed}", o.Failed > 0 ? $"{o.Failed}" : "", o.Unsupported > 0 ? $"{o.Unsupported}" : "");
        Output.Write(160, known);
        var unknown = new Table { Border = TableBorder.Simple };
        unknown.AddColumns("unsupported operator", "cases", "reason");
        foreach (var o in report.Operators.Where(o => o.Reason is not null))
            unknown.AddRow(Markup.Escape(o.Operator), $"{o.Unsupported}", Markup.Escape(o.Reason!));
        if (unknown.Rows.Count > 0)
            Output.Write(160, unknown);
        foreach (var f in report.Failures)
            Console.WriteLine($"failed {f.Case}: {f.Why}");
        Console.WriteLine($"{report.Cases} cases: {report.OtherTypes} have tensors of other types than float32, int64 and bool, {report.Unsupported} "
            + "operators that are not supported");
        Console.WriteLine($"{report.Set} cases are run: {report.Passed} passed, {report.Failed} failed");
    }
}
