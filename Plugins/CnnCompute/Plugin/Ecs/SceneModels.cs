// The opened models of a scene.
using Engine;

namespace CnnCompute;

/// <summary>What every component of an app shares.</summary>
internal static class SceneModels
{
    /// <summary>The app's models, each opened once.</summary>
    public static LoadedModels Models(this App app) => app.Shared(a => new LoadedModels(a.Gpu));
}
