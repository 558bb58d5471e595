// The operators that can be imported, found by their attribute.
using System.Reflection;

namespace CnnCompute;

/// <summary>Marks a static method <c>OnnxValue Name(OnnxNode)</c> as the importer of the operators named. A new operator needs no other entry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxOperatorAttribute(params string[] names) : Attribute
{
    /// <summary>Operator names of the default domain.</summary>
    public string[] Names => names;
}

/// <summary>The table of importers.</summary>
internal static class OnnxOperators
{
    private static readonly Dictionary<string, Func<OnnxNode, OnnxValue>> Table = (
        from type in typeof(OnnxOperators).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        let attribute = method.GetCustomAttribute<OnnxOperatorAttribute>()
        where attribute is not null
        from name in attribute.Names
        select (name, method.CreateDelegate<Func<OnnxNode, OnnxValue>>())).ToDictionary();

    /// <summary>Names of all operators, sorted.</summary>
    public static IEnumerable<string> Names => Table.Keys.Order(StringComparer.Ordinal);

    /// <summary>The importer of an operator of the default domain, or null.</summary>
    public static Func<OnnxNode, OnnxValue>? Find(string domain, string name) => domain is "" or "ai.onnx" ? Table.GetValueOrDefault(name) : null;
}
