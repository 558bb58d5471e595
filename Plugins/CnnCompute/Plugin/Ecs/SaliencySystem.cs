// Runs the heat maps of a scene, and the keys that change them.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys. Compute phase, after the classifiers: every Saliency looks at its image; nothing waits.</summary>
public static class SaliencySystem
{
    private const float OpacityStep = 0.1f;
    private static readonly QueryDescription All = new QueryDescription().WithAll<Saliency>();

    /// <summary>Runs them for this frame.</summary>
    public static void Run(Frame frame) => frame.App.Shared(_ => new Live<Saliency, SaliencyView>("saliency", Compile)).Run(frame);

    /// <summary>E: next method; G: next layer of Grad-CAM; [ and ]: less and more of the heat map.</summary>
    public static void Keys(Frame frame)
    {
        var input = frame.Input;
        var (method, layer) = (input.WasPressed(Key.E), input.WasPressed(Key.G));
        var opacity = (input.WasPressed(Key.RightBracket) ? OpacityStep : 0) - (input.WasPressed(Key.LeftBracket) ? OpacityStep : 0);
        if (!method && !layer && opacity == 0)
            return;
        foreach (ref var chunk in frame.World.Query(in All))
        {
            foreach (var i in chunk)
            {
                ref var wanted = ref chunk.Get<Saliency>(i);
                wanted.Opacity = Math.Clamp(wanted.Opacity + opacity, 0, 1);
                if (method)
                    wanted.Method = (AttributionMethod)(((int)wanted.Method + 1) % Enum.GetValues<AttributionMethod>().Length);
                if (layer && Find(frame.World, chunk.Entity(i)) is { } view)
                    wanted.Layer = view.NextLayer;
            }
        }
    }

    /// <summary>What runs for an entity; null before it was compiled.</summary>
    internal static SaliencyView? Find(World world, Entity entity) => Live<Saliency, SaliencyView>.Find(world, entity);

    private static SaliencyView? Compile(Frame frame, Entity entity, Saliency wanted)
    {
        var view = new SaliencyView(frame.App, entity);
        try
        {
            if (!view.Build(wanted))
            {
                view.Dispose();
                return null;
            }
        }
        catch
        {
            view.Dispose();
            throw;
        }
        var help = frame.App.Shared(_ => new KeyHelp());
        help.Add("E", "next method");
        help.Add("G", "next layer of Grad-CAM");
        help.Add("[ ]", "less, more heat");
        return view;
    }
}
