// All verbs of the plugin.
using System.CommandLine;

namespace CnnCompute;

/// <summary>What people type after ./cnn, as far as it is about networks.</summary>
internal static class Verbs
{
    /// <summary>New ones; a command belongs to one root.</summary>
    public static IEnumerable<Command> Create() =>
    [
        TrainCommand.Create(), FinetuneCommand.Create(), TeachCommand.Create(), LrFindCommand.Create(), EvalCommand.Create(),
        ClassifyCommand.Create(),
        DreamCommand.Create(), StyleCommand.Create(), ExplainCommand.Create(), InspectCommand.Create(), AugmentCommand.Create(),
        RenderCommand.Create(),
        ExportCommand.Create(), RunCommand.Create(),
        ConformanceCommand.Create(), BenchCommand.Create(), LabCommand.Create(),
    ];
}
