// From a recipe's words to the objects of a training.
namespace CnnCompute;

public sealed partial record TrainingRecipe
{
    /// <summary>The objects that it names.</summary>
    /// <param name="norm">How bytes become inputs, where the recipe leaves it to the data.</param>
    /// <exception cref="InvalidDataException">A field is out of range, as its object says; the message names the line.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public TrainingSetup Setup(PixelNorm norm)
    {
        Checked();
        var (seed, optimizer, schedule) = ((object)(ulong)Seed, Optimizer, Schedule);
        object[] initial = [.. Initialization.Select(i => i.Create(("seed", seed)))];
        var setup = new TrainingSetup
        {
            Criterion = Criterion.Create<Criterion>(),
            Transforms = [.. Augmentation.Select(a => a.Create<Transform>())],
            Norm = Norm ?? norm,
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
            Seed = Seed,
            Balanced = Balanced,
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
