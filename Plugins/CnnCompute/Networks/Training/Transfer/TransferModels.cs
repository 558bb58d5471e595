// Trained nets with a new head, as recipes name them.
using Engine;

namespace CnnCompute;

/// <summary>What a recipe's <c>transfer</c> means.</summary>
public static class TransferModels
{
    // Where a net takes any size: enough to see what a picture shows, a third of the work of ImageNet's 224.
    private const int UsualSide = 128;
    private const string TrunkPrefix = "trunk.", HeadPrefix = "head.";

    /// <summary>The recipe with what its trained net needs: the size and channels of pictures, and how bytes become inputs.</summary>
    /// <param name="recipe">One with <see cref="TrainingRecipe.Transfer"/>; others are given back as they are.</param>
    /// <exception cref="ArgumentException">It names a model without trained weights, or groups of rates, which are the transfer's.</exception>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, takes no pictures, or nobody knows how bytes become its input.</exception>
    public static TrainingRecipe Fitted(TrainingRecipe recipe)
    {
        if (recipe.Transfer is not { } transfer)
            return recipe;
        transfer.Create<TransferOptions>().Checked();
        if (recipe.Groups.Count > 0)
            throw new ArgumentException("groups: the rates of a net with a new head are graded by transfer.factor and transfer.rateGroups");
        recipe = recipe.Model.Length > 0 ? recipe : recipe with { Model = ModelFile.Usual };
        var trunk = Open(recipe);
        trunk.NeedPictures();
        return recipe with
        {
            Size = recipe.Size ?? (trunk.Height > 0 ? trunk.Height : UsualSide),
            Channels = trunk.Channels,
            Norm = recipe.Norm ?? trunk.NeededNorm,
        };
    }

    /// <summary>The net of a recipe with a new head, whose weights are drawn from the recipe's seed.</summary>
    /// <param name="recipe">One that was <see cref="Fitted"/>.</param>
    /// <param name="data">What the head shall name.</param>
    /// <exception cref="ArgumentException">There is no such layer, or the net takes other pictures.</exception>
    /// <exception cref="ShapeException">The net does not take pictures of that size.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TransferNet Make(TrainingRecipe recipe, Dataset data)
    {
        var options = recipe.Transfer!.Create<TransferOptions>().Checked();
        var trunk = Open(recipe);
        TrainingModels.CheckPictures(recipe.Model, trunk.Channels, -1, -1, data);
        return new TransferNet(trunk, data.Classes.Count, options.Layer, options.Dropout, data.Height, (ulong)recipe.Seed, options.HeadFilters);
    }

    /// <summary>
    /// The setup for a net with a new head: it keeps its weights, layers learn by graded rates, and patterns may leave "trunk." away.
    /// </summary>
    public static TrainingSetup Adapt(TrainingSetup setup, TransferNet net, TransferOptions options)
    {
        var optimizer = setup.Optimizer;
        IReadOnlyList<ParameterGroup> Groups() =>
        [
            .. net.RateGroups(options.RateGroups, options.Factor).SelectMany(rate => ParameterGroup.Split(rate.Parameters, setup.DecayVectors)
                .Select(part => part with { RateScale = rate.RateScale })),
        ];
        return setup with
        {
            KeepWeights = true,
            Norm = net.Trunk.NeededNorm,
            Optimizer = _ => optimizer(Groups()),
            Freeze = [.. setup.Freeze.Select(pattern => Pattern(net, pattern))],
        };
    }

    /// <summary>Trains the head alone, by the recipe's words.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="net">The net.</param>
    /// <param name="data">The pictures, as the net takes them.</param>
    /// <param name="recipe">Says how.</param>
    /// <param name="progress">Called with the pictures whose features are done, of all.</param>
    /// <param name="ended">Called after each epoch with its number from 1 and its mean loss.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <inheritdoc cref="HeadTraining.Run" path="/exception"/>
    public static HeadTraining TrainHead(
        Gpu gpu, TransferNet net, DataSplits data, TrainingRecipe recipe, Action<int, int>? progress = null, Action<int, double>? ended = null,
        CancellationToken cancellation = default)
    {
        var options = recipe.Transfer!.Create<TransferOptions>();
        return HeadTraining.Run(gpu, net, data, new FeatureTrainingOptions
        {
            Epochs = options.HeadEpochs,
            BatchSize = recipe.Batch,
            LearningRate = options.HeadRate,
            // Behind a convolution there is a norm, which makes all lengths one.
            RatePerSquaredLength = options.HeadFilters == 0,
            Seed = (ulong)recipe.Seed,
        }, progress, ended, cancellation);
    }

    // A layer's name means its parameters.
    private static string Pattern(TransferNet net, string pattern)
    {
        var full = pattern.StartsWith(TrunkPrefix, StringComparison.Ordinal) || pattern.StartsWith(HeadPrefix, StringComparison.Ordinal)
            || pattern.StartsWith('*') ? pattern : TrunkPrefix + pattern;
        return full.Contains('*') || net.StateDict().ContainsKey(full) ? full : $"{full.TrimEnd('.')}.*";
    }

    private static ModelFile Open(TrainingRecipe recipe)
    {
        var file = ModelFile.Open(recipe.Model);
        if (file.Path == file.Name)
        {
            throw new ArgumentException($"{recipe.Model} has no trained weights here, so nothing of it is worth keeping; give a trained file, or "
                + $"{ModelFile.Usual}, or join weights to it first: ./cnn export {recipe.Model} trained.onnx --weights FILE");
        }
        return recipe.Norm is { } norm ? file.With(file.Stated with { Norm = norm }) : file;
    }
}
