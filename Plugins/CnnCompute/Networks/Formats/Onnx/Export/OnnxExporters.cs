// How ops become ONNX nodes, found by their attribute.
using System.Reflection;

namespace CnnCompute;

/// <summary>
/// Marks a static method <c>void Name(OnnxWriter, SomeOp, Node)</c> as the exporter of that op or of all its kind. A new op needs no other entry.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxExporterAttribute : Attribute;

/// <summary>The table of exporters.</summary>
internal static class OnnxExporters
{
    private static readonly Dictionary<Type, MethodInfo> Table = (
        from type in typeof(OnnxExporters).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where method.IsDefined(typeof(OnnxExporterAttribute))
        select (method.GetParameters()[1].ParameterType, method)).ToDictionary();

    /// <summary>Writes <paramref name="node"/>.</summary>
    /// <exception cref="NotSupportedException">Its op has no form in ONNX.</exception>
    public static void Write(OnnxWriter writer, Node node)
    {
        var type = node.Op.GetType();
        while (type is not null && !Table.ContainsKey(type))
            type = type.BaseType;
        if (type is null)
            throw NoForm(node, "gradients, losses, updates, random ops and images have none; a network in evaluation mode has");
        Table[type].Invoke(null, BindingFlags.DoNotWrapExceptions, null, [writer, node.Op, node], null);
    }

    /// <summary>An exception that names the node.</summary>
    public static NotSupportedException NoForm(Node node, string why) => new($"{node}: {node.Op.Name} has no form in ONNX that is written ({why})");
}
