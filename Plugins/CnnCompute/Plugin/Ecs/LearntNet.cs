// Networks that scenes train, which outlive one training of them.
using Engine;

namespace CnnCompute;

/// <summary>A network in training.</summary>
/// <param name="Kind">What it is and what it learns from, in words: a training of the same kind may go on with it.</param>
/// <param name="Start">Which beginning it is.</param>
/// <param name="Module">The network.</param>
/// <param name="Weights">Where its parameters lie; the app's models own it.</param>
/// <param name="Model">The same as others open it.</param>
/// <param name="Architecture">What its recipe calls it.</param>
internal sealed record LearntNet(string Kind, int Start, Module Module, Residence Weights, ModelFile Model, string Architecture)
{
    /// <summary>How many numbers it learns.</summary>
    public long Parameters { get; } = Module.ParameterCount();
}

/// <summary>The networks in training of an app, by the entities that train them.</summary>
internal sealed class LearntNets
{
    private readonly Dictionary<string, (LearntNet Net, int Trainings, LiveTraining Newest)> byName = [];

    /// <summary>The newest training of an entity that still runs; null where there is none.</summary>
    public LiveTraining? Of(string name) => byName.TryGetValue(name, out var entry) ? entry.Newest : null;

    /// <summary>
    /// The network for a training: a new one, or the one that the entity trains already, with what it has learnt unless it shall begin anew.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="name">The entity's name, under which it is opened.</param>
    /// <param name="recipe">What to train.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="start">Which beginning is asked for.</param>
    /// <returns>The network, the setup that goes with it, and whether its weights are new.</returns>
    public (LearntNet Net, TrainingSetup Setup, bool IsNew) Take(App app, string name, TrainingRecipe recipe, DataSplits data, int start)
    {
        var (train, models) = (data.Train, app.Models());
        var kind = $"{recipe.Model}, {train.Channels}x{train.Height}x{train.Width}, {string.Join(", ", train.Classes)}, {recipe.Norm}";
        var (module, setup) = TrainingModels.Make(recipe, recipe.Setup(), train);
        // A trained net with a new head is adapted together with its setup.
        if (recipe.Transfer is null && byName.TryGetValue(name, out var entry) && entry.Net is var known && known.Kind == kind
            && models.InTraining(name) is var (_, weights) && ReferenceEquals(weights, known.Weights))
        {
            if (known.Start != start)
            {
                known.Module.LoadStateDict(module.StateDict().ToDictionary(p => p.Key, p => new TensorData(p.Value.Shape, p.Value.Initial)));
                return (known with { Start = start }, setup, true);
            }
            foreach (var parameter in known.Module.StateDict().Values)
                parameter.Initial = weights.Get(parameter);
            return (known, setup with { KeepWeights = true, Initializations = [], DataInitializations = [] }, false);
        }
        var model = ModelFile.Of(name, module, (train.Channels, train.Height, train.Width), setup.Norm, train.Classes);
        return (new LearntNet(kind, start, module, new Residence(app.Gpu), model, recipe.Model), setup, true);
    }

    /// <summary>Lets a network be opened under the name of the entity that trains it; the training before it may still be there.</summary>
    public void Lend(App app, string name, LearntNet net, LiveTraining training)
    {
        var trainings = Has(net) ? byName[name].Trainings : 0;
        if (trainings == 0)
            app.Models().Lend(name, net.Model, net.Weights);
        byName[name] = (net, trainings + 1, training);
    }

    /// <summary>A training of a network ends; with the last one its name is free.</summary>
    public void Return(App app, string name, LearntNet net)
    {
        // Another network may have taken the name.
        if (!Has(net))
            return;
        var trainings = byName[name].Trainings - 1;
        if (trainings > 0)
        {
            byName[name] = byName[name] with { Trainings = trainings };
            return;
        }
        byName.Remove(name);
        app.Models().Return(name);
    }

    /// <summary>Whether an entity trains it already.</summary>
    public bool Has(LearntNet net) => byName.Values.Any(n => ReferenceEquals(n.Net.Weights, net.Weights));
}
