// The public API, listed: whoever changes it sees what users of the packages will see.
using System.Globalization;
using System.Reflection;

namespace House.Tests;

public sealed class PublicApiTests
{
    private const BindingFlags Shown = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> Words = new()
    {
        ["Boolean"] = "bool",
        ["Byte"] = "byte",
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["Object"] = "object",
        ["Single"] = "float",
        ["Double"] = "double",
        ["String"] = "string",
        ["UInt32"] = "uint",
        ["UInt64"] = "ulong",
        ["Void"] = "void",
    };

    // The program itself is no library.
    private static IEnumerable<Assembly> Libraries => CompiledUses.Assemblies.Where(a => a.GetName().Name != "Player");

    [TestCaseSource(nameof(Names))]
    public void The_listing_is_what_the_assembly_shows(string name)
    {
        var path = Path.Combine(Source.Root, "docs", "api", $"{name}.txt");
        var lines = Lines(Libraries.Single(a => a.GetName().Name == name)).ToArray();
        if (Environment.GetEnvironmentVariable("CNN_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, lines);
        }
        var listed = File.Exists(path) ? File.ReadAllLines(path) : [];
        var (gone, added) = (listed.Except(lines).ToArray(), lines.Except(listed).ToArray());
        Assert.That((gone, added), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())),
            $"gone:\n{string.Join('\n', gone)}\nadded:\n{string.Join('\n', added)}\n"
                + "where that is meant: CNN_GOLDEN=write ./cnn test --filter \"FullyQualifiedName~PublicApi\"");
        Assert.That(lines, Has.Length.GreaterThan(5));
    }

    [Test]
    public void There_is_no_listing_of_nothing() => Assert.That(
        Directory.GetFiles(Path.Combine(Source.Root, "docs", "api")).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Names()));

    private static IEnumerable<string> Names() => Libraries.Select(a => a.GetName().Name!);

    private static IEnumerable<string> Lines(Assembly assembly)
    {
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
                : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type is { IsAbstract: true, IsSealed: true } ? "static class"
                : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
            var parent = type.BaseType is { } p && p != typeof(object) && p != typeof(ValueType) && p != typeof(Enum) ? $" : {Of(p)}" : "";
            yield return $"{type.Namespace}.{Of(type)}: {kind}{parent}";
            foreach (var line in type.GetMembers(Shown).Select(Line).OfType<string>().Distinct().Order(StringComparer.Ordinal))
                yield return $"  {Of(type)}.{line}";
        }
    }

    private static string? Line(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: false } method when IsShown(method) && !IsMade(method) =>
            $"{method.Name}{Generic(method)}({Parameters(method.GetParameters())}) {(method is MethodInfo m ? Of(m.ReturnType) : "")}",
        ConstructorInfo constructor when IsShown(constructor) => $"new({Parameters(constructor.GetParameters())})",
        MethodInfo { IsSpecialName: true } operation when operation.Name.StartsWith("op_", StringComparison.Ordinal) && !IsMade(operation) =>
            $"{operation.Name}({Parameters(operation.GetParameters())}) {Of(operation.ReturnType)}",
        PropertyInfo property when property.GetMethod is { } get && IsShown(get) && property.Name != "EqualityContract" =>
            $"{property.Name}{Index(get)} {Of(property.PropertyType)} {Access(property)}",
        FieldInfo field when (field.IsPublic || field.IsFamily) && field.Name != "value__" =>
            field.IsLiteral ? $"{field.Name} = {field.GetRawConstantValue() ?? "null"}" : $"{field.Name} {Of(field.FieldType)}",
        EventInfo raised => $"event {raised.Name} {Of(raised.EventHandlerType!)}",
        _ => null,
    };

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler writes for records says nothing.
    private static bool IsMade(MethodBase method) => method.Name is "<Clone>$" or "Equals" or "GetHashCode" or "ToString" or "PrintMembers"
            or "Deconstruct" or "op_Equality" or "op_Inequality"
        && method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false);

    private static string Access(PropertyInfo property) => property.SetMethod is not { } set || !IsShown(set) ? "{ get }"
        : set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") ? "{ get, init }" : "{ get, set }";

    private static string Index(MethodInfo get) => get.GetParameters() is { Length: > 0 } all ? $"[{Parameters(all)}]" : "";

    private static string Generic(MethodBase method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";

    private static string Parameters(ParameterInfo[] all) => string.Join(", ", all.Select(p =>
    {
        var passed = p.IsOut ? "out " : p.ParameterType.IsByRef ? "ref " : "";
        var standard = p.HasDefaultValue ? string.Create(CultureInfo.InvariantCulture, $" = {p.RawDefaultValue ?? "null"}") : "";
        return $"{passed}{Of(p.ParameterType)} {p.Name}{standard}";
    }));

    private static string Of(Type type)
    {
        if (type.IsByRef || type.IsPointer)
            return Of(type.GetElementType()!) + (type.IsPointer ? "*" : "");
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[]";
        if (type.IsGenericParameter)
            return type.Name;
        var outer = type.IsNested ? $"{Of(type.DeclaringType!)}." : "";
        var name = type.Name.Split('`')[0];
        return outer + (type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : Words.GetValueOrDefault(name, name));
    }
}
