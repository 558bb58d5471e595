// Runs the plugin's verbs in this process, or the whole program beside it.
using System.CommandLine;
using System.Diagnostics;

namespace CnnCompute.Tests;

/// <summary>What a verb printed.</summary>
internal static class Verbs
{
    /// <summary>Runs a verb of the plugin; exceptions come through. Gives its exit code and standard output.</summary>
    public static (int Code, string Output) Run(params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var verb in new CnnComputePlugin().Commands())
            root.Add(verb);
        var (before, output) = (Console.Out, new StringWriter());
        Console.SetOut(output);
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = output };
            return (root.Parse(arguments).Invoke(configuration), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    /// <summary>Starts the program itself; where it is not built the test fails.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var program = Path.Combine(GpuFixture.Repository, "artifacts", "bin", "Player", "release", "Player.dll");
        if (!File.Exists(program))
            Assert.Fail($"{program} is not built; build Engine/Player in Release first");
        // A shell in the background hands on that interrupts are to be ignored.
        string[] line = ["--default-signal=INT", "dotnet", program, .. arguments];
        var start = new ProcessStartInfo("env", line) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("CNN_DEBUG");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs the program to its end.</summary>
    public static (int Code, string Output, string Error) RunProgram(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
