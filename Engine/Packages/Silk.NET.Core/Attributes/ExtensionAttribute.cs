// Ties an extension class to the name the native interface knows it by.
using System.Reflection;

namespace Silk.NET.Core.Attributes;

[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtensionAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The attribute of an extension class; InvalidOperationException where it has none.</summary>
    public static ExtensionAttribute GetExtensionAttribute(Type type) =>
        type.GetCustomAttribute<ExtensionAttribute>()
        ?? throw new InvalidOperationException($"{type} has no Extension attribute: it is no extension class.");
}
