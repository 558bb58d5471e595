// The program: verbs from the engine and from the plugins found in Plugins/.
using System.CommandLine;
using System.Runtime.InteropServices;
using Engine;
using Player;

using var cancel = new CancellationTokenSource();
// The first Ctrl-C asks the verb to end cleanly; the second one ends the process at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !cancel.IsCancellationRequested;
    if (context.Cancel)
        cancel.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var plugins = PluginFolder.Load();
    var root = new RootCommand("CnnPlayground: convolutional networks that are trained and run by Vulkan compute, live in a scene.")
    {
        DevicesCommand.Create(),
    };
    foreach (var verb in plugins.SelectMany(p => p.Commands()))
        root.Add(verb);
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return root.Parse(args).InvokeAsync(configuration, cancel.Token).GetAwaiter().GetResult();
}
catch (Exception error)
{
    return Failure.Report(error, Console.Error);
}
