// The opened models of a scene.
using Engine;

namespace CnnCompute;

/// <summary>What every component of an app shares.</summary>
internal static class SceneModels
{
    /// <summary>The app's models, each opened once.</summary>
    public static LoadedModels Models(this App app) => app.Shared(a => new LoadedModels(a.Gpu));

    /// <summary>Tells what is good to know about a model, once, however many components have it and however often they are edited.</summary>
    public static void SayOnce(this App app, string sentence)
    {
        var said = app.Shared(_ => new HashSet<string>(StringComparer.Ordinal));
        lock (said)
        {
            if (!said.Add(sentence))
                return;
        }
        Log.Information(sentence);
    }
}
