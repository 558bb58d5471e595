// How ops become ONNX nodes, found by their attribute.
using System.Reflection;

namespace CnnCompute;

/// <summary>Marks a static method <c>void Name(OnnxWriter, SomeOp, Node)</c> as the exporter of that op. A new op needs no other entry.</summary>
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

    /// <summary>Ops that can be exported.</summary>
    public static IEnumerable<Type> Ops => Table.Keys;

    /// <summary>Writes <paramref name="node"/>.</summary>
    /// <exception cref="NotSupportedException">Its op has no form in ONNX.</exception>
    public static void Write(OnnxWriter writer, Node node)
    {
        if (!Table.TryGetValue(node.Op.GetType(), out var method))
            throw new NotSupportedException($"{node}: {node.Op.Name} has no form in ONNX that is written; what trains or draws is not exported (use evaluation mode)");
        method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [writer, node.Op, node], null);
    }
}
