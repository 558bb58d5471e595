// The one interface a plugin implements.
using System.CommandLine;

namespace Engine;

/// <summary>A public class with a parameterless constructor in Plugins/NAME/NAME.dll beside the program.</summary>
public interface IPlugin
{
    /// <summary>Adds components and systems to an app before its scene is loaded.</summary>
    void Install(App app);

    /// <summary>The verbs this plugin adds to the program.</summary>
    IEnumerable<Command> Commands();
}
