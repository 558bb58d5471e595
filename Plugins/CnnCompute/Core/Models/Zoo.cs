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

    /// <summary>What is known of the model called <paramref name="name"/>; null where there is none.</summary>
    public static ModelNameAttribute? Find(string name) => Known.Value.TryGetValue(name, out var known) ? known.Model : null;

    /// <summary>A new model, with initial weights drawn from <paramref name="seed"/> when they are first read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numClasses">Number of classes; null for the usual.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="auxLogits">False: without the auxiliary classifiers that it may have.</param>
    /// <exception cref="ArgumentException">There is no such model, or it has no classes; the message lists all.</exception>
    public static Module Create(string name, int? numClasses = null, ulong seed = 0, bool auxLogits = true)
    {
        if (!Known.Value.TryGetValue(name, out var known))
            throw new ArgumentException($"No model is called \"{name}\"; there are {string.Join(", ", Known.Value.Keys)}", nameof(name));
        var parameters = known.Maker.GetParameters();
        if (numClasses is not null && parameters.All(p => p.Name != "numClasses"))
            throw new ArgumentException($"{name} has no classes whose number could be {numClasses}", nameof(numClasses));
        object?[] arguments = [.. parameters.Select(p => p.Name switch
        {
            "numClasses" when numClasses is not null => numClasses,
            "seed" => seed,
            "auxLogits" => auxLogits,
            _ => Type.Missing,
        })];
        var module = (Module)(known.Maker is ConstructorInfo constructor
            ? constructor.Invoke(BindingFlags.OptionalParamBinding, null, arguments, CultureInfo.InvariantCulture)
            : known.Maker.Invoke(null, BindingFlags.OptionalParamBinding, null, arguments, CultureInfo.InvariantCulture)!);
        Names.Add(module, name);
        return module;
    }

    /// <summary>The name by which a model was made; null for one made otherwise.</summary>
    public static string? NameOf(Module module) => Names.TryGetValue(module, out var name) ? name : null;

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
