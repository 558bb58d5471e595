// Checkpoints of a training in a scene, written beside the frames.
using Engine;

namespace CnnCompute;

/// <summary>
/// The files of one training, locked while it runs, as those of <c>cnn train</c>, which goes on from them and the other way round. What fails is kept
/// for the scene to tell, and files on disk stay as they were.
/// </summary>
internal sealed class TrainingPlaces : IDisposable
{
    private readonly TrainingFiles files;
    private readonly TrainingLock place;
    private Task saving = Task.CompletedTask;

    private TrainingPlaces(TrainingFiles files, TrainingLock place) => (this.files, this.place) = (files, place);

    /// <summary>The file to go on from.</summary>
    public string Last => files.Last;

    /// <summary>Whether a state is being written.</summary>
    public bool IsBusy => !saving.IsCompleted;

    /// <summary>Why the last state could not be written; null where it could.</summary>
    public string? Failed { get; private set; }

    /// <summary>Takes a folder, or the best file's name.</summary>
    /// <exception cref="IOException">It cannot be written, or another training writes there.</exception>
    public static TrainingPlaces Take(string output)
    {
        var files = TrainingFiles.At(output);
        return new TrainingPlaces(files, TrainingLock.Take(files));
    }

    /// <summary>The state that lies there; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Checkpoint? Resumed() => File.Exists(files.Last) ? Checkpoint.Load(files.Last) : null;

    /// <summary>Asks for a place that holds no training yet: what goes on in a scene is none that lies there.</summary>
    /// <exception cref="InvalidOperationException">It holds one.</exception>
    public void NeedEmpty()
    {
        if (File.Exists(files.Last))
            throw new InvalidOperationException($"{files.Last} holds a training already; name another folder (out)");
    }

    /// <summary>Writes a state on another thread; one at a time.</summary>
    /// <param name="state">The state.</param>
    /// <param name="perEpoch">Steps of an epoch.</param>
    public void Save(Checkpoint state, long perEpoch) => saving = Task.Run(() => Write(state, perEpoch));

    /// <summary>Writes the last state, and waits for it.</summary>
    public void Finish(Checkpoint state, long perEpoch)
    {
        saving.Wait();
        Write(state, perEpoch);
    }

    /// <summary>Gives the place up.</summary>
    public void Dispose()
    {
        saving.Wait();
        place.Dispose();
    }

    // At the end of an epoch the weights are those that were evaluated.
    private void Write(Checkpoint state, long perEpoch)
    {
        try
        {
            if (state.State.Values.Any(v => !v.Values.All(float.IsFinite)))
                throw new InvalidDataException("weights that are no numbers are not written");
            var isBest = state.Validation.Count == 0 || new ValidationHistory(state.Validation).Best == state.Evaluated - 1;
            if (state.Evaluated > 0 && state.Step == state.Evaluated * perEpoch && isBest)
                state.ForUse().Save(files.Best);
            state.Save(files.Last);
            Failed = null;
        }
        catch (Exception error) when (InputError.Is(error))
        {
            Failed = InputError.Sentence(error).TrimEnd('.');
        }
    }
}
