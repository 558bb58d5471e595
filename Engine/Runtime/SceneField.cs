// A field of a component as scene files know it: what it holds, and how it is read and written.
using System.Reflection;

namespace Engine;

/// <summary>One of the component's own, or a setting of a record that it holds.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Get">Its value, of the component.</param>
/// <param name="Set">Writes it into a boxed component.</param>
/// <param name="Holder">The component's property that holds the record; null for a field of its own.</param>
/// <param name="Member">The property or field that holds the value.</param>
internal sealed record SceneField(
    Type Type, Func<object?, object?> Get, Action<object?, object?> Set, PropertyInfo? Holder, MemberInfo Member)
{
    /// <summary>The possible values of a number.</summary>
    public Limits Limits { get; init; } = new(double.NegativeInfinity, double.PositiveInfinity);
}
