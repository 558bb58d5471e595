// The base of ways to give weights their first values.
using System.IO.Enumeration;

namespace CnnCompute;

/// <summary>
/// Gives parameters of a module their initial values: the objects that recipes name under <c>initialization</c>, applied one after another. Values
/// depend on the seed and a parameter's place in the module alone.
/// </summary>
/// <param name="Names">
/// Which parameters, by key, with * and ?: <c>*.bias</c>, <c>layer1.*</c>. Null: every weight of two dimensions or more.
/// </param>
public abstract record Initialization(string? Names)
{
    // Far from the streams that layers have by themselves, and models that overrule them.
    private const ulong OwnStreams = 1UL << 32;

    /// <summary>Replaces the initial values of the parameters it means; they are computed when they are first read.</summary>
    /// <exception cref="ArgumentException">It means no parameter of the module, or one of a shape that it cannot fill; nothing was changed.</exception>
    public void Apply(Module module, ulong seed)
    {
        var chosen = Choose(module).Select(c => (c.Parameter, Make: Maker(c.Key, c.Parameter.Shape, new Philox(seed, OwnStreams + (ulong)c.Place))))
            .ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException($"{GetType().Name}: no parameter of {module.GetType().Name} is called {Names ?? "*weight"}; "
                + $"there are {string.Join(", ", module.StateDict().Keys.Take(20))}");
        }
        foreach (var (parameter, make) in chosen)
            parameter.Initialize(make);
    }

    /// <summary>The parameters it means, with their keys and places.</summary>
    private protected virtual IEnumerable<(string Key, Parameter Parameter, int Place)> Choose(Module module)
    {
        var learnt = module.Parameters().ToHashSet();
        return module.StateDict().Index().Where(e => learnt.Contains(e.Item.Value) && Means(e.Item.Key, e.Item.Value))
            .Select(e => (e.Item.Key, e.Item.Value, e.Index));
    }

    /// <summary>What computes the values of a parameter.</summary>
    /// <param name="key">Its name, for errors.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="random">Its own stream.</param>
    /// <exception cref="ArgumentException">It cannot fill such a shape.</exception>
    private protected abstract Func<float[]> Maker(string key, Shape shape, Philox random);

    /// <summary>Refuses a parameter without inputs and outputs that could be counted.</summary>
    private protected Shape Weight(string key, Shape shape) => shape.Rank >= 2
        ? shape
        : throw new ArgumentException($"{GetType().Name}: {key} {shape} is no weight of two dimensions or more; name weights alone, such as *.weight");

    private bool Means(string key, Parameter parameter) => Names is null
        ? parameter.Shape.Rank >= 2 && key.EndsWith("weight", StringComparison.Ordinal)
        : FileSystemName.MatchesSimpleExpression(Names, key, ignoreCase: false);
}
