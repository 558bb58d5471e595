// The verb that runs ONNX's own tests.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
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
        var verbose = new Option<bool>("--verbose") { Description = "Say of each case, as it ends, how it went, its largest error and its time." };
        var relative = Tolerance("--rtol", ConformanceTolerance.Usual.Relative, "What each value may be off by, relative to itself.");
        var absolute = Tolerance("--atol", ConformanceTolerance.Usual.Absolute, "What each value may be off by besides.");
        var device = DeviceOption.Create();
        var command = new Verb("conformance", "Run ONNX's own tests (Debian's package libonnx-testdata): every case all of whose operators are "
            + "supported and whose values are tensors of numbers or truth values is imported (float16, double and small integers converted as a "
            + "model's are), run on the device and compared with its stored outputs: |a - b| <= atol + rtol |b| as in ONNX's own runner, or "
            + "max|a - b| / max|b| within the type's precision; integers exactly. Inputs that an operator needs at import (shapes, axes, ...) and "
            + "empty ones are bound as constants, all others are tensors of the device; a result that is known at import passes if it is equal. "
            + "Exit code 1 where a case fails. For example: ./cnn conformance --filter conv")
        {
            folder, filter, relative, absolute, json, verbose, device,
        };
        command.SetAction(result =>
        {
            var cases = Find(result.GetValue(folder)!, result.GetValue(filter));
            using var gpu = DeviceOption.Open(result, device);
            var said = result.GetValue(verbose) ? Console.Error : TextWriter.Null;
            var report = ConformanceReport.Of(result.GetValue(folder)!, cases, test =>
            {
                var watch = Stopwatch.StartNew();
                var outcome = ConformanceDevice.Run(gpu, test, new(result.GetValue(relative), result.GetValue(absolute)));
                var verdict = outcome.Why is null ? "passed" : "FAILED";
                said.WriteLine($"{watch.ElapsedMilliseconds,6} ms {Error(outcome.Error),7} {verdict} {test.Name}");
                return outcome;
            });
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, Output.Json));
            else
                Print(report);
            return report.Failed > 0 ? 1 : 0;
        });
        return command;
    }

    private static Option<double> Tolerance(string name, double usual, string description)
    {
        var option = new Option<double>(name)
        {
            Description = $"{description} {usual.ToString(CultureInfo.InvariantCulture)} by default, as in ONNX's runner.",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(r =>
        {
            if (r.Tokens.Count > 0 && !(r.GetValueOrDefault<double>() >= 0))
                r.AddError($"{name} must be a number of at least 0");
        });
        return option;
    }

    private static string Error(double error) => error == 0 ? "0" : error.ToString("0.0E+0", CultureInfo.InvariantCulture);

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
        foreach (var title in new[] { "passed", "failed", "not run", "largest error" })
            known.AddColumn(title, c => c.RightAligned());
        foreach (var o in report.Operators.Where(o => o.Reason is null))
        {
            known.AddRow(Markup.Escape(o.Operator), $"{o.Passed}", o.Failed > 0 ? $"{o.Failed}" : "", o.Unsupported > 0 ? $"{o.Unsupported}" : "",
                o.Error is { } error ? Error(error) : "");
        }
        Output.Write(80, known);
        var unknown = new Table { Border = TableBorder.Simple };
        unknown.AddColumns("unsupported operator", "cases", "reason");
        foreach (var o in report.Operators.Where(o => o.Reason is not null))
            unknown.AddRow(Markup.Escape(o.Operator), $"{o.Unsupported}", Markup.Escape(o.Reason!));
        if (unknown.Rows.Count > 0)
            Output.Write(80, unknown);
        foreach (var f in report.Failures)
            Console.WriteLine($"failed {f.Case}: {f.Why}");
        Console.WriteLine($"{report.Cases} cases; not run: {report.OtherTypes} (values that are no such tensors), {report.Unsupported} (operators)");
        Console.WriteLine($"{report.Set} cases are run ({report.Converted} of converted types): {report.Passed} passed, {report.Failed} failed");
    }
}
