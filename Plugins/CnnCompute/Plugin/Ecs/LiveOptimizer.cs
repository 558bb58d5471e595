// The optimiser of a training in a scene, in place of its recipe's.
namespace CnnCompute;

/// <summary>An optimiser and what the recipe's rates are multiplied by for it.</summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Factor">1 where it is the recipe's own kind.</param>
internal readonly record struct LiveOptimizer(string Name, float Factor)
{
    /// <summary>What keys choose among: the recipe's own, then these.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["", "sgd", "adam", "rmsprop", "adagrad"];

    // Rates that small nets are commonly trained with, by the optimisers' papers and PyTorch's defaults; those of SGD with momentum are ours.
    private static readonly Dictionary<string, float> usual = new()
    {
        ["sgd"] = 0.05f,
        ["adam"] = 0.002f,
        ["adamw"] = 0.002f,
        ["nadam"] = 0.002f,
        ["eve"] = 0.001f,
        ["rmsprop"] = 0.001f,
        ["adagrad"] = 0.01f,
        ["adadelta"] = 1,
        ["lamb"] = 0.005f,
        ["lars"] = 1,
        ["muon"] = 0.02f,
    };

    /// <summary>The recipe with the wanted optimiser, and what that does to its rates.</summary>
    /// <exception cref="InvalidDataException">There is no such optimiser, or a field makes no sense.</exception>
    public static (TrainingRecipe Recipe, LiveOptimizer Is) Of(TrainingRecipe recipe, string wanted)
    {
        var own = recipe.Optimizer.Name;
        if (wanted.Length == 0)
            return (recipe, new LiveOptimizer(own, 1));
        var other = Catalogue.Parse<Optimizer>(wanted, "Training.optimizer");
        return (recipe with { Optimizer = other }, new LiveOptimizer(other.Name, Usual(other.Name) / Usual(own)));
    }

    /// <summary>The choice after one.</summary>
    public static string Next(string now)
    {
        for (var i = 0; i < Choices.Count; i++)
        {
            if (Choices[i] == now)
                return Choices[(i + 1) % Choices.Count];
        }
        return Choices[0];
    }

    private static float Usual(string name) => usual.GetValueOrDefault(name, usual["sgd"]);
}
