// Trains a classifier: where the time goes.
namespace CnnCompute;

public sealed partial class Trainer
{
    /// <summary>Where the time of this epoch's steps went on the training's thread.</summary>
    public StepTimes Times => steps.Times;

    /// <summary>What the loader has spent its time on so far.</summary>
    public LoaderUse LoaderUse => loader.Use;

    /// <summary>
    /// Measures every launch of a step, by the batch that was uploaded last, and says which part of the step it belongs to. No weight changes. Waits;
    /// for tools.
    /// </summary>
    public StepProfile Profile(int runs = 20)
    {
        Drain();
        var profile = StepProfile.Of(Plan.Profile(runs), nodes);
        if (apply is null)
            return profile;
        var rare = StepProfile.Of(apply.Profile(runs), default);
        return profile with { Update = profile.Update + (rare.Milliseconds / Setup.Step.Accumulate) };
    }
}
