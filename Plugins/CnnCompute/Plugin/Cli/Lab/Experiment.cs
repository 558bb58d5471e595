// Experiments of `cnn lab`: what lecture notes tell, run and looked at.
using System.Reflection;

namespace CnnCompute;

/// <summary>
/// An experiment that ends in a picture, a table and a paragraph. A new one is a class with a <see cref="NamedAttribute"/>, without constructor
/// parameters; it is found by reflection. It takes at most two minutes on two cores, unless its description says minutes, and ten seconds where it
/// shall be quick.
/// </summary>
internal abstract class Experiment
{
    /// <summary>All experiments by name, in the names' order.</summary>
    public static IReadOnlyDictionary<string, (string Description, Func<Experiment> Make)> All { get; } = Find();

    /// <summary>Does it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public abstract LabResult Run(LabContext lab);

    private static OrderedDictionary<string, (string, Func<Experiment>)> Find()
    {
        var all = new OrderedDictionary<string, (string, Func<Experiment>)>();
        foreach (var (type, named) in typeof(Experiment).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Experiment)))
            .Select(t => (t, t.GetCustomAttribute<NamedAttribute>()
                ?? throw new InvalidOperationException($"{t.Name} is an experiment without a name: [Named(\"name\", \"what it shows\")]")))
            .OrderBy(t => t.Item2.Name, StringComparer.Ordinal))
        {
            all.Add(named.Name, (named.Description, () => (Experiment)Activator.CreateInstance(type)!));
        }
        return all;
    }
}
