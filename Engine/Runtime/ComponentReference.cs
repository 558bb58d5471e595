// What scene files can say, as data: for pages and tools.
using System.Reflection;

namespace Engine;

/// <summary>A field of a component.</summary>
/// <param name="Name">As scene files write it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Default">Its value where a file says nothing, as files write it; empty for none.</param>
/// <param name="Limits">The possible values of a number; infinite where only the component itself says more.</param>
/// <param name="Member">The property that has it, and its comment.</param>
public sealed record ComponentField(string Name, Type Type, string Default, Limits Limits, MemberInfo Member);

/// <summary>A component that scene files can name.</summary>
/// <param name="Name">As they write it.</param>
/// <param name="Type">Its struct.</param>
/// <param name="Fields">Its fields, settings that it holds among them, in the order of declaration.</param>
public sealed record ComponentEntry(string Name, Type Type, IReadOnlyList<ComponentField> Fields)
{
    /// <summary>The components of an app's plugins, by name.</summary>
    public static IReadOnlyList<ComponentEntry> Of(App app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return [.. app.Components.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(Of)];
    }

    private static ComponentEntry Of(SceneComponent component)
    {
        var standard = component.Default();
        return new ComponentEntry(component.Name, component.Type, [.. component.Fields.Select(name =>
        {
            var field = component.Find(name)!;
            var written = field.Get(standard) is { } value ? SceneValue.Write(value, field.Type, static _ => "").ToString() : "";
            return new ComponentField(name, field.Type, written, field.Limits, field.Member);
        })]);
    }
}
