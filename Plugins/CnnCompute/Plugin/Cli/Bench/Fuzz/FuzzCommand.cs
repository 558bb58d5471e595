// The verb that tries to break the program: readers, verbs, Vulkan calls, trainings.
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
    private const string Readers = "readers";

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var files = new Option<int>("--files")
        {
            Description = "Damaged model files in all for the readers alone, shared out among the formats.",
            DefaultValueFactory = _ => 200_000,
            HelpName = "N",
        };
        var trials = new Option<int>("--trials")
        {
            Description = "Runs of each verb: with damaged files of a kind, or with Vulkan calls that fail.",
            DefaultValueFactory = _ => 40,
            HelpName = "N",
        };
        var series = new Option<int>("--series")
        {
            Description = "Trainings that are killed, resumed and compared.",
            DefaultValueFactory = _ => 25,
            HelpName = "N",
        };
        var suite = new Option<string?>("--suite")
        {
            Description = "Only suites whose name contains this: readers, classify, onnx, pictures, faults, kill, …",
            HelpName = "TEXT",
        };
        var here = new Option<bool>("--in-process") { Description = "Run verbs in this process: faster, without play and kills." };
        var output = new Option<string>("--out")
        {
            Description = "Folder for the inputs that went wrong.",
            DefaultValueFactory = _ => "out/fuzz",
            HelpName = "FOLDER",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Which damages; the same seed gives the same files.",
            DefaultValueFactory = _ => 1,
            HelpName = "N",
        };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var command = new Verb("fuzz", "Give damaged files of every kind to the readers of models and to the verbs, let Vulkan calls fail, kill "
            + "trainings: each must do its work or be refused with one clear sentence, in bounded time and memory. All of it takes an hour or so; "
            + "for example: ./cnn bench fuzz --suite classify --trials 100")
        {
            files, trials, series, suite, here, output, seed, json,
        };
        command.SetAction((result, cancellation) =>
        {
            var wanted = new Wanted(Positive(result, files), Positive(result, trials), Positive(result, series), result.GetValue(suite),
                result.GetValue(here), result.GetValue(output)!, (ulong)result.GetValue(seed));
            var readers = RunReaders(wanted, cancellation);
            var suites = RunSuites(wanted, cancellation);
            if (readers.Length + suites.Count == 0)
                throw new ArgumentException($"--suite {wanted.Suite}: no suite's name contains that");
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { readers, suites }, Output.Json));
            else
                Print(readers, suites);
            return Task.FromResult(readers.All(r => r.Failed == 0) && suites.All(r => r.Survived == r.Tried) ? 0 : 1);
        });
        return command;
    }

    private sealed record Wanted(int Files, int Trials, int Series, string? Suite, bool InProcess, string Output, ulong Seed)
    {
        public bool Includes(string name) => Suite is null || name.Contains(Suite, StringComparison.OrdinalIgnoreCase);
    }

    private static int Positive(ParseResult result, Option<int> option) => result.GetValue(option) is > 0 and var value
        ? value
        : throw new ArgumentException($"{option.Name} {result.GetValue(option)}: give a positive number");

    private static FuzzResult[] RunReaders(Wanted wanted, CancellationToken cancellation) =>
    [
        .. ReaderFuzz.Readers.Where(r => wanted.Includes($"{Readers} {r}")).Select(r =>
        {
            Log.Information($"damaging {r} files");
            return ReaderFuzz.Run(r, (wanted.Files + ReaderFuzz.Readers.Count - 1) / ReaderFuzz.Readers.Count, wanted.Seed, cancellation);
        }),
    ];

    private static List<SuiteResult> RunSuites(Wanted wanted, CancellationToken cancellation)
    {
        var results = new List<SuiteResult>();
        if (wanted.Suite is { } only && Readers.Contains(only, StringComparison.OrdinalIgnoreCase))
            return results;
        var work = Directory.CreateTempSubdirectory("cnn-fuzz").FullName;
        try
        {
            var processes = wanted.InProcess ? null : ProcessRunner.OfThisProgram()
                ?? throw new InvalidOperationException("verbs are run by the program itself: start it with ./cnn bench fuzz, or give --in-process");
            VerbRunner runner = processes is null ? new InProcessRunner() : processes;
            var sound = new SoundFiles(Path.Combine(work, "sound"));
            if (!sound.HasFfmpeg)
                Log.Warning("ffmpeg is not installed: pictures other than PNG, and videos, are left out");
            void Add(string name, Func<SuiteResult> run)
            {
                cancellation.ThrowIfCancellationRequested();
                Log.Information($"trying {name}");
                results.Add(run());
                results[^1].Failures.ToList().ForEach(Log.Warning);
            }

            foreach (var suite in VerbSuites.All(sound, runner, wanted.Includes))
            {
                if (runner.HasPlayer || !suite.NeedsPlayer)
                    Add(suite.Name, () => suite.Run(runner, wanted.Trials, wanted.Seed, Folder(work), wanted.Output, cancellation));
            }
            foreach (var (name, arguments, needsPlayer) in FaultSuite.Verbs(sound).Where(v => wanted.Includes(v.Name)))
            {
                if (runner.HasPlayer || !needsPlayer)
                    Add(name, () => FaultSuite.Run(name, arguments, runner, wanted.Trials, Folder(work), cancellation));
            }
            if (processes is not null && wanted.Includes(KillSuite.Name))
                Add(KillSuite.Name, () => KillSuite.Run(sound, processes, wanted.Series, wanted.Seed, Folder(work), cancellation));
            return results;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Folder(string work) => Directory.CreateDirectory(Path.Combine(work, Guid.NewGuid().ToString("N"))).FullName;

    private static void Print(FuzzResult[] readers, List<SuiteResult> suites)
    {
        static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

        var table = Titled("reader", "files", "accepted", "refused", "failed", "slowest ms", "most bytes");
        foreach (var r in readers)
        {
            table.AddRow([Markup.Escape(r.Reader), $"{r.Files}", $"{r.Accepted}", $"{r.Refused}", $"{r.Failed}", Number(r.SlowestMs),
                r.MostBytes.ToString("N0", CultureInfo.InvariantCulture)]);
        }
        var verbs = Titled("verb", "tried", "survived", "did", "slowest s", "most MB");
        foreach (var r in suites)
        {
            verbs.AddRow([Markup.Escape(r.Suite), $"{r.Tried}", $"{r.Survived}", $"{r.Accepted}", Number(r.SlowestSeconds),
                r.MostBytes > 0 ? $"{r.MostBytes >> 20}" : ""]);
        }
        Output.Write(80, [.. readers.Length > 0 ? [table] : (Table[])[], .. suites.Count > 0 ? [verbs] : (Table[])[]]);
        foreach (var failure in readers.SelectMany(r => r.Failures))
            Log.Warning(failure);
    }

    private static Table Titled(string first, params string[] others)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(first);
        foreach (var title in others)
            table.AddColumn(title, c => c.RightAligned());
        return table;
    }
}
