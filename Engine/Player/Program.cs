// The program: verbs from the engine and from the plugins found in Plugins/.
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Engine;
using Player;

StandardStreams.Guard();
using var signals = new ProcessSignals(static words => $"cnn: {words}");

try
{
    var plugins = PluginFolder.Load();
    args = Misspelling.Expand(args);
    Command[] own = [PlayCommand.Create(plugins), DevicesCommand.Create(), CamerasCommand.Create()];
    // Not a RootCommand: that one would be called after this assembly, while people type ./cnn.
    var root = new Command("./cnn", "CnnPlayground: convolutional networks that are trained and run by Vulkan compute, live in a scene. "
        + "./cnn test builds everything and runs all tests, ./cnn pack makes the NuGet packages.")
    {
        new HelpOption(), new VersionOption(), own[0], own[1], own[2],
    };
    root.Add(CompletionCommand.Create(() => root));
    // The verbs of plugins take a tenth of a second to make; the player's own do not wait for them.
    if (own.All(verb => verb.Name != args[0]))
    {
        foreach (var verb in PluginWords.Verbs(plugins, own.Select(verb => verb.Name).Concat([CompletionCommand.Name, .. CompletionCommand.Others])))
            root.Add(verb);
    }
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction || Misspelling.Unknown(parsed).Any())
        return Failure.ReportUsage(parsed, Console.Error);
    return signals.ExitCode(parsed.InvokeAsync(configuration, signals.Token).GetAwaiter().GetResult());
}
catch (Exception error)
{
    return signals.ExitCode(Failure.Report(error, Console.Error));
}
