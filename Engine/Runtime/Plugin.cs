// The one interface a plugin implements.
namespace Engine;

/// <summary>A public class with a parameterless constructor in Plugins/NAME/NAME.dll beside the program.</summary>
public interface IPlugin
{
    /// <summary>Adds components and systems to an app before its scene is loaded.</summary>
    void Install(App app);
}
