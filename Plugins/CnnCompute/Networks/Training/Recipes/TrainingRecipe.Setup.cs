// From a recipe's words to the objects of a training.
namespace CnnCompute;

public sealed partial record TrainingRecipe
{
    /// <summary>What <see cref="DataSets.Open"/> opens.</summary>
    public DataSettings DataSettings()
    {
        var usual = new DataSettings();
        return new DataSettings
        {
            Data = Data,
            Side = Size,
            Channels = Channels,
            ValidationShare = Validation ?? usual.ValidationShare,
            TestShare = Test ?? usual.TestShare,
            Seed = Seed,
            Balanced = Balanced,
            ClassWeights = ClassWeights,
            Limit = Limit,
            Cache = Cache,
        };
    }

    /// <summary>The recipe with what only the data tell: weights of classes, the norm, a model.</summary>
    /// <param name="data">What was opened.</param>
    public TrainingRecipe For(DataSplits data)
    {
        var recipe = this with { Norm = Norm ?? DatasetStatistics.Channels(data.Train).Norm };
        if (data.ClassWeights is { } weights)
            recipe = recipe with { Criterion = Criterion.With("classWeights", FieldValue.Text(weights), "classWeights") };
        return recipe.Model.Length > 0 ? recipe : recipe with { Model = TrainingModels.For(data.Train) };
    }

    /// <summary>The objects that it names.</summary>
    /// <exception cref="InvalidDataException">A field is out of range, as its object says; the message names the line.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public TrainingSetup Setup()
    {
        Checked();
        var (seed, optimizer, schedule) = ((object)(ulong)Seed, Optimizer, Schedule);
        Transform[] transforms = [.. Augmentation.Select(a => a.Create<Transform>())];
        if (transforms.FirstOrDefault(t => !t.IsRandom) is { } lasting)
        {
            throw new ArgumentException($"augmentation: {Transforms.NameOf(lasting)} prepares pictures for use too, which the trained file cannot "
                + "say; leave it away (norm and size do the usual)");
        }
        object[] initial = [.. Initialization.Select(i => i.Create(("seed", seed)))];
        var setup = new TrainingSetup
        {
            Criterion = Criterion.Create<Criterion>(),
            Transforms = transforms,
            Norm = Norm ?? throw new InvalidOperationException("the recipe's norm depends on data; see For"),
            Optimizer = groups => optimizer.Create<Optimizer>(("groups", groups), ("seed", seed)),
            Schedule = (steps, perEpoch) => schedule.Create<LrSchedule>(("steps", steps), ("stepsPerEpoch", perEpoch)),
            Step = new StepOptions
            {
                ClipNorm = ClipNorm,
                ClipValue = ClipValue,
                EmaDecay = Ema,
                Accumulate = Accumulate,
                SkipNonFinite = true,
                LossScaling = Precision == Storage.F16 ? new LossScaling() : null,
            },
            Groups = Groups,
            DecayVectors = DecayVectors,
            Freeze = Freeze,
            Initializations = [.. initial.OfType<Initialization>()],
            DataInitializations = [.. initial.OfType<DataInitialization>()],
            Epochs = Epochs,
            BatchSize = Batch,
            EvaluationBatchSize = EvaluationBatch,
            Draws = Draws,
            Seed = Seed,
            Precision = Precision,
            OnNan = OnNan,
            Patience = Patience,
            Keep = Keep,
            Recipe = ToText(),
        };
        setup.Validate();
        return setup;
    }
}
