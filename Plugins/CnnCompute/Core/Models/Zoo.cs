// The models that the program knows by name.
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>Finds what <see cref="ModelNameAttribute"/> marks, and makes models by name.</summary>
public static class Zoo
{
    private static readonly Lazy<SortedDictionary<string, (ModelNameAttribute Model, MethodBase Maker)>> Known = new(Find);
    private static readonly ConditionalWeakTable<Module, string> Names = [];

    /// <summary>Every model, by name in alphabetical order.</summary>
    public static IEnumerable<ModelNameAttribute> Models => Known.Value.Values.Select(k => k.Model);

    /// <summary>What is known of the model called <paramref name="name"/>, fields or none behind it; null where there is none.</summary>
    public static ModelNameAttribute? Find(string name) => Known.Value.TryGetValue(Parts(name).Name, out var known) ? known.Model : null;

    /// <summary>The fields that may follow a model's name, with what they are by themselves: <c>dropout=0</c>; none of an unknown one.</summary>
    public static IReadOnlyList<string> FieldsOf(string name) => Known.Value.TryGetValue(Parts(name).Name, out var known)
        ? [.. FreeOf(known.Maker).Select(p => $"{p.Name}={(p.DefaultValue is bool yes ? yes ? "true" : "false"
            : Convert.ToString(p.DefaultValue, CultureInfo.InvariantCulture))}")]
        : [];

    /// <summary>A new model, with initial weights drawn from <paramref name="seed"/> when they are first read.</summary>
    /// <param name="name">Its name; what its maker takes besides may follow: <c>fashion(dropout=0.2)</c>.</param>
    /// <param name="numClasses">Number of classes; null for the usual.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="auxLogits">False: without the auxiliary classifiers that it may have.</param>
    /// <exception cref="ArgumentException">There is no such model or field, or it has no classes; the message lists all.</exception>
    public static Module Create(string name, int? numClasses = null, ulong seed = 0, bool auxLogits = true)
    {
        var (bare, fields) = Parts(name);
        if (!Known.Value.TryGetValue(bare, out var known))
            throw new ArgumentException($"No model is called \"{bare}\"; there are {string.Join(", ", Known.Value.Keys)}", nameof(name));
        var parameters = known.Maker.GetParameters();
        if (numClasses is not null && parameters.All(p => p.Name != "numClasses"))
            throw new ArgumentException($"{bare} has no classes whose number could be {numClasses}", nameof(numClasses));
        string[] free = [.. FreeOf(known.Maker).Select(p => p.Name!)];
        if (fields.Keys.FirstOrDefault(f => !free.Contains(f)) is { } unknown)
        {
            throw new ArgumentException($"{bare} has no field \"{unknown}\"; it has {(free.Length > 0 ? string.Join(", ", free) : "none")}",
                nameof(name));
        }
        object?[] arguments = [.. parameters.Select(p => p.Name switch
        {
            "numClasses" when numClasses is not null => numClasses,
            "seed" => seed,
            "auxLogits" => auxLogits,
            { } field when fields.TryGetValue(field, out var text) => Value(bare, field, text, p.ParameterType),
            _ => Type.Missing,
        })];
        var module = (Module)(known.Maker is ConstructorInfo constructor
            ? constructor.Invoke(BindingFlags.OptionalParamBinding | BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture)
            : known.Maker.Invoke(
                null, BindingFlags.OptionalParamBinding | BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture)!);
        Names.Add(module, fields.Count == 0 ? bare : $"{bare}({string.Join(", ", fields.Select(f => $"{f.Key}={f.Value}"))})");
        return module;
    }

    /// <summary>The name by which a model was made, with its fields; null for one made otherwise.</summary>
    public static string? NameOf(Module module) => Names.TryGetValue(module, out var name) ? name : null;

    // fashion(dropout=0.2) is fashion and its fields.
    private static (string Name, OrderedDictionary<string, string> Fields) Parts(string name)
    {
        var fields = new OrderedDictionary<string, string>();
        var open = name.IndexOf('(');
        if (open < 0 || !name.EndsWith(')'))
            return (name, fields);
        foreach (var field in name[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, var value])
                throw new ArgumentException($"{name}: \"{field}\" is no field; fields are written as {name[..open]}(dropout=0.2)", nameof(name));
            fields[key] = value;
        }
        return (name[..open], fields);
    }

    // Those that are numbers or switches, less what whoever makes a model decides by itself.
    private static IEnumerable<ParameterInfo> FreeOf(MethodBase maker) =>
        maker.GetParameters().Where(p => IsField(p.ParameterType) && p.Name is not ("numClasses" or "seed" or "auxLogits"));

    private static bool IsField(Type type) => type == typeof(int) || type == typeof(float) || type == typeof(double) || type == typeof(bool);

    private static object Value(string name, string field, string text, Type type)
    {
        try
        {
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
        {
            throw new ArgumentException($"{name}: {field} is {text}; it must be {(type == typeof(bool) ? "true or false" : "a number")}", e);
        }
    }

    private static SortedDictionary<string, (ModelNameAttribute Model, MethodBase Maker)> Find()
    {
        var found = new SortedDictionary<string, (ModelNameAttribute, MethodBase)>(StringComparer.Ordinal);
        foreach (var type in typeof(Zoo).Assembly.GetExportedTypes().Where(t => !t.ContainsGenericParameters))
        {
            foreach (var maker in type.GetConstructors()
                .Concat<MethodBase>(type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)))
            {
                foreach (var model in maker.GetCustomAttributes<ModelNameAttribute>())
                    found.Add(model.Name, (model, maker));
            }
        }
        return found;
    }
}
