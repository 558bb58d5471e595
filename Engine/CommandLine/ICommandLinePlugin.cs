// What a plugin adds to the program, besides what it installs into a scene's app.
using System.CommandLine;

namespace Engine;

/// <summary>A plugin with verbs, or with options of <c>play</c>.</summary>
public interface ICommandLinePlugin : IPlugin
{
    /// <summary>The verbs it adds to the program.</summary>
    IEnumerable<Command> Commands();

    /// <summary>The options it adds to <c>play</c>.</summary>
    IEnumerable<PlayOption> PlayOptions() => [];
}
