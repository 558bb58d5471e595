// Runs the ascents of a scene.
using Engine;

namespace CnnCompute;

/// <summary>Compute phase: every Visualization goes on with its step; nothing waits.</summary>
public static class VisualizationSystem
{
    /// <summary>Runs them for this frame.</summary>
    public static void Run(Frame frame) => frame.App.Shared(_ => new Live<Visualization, VisualizationView>("visualization", VisualizationView.Compile)).Run(frame);

    /// <summary>What runs for an entity; null before it was compiled.</summary>
    internal static VisualizationView? Find(World world, Entity entity) => Live<Visualization, VisualizationView>.Find(world, entity);
}
