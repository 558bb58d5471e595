// The operators that can be imported and folded, found by their attributes.
using System.Reflection;

namespace CnnCompute;

/// <summary>
/// Marks a static method <c>OnnxValue Name(OnnxNode)</c>, or one that gives an array of values where there are several outputs, as the importer of
/// the operators named. A new operator needs no other entry.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxOperatorAttribute(params string[] names) : Attribute
{
    /// <summary>Operator names of the default domain.</summary>
    public string[] Names => names;
}

/// <summary>
/// Marks a static method <c>OnnxArray? Name(OnnxNode)</c>, or one that gives an array of them, that computes the operators named at import from
/// inputs that are all known there. Null: not for this node; it goes to the device.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxFoldAttribute(params string[] names) : Attribute
{
    /// <summary>Operator names of the default domain.</summary>
    public string[] Names => names;
}

/// <summary>The tables of importers.</summary>
internal static class OnnxOperators
{
    /// <summary>Versions of the operator set that are read.</summary>
    public const long FirstOpset = 1, LastOpset = 28;

    private static readonly (MethodInfo Method, string[] Operators, bool Folds)[] Methods =
    [
        .. from type in typeof(OnnxOperators).Assembly.GetTypes()
           where type.Namespace == typeof(OnnxOperators).Namespace
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let import = method.GetCustomAttribute<OnnxOperatorAttribute>()
           let fold = method.GetCustomAttribute<OnnxFoldAttribute>()
           where import is not null || fold is not null
           select (method, import?.Names ?? fold!.Names, fold is not null)
    ];

    private static readonly Dictionary<string, Func<OnnxNode, OnnxValue[]>> Importers =
        Methods.Where(m => !m.Folds).SelectMany(m => m.Operators.Select(name => (name, Several<OnnxValue>(m.Method)))).ToDictionary();

    private static readonly Dictionary<string, Func<OnnxNode, OnnxArray[]>> Folds =
        Methods.Where(m => m.Folds).SelectMany(m => m.Operators.Select(name => (name, Several<OnnxArray>(m.Method)))).ToDictionary();

    /// <summary>Names of all operators, sorted. Constant and If are matters of the import itself.</summary>
    public static IEnumerable<string> Names => Importers.Keys.Union(Folds.Keys).Append("Constant").Append("If").Order(StringComparer.Ordinal);

    /// <summary>Whether the operator is known.</summary>
    public static bool Knows(string domain, string name) =>
        IsDefault(domain) && (name is "Constant" or "If" || Importers.ContainsKey(name) || Folds.ContainsKey(name));

    /// <summary>The importer of an operator of the default domain, or null.</summary>
    public static Func<OnnxNode, OnnxValue[]>? Find(string domain, string name) => IsDefault(domain) ? Importers.GetValueOrDefault(name) : null;

    /// <summary>What computes an operator at import, or null; it gives an empty list where it declines.</summary>
    public static Func<OnnxNode, OnnxArray[]>? FindFold(string domain, string name) => IsDefault(domain) ? Folds.GetValueOrDefault(name) : null;

    private static bool IsDefault(string domain) => domain is "" or "ai.onnx";

    private static Func<OnnxNode, T[]> Several<T>(MethodInfo method) where T : class
    {
        if (method.ReturnType == typeof(T[]))
            return method.CreateDelegate<Func<OnnxNode, T[]>>();
        var one = method.CreateDelegate<Func<OnnxNode, T?>>();
        return node => one(node) is { } value ? [value] : [];
    }
}
