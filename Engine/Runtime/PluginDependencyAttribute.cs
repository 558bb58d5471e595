// How a plugin says that it uses another one.
namespace Engine;

/// <summary>
/// On a plugin's assembly: it uses the types of another plugin, which is loaded before it and of which both share one copy. A project declares it by
/// <c>&lt;PluginReference Include="../Other/Plugin/Other.csproj" /&gt;</c>, which writes this attribute.
/// </summary>
/// <param name="plugin">The other plugin's name: that of its folder.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PluginDependencyAttribute(string plugin) : Attribute
{
    /// <summary>The other plugin's name.</summary>
    public string Plugin { get; } = plugin;
}
